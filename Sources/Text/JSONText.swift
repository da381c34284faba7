/// Writes JSON values as text: UTF-8, members in their order, doubles with the fewest digits that read back the same.
package struct JSONText {
  /// How a value is laid out.
  package enum Layout: Sendable {
    /// On one line without blanks.
    case compact

    /// One element or member on a line, indented by two blanks; empty arrays and objects on one line.
    case pretty

    /// As Foundation's `JSONEncoder` writes with `prettyPrinted`, `sortedKeys` and `withoutEscapingSlashes`: members in
    /// the order of their names' UTF-8, whole doubles without a point. Artifacts in stores have had this form from the
    /// first, and their digests depend on it.
    case artifact

    /// On one line without blanks, and with control characters escaped by their numbers: as headers of safetensors have
    /// been written from the first.
    case header
  }

  private let layout: Layout
  private var bytes: [UInt8] = []

  /// The text of `value`, without a final line break.
  package static func text(of value: JSONValue, _ layout: Layout = .compact) -> String {
    String(decoding: utf8(of: value, layout), as: UTF8.self)
  }

  /// The text of `value` in UTF-8, without a final line break.
  package static func utf8(of value: JSONValue, _ layout: Layout = .compact) -> [UInt8] {
    var writer = JSONText(layout: layout)
    writer.write(value, depth: 0)
    return writer.bytes
  }

  private init(layout: Layout) { self.layout = layout }

  private mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: write("null")
    case .boolean(let value): write(value ? "true" : "false")
    case .integer(let value): write(String(value))
    case .real(let value): write(value)
    case .string(let text): writeString(text)
    case .array(let elements):
      writeList(elements, between: ("[", "]"), depth: depth) { $0.write($1, depth: depth + 1) }
    case .object(let members):
      writeList(ordered(members), between: ("{", "}"), depth: depth) { writer, member in
        writer.writeString(member.name)
        writer.write(writer.colon)
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func write(_ value: Double) {
    guard value.isFinite else { return write("null") }
    let digits = value.description
    switch layout {
    case .compact, .pretty, .header: write(digits)
    case .artifact: write(digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits)
    }
  }

  private func ordered(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    switch layout {
    case .compact, .pretty, .header: members
    case .artifact: members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }

  /// What stands between a member's name and its value.
  private var colon: String {
    switch layout {
    case .compact, .header: ":"
    case .pretty: ": "
    case .artifact: " : "
    }
  }

  /// Whether the brackets of empty arrays and objects have lines of their own, with an empty one between.
  private var breaksEmptyLists: Bool {
    switch layout {
    case .compact, .pretty, .header: false
    case .artifact: true
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
    if !items.isEmpty || breaksEmptyLists {
      if items.isEmpty { bytes.append(0x0A) }
      breakLine(depth: depth)
    }
    write(brackets.close)
  }

  private mutating func breakLine(depth: Int) {
    switch layout {
    case .compact, .header: break
    case .pretty, .artifact:
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes `text` in quotes.
  private mutating func writeString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var rest = text.utf8[...]
    while let place = rest.firstIndex(where: { mayBeEscaped($0) }) {
      bytes.append(contentsOf: rest[..<place])
      let scalar = text.unicodeScalars[place]
      if let escape = escape(of: scalar) { write(escape) } else { bytes.append(contentsOf: scalar.utf8) }
      rest = rest[text.unicodeScalars.index(after: place)...]
    }
    bytes.append(contentsOf: rest)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether the character that begins with `byte` may be one that is escaped.
  private func mayBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x7F
  }

  /// What `scalar` is written as; `nil` if it stands for itself.
  private func escape(of scalar: Unicode.Scalar) -> String? {
    if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
    switch layout {
    case .compact, .pretty:
      switch scalar {
      case "\n": return "\\n"
      case "\r": return "\\r"
      case "\t": return "\\t"
      // What a terminal must not be given; among these are what JavaScript takes for the ends of lines.
      default: return scalar.needsEscape ? number(of: scalar) : nil
      }
    case .artifact:
      switch scalar {
      case "\u{8}": return "\\b"
      case "\u{C}": return "\\f"
      case "\n": return "\\n"
      case "\r": return "\\r"
      case "\t": return "\\t"
      case "\u{0}"..."\u{1F}": return number(of: scalar)
      default: return nil
      }
    case .header: return scalar < " " ? number(of: scalar) : nil
    }
  }

  /// The code units of `scalar` in UTF-16 by their numbers.
  private func number(of scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar).map { unit in
      unit.map { "\\u" + hexadecimal(UInt32($0), digits: 4).lowercased() }.joined()
    } ?? ""
  }
}
