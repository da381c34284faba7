package import ExperimentSpec
package import Files
import Parallel
import Randomness
import Statistics

/// Tests of differences between rows of results, from what evaluations have counted sentence by sentence.
///
/// Determinism: a function of the outcomes and the settings.
package struct DifferenceTests: Sendable {
  private let sources: [OutcomeSource]
  private let settings: SignificanceSpec

  /// The runs whose resampled scores are in memory at a time, at 80 kB a column.
  private static let runsAtATime = 200

  package init(of sources: [OutcomeSource], _ settings: SignificanceSpec) {
    self.sources = sources
    self.settings = settings
  }

  /// Tests each of `comparisons`, which are one family for the correction; gives the results in their order.
  package func results(of comparisons: [ScoreComparison]) throws(FileFailure) -> [TestedDifference] {
    let level = ordersLevel(among: comparisons.count)
    var evidence: [DifferenceEvidence] = []
    for part in batches(of: comparisons) {
      let batch = try ComparisonBatch(Array(comparisons[part]), sources: sources, settings, orderLevel: level)
      evidence += batch.evidence
    }
    return tested(evidence)
  }

  /// Divides comparisons such that each part has few enough runs.
  private func batches(of comparisons: [ScoreComparison]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var (start, runs) = (0, 0)
    for (index, comparison) in comparisons.enumerated() {
      let count = comparison.left.runs.count + comparison.right.runs.count
      if runs > 0, runs + count > Self.runsAtATime {
        batches.append(start..<index)
        (start, runs) = (index, 0)
      }
      runs += count
    }
    return batches + [start..<comparisons.count]
  }

  /// The level of each of `count` tests of almost stochastic order. These have no p-values, which Holm's correction
  /// goes by, so the level is divided among them: Bonferroni's correction.
  private func ordersLevel(among count: Int) -> Double {
    switch settings.correction {
    case .holm: settings.alpha / Double(max(1, count))
    case .none: settings.alpha
    }
  }

  /// What the tests come to together.
  private func tested(_ evidence: [DifferenceEvidence]) -> [TestedDifference] {
    let pValues = evidence.compactMap(\.estimate?.pValue)
    var adjusted =
      switch settings.correction {
      case .holm: holmAdjusted(pValues)[...]
      case .none: pValues[...]
      }
    return evidence.map { one in
      switch one {
      case .estimate:
        let pValue = adjusted.removeFirst()
        return TestedDifference(evidence: one, pValue: pValue, isSignificant: pValue < settings.alpha)
      case .order(let left, let right, _, _):
        let isOrdered = min(left.bound, right.bound) < AlmostStochasticOrder.threshold
        return TestedDifference(evidence: one, pValue: nil, isSignificant: isOrdered)
      case .untested: return TestedDifference(evidence: one, pValue: nil, isSignificant: false)
      }
    }
  }
}
