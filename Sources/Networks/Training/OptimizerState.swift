/// What an optimizer keeps of some parameters from step to step: under each name a number for each of them.
///
/// Only the optimizer knows what the names mean; others store the numbers and give them back.
package struct OptimizerState: Sendable, Hashable {
  /// The numbers of each name.
  package var numbers: [String: [Float]]

  package init(_ numbers: [String: [Float]] = [:]) { self.numbers = numbers }

  /// The names, in ascending order.
  package var names: [String] { numbers.keys.sorted() }

  /// Whether all numbers are finite.
  package var isFinite: Bool { numbers.values.allSatisfy { $0.allSatisfy(\.isFinite) } }

  /// Changes the `count` numbers of `name`, which are zero if there were none.
  mutating func update(_ name: String, count: Int, _ change: (inout [Float]) -> Void) {
    change(&numbers[name, default: [Float](repeating: 0, count: count)])
  }
}

/// Numbers outside the layout, of which each task has one, that are moved as parameters are.
package struct TaskNumbers: Sendable, Hashable {
  /// The number of each task.
  package var values: [Float]

  /// What the optimizer keeps of them; empty before the first step.
  package var state: OptimizerState

  package init(_ values: [Float], state: OptimizerState = OptimizerState()) {
    self.values = values
    self.state = state
  }

  /// Whether all numbers are finite.
  package var isFinite: Bool { values.allSatisfy(\.isFinite) && state.isFinite }
}
