/// A value in a place of its own, which takes the room of a pointer where it is held and is found equal to its copies
/// at once.
final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

extension Shared: Hashable, Equatable where Value: Hashable {
  static func == (left: Shared, right: Shared) -> Bool { left === right || left.value == right.value }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
