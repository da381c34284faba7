package import Diagnostics

/// A value and the place where it was written; equal to another when the values are equal, wherever they stand.
package struct Written<Value> {
  package let value: Value

  /// The place; `nil` for what the compiler made up.
  package let range: SourceRange?

  package init(_ value: Value, at range: SourceRange? = nil) {
    self.value = value
    self.range = range
  }
}

extension Written: Sendable where Value: Sendable {}

extension Written: Equatable where Value: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Written: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
