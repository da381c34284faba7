/// A line of a table with commas between its columns; a text is a field.
package typealias CommaSeparated = Fragment<CommaSeparatedSyntax>

/// Source: RFC 4180, but that lines end with a line feed alone.
package enum CommaSeparatedSyntax: Syntax {
  /// `text` on one line, with characters that cannot be seen by their numbers, and in quotation marks where it holds
  /// what would end the field or what readers drop.
  package static func escaped(_ text: String) -> String {
    let line = text.escapedForTerminals
    let scalars = line.unicodeScalars
    let hasEdges = scalars.first == " " || scalars.last == " " || scalars.isEmpty
    if !hasEdges, !scalars.contains(where: { $0 == "," || $0 == "\"" }) { return line }
    return "\"\(line.replacing(scalar: "\"", by: "\"\""))\""
  }
}
