/// A field of two records in which they differ.
package struct FieldDifference: Hashable, Sendable {
  /// The names that lead to the field, positions in lists counted from 0.
  package let path: String

  /// The values; `nil` where one of the two has no such field.
  package let old: CanonicalValue?
  package let new: CanonicalValue?
}

extension CanonicalValue {
  /// The fields in which `new` differs from this value, outermost first; lists of different lengths differ as a whole.
  package func differences(to new: CanonicalValue, at path: String = "") -> [FieldDifference] {
    if self == new { return [] }
    switch (self, new) {
    case (.record(let left), .record(let right)):
      let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
      return names.flatMap { name -> [FieldDifference] in
        let inner = path.isEmpty ? name : "\(path).\(name)"
        let old = left.first { $0.name == name }?.value
        let new = right.first { $0.name == name }?.value
        guard let old, let new else { return [FieldDifference(path: inner, old: old, new: new)] }
        return old.differences(to: new, at: inner)
      }
    case (.list(let left), .list(let right)) where left.count == right.count:
      return zip(left, right).enumerated().flatMap { $1.0.differences(to: $1.1, at: "\(path).\($0)") }
    case (.boolean, _), (.integer, _), (.real, _), (.text, _), (.digest, _), (.list, _), (.record, _):
      return [FieldDifference(path: path, old: self, new: new)]
    }
  }

  /// The value for people, on one line.
  package var shortText: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .real(let value): value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    case .text(let value): value.replacing("\n", with: "; ")
    case .digest(let value): value.short
    case .list(let values):
      values.count == 1 ? values[0].shortText : "[" + values.map(\.shortText).joined(separator: ", ") + "]"
    case .record(let fields): "{" + fields.map { "\($0.name): \($0.value.shortText)" }.joined(separator: ", ") + "}"
    }
  }
}
