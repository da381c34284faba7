import Diagnostics
package import Evidence
import ExperimentSpec
package import Files
import Model
import Planning
import Statistics
package import Store
package import Text

extension Comparison {
  /// How scores differ between what `oldStore` has of the old plan and `newStore` of the new one.
  package func results(
    in oldStore: StoreInspection, _ newStore: StoreInspection
  ) throws(FileFailure) -> ResultsDifference {
    try ResultsDifference(from: old.results(in: oldStore), to: new.results(in: newStore))
  }

  /// The comparison as JSON, with `results` if there are any.
  package func json(with results: ResultsDifference?) -> JSONValue {
    guard let results, case .object(let members) = json else { return json }
    return .object(members + [JSONValue.Member("results", results.json)])
  }
}

extension ComparedPlan {
  fileprivate func results(in store: StoreInspection) throws(FileFailure) -> ComparedResults {
    let results = try ExperimentResults(of: plan, in: store)
    return ComparedResults(results, OutcomeSource(plan, in: store), of: plan)
  }
}

extension ResultsDifference {
  /// The table: for each column the old score, the new one, and the difference.
  var table: ReportTable {
    var columns: [ExperimentResults.Column] = []
    for column in rows.flatMap(\.scores).map(\.column) where !columns.contains(column) { columns.append(column) }
    return ReportTable(
      rowTitle: "Scores",
      columns: columns.flatMap { column in
        ["old", "new", "Δ"].map { ReportTable.Column(group: column.name, title: $0) }
      },
      rows: rows.map { row in
        ReportTable.Row(
          label: row.name,
          cells: columns.flatMap { column in Self.cells(row.scores.first { $0.column == column }) })
      }, notes: notes)
  }

  private static func cells(_ score: Score?) -> [ReportTable.Cell] {
    let style = NumberStyle.difference(2)
    let test = score?.tested.flatMap { tested in
      tested.evidence.estimate.map {
        ReportTable.TestResult(interval: $0.interval, pValue: tested.pValue, isSignificant: tested.isSignificant)
      }
    }
    let isWorse = score.flatMap { score in
      score.difference.map { score.metric.descriptor.merit(style.rounded($0)) < 0 }
    }
    return [
      ReportTable.Cell(score?.old, .decimals(2)), ReportTable.Cell(score?.new, .decimals(2)),
      ReportTable.Cell(score?.difference, style, mark: isWorse == true ? .hurt : nil, test: test),
    ]
  }

  private var notes: [String] {
    let tested = rows.flatMap(\.scores).compactMap(\.tested)
    let known = tested.filter { $0.evidence.difference != nil }
    let reasons = tested.compactMap { one in
      if case .untested(let reason) = one.evidence { reason.description } else { nil }
    }.withoutRepetitions
    if rows.isEmpty { return ["The two sides have no variant in common."] }
    let correction = known.count > 1 ? ", corrected for \(counted(known.count, "difference"))" : ""
    let method =
      "*: p < \(shortest(settings.alpha)) by the bootstrap over sentences, and over seeds if there are several"
      + "\(correction); brackets: \(confidence(of: settings.alpha)) % interval; ▾: worse."
    return (known.isEmpty ? [] : [method]) + reasons.prefix(5).map { "Not tested: \($0)." }
  }

  /// The table for a terminal.
  package var text: String {
    let table = table
    var lines = TextTable([.left] + table.columns.map { _ in .right })
    lines.add([""] + table.columns.enumerated().map { $0 % 3 == 0 ? $1.group : "" })
    lines.add([""] + table.columns.map(\.title))
    for row in table.rows {
      lines.add(
        [row.label]
          + row.cells.map { cell in
            [cell.valueText + (cell.starText ?? ""), cell.intervalText, cell.markText].compactMap(\.self)
              .joined(separator: " ")
          })
    }
    return (["results"] + (rows.isEmpty ? [] : lines.lines(headerRows: 2)) + table.notes).joined(separator: "\n")
  }

  /// The table in Markdown.
  package var markdown: String {
    (["### Results"] + table.markdown).map(\.text).joined(separator: "\n\n") + "\n"
  }

  /// The rows as JSON.
  fileprivate var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .real($0) } ?? .null }
    return .array(
      rows.flatMap { row in
        row.scores.map { score in
          let interval = score.tested?.evidence.estimate?.interval
          return [
            "variant": .string(row.name), "task": .string(score.column.task),
            "test_set": JSONValue(score.column.set), "metric": .string(score.metric.keyName),
            "old": number(score.old), "new": number(score.new), "difference": number(score.difference),
            "interval": interval.map { .array([.real($0.lowerBound), .real($0.upperBound)]) } ?? .null,
            "p_value": number(score.tested?.pValue),
            "significant": score.tested.map { .boolean($0.isSignificant) } ?? .null,
          ]
        }
      })
  }
}
