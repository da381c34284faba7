/// A JSON value together with where it stands in its text.
package struct LocatedJSON: Sendable {
  package let content: Content

  /// The bytes of the value in its text.
  package let range: Range<Int>

  package indirect enum Content: Sendable {
    case null
    case boolean(Bool)

    /// A number as it is written.
    case number(String)
    case string(String)
    case array([LocatedJSON])

    /// Members in order, whose names differ.
    case object([Member])
  }

  /// A name and what it stands for in an object.
  package struct Member: Sendable {
    package let name: String

    /// The bytes of the name, in quotes.
    package let nameRange: Range<Int>
    package let value: LocatedJSON
  }

  /// The value of the member called `name`, if this is an object that has one.
  package subscript(name: String) -> LocatedJSON? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.name == name }?.value
  }
}

extension LocatedJSON {
  /// Whether this is `null`.
  package var isNull: Bool { if case .null = content { true } else { false } }

  /// The text that this is, if it is one.
  package var text: String? { if case .string(let text) = content { text } else { nil } }

  /// The whole number that this is, if it is one.
  package var integer: Int? { if case .number(let digits) = content { Int(digits) } else { nil } }

  /// The number that this is, if it is one that a `Double` can hold: `1e400` is none.
  package var real: Double? {
    guard case .number(let digits) = content, let value = Double(digits), value.isFinite else { return nil }
    return value
  }

  /// Whether this is `true` or `false`, if it is one of them.
  package var boolean: Bool? { if case .boolean(let value) = content { value } else { nil } }

  /// The members in order, if this is an object.
  package var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// The elements, if this is an array.
  package var elements: [LocatedJSON]? { if case .array(let elements) = content { elements } else { nil } }
}

/// Why a JSON value is not what is wanted at its place.
package struct JSONValueError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String

  /// The bytes of the value in its text.
  package let range: Range<Int>

  package init(message: String, range: Range<Int>) {
    self.message = message
    self.range = range
  }

  package var description: String { "\(message) at byte \(range.lowerBound)" }
}

extension LocatedJSON {
  /// The value of the member called `name`. Throws: if this is not an object, or has no such member.
  package func member(_ name: String) throws(JSONValueError) -> LocatedJSON {
    guard case .object(let members) = content else { throw JSONValueError(message: "expected an object", range: range) }
    guard let member = members.first(where: { $0.name == name }) else {
      throw JSONValueError(
        message: "the member \"\(name)\" is missing",
        range: range.lowerBound..<min(range.lowerBound + 1, range.upperBound))
    }
    return member.value
  }

  /// What this is, if `value` made that of it. Throws: that `expected` was expected, otherwise.
  package func required<Value>(_ value: Value?, _ expected: String) throws(JSONValueError) -> Value {
    guard let value else { throw JSONValueError(message: "expected \(expected)", range: range) }
    return value
  }
}
