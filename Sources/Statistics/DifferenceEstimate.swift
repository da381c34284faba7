/// A difference between two systems, with what is known of its error.
package struct DifferenceEstimate: Hashable, Sendable {
  /// The difference that was observed: the mean over runs, left minus right.
  package let difference: Double

  /// The confidence interval of the difference.
  package let interval: ClosedRange<Double>

  /// The probability of a difference at least as large, on either side, if there is none.
  package let pValue: Double

  /// What the error consists of.
  package let error: Error

  /// The variance of a difference, by its causes.
  package struct Error: Hashable, Sendable {
    /// The variance that the choice of items causes in all runs alike.
    package let items: Double

    /// The variances between runs: one where runs are paired, else one for each system; none where it is not known.
    package let runs: [Runs]

    package struct Runs: Hashable, Sendable {
      /// The variance of what a single run, or a single pair of runs, gives.
      package let variance: Double

      package let count: Int
    }
  }
}

extension DifferenceEstimate {
  /// The same difference with the p-value of another test.
  package func with(pValue: Double) -> Self {
    Self(difference: difference, interval: interval, pValue: pValue, error: error)
  }
}

/// Runs of two systems on the same items, resampled.
///
/// Runs are counted in pairs where both systems have runs under the same seeds; else each system's runs are a sample of
/// its own.
package struct ResampledDifference: Sendable {
  /// For each run of either system its score on all items, and on each resample.
  private let left: [Run]
  private let right: [Run]
  private let isPaired: Bool

  package struct Run: Sendable {
    /// The score on all items.
    package let observed: Double

    /// The score on each resample.
    package let resampled: [Double]

    package init(observed: Double, resampled: [Double]) {
      self.observed = observed
      self.resampled = resampled
    }

    /// The mean of several scores of one run. Requires: there are some, on the same number of resamples.
    package init(meanOf scores: [Run]) {
      if scores.count == 1 {
        self = scores[0]
        return
      }
      observed = mean(scores.map(\.observed))
      resampled = scores[0].resampled.indices.map { resample in
        scores.reduce(0) { $0 + $1.resampled[resample] } / Double(scores.count)
      }
    }
  }

  /// Requires: neither side is empty; all runs have the same resamples; as many on both sides if these are paired.
  package init(left: [Run], right: [Run], isPaired: Bool) {
    precondition(!left.isEmpty && !right.isEmpty && (!isPaired || left.count == right.count), "runs to compare")
    (self.left, self.right, self.isPaired) = (left, right, isPaired)
  }

  /// The mean difference on all items.
  package var difference: Double { mean(left.map(\.observed)) - mean(right.map(\.observed)) }

  /// The mean difference on each resample.
  private var resampled: [Double] {
    left[0].resampled.indices.map { resample in
      mean(left.map { $0.resampled[resample] }) - mean(right.map { $0.resampled[resample] })
    }
  }

  /// The paired bootstrap over items; runs are those that there are, and what other seeds would give is left open.
  ///
  /// The interval has the percentiles of resampled differences, and the p-value is the level at which it would begin or
  /// end at 0. Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 13 and 16.
  package func overItems(level: Double = 0.05) -> DifferenceEstimate {
    let sample = Sample(resampled)
    let (below, above) = (sample.values.count { $0 <= 0 }, sample.values.count { $0 >= 0 })
    let tail = Double(1 + min(below, above)) / Double(1 + sample.values.count)
    let ends = sample.percentiles([level / 2, 1 - level / 2])
    return DifferenceEstimate(
      difference: difference, interval: ends[0]...ends[1], pValue: min(1, 2 * tail),
      error: DifferenceEstimate.Error(items: sample.variance ?? 0, runs: []))
  }

  /// The hierarchical bootstrap over runs and items: what other seeds and other items would give.
  ///
  /// The error has two causes: S²/n is the variance of the mean of n runs, estimated from their differences, and V the
  /// variance that all runs share because they are of the same items. The interval is Δ ± √(z²·V + t²·S²/n) with the
  /// quantiles z of the normal and t of Student's distribution with n − 1 degrees of freedom (Howe, "Approximate
  /// Confidence Limits on the Mean of X + Y", 1974): an S² from few runs is unsure itself, and with three of them t is
  /// 4.3. The p-value is the level at which the interval would begin or end at 0. Runs that are not paired have an S²
  /// and a t of their own on each side.
  ///
  /// V is the variance of the mean on resampled items, less what S² has of it already: items are not the same for all
  /// runs, and by how much tells how far the variance of single runs on resampled items exceeds that of their mean.
  /// Resampling runs as well would come to S²·(n − 1)/n², which is known without drawing, and too small.
  /// Requires: at least two runs on each side.
  package func overRunsAndItems(level: Double = 0.05) -> DifferenceEstimate {
    let samples = isPaired ? [zip(left, right).map { $0.minus($1) }] : [left, right]
    let items = variance(resampled) - samples.reduce(0) { $0 + Self.ownVariance(of: $1) }
    let error = DifferenceEstimate.Error(
      items: max(0, items),
      runs: samples.map { DifferenceEstimate.Error.Runs(variance: variance($0.map(\.observed)), count: $0.count) })
    let width = error.halfWidth(level: level)
    return DifferenceEstimate(
      difference: difference, interval: difference - width...difference + width, pValue: error.pValue(of: difference),
      error: error)
  }

  /// The part of the variance of the mean of `runs` on resampled items that they do not share.
  private static func ownVariance(of runs: [Run]) -> Double {
    let single = mean(runs.map { variance($0.resampled) })
    let shared = variance(runs[0].resampled.indices.map { resample in mean(runs.map { $0.resampled[resample] }) })
    return max(0, single - shared) / Double(runs.count - 1)
  }
}

