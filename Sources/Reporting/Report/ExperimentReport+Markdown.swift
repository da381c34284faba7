extension ExperimentReport {
  /// The report as Markdown: tables, and figures as the tables of their numbers.
  ///
  /// - Parameter pictures: by the index of an exhibit, the paths of its drawings, which stand in the place of its
  ///   numbers.
  package func markdown(pictures: [Int: [String]] = [:]) -> String {
    var blocks = ["# \(escaped(name))", escaped(lead)]
    if !missing.isEmpty { blocks.append("> " + escaped(gap)) }
    for (index, exhibit) in exhibits.enumerated() {
      blocks.append("## \(escaped(exhibit.title))")
      switch exhibit.content {
      case .table(let table): blocks += table.markdown
      case .figure(let figure) where figure.isEmpty: blocks.append(escaped(Self.nothingToDraw))
      case .figure(let figure):
        if let paths = pictures[index] {
          blocks.append(paths.map { "![\(escaped(exhibit.title))](<\($0)>)" }.joined(separator: "\n"))
        } else {
          blocks += figure.tables.flatMap(\.markdown)
        }
      }
    }
    blocks.append("## Where the numbers come from")
    blocks.append(
      lines(of: [NumberOrigin.titles] + origins.map(\.cells), alignment: NumberOrigin.titles.map { _ in ":--" }))
    return blocks.joined(separator: "\n\n") + "\n"
  }
}

extension ReportTable {
  /// The table and its notes, a block each.
  fileprivate var markdown: [String] {
    let titles = [rowTitle] + columns.map { $0.group.isEmpty ? $0.title : "\($0.group) \($0.title)" }
    let body = rows.map { row in [escaped(row.label)] + row.cells.map(\.markdown) }
    let table = lines(
      of: [titles.map(escaped)] + body, alignment: [":--"] + columns.map { _ in "--:" }, isEscaped: true)
    return [table] + (notes.isEmpty ? [] : [notes.map(escaped).joined(separator: "\n")])
  }
}

extension ReportTable.Cell {
  fileprivate var markdown: String {
    let value = escaped(valueText) + (deviationText.map { " ±\($0)" } ?? "")
    let parts = [emphasis(value), markText, referenceText.map { "(\(escaped($0)))" }]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `value`, bold in the cells that are the best.
  private func emphasis(_ value: String) -> String {
    switch mark {
    case .best: "**\(value)**"
    case .hurt, .selected, nil: value
    }
  }
}

/// The rows as a table, the first as its head.
private func lines(of rows: [[String]], alignment: [String], isEscaped: Bool = false) -> String {
  var lines = rows.map { "| " + $0.map { isEscaped ? $0 : escaped($0) }.joined(separator: " | ") + " |" }
  lines.insert("| " + alignment.joined(separator: " | ") + " |", at: min(1, lines.count))
  return lines.joined(separator: "\n")
}

/// `text` without what Markdown gives a meaning.
private func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    if "\\`*_{}[]<>|#$&~".contains(character) {
      result += "\\\(character)"
    } else {
      result += character.isNewline ? " " : String(character)
    }
  }
  return result
}
