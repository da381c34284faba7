import Planning
import Text

/// Records that stages of a plan have in common, such as a network or a task, each of which a text writes once.
struct SharedValues: Sendable {
  /// The records by the names under which the text refers to them.
  private(set) var values: [String: CanonicalValue] = [:]

  /// The names that records have been found to have; `nil` for those that are written where they stand.
  private var known: [CanonicalValue: String?] = [:]

  /// Records with fewer scalars are written where they stand.
  private static let leastLines = 4

  /// The lines of `parameters`, in which shared records are replaced by references.
  mutating func lines(of parameters: CanonicalValue) -> [(path: [ParameterLine.Step], entry: Entry)] {
    guard case .record(let fields) = parameters else { return [([], .value(parameters))] }
    return fields.flatMap { field -> [(path: [ParameterLine.Step], entry: Entry)] in
      switch field.value {
      case .record: part(field.value, called: field.name, at: [.field(field.name)])
      case .list(let elements) where !elements.isEmpty:
        elements.enumerated().flatMap { part($1, called: field.name, at: [.field(field.name), .element($0)]) }
      case .boolean, .integer, .real, .text, .digest, .list: [([.field(field.name)], .value(field.value))]
      }
    }
  }

  /// Adds a record that something other than a parameter refers to.
  mutating func add(_ value: CanonicalValue, called name: String) { values[name] = value }

  /// What stands at a path: a scalar, or the name of a shared record.
  enum Entry {
    case value(CanonicalValue)
    case reference(String)
  }

  /// Adds the records that `other` has.
  mutating func add(_ other: SharedValues) { values.merge(other.values) { first, _ in first } }

  /// `parameters` as JSON, in which shared records are texts that begin with `@`.
  mutating func json(of parameters: CanonicalValue) -> JSONValue {
    guard case .record(let fields) = parameters else { return parameters.json }
    return .object(
      fields.map { field in
        switch field.value {
        case .list(let elements):
          JSONValue.Member(field.name, .array(elements.map { json(of: $0, called: field.name) }))
        case .record, .boolean, .integer, .real, .text, .digest:
          JSONValue.Member(field.name, json(of: field.value, called: field.name))
        }
      })
  }

  private mutating func json(of value: CanonicalValue, called name: String) -> JSONValue {
    switch value {
    case .record: reference(to: value, called: name).map { .string(Self.referenceMark + $0) } ?? value.json
    case .text(let text) where text.hasPrefix(Self.referenceMark): .string(ValuePrefix.text + text)
    case .boolean, .integer, .real, .text, .digest, .list: value.json
    }
  }

  /// What a text begins with, in JSON, that refers to a shared record.
  static let referenceMark = "@"

  private mutating func part(
    _ value: CanonicalValue, called name: String, at path: [ParameterLine.Step]
  ) -> [(path: [ParameterLine.Step], entry: Entry)] {
    if let reference = reference(to: value, called: name) { return [(path, .reference(reference))] }
    return ParameterLine.lines(of: value, at: path).map { ($0.path, .value($0.value)) }
  }

  /// The name of `value`, which is then shared, if it is a record with enough in it.
  private mutating func reference(to value: CanonicalValue, called name: String) -> String? {
    guard case .record(let fields) = value else { return nil }
    if let known = known[value] { return known }
    guard ParameterLine.lines(of: value).count >= Self.leastLines else {
      known[value] = .some(nil)
      return nil
    }
    var title = name
    if case .text(let own) = fields.first(where: { $0.name == "name" })?.value { title += ".\(own)" }
    let reference = "\(title)~\(Digest(of: value.encoded).short)"
    values[reference] = value
    known[value] = reference
    return reference
  }
}
