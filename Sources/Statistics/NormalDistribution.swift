import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
  /// Φ(x): the probability of a value of at most `x`.
  package static func probability(below x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// Φ⁻¹(p): the value that a draw is at most with probability `p`; ∓∞ at 0 and 1.
  ///
  /// Absolute error: below 1e-12. Requires: `0 ≤ p ≤ 1`.
  package static func quantile(_ p: Double) -> Double {
    if p <= 0 { return -.infinity }
    if p >= 1 { return .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    // Halving the interval needs no table of constants, and quantiles are computed a few times in a table.
    return root(of: { probability(below: $0) - p }, from: -39, to: 0)
  }
}

/// Student's t distribution.
package struct StudentDistribution: Sendable {
  /// The degrees of freedom; infinitely many are the normal distribution.
  package let degrees: Double

  /// Requires: `degrees` is positive.
  package init(degrees: Double) { self.degrees = degrees }

  /// The probability of a value of at least |`t`| on either side.
  package func tailProbability(_ t: Double) -> Double {
    if degrees.isInfinite { return 2 * NormalDistribution.probability(below: -abs(t)) }
    return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// The value that a draw exceeds on either side with probability `p`. Requires: `0 < p ≤ 1`.
  package func criticalValue(_ p: Double) -> Double {
    if degrees.isInfinite { return -NormalDistribution.quantile(p / 2) }
    var limit = 1.0
    while tailProbability(limit) > p { limit *= 2 }
    return root(of: { p - tailProbability($0) }, from: 0, to: limit)
  }
}

/// The place between `low` and `high` where `function`, which grows, is 0, to the last bits.
func root(of function: (Double) -> Double, from low: Double, to high: Double) -> Double {
  var (low, high) = (low, high)
  while true {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { return middle }
    if function(middle) < 0 { low = middle } else { high = middle }
  }
}

/// I_x(a, b): the regularized incomplete beta function.
///
/// Source: the continued fraction 26.5.8 of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), by the
/// method of Lentz, "Generating Bessel functions in Mie scattering calculations using continued fractions" (1976).
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  // The fraction converges fast on one side of the mean; the other follows from the symmetry.
  if x > (a + 1) / (a + b + 2) { return 1 - regularizedBeta(1 - x, b, a) }
  let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
  let tiny = 1e-300
  var (fraction, c, d) = (1.0, 1.0, 1 - (a + b) * x / (a + 1))
  d = 1 / (abs(d) < tiny ? tiny : d)
  fraction = d
  for step in 1..<10_000 {
    let m = Double(step)
    for coefficient in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      d = 1 + coefficient * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + coefficient / c
      if abs(c) < tiny { c = tiny }
      fraction *= c * d
    }
    if abs(c * d - 1) < 1e-15 { break }
  }
  return front * fraction
}
