import Evidence
import ExperimentSpec
import Files
import MaskAlgebra
import MaskTools
import Model
import Planning
import Store
import Statistics

extension ReportView {
  /// For each task, the score on the development split by how much a mask of each round keeps.
  func pruning() throws(FileFailure) -> [LineChart] {
    var series: [String: [LineChart.Series]] = [:]
    var seen: Set<StageID> = []
    for row in rows {
      for run in row.runs {
        guard let variant = material.variant(run) else { continue }
        for stage in variant.selections(in: material.plan) where seen.insert(stage).inserted {
          guard let choice = try material.store.json(.choice, of: stage, as: ChoiceFile.self) else { continue }
          series[choice.task, default: []].append(
            LineChart.Series(name: row.runs.count > 1 ? run : label(row), points: choice.points))
        }
      }
    }
    return tasks.compactMap { task in
      series[task.name].map { series in
        LineChart(
          title: label(task.name), x: LineChart.Axis(title: "remaining weights, %", isReversed: true),
          y: LineChart.Axis(title: "dev \(task.metric.label)"), series: series)
      }
    }
  }

  /// The mean score of the tasks and the overlap ratio of their masks, by how much these keep in the mean.
  var scoresBySparsity: [LineChart] {
    var (scores, ratios) = ([LineChart.Point](), [LineChart.Point]())
    for row in rows {
      guard let sharing = row.sharing, let kept = Sample(sharing.tasks.map { 100 * $0.sparsity }).mean else { continue }
      let percents = row.scores.compactMap(\.value)
      if percents.count == row.scores.count, let mean = Sample(percents).mean {
        scores.append(LineChart.Point(x: kept, y: mean))
      }
      if let ratio = row.overlapRatio { ratios.append(LineChart.Point(x: kept, y: ratio)) }
    }
    let split = material.results.splits.first ?? "dev"
    return [
      LineChart(
        title: "", x: LineChart.Axis(title: "remaining weights, %", isReversed: true),
        y: LineChart.Axis(title: "mean score on \(split)"), right: LineChart.Axis(title: "overlap ratio"),
        series: [
          LineChart.Series(name: "mean score", points: scores.sorted { $0.x > $1.x }),
          LineChart.Series(name: "overlap ratio", points: ratios.sorted { $0.x > $1.x }, isOnRight: true),
        ])
    ]
  }

  /// For each task, the score on the development split after each epoch, a curve for each variant: the mean of its
  /// seeds.
  func curves() throws(FileFailure) -> [LineChart] {
    var series: [String: [LineChart.Series]] = [:]
    for row in rows {
      var scores: [String: [Int: [Double]]] = [:]
      for component in row.runs.flatMap({ material.variant($0)?.components ?? [] }) {
        let history = try material.store.json(.history, of: component.train, as: HistoryFile.self)
        for epoch in history?.epochs ?? [] {
          for (task, dev) in epoch.dev {
            guard let metric = history?.metrics[task]?.descriptor else { continue }
            scores[task, default: [:]][epoch.epoch, default: []].append(metric.shown(dev))
          }
        }
      }
      for (task, byEpoch) in scores {
        let points = byEpoch.sorted { $0.key < $1.key }.compactMap { epoch, scores in
          Sample(scores).mean.map { LineChart.Point(x: Double(epoch), y: $0) }
        }
        series[task, default: []].append(LineChart.Series(name: label(row), points: points))
      }
    }
    return tasks.map { task in
      LineChart(
        title: label(task.name), x: LineChart.Axis(title: "epoch", isCounted: true),
        y: LineChart.Axis(title: "dev \(task.metric.label)"),
        series: series[task.name] ?? [])
    }
  }

  /// For each variant, how many parameters belong to which sets of tasks; of several seeds, under the first.
  func sharing() throws(FileFailure) -> [SharingChart] {
    var charts: [SharingChart] = []
    for row in rows {
      // Masks of one variant over all of its towers have the same tensors, so that none is left out for a mismatch.
      guard let masks = try masks(of: row, allTowers: true), let aligned = try? AlignedMasks(masks) else { continue }
      let sharing = MeasuredSharing(of: aligned)
      charts.append(
        SharingChart(
          title: label(row), tasks: sharing.tasks.map { label($0) }, regions: sharing.regions,
          bars: sharing.portions.map { SharingChart.Bar(tasks: $0.tasks, counts: $0.counts) }))
    }
    return charts
  }

  /// For each variant whose masks are learned, the fraction that they keep of each tensor of which they drop anything;
  /// of several seeds, under the first.
  func layers() throws(FileFailure) -> [GridChart] {
    var charts: [GridChart] = []
    for row in rows where row.isMeasured {
      guard let masks = try masks(of: row, allTowers: false) else { continue }
      var order: [String] = []
      var values: [String: [Double?]] = [:]
      for (index, mask) in masks.enumerated() {
        for tensor in mask.tensors {
          let name = tensor.baseName
          if values[name] == nil { order.append(name) }
          values[name, default: Array(repeating: nil, count: masks.count)][index] = tensor.sparsity
        }
      }
      let rows = order.map { GridChart.Row(label: $0, values: values[$0] ?? []) }.filter { row in
        row.values.contains { $0.map { $0 < 1 } ?? false }
      }
      if rows.isEmpty { continue }
      charts.append(GridChart(title: label(row), columns: masks.map { label($0.name) }, rows: rows))
    }
    return charts
  }

  /// The masks of the first run of `row`; `nil` where they are not in the store yet.
  private func masks(
    of row: ExperimentResults.VariantResults, allTowers: Bool
  ) throws(FileFailure) -> [NamedMask]? {
    guard let variant = row.runs.first.flatMap({ material.variant($0) }) else { return nil }
    do throws(StoredMaskFailure) {
      return try material.store.masks(of: variant, in: material.plan, allTowers: allTowers)
    } catch {
      switch error {
      case .file(let failure): throw failure
      case .malformed(_, let artifact):
        throw FileFailure(.read, material.store.layout.root, .malformed(artifact.description))
      case .noMask, .missing, .damaged: return nil
      }
    }
  }
}

extension ChoiceFile {
  /// The score of each round, densest mask first.
  fileprivate var points: [LineChart.Point] {
    candidates.sorted { $0.round < $1.round }.map {
      LineChart.Point(
        x: $0.of == 0 ? 100 : 100 * Double($0.kept) / Double($0.of), y: metric.descriptor.shown($0.dev),
        isChosen: $0.round == round)
    }
  }
}

extension PlannedVariant {
  /// The stages that select the variant's learned masks.
  fileprivate func selections(in plan: Plan) -> [StageID] {
    masks.support.compactMap { symbol in
      producer(of: symbol, in: plan).flatMap { id in
        if case .select = plan.stages[id]?.operation { id } else { nil }
      }
    }
  }
}
