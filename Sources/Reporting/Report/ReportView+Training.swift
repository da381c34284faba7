import Evidence
import ExperimentSpec
import Statistics
import Text

/// What it took to train the systems of a table, by row and task: means over seeds.
struct TrainingEffort {
  /// By the names of runs.
  private let rows: [String: [ResultRows.Row]]

  init(_ rows: ResultRows) { self.rows = Dictionary(grouping: rows.rows, by: \.variant) }

  /// The mean of what `value` gives of `task` in the runs of `row`; `nil` where no run has any.
  func mean(
    _ row: ExperimentResults.VariantResults, _ task: String, _ value: (ResultRows.Row) -> Double?
  ) -> Double? {
    Sample(scores(of: row).filter { $0.score.task == task }.compactMap(value)).mean
  }

  /// The mean over the runs of `row` of the seconds that its trainings took together, each counted once.
  func trainingSeconds(_ row: ExperimentResults.VariantResults) -> Double? {
    Sample(
      row.runs.compactMap { run in
        let trainings = Dictionary(
          (rows[run] ?? []).map { ($0.training, $0.seconds) }, uniquingKeysWith: { first, _ in first })
        let seconds = trainings.values.compactMap(\.self)
        return seconds.isEmpty || seconds.count < trainings.count ? nil : seconds.sorted().reduce(0, +)
      }
    ).mean
  }

  /// The mean over the runs of `row` of the seconds that all their stages took.
  func allSeconds(_ row: ExperimentResults.VariantResults) -> Double? {
    Sample(row.runs.compactMap { rows[$0]?.first?.allSeconds }).mean
  }

  private func scores(of row: ExperimentResults.VariantResults) -> [ResultRows.Row] {
    row.runs.flatMap { rows[$0] ?? [] }.filter { $0.score.set == nil }
  }
}

extension ReportView {
  /// What it took to train each system: the updates of each task, the epoch that was chosen, and time.
  var training: ReportTable {
    let effort = material.effort
    let style = rows.contains { $0.runs.count > 1 } ? NumberStyle.decimals(1) : .count
    var columns: [ReportTable.Column] = []
    for task in tasks {
      columns.append(ReportTable.Column(group: label(task.name), title: "Updates"))
      columns.append(ReportTable.Column(group: label(task.name), title: "Epoch"))
    }
    columns += ["Training, s", "All stages, s"].map { ReportTable.Column(title: $0) }
    return ReportTable(
      rowTitle: "Systems", columns: columns,
      rows: rows.map { row in
        let cells = tasks.flatMap { task in
          [
            ReportTable.Cell(effort.mean(row, task.name) { $0.updates }, .count),
            ReportTable.Cell(effort.mean(row, task.name) { $0.chosenEpoch.map(Double.init) }, style),
          ]
        }
        return ReportTable.Row(
          label: label(row),
          cells: cells + [
            ReportTable.Cell(effort.trainingSeconds(row), .count), ReportTable.Cell(effort.allSeconds(row), .count),
          ])
      },
      notes: [
        "Updates: the task's updates, including the warmup, estimated. Epoch: the selected one.",
        "Seconds by the clock: of the last training, and of all stages that the system needs, some shared with others.",
      ] + effortNotes + seedNotes)
  }

  /// The ratio of updates from which on trainings are not alike.
  private static let leastRatio = 1.005

  /// Says of which tasks the systems make different numbers of updates, since comparisons are unequal then.
  var effortNotes: [String] {
    let unequal = tasks.compactMap { task -> String? in
      let updates = rows.compactMap { row in
        material.effort.mean(row, task.name) { $0.updates }.map { (row: row, count: $0) }
      }
      guard let least = updates.min(by: { $0.count < $1.count }), let most = updates.max(by: { $0.count < $1.count }),
        least.count > 0, most.count / least.count > Self.leastRatio
      else { return nil }
      let (few, many) = (NumberStyle.count.text(least.count), NumberStyle.count.text(most.count))
      return "\(label(task.name)) \(few) (\(label(least.row))) to \(many) (\(label(most.row)))"
    }
    if unequal.isEmpty { return [] }
    return ["Systems make different numbers of updates (warmup included): \(firstFew(unequal))."]
  }
}
