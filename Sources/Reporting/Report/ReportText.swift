import Diagnostics
import Planning
import Store
import Text

// What the formats of a report have in common: sentences, and cells as text.

extension ExperimentReport {
  /// What stands in the place of a figure without data.
  static let nothingToDraw = "Nothing to show yet: the stages that this is drawn from are not in the store."

  /// The sentence below the title.
  var lead: String {
    let machines = Set(origins.compactMap { $0.circumstances?.machine.processor }).sorted()
    let made = machines.isEmpty ? "" : " Trained on \(machines.joined(separator: " and "))."
    return "\(counted(variantCount, "variant")), \(counted(stageCount, "stage")). ShareSpec \(release).\(made)"
  }

  /// What is missing, in a sentence.
  var gap: String {
    let names = missing.prefix(5).map(\.label).joined(separator: ", ")
    let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
    return "Not in the store yet: \(names)\(more). 'sharespec run' makes them."
  }
}

extension ReportTable {
  /// The groups of columns in order, each with how many columns it spans.
  var groups: [(title: String, width: Int)] {
    var groups: [(title: String, width: Int)] = []
    for column in columns {
      if let last = groups.last, !column.group.isEmpty, last.title == column.group {
        groups[groups.count - 1].width += 1
      } else {
        groups.append((column.group, 1))
      }
    }
    return groups
  }
}

extension ReportTable.Cell {
  /// What is said of a marked number where bold or colour alone does not tell.
  var markText: String? {
    switch mark {
    case .hurt: "▾"
    case .selected: "(selected)"
    case .best, nil: nil
    }
  }

  /// What was measured; a dash where there is nothing, and nothing at all where only the reference says something.
  var valueText: String { words ?? value.map(style.text) ?? (reference == nil ? "–" : "") }

  /// What stands behind a significant difference.
  var starText: String? { test?.isSignificant == true ? "*" : nil }

  /// The confidence interval, in brackets.
  var intervalText: String? {
    test?.interval.map { "[\(style.text($0.lowerBound)), \(style.text($0.upperBound))]" }
  }

  var deviationText: String? { value == nil ? nil : deviation.map { style.unsigned.text($0) } }
  var referenceText: String? { reference.map(style.text) }
}

extension NumberStyle {
  /// The style of an amount of what this style writes.
  fileprivate var unsigned: NumberStyle {
    switch self {
    case .difference(let digits): .decimals(digits)
    case .decimals, .count, .thousands: self
    }
  }
}

extension NumberOrigin {
  /// What `cells` are.
  static let titles = [
    "Variant", "Seed", "Task", "Score", "Trained by", "Scored by", "Began", "Took", "Host", "Numerics",
  ]

  /// The origin as a row of a table.
  var cells: [String] {
    [
      variant, "\(seed)", set.map { "\(task) \($0)" } ?? task, score.map { fixed($0, 4) } ?? "–",
      "\(training.label) \(training.id.digest.short)",
      "\(evaluation.label) \(evaluation.id.digest.short)",
    ]
      + [
        began, circumstances.map { "\(duration($0.seconds)), \(counted($0.threads, "thread"))" }, host,
        circumstances?.machine.numerics,
      ].map { $0 ?? "–" }
  }
}

extension ReportFigure {
  /// The numbers of the panels, for those who do not see drawings and for further work.
  var tables: [ReportTable] {
    switch self {
    case .lines(let panels): panels.map(\.table)
    case .sharing(let panels): panels.map(\.table)
    case .grid(let panels): panels.map(\.table)
    }
  }
}

extension LineChart {
  fileprivate var table: ReportTable {
    let rows = series.flatMap { series in
      series.points.map { point in
        ReportTable.Row(
          label: series.name,
          cells: [
            ReportTable.Cell(point.x, .decimals(2)),
            ReportTable.Cell(
              point.y, .decimals(series.isOnRight ? 3 : 2), mark: point.isChosen ? .selected : nil),
          ])
      }
    }
    let second = right.map { "\(y.title) or \($0.title)" } ?? y.title
    return ReportTable(
      rowTitle: title, columns: [ReportTable.Column(title: x.title), ReportTable.Column(title: second)], rows: rows,
      notes: [])
  }
}

extension SharingChart {
  fileprivate var table: ReportTable {
    ReportTable(
      rowTitle: title, columns: regions.map { ReportTable.Column(title: $0) } + [ReportTable.Column(title: "all")],
      rows: bars.map { bar in
        ReportTable.Row(
          label: bar.tasks.map { tasks[$0] }.joined(separator: " & "),
          cells: (bar.counts + [bar.count]).map { ReportTable.Cell(Double($0), .count) })
      }, notes: [])
  }
}

extension GridChart {
  fileprivate var table: ReportTable {
    ReportTable(
      rowTitle: title, columns: columns.map { ReportTable.Column(title: "\($0), %") },
      rows: rows.map { row in
        ReportTable.Row(label: row.label, cells: row.values.map { ReportTable.Cell($0.map { 100 * $0 }, .decimals(1)) })
      }, notes: [])
  }
}
