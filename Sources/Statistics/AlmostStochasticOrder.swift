import Parallel
package import Randomness

/// How far two samples of scores are from the first one being better in every quantile: almost stochastic order.
///
/// Source: del Barrio, Cuesta-Albertos and Matrán, "An Optimal Transportation Approach for Assessing Almost Stochastic
/// Order" (2018); Dror, Shlomov and Reichart, "Deep Dominance" (ACL 2019).
package struct AlmostStochasticOrder: Hashable, Sendable {
  /// ε: the share of the squared distance between the quantile functions where the first one is lower. Range: 0 to 1;
  /// ½ for equal samples.
  package let violation: Double

  /// ε_min: the upper confidence bound of ε. Below `threshold` the first sample is better; the smaller, the surer.
  package let bound: Double

  /// The bound of an order that is no chance.
  package static let threshold = 0.5

  /// Compares `first` with `second`, of which neither is empty, by `resamples` bootstrap samples of both.
  ///
  /// Determinism: a function of the scores and of `stream`.
  package init(
    _ first: [Double], over second: [Double], confidence: Double = 0.95, resamples: Int = 1000, stream: RandomStream
  ) {
    let (left, right) = (first.sorted(), second.sorted())
    violation = Self.violation(left, right)
    let drawn = Array(0..<resamples).concurrentMap { resample in
      var stream = stream.derived(resample)
      func draw(_ values: [Double]) -> [Double] {
        values.map { _ in values[stream.nextIndex(below: values.count)] }.sorted()
      }
      return Self.violation(draw(left), draw(right))
    }
    // The scale √(n·m/(n + m)) of the papers stands on both sides.
    let deviation = Sample(drawn).deviation ?? 0
    bound = min(1, max(0, violation - deviation * NormalDistribution.quantile(1 - confidence)))
  }

  /// ε of two samples in ascending order.
  ///
  /// Quantile functions of samples are constant between multiples of 1/n and 1/m, so the integrals are sums.
  static func violation(_ left: [Double], _ right: [Double]) -> Double {
    var (l, r, place) = (0, 0, 0.0)
    var (violating, all) = (0.0, 0.0)
    while l < left.count, r < right.count {
      let ends = (left: Double(l + 1) / Double(left.count), right: Double(r + 1) / Double(right.count))
      let end = min(ends.left, ends.right)
      let difference = left[l] - right[r]
      let area = max(0, end - place) * difference * difference
      all += area
      if difference < 0 { violating += area }
      if ends.left <= end { l += 1 }
      if ends.right <= end { r += 1 }
      place = end
    }
    return all == 0 ? 0.5 : violating / all
  }
}
