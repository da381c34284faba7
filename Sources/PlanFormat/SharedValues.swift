import Planning

/// Records that stages of a plan have in common, such as a network or a task, each of which a text writes once.
struct SharedValues {
  /// The records by the names under which the text refers to them.
  private(set) var values: [String: CanonicalValue] = [:]

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

  private mutating func part(
    _ value: CanonicalValue, called name: String, at path: [ParameterLine.Step]
  ) -> [(path: [ParameterLine.Step], entry: Entry)] {
    let lines = ParameterLine.lines(of: value, at: path)
    guard case .record(let fields) = value, lines.count >= Self.leastLines else {
      return lines.map { ($0.path, .value($0.value)) }
    }
    var title = name
    if case .text(let own) = fields.first(where: { $0.name == "name" })?.value { title += ".\(own)" }
    let reference = "\(title)~\(Digest(of: value.encoded).short)"
    values[reference] = value
    return [(path, .reference(reference))]
  }
}