extension ResampledDifference.Run {
  fileprivate func minus(_ other: Self) -> Self {
    Self(observed: observed - other.observed, resampled: zip(resampled, other.resampled).map { $0 - $1 })
  }
}

extension DifferenceEstimate.Error {
  /// The half of the width of the confidence interval of 1 − `level`.
  package func halfWidth(level: Double) -> Double {
    let normal = NormalDistribution.quantile(level / 2)
    return runs.reduce(normal * normal * items) { sum, part in
      let student = StudentDistribution(degrees: Double(part.count - 1)).criticalValue(level)
      return sum + student * student * part.variance / Double(part.count)
    }.squareRoot()
  }

  /// The smallest p-value that is told apart from 0.
  private static let leastPValue = 1e-12

  /// The level at which the interval of `difference` would begin or end at 0; 1e-12 where that is smaller.
  fileprivate func pValue(of difference: Double) -> Double {
    if difference == 0 { return 1 }
    if halfWidth(level: Self.leastPValue) <= abs(difference) { return Self.leastPValue }
    // The width falls as the level grows.
    return root(of: { abs(difference) - halfWidth(level: $0) }, from: Self.leastPValue, to: 1)
  }

  /// The same with `count` runs of each system, if the variances are what they seem to be; `nil` where the variance of
  /// runs is not known.
  package func with(runs count: Int) -> Self? {
    if runs.isEmpty || count < 2 { return nil }
    return Self(items: items, runs: runs.map { Runs(variance: $0.variance, count: count) })
  }

  /// The smallest number of runs that would tell a difference of `size` from 0, if the variances are what they seem to
  /// be; `nil` if no number would up to `most`, because the items alone leave too much open.
  package func runsNeeded(for size: Double, level: Double = 0.05, upTo most: Int = 1000) -> Int? {
    func isEnough(_ count: Int) -> Bool { with(runs: count).map { $0.halfWidth(level: level) < abs(size) } ?? false }
    guard isEnough(most) else { return nil }
    // The width falls as runs are added.
    var (few, enough) = (1, most)
    while enough - few > 1 {
      let middle = (few + enough) / 2
      if isEnough(middle) { enough = middle } else { few = middle }
    }
    return enough
  }
}

/// The mean of values of which there are some.
func mean(_ values: [Double]) -> Double { Sample(values).mean ?? 0 }

/// The variance of what `values` are a sample of; 0 of a single one.
func variance(_ values: [Double]) -> Double { Sample(values).variance ?? 0 }
