package import Evidence
import Text

// Rows of results in the formats that other programs read.

extension ResultRows {
  /// The rows as comma-separated values with a head; what is not known is empty.
  package var csv: String {
    let head = fieldNames.map { CommaSeparated($0) }
    let lines = [head] + rows.map { row in values(of: row).map(\.commaSeparated) }
    return lines.map { $0.joined(separator: ",").text + "\n" }.joined()
  }

  /// The rows as JSON, an object on each line.
  package var jsonLines: String { objects.map { JSONText.text(of: $0, .compact) + "\n" }.joined() }

  /// The rows as one array of JSON.
  package var json: String { JSONText.text(of: .array(objects), .pretty) + "\n" }

  /// The rows as a table of Markdown.
  package var markdown: String {
    let table = [fieldNames.map { Markdown($0) }] + rows.map { row in values(of: row).map(\.markdown) }
    var lines = table.map { "| \($0.joined(separator: " | ")) |" as Markdown }
    lines.insert("| \(fieldNames.map { _ in ":--" as Markdown }.joined(separator: " | ")) |", at: 1)
    return lines.joined(separator: "\n").text + "\n"
  }

  /// The rows as objects.
  var objects: [JSONValue] {
    let names = fieldNames
    return rows.map { row in
      .object(zip(names, values(of: row)).map { JSONValue.Member($0, $1.json) })
    }
  }
}

extension ResultRows.Value {
  fileprivate var commaSeparated: CommaSeparated {
    switch self {
    case .text(let text): CommaSeparated(text)
    case .number(let number): "\(number)"
    case .count(let count): "\(count)"
    case .nothing: ""
    }
  }

  fileprivate var markdown: Markdown {
    switch self {
    case .text(let text): Markdown(text)
    case .number(let number): Markdown(fixed(number, 2))
    case .count(let count): Markdown("\(count)")
    case .nothing: ""
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .real(number)
    case .count(let count): .integer(count)
    case .nothing: .null
    }
  }
}
