import Text

extension ExperimentReport {
  /// The report as Markdown: tables, and figures as the tables of their numbers.
  ///
  /// - Parameter pictures: by the index of an exhibit, the paths of its drawings, which stand in the place of its
  ///   numbers.
  package func markdown(pictures: [Int: [String]] = [:]) -> String {
    var blocks: [Markdown] = ["# \(name)", "\(lead)"]
    if !missing.isEmpty { blocks.append("> \(gap)") }
    for (index, exhibit) in exhibits.enumerated() {
      blocks.append("## \(exhibit.title)")
      switch exhibit.content {
      case .table(let table): blocks += table.markdown
      case .figure(let figure) where figure.isEmpty: blocks.append("\(Self.nothingToDraw)")
      case .figure(let figure):
        if let paths = pictures[index] {
          blocks.append(paths.map { "![\(exhibit.title)](<\(linked: $0)>)" as Markdown }.joined(separator: "\n"))
        } else {
          blocks += figure.tables.flatMap(\.markdown)
        }
      }
    }
    blocks.append("## Where the numbers come from")
    let origins = [NumberOrigin.titles] + origins.map(\.cells)
    blocks.append(
      table(origins.map { $0.map { Markdown($0) } }, alignment: NumberOrigin.titles.map { _ in ":--" }))
    return blocks.joined(separator: "\n\n").text + "\n"
  }
}

extension ReportTable {
  /// The table and its notes, a block each.
  var markdown: [Markdown] {
    let titles = [rowTitle] + columns.map { $0.group.isEmpty ? $0.title : "\($0.group) \($0.title)" }
    let body = rows.map { row in [Markdown(row.label)] + row.cells.map(\.markdown) }
    let lines = table([titles.map { Markdown($0) }] + body, alignment: [":--"] + columns.map { _ in "--:" })
    return [lines] + (notes.isEmpty ? [] : [notes.map { Markdown($0) }.joined(separator: "\n")])
  }
}

extension ReportTable.Cell {
  fileprivate var markdown: Markdown {
    let value = Markdown(valueText) + (deviationText.map { " ±\($0)" } ?? "")
    let parts: [Markdown?] = [
      emphasis(value) + Markdown(starText ?? ""), intervalText.map { Markdown($0) }, markText.map { Markdown($0) },
      referenceText.map { "(\($0))" },
    ]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `value`, bold in the cells that are the best.
  private func emphasis(_ value: Markdown) -> Markdown {
    switch mark {
    case .best: "**\(value)**"
    case .hurt, .selected, nil: value
    }
  }
}

/// The rows as a table, the first as its head.
private func table(_ rows: [[Markdown]], alignment: [Markdown]) -> Markdown {
  var lines = rows.map { "| \($0.joined(separator: " | ")) |" as Markdown }
  lines.insert("| \(alignment.joined(separator: " | ")) |", at: min(1, lines.count))
  return lines.joined(separator: "\n")
}
