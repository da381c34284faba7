/// A range of real numbers, with either end in or out.
package struct RealRange: Sendable, Hashable, CustomStringConvertible {
  package let lower: Double
  package let includesLower: Bool
  package let upper: Double
  package let includesUpper: Bool

  private init(_ lower: Double, _ includesLower: Bool, _ upper: Double, _ includesUpper: Bool) {
    (self.lower, self.includesLower) = (lower, includesLower)
    (self.upper, self.includesUpper) = (upper, includesUpper)
  }

  /// Numbers above zero.
  package static let positive = RealRange(0, false, .infinity, false)

  /// Numbers above zero, infinity included: a bound that may be absent.
  package static let bound = RealRange(0, false, .infinity, true)

  /// Numbers that are not negative.
  package static let nonnegative = RealRange(0, true, .infinity, false)

  /// Probabilities below one, such as a dropout rate or a momentum.
  package static let belowOne = RealRange(0, true, 1, false)

  /// Fractions strictly between 0 and 1.
  package static let proper = RealRange(0, false, 1, false)

  /// Fractions that pruning can end at: small enough that every round of a schedule drops something.
  package static let prunedTo = RealRange(0, false, 0.999, true)

  /// Fractions from 0 to 1, both included.
  package static let fraction = RealRange(0, true, 1, true)

  /// What a measurement may come to.
  package static let measured = RealRange(-1e12, true, 1e12, true)

  package func contains(_ value: Double) -> Bool {
    (includesLower ? value >= lower : value > lower) && (includesUpper ? value <= upper : value < upper)
  }

  package var description: String {
    let from = includesLower ? "of at least \(shortest(lower))" : "greater than \(shortest(lower))"
    if upper == .infinity { return from }
    return from + " and " + (includesUpper ? "at most \(shortest(upper))" : "less than \(shortest(upper))")
  }
}

/// `value` as people write it: without a fraction where there is none.
package func shortest(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
