/// The way in which the number of parameters that pruning drops becomes whole.
package enum Rounding: String, KeyNamed {
  /// The nearest whole number, halves to even.
  case nearest

  /// The next smaller whole number, so that never more is dropped than wanted.
  case down

  /// The next larger whole number, so that never less is dropped than wanted.
  case up

  /// The rounding of what is kept, where this is the rounding of what is dropped.
  package var opposite: Rounding {
    switch self {
    case .nearest: .nearest
    case .down: .up
    case .up: .down
    }
  }

  /// The whole number that `value` becomes; in basic arithmetic, without the C library.
  ///
  /// A value within 10⁻⁶ of a whole number is that number to `down` and `up`: products of up to 2³¹ parameters and a
  /// fraction lose less than that to binary arithmetic.
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
