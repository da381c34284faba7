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
/// Every field must be there, of its type and small enough to count with, and no other may; whether the value that was
/// read is the value that was written is decided by the stage's identity, which is computed from what was read.
package struct ParameterReader {
  /// What the parameters refer to and do not hold themselves.
  let context: ReadingContext

  private let path: String
  private var fields: [String: CanonicalValue] = [:]

  init(_ value: CanonicalValue, at path: String = "", in context: ReadingContext) throws(ParameterError) {
    guard case .record(let fields) = value else {
      throw ParameterError(path: path, message: "expected a record")
    }
    self.context = context
    self.path = path
    for field in fields { self.fields[field.name] = field.value }
  }

  /// The path of the field called `name`.
  func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Whether there is a field called `name` that has not been read.
  func isWritten(_ name: String) -> Bool { fields[name] != nil }

  /// Throws if fields are left that nothing asked for.
  func finish() throws(ParameterError) {
    if let name = fields.keys.min() { throw error(name, "nothing is known of this field") }
  }

  func error(_ name: String, _ message: String) -> ParameterError {
    ParameterError(path: path(of: name), message: message)
  }
}

// MARK: Scalars

extension ParameterReader {
  /// The value of the field called `name`, which then counts as read.
  mutating func value(_ name: String) throws(ParameterError) -> CanonicalValue {
    guard let value = fields.removeValue(forKey: name) else { throw error(name, "there is no such field") }
    return value
  }

  mutating func boolean(_ name: String) throws(ParameterError) -> Bool {
    guard case .boolean(let value) = try value(name) else { throw error(name, "expected true or false") }
    return value
  }

  mutating func integer(_ name: String) throws(ParameterError) -> Int {
    guard case .integer(let value) = try value(name) else { throw error(name, "expected a whole number") }
    return value
  }

  /// A number in `range`.
  mutating func real(_ name: String, in range: RealRange) throws(ParameterError) -> Double {
    guard case .real(let value) = try value(name) else { throw error(name, "expected a number with a point") }
    guard range.contains(value) else { throw error(name, "expected a number \(range)") }
    return value
  }

  mutating func text(_ name: String) throws(ParameterError) -> String {
    guard case .text(let value) = try value(name) else { throw error(name, "expected a text") }
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

  /// The whole number in `range`; `usual` where the field is left out.
  mutating func integer(
    _ name: String, in range: ClosedRange<Int>, unlessWritten usual: Int
  ) throws(ParameterError) -> Int {
    isWritten(name) ? try integer(name, in: range) : usual
  }

  /// A seed that specifications set.
  mutating func seed(_ name: String) throws(ParameterError) -> Int { try integer(name, in: .seed) }

  /// A number from 0 to 1.
  mutating func fraction(_ name: String) throws(ParameterError) -> Double {
    try real(name, in: .fraction)
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
}

// MARK: Lists

extension ParameterReader {
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

  /// A text that may be absent.
  mutating func optionalText(_ name: String) throws(ParameterError) -> String? {
    guard let value = try optional(name) else { return nil }
    guard case .text(let text) = value else { throw error(name, "expected a text") }
    return text
  }
}

// MARK: Records

extension ReadableRecord {
  /// The record that is all of `value`.
  init(
    reading value: CanonicalValue, at path: String = "", in context: ReadingContext
  ) throws(ParameterError) {
    var reader = try ParameterReader(value, at: path, in: context)
    try self.init(reading: &reader)
    try reader.finish()
  }
}

extension ParameterReader {
  mutating func record<Value: ReadableRecord>(_ name: String) throws(ParameterError) -> Value {
    try Value(reading: try value(name), at: path(of: name), in: context)
  }

  /// A record that may be absent.
  mutating func optionalRecord<Value: ReadableRecord>(_ name: String) throws(ParameterError) -> Value? {
    guard let value = try optional(name) else { return nil }
    return try Value(reading: value, at: path(of: name) + "[0]", in: context)
  }

  /// Records in order.
  mutating func records<Value: ReadableRecord>(_ name: String) throws(ParameterError) -> [Value] {
    var values: [Value] = []
    for (index, element) in try list(name).enumerated() {
      values.append(try Value(reading: element, at: "\(path(of: name))[\(index)]", in: context))
    }
    return values
  }
}
