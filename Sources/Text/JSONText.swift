/// Writes JSON values as text: UTF-8, members in their order, doubles with the fewest digits that read back the same.
package struct JSONText {
  /// How a value is laid out.
  package enum Layout: Sendable {
    /// On one line without blanks.
    case compact

    /// One element or member on a line, indented by two blanks; empty arrays and objects on one line.
    case pretty
  }

  private let layout: Layout
  private var bytes: [UInt8] = []

  /// The text of `value`, without a final line break.
  package static func text(of value: JSONValue, _ layout: Layout = .compact) -> String {
    var writer = JSONText(layout: layout)
    writer.write(value, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private init(layout: Layout) { self.layout = layout }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: write("null")
    case .boolean(let value): write(value ? "true" : "false")
    case .integer(let value): write(String(value))
    case .real(let value): write(value.isFinite ? value.description : "null")
    case .string(let text): writeString(text)
    case .array(let elements):
      writeList(elements, between: ("[", "]"), depth: depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      writeList(members, between: ("{", "}"), depth: depth) { writer, member in
        writer.writeString(member.name)
        writer.write(writer.layout == .pretty ? ": " : ":")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeList<Item>(
    _ items: [Item], between brackets: (open: String, close: String), depth: Int,
    each writeItem: (inout JSONText, Item) -> Void
  ) {
    write(brackets.open)
    for (place, item) in items.enumerated() {
      if place > 0 { write(",") }
      breakLine(depth: depth + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { breakLine(depth: depth) }
    write(brackets.close)
  }

  private mutating func breakLine(depth: Int) {
    guard layout == .pretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes `text` in quotes. Escaped are quotes, backslashes, control characters and, for readers that embed JSON in
  /// JavaScript, the separators U+2028 and U+2029.
  private mutating func writeString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": write("\\\"")
      case "\\": write("\\\\")
      case "\n": write("\\n")
      case "\r": write("\\r")
      case "\t": write("\\t")
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
