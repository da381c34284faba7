import Diagnostics
package import Text

/// How kinds of value that JSON has not are told from texts: by what a text begins with.
package enum ValuePrefix {
  package static let digest = "sha256:"
  package static let real = "real:"

  /// Stands before a text that itself begins with a prefix.
  package static let text = "text:"

  package static let all = [digest, real, text]
}

extension CanonicalValue {
  /// The value as JSON, from which it can be read back.
  ///
  /// Whole numbers are written without a point, reals with one or with an exponent; a digest is a text that begins
  /// with `sha256:`, an infinite number is `"real:inf"`, and a text that begins like one of these has `text:` before
  /// it.
  package var json: JSONValue {
    switch self {
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .real(let value): value.isFinite ? .real(value) : .string(ValuePrefix.real + "\(value)")
    case .text(let text):
      .string(ValuePrefix.all.contains { text.hasPrefix($0) } ? ValuePrefix.text + text : text)
    case .digest(let digest): .string(ValuePrefix.digest + "\(digest)")
    case .list(let elements): .array(elements.map(\.json))
    case .record(let fields): .object(fields.map { JSONValue.Member($0.name, $0.value.json) })
    }
  }

  /// The value that `json` spells.
  package init(_ json: LocatedJSON) throws(JSONValueError) {
    switch json.content {
    case .null: throw JSONValueError(message: "null is no parameter", range: json.range)
    case .boolean(let value): self = .boolean(value)
    case .number(let text):
      guard let value = CanonicalValue(number: text) else {
        throw JSONValueError(message: "the number \(text) is out of range", range: json.range)
      }
      self = value
    case .string(let text):
      guard let value = CanonicalValue(prefixed: text) else {
        throw JSONValueError(message: "'\(text)' spells no value", range: json.range)
      }
      self = value
    case .array(let elements):
      var values: [CanonicalValue] = []
      for element in elements { values.append(try CanonicalValue(element)) }
      self = .list(values)
    case .object(let members):
      var fields: [Field] = []
      for member in members { fields.append(Field(name: member.name, value: try CanonicalValue(member.value))) }
      self = .record(fields)
    }
  }

  /// The number that `text` spells in JSON: a real one if it has a point or an exponent.
  package init?(number text: String) {
    if text.utf8.contains(where: { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }) {
      guard let value = Double(text), value.isFinite else { return nil }
      self = .real(value)
    } else {
      guard let value = Int(text) else { return nil }
      self = .integer(value)
    }
  }

  private init?(prefixed text: String) {
    if text.hasPrefix(ValuePrefix.digest) {
      guard let digest = Digest(text.dropFirst(ValuePrefix.digest.count)) else { return nil }
      self = .digest(digest)
    } else if text.hasPrefix(ValuePrefix.real) {
      guard let value = Double(text.dropFirst(ValuePrefix.real.count)), value.isInfinite else { return nil }
      self = .real(value)
    } else if text.hasPrefix(ValuePrefix.text) {
      self = .text(String(text.dropFirst(ValuePrefix.text.count)))
    } else {
      self = .text(text)
    }
  }
}
