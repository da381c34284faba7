/// A value held by reference: it takes the space of a pointer, and copies are found equal without a comparison.
package final class Shared<Value: Sendable>: Sendable {
  package let value: Value

  package init(_ value: Value) { self.value = value }
}

extension Shared: Hashable, Equatable where Value: Hashable {
  package static func == (left: Shared, right: Shared) -> Bool { left === right || left.value == right.value }

  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
