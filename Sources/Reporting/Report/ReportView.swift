import Evidence
import ExperimentSpec
import Model

/// An exhibit's view of a report's material: the rows that it is about, what they are called, and what the reference
/// says of them.
struct ReportView {
  let exhibit: ExhibitSpec
  let material: ReportMaterial

  /// The variants that the exhibit is about, seeds put together, in its order.
  let rows: [ExperimentResults.VariantResults]

  init(_ exhibit: ExhibitSpec, of material: ReportMaterial) {
    self.exhibit = exhibit
    self.material = material
    let means = material.results.means
    if exhibit.variants.isEmpty {
      rows = means
    } else {
      var chosen: [ExperimentResults.VariantResults] = []
      for name in exhibit.variants.map(\.value) {
        chosen += means.filter { row in
          row.isMeant(by: name) && !chosen.contains { $0.name == row.name }
        }
      }
      rows = chosen
    }
  }

  /// What the variant, task or dataset called `name` is called in this exhibit.
  func label(_ name: String) -> String { exhibit.labels.value(named: name) ?? name }

  /// What the row of `result` is called.
  func label(_ result: ExperimentResults.VariantResults) -> String { label(key(of: result, in: exhibit.labels)) }

  /// The reference's value for a column of the row of `result`.
  func reference(_ result: ExperimentResults.VariantResults, _ column: String) -> Double? {
    guard let reference = exhibit.reference else { return nil }
    return reference.value(key(of: result, in: reference.values), column)
  }

  /// The name under which `entries` have the row of `result`: its own, or that of the variant of which it is the only
  /// row.
  private func key<Value>(of result: ExperimentResults.VariantResults, in entries: [Named<Value>]) -> String {
    let names =
      [result.name] + (material.isOnlyRow(result) ? [result.declared] : [])
      + (result.runs.count == 1 ? result.runs : [])
    return names.first { entries.value(named: $0) != nil } ?? result.name
  }

  /// A task of the rows and the metric that it is scored by.
  struct Task {
    let name: String
    let metric: MetricDescriptor
  }

  /// The tasks of the rows, in the order of the specification.
  var tasks: [Task] {
    material.results.tasks.filter { score in rows.contains { $0[score.task] != nil } }.map {
      Task(name: $0.task, metric: $0.metric.descriptor)
    }
  }

  /// A column of scores and the metric that they are in.
  struct ScoreColumn {
    let column: ExperimentResults.Column
    let metric: MetricDescriptor
  }

  /// The scores of the rows: each task, followed by its scores on further test sets.
  var scoreColumns: [ScoreColumn] {
    material.results.columns.filter { score in rows.contains { $0[score.column] != nil } }.map {
      ScoreColumn(column: $0.column, metric: $0.metric.descriptor)
    }
  }

  /// What the column is called in this exhibit.
  func label(_ column: ExperimentResults.Column) -> String {
    column.set.map { "\(label(column.task)) \(label($0))" } ?? label(column.task)
  }

  /// A sentence for each further test set that says what it consists of.
  var setNotes: [String] {
    let sets = material.spec.variants.flatMap(\.experiment.evaluate)
    let names = scoreColumns.compactMap(\.column.set)
    var notes: [String] = []
    for set in sets where names.contains(set.name) {
      let note = "\(label(set.name)): the \(set.value.split.spelling) split of \(label(set.value.dataset.value))."
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  /// The sentence that names the source of the values that stand beside those measured here.
  var sourceNotes: [String] { exhibit.reference.map { ["In parentheses: \($0.source)."] } ?? [] }

  /// The sentence that tells how many seeds numbers are means of.
  var seedNotes: [String] {
    let seeds = Set(rows.map(\.runs.count)).sorted()
    guard let most = seeds.last, most > 1 else { return [] }
    let fewer = seeds.count > 1 ? " (of \(seeds[0]) where none is given)" : ""
    let lacking = rows.filter { row in
      (row.scores + row.further).contains { $0.count < row.runs.count }
    }.map { label($0) }
    let gap = lacking.isEmpty ? [] : ["Some seeds are not in the store yet: \(lacking.joined(separator: ", "))."]
    return ["Means of \(most) seeds ± standard deviation\(fewer)."] + gap
  }
}

extension ExperimentResults.VariantResults {
  /// Whether `name` means this row, or the variant or one of the runs that it is of.
  fileprivate func isMeant(by name: String) -> Bool { self.name == name || declared == name || runs.contains(name) }
}
