/// What a budget limits.
package enum BudgetItem: String, CaseIterable, Sendable {
  /// The seconds of all stages with one thread, one after the other.
  case time

  /// The bytes that the largest stage needs.
  case memory

  /// The bytes of all artifacts.
  case disk

  /// How much of it a stage takes; `nil` where that is not known.
  package func amount(of cost: StageCost) -> Double? {
    switch self {
    case .time: cost.seconds
    case .memory: cost.memory
    case .disk: cost.artifacts
    }
  }

  /// How much several stages take together.
  func total(_ amounts: some Sequence<Double>) -> Double {
    switch self {
    case .time, .disk: amounts.reduce(0, +)
    case .memory: amounts.max() ?? 0
    }
  }
}
