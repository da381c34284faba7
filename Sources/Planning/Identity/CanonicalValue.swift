import Model

/// A value of a stage's key, in the one form in which it is hashed, shown and stored.
package enum CanonicalValue: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  case digest(Digest)
  case list([CanonicalValue])

  /// Fields in the order of their definition.
  case record([Field])

  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: CanonicalValue

    package init(name: String, value: CanonicalValue) {
      self.name = name
      self.value = value
    }
  }

  /// A record of the given fields.
  package static func record(_ fields: KeyValuePairs<String, CanonicalValue>) -> CanonicalValue {
    .record([Field].fields(fields))
  }

  /// A record of the given fields and of those of `choices` that are not `nil`.
  ///
  /// A choice that came to an operation later is left out where it is what the operation did before, so that stages
  /// keep their identities.
  package static func record(
    _ fields: KeyValuePairs<String, CanonicalValue>, choices: KeyValuePairs<String, CanonicalValue?>
  ) -> CanonicalValue {
    .record([Field].fields(fields, choices: choices))
  }

  /// A value that may be absent: the empty list or a list of one.
  package static func optional(_ value: CanonicalValue?) -> CanonicalValue { .list(value.map { [$0] } ?? []) }

  /// The canonical encoding: a letter for the type, then a payload that tells its own length.
  ///
  /// Equal values have equal encodings and different values have different ones; `docs/plan-format.md` describes it.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    encode(into: &bytes)
    return bytes
  }

  /// Appends the canonical encoding to `bytes`.
  func encode(into bytes: inout [UInt8]) {
    switch self {
    case .boolean(let value): bytes.appendBoolean(value)
    case .integer(let value): bytes.appendInteger(value)
    case .real(let value): bytes.appendReal(value)
    case .text(let value): bytes.appendText(value)
    case .digest(let value): bytes.appendDigest(value)
    case .list(let values):
      bytes.appendList(count: values.count)
      for value in values { value.encode(into: &bytes) }
    case .record(let fields):
      bytes.appendRecord(fieldCount: fields.count)
      for field in fields { field.encode(into: &bytes) }
    }
  }
}

extension [CanonicalValue.Field] {
  /// The given fields.
  static func fields(_ fields: KeyValuePairs<String, CanonicalValue>) -> Self {
    fields.map { CanonicalValue.Field(name: $0.key, value: $0.value) }
  }

  /// The given fields and those of `choices` that are not `nil`, as in records.
  static func fields(
    _ fields: KeyValuePairs<String, CanonicalValue>, choices: KeyValuePairs<String, CanonicalValue?>
  ) -> Self {
    .fields(fields)
      + choices.compactMap { name, value in value.map { CanonicalValue.Field(name: name, value: $0) } }
  }
}

extension CanonicalValue.Field {
  /// Appends the encodings of name and value to `bytes`.
  func encode(into bytes: inout [UInt8]) {
    bytes.appendText(name)
    value.encode(into: &bytes)
  }
}

/// A part of a stage's key.
package protocol Canonical {
  /// The part as a value, every field included.
  var canonical: CanonicalValue { get }
}

/// A part of a stage's key that is a record, and is read back from it.
package protocol ReadableRecord: Canonical {
  /// Reads the fields that `canonical` gives.
  init(reading reader: inout ParameterReader) throws(ParameterError)
}

extension Sequence where Element: Canonical {
  /// The elements, in order.
  package var canonical: CanonicalValue { .list(map(\.canonical)) }
}

extension KeyNamed {
  /// The key name of the case.
  package var canonicalName: CanonicalValue { .text(keyName) }

  /// The key name of the case, or `nil` where it is `usual`.
  package func canonicalName(unless usual: Self) -> CanonicalValue? {
    self == usual ? nil : canonicalName
  }
}
