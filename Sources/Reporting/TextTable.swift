import Text

/// Rows of cells that line up, as plain text.
struct TextTable {
  /// Which way the cells of a column lean.
  enum Alignment { case left, right }

  let alignments: [Alignment]
  private(set) var rows: [[String]] = []

  init(_ alignments: [Alignment]) { self.alignments = alignments }

  /// Adds a row; cells that are missing are empty.
  mutating func add(_ cells: [String]) {
    // A line break from somebody's name would look like a row.
    rows.append(cells.map(\.escapedForTerminals) + Array(repeating: "", count: max(0, alignments.count - cells.count)))
  }

  /// The rows, one line each, with a rule under the first `headerRows`.
  func lines(headerRows: Int) -> [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      let cells = alignments.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return switch alignments[column] {
        case .left: row[column] + padding
        case .right: padding + row[column]
        }
      }
      let line = cells.joined(separator: "  ")
      return String(
        line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0))
    }
    let width = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    lines.insert(String(repeating: "─", count: width), at: min(headerRows, lines.count))
    return lines
  }
}
