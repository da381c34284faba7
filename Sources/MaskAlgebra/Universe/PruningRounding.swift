/// How the number of scalars that pruning drops is made whole.
package enum PruningRounding: String, Hashable, Sendable, CaseIterable {
  /// The nearest whole number, halves to even.
  case nearest

  /// The next smaller whole number, so that never more is dropped than wanted.
  case down

  /// The next larger whole number, so that never less is dropped than wanted.
  case up

  /// How what is kept is rounded where this is how what is dropped is.
  package var opposite: PruningRounding {
    switch self {
    case .nearest: .nearest
    case .down: .up
    case .up: .down
    }
  }

  /// The whole number that `value` becomes; in basic arithmetic, without the C library.
  ///
  /// A value within 10⁻⁶ of a whole number is that number to `down` and `up`: what products of up to 2³¹ scalars and a
  /// fraction lose to binary arithmetic decides nothing.
  ///
  /// Requires: `value` is not negative and its whole part is an `Int`.
  package func whole(_ value: Double) -> Int {
    let floor = Int(value)
    let fraction = value - Double(floor)
    return switch self {
    case .nearest: fraction > 0.5 || fraction == 0.5 && floor % 2 == 1 ? floor + 1 : floor
    case .down: fraction >= 1 - 1e-6 ? floor + 1 : floor
    case .up: fraction > 1e-6 ? floor + 1 : floor
    }
  }
}
