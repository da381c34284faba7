import Model

/// Why parameters of an operation cannot be read back.
package struct ParameterError: Error, Hashable, Sendable {
  /// The path of the parameter, such as `tasks[0].metric`.
  package let path: String

  /// What was expected there, or what is wrong with it.
  package let message: String
}

/// Reads a record of parameters back field by field, the counterpart of a value's `canonical`.
///
/// Every field must be there, of its type and small enough to count with, and no other may; whether the value that was read is the value that was
/// written is decided by the stage's fingerprint, which is computed anew.
package struct ParameterReader {
  let path: String
  private var fields: [String: CanonicalValue] = [:]

  init(_ value: CanonicalValue, at path: String = "") throws(ParameterError) {
    guard case .record(let fields) = value else {
      throw ParameterError(path: path, message: "expected a record")
    }
    self.path = path
    for field in fields { self.fields[field.name] = field.value }
  }

  /// The path of the field called `name`.
  func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Whether there is a field called `name` that has not been read.
  func isWritten(_ name: String) -> Bool { fields[name] != nil }

  /// The value of the field called `name`, which then counts as read.
  mutating func value(_ name: String) throws(ParameterError) -> CanonicalValue {
    guard let value = fields.removeValue(forKey: name) else { throw error(name, "there is no such field") }
    return value
  }

  /// The value of the field called `name`, which then counts as read; `nil` where the field is left out.
  mutating func valueIfWritten(_ name: String) throws(ParameterError) -> CanonicalValue? {
    isWritten(name) ? try value(name) : nil
  }

  mutating func boolean(_ name: String) throws(ParameterError) -> Bool {
    guard case .boolean(let value) = try value(name) else { throw error(name, "expected true or false") }
    return value
  }

  mutating func integer(_ name: String) throws(ParameterError) -> Int {
    guard case .integer(let value) = try value(name) else { throw error(name, "expected a whole number") }
    return value
  }

  mutating func real(_ name: String) throws(ParameterError) -> Double {
    guard case .real(let value) = try value(name) else { throw error(name, "expected a number with a point") }
    return value
  }

  /// A whole number in `range`.
  mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(ParameterError) -> Int {
    let value = try integer(name)
    guard range.contains(value) else {
      throw error(name, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A number from 0 to 1.
  mutating func fraction(_ name: String) throws(ParameterError) -> Double {
    let value = try real(name)
    guard (0...1).contains(value) else { throw error(name, "expected a number from 0 to 1") }
    return value
  }

  mutating func text(_ name: String) throws(ParameterError) -> String {
    guard case .text(let value) = try value(name) else { throw error(name, "expected a text") }
    return value
  }

  /// The case of an enumeration that the field names.
  mutating func choice<Choice: KeyNamed>(_ name: String) throws(ParameterError) -> Choice {
    let text = try text(name)
    guard let choice = Choice(keyName: text) else { throw error(name, "'\(text)' is unknown") }
    return choice
  }

  /// The case that the field names; `usual` where the field is left out.
  mutating func choice<Choice: KeyNamed>(
    _ name: String, unlessWritten usual: Choice
  ) throws(ParameterError) -> Choice {
    isWritten(name) ? try choice(name) : usual
  }

  /// The whole number in `range`; `usual` where the field is left out.
  mutating func integer(
    _ name: String, in range: ClosedRange<Int>, unlessWritten usual: Int
  ) throws(ParameterError) -> Int {
    isWritten(name) ? try integer(name, in: range) : usual
  }

  /// A record, read by `read`.
  mutating func record<Value>(
    _ name: String, _ read: (inout ParameterReader) throws(ParameterError) -> Value
  ) throws(ParameterError) -> Value {
    try Self.whole(try value(name), at: path(of: name), read)
  }

  /// A record that may be absent.
  mutating func optionalRecord<Value>(
    _ name: String, _ read: (inout ParameterReader) throws(ParameterError) -> Value
  ) throws(ParameterError) -> Value? {
    guard let value = try optional(name) else { return nil }
    return try Self.whole(value, at: path(of: name) + "[0]", read)
  }

  /// Records in order.
  mutating func records<Value>(
    _ name: String, _ read: (inout ParameterReader) throws(ParameterError) -> Value
  ) throws(ParameterError) -> [Value] {
    var values: [Value] = []
    for (index, element) in try list(name).enumerated() {
      values.append(try Self.whole(element, at: "\(path(of: name))[\(index)]", read))
    }
    return values
  }

  mutating func list(_ name: String) throws(ParameterError) -> [CanonicalValue] {
    guard case .list(let elements) = try value(name) else { throw error(name, "expected a list") }
    return elements
  }

  /// A list of texts.
  mutating func texts(_ name: String) throws(ParameterError) -> [String] {
    var texts: [String] = []
    for element in try list(name) {
      guard case .text(let text) = element else { throw error(name, "expected a list of texts") }
      texts.append(text)
    }
    return texts
  }

  /// A value that may be absent: a list of at most one.
  mutating func optional(_ name: String) throws(ParameterError) -> CanonicalValue? {
    let elements = try list(name)
    guard elements.count <= 1 else { throw error(name, "expected at most one value") }
    return elements.first
  }

  /// Throws if fields are left that nothing asked for.
  func finish() throws(ParameterError) {
    if let name = fields.keys.min() { throw error(name, "nothing is known of this field") }
  }

  func error(_ name: String, _ message: String) -> ParameterError {
    ParameterError(path: path(of: name), message: message)
  }

  /// What `read` makes of all fields of `value`.
  package static func whole<Value>(
    _ value: CanonicalValue, at path: String = "", _ read: (inout ParameterReader) throws(ParameterError) -> Value
  ) throws(ParameterError) -> Value {
    var reader = try ParameterReader(value, at: path)
    let result = try read(&reader)
    try reader.finish()
    return result
  }
}
