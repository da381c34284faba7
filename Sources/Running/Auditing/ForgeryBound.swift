import Glibc

/// What a sample without a difference says about the stages that were not drawn.
///
/// Of N stages, n are drawn without replacement, and u of these stay undecided. If K of the N are forged, the number X
/// of forged ones in the sample is hypergeometric: `P(X = k) = C(K, k) · C(N − K, n − k) / C(N, n)`. An undecided stage
/// may be forged. So the sample shows no difference only if at most u stages in it are forged, with probability
/// `P(X ≤ u)`. With u = 0 that is `C(N − K, n) / C(N, n)`.
package struct ForgeryBound: Hashable, Sendable {
  /// N, the number of stages that the sample was drawn from.
  package let population: Int

  /// n, the number of stages that were drawn.
  package let sample: Int

  /// u, the number of those of the sample that could not be decided.
  package let undecided: Int

  /// Requires: `0 ≤ undecided ≤ sample ≤ population`.
  package init(population: Int, sample: Int, undecided: Int = 0) {
    self.population = population
    self.sample = sample
    self.undecided = undecided
  }

  /// P(X > u): the probability that such a sample shows a difference if `forged` of the stages are forged.
  package func detectionProbability(forged: Int) -> Double { max(0, 1 - missProbability(forged: forged)) }

  /// P(X ≤ u): the probability that such a sample shows no difference, at most, if `forged` of the stages are forged.
  package func missProbability(forged: Int) -> Double {
    let whole = logarithmOfChoices(population, sample)
    let sum = (0...undecided).reduce(0.0) { sum, count in
      let choices =
        logarithmOfChoices(forged, count) + logarithmOfChoices(population - forged, sample - count)
      return sum + exp(choices - whole)
    }
    return min(1, sum)
  }

  /// The largest number of forged stages that is consistent with the sample: the largest K with `P(X ≤ u) > level`.
  ///
  /// With `level` 0.05 it is the upper end of the 95 % confidence interval: whatever the true number is, a sample shows
  /// no difference and names a smaller number with probability 0.05 at most.
  package func largestForgedCount(level: Double = 0.05) -> Int {
    // The probability falls with K. What the logarithms round must not decide a tie, which is no `>`.
    let bound = level * (1 + 1e-9)
    var (consistent, excluded) = (0, population + 1)
    while excluded - consistent > 1 {
      let middle = (consistent + excluded) / 2
      if missProbability(forged: middle) > bound { consistent = middle } else { excluded = middle }
    }
    return consistent
  }

  /// The natural logarithm of the number of ways to choose `count` of `total`; −∞ if there is none.
  private func logarithmOfChoices(_ total: Int, _ count: Int) -> Double {
    guard count >= 0, count <= total else { return -.infinity }
    if count == 0 || count == total { return 0 }
    return logarithmOfFactorial(total) - logarithmOfFactorial(count) - logarithmOfFactorial(total - count)
  }

  private func logarithmOfFactorial(_ number: Int) -> Double { lgamma(Double(number) + 1).0 }
}
