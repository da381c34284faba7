package import ExperimentSpec
package import Statistics

/// What the runs of two rows say about the difference between their scores, in the unit in which scores are shown.
package enum DifferenceEvidence: Hashable, Sendable {
  /// The difference with its error.
  case estimate(DifferenceEstimate, ComparedRuns)

  /// How far the left row is from being better in every quantile of its seeds, and the right one.
  case order(left: AlmostStochasticOrder, right: AlmostStochasticOrder, difference: Double, ComparedRuns)

  /// There is nothing to say.
  case untested(UntestedReason)

  /// The mean difference; `nil` where nothing could be compared.
  package var difference: Double? {
    switch self {
    case .estimate(let estimate, _): estimate.difference
    case .order(_, _, let difference, _): difference
    case .untested: nil
    }
  }

  /// The difference with its error, where the test has one.
  package var estimate: DifferenceEstimate? {
    switch self {
    case .estimate(let estimate, _): estimate
    case .order, .untested: nil
    }
  }

  package var runs: ComparedRuns? {
    switch self {
    case .estimate(_, let runs), .order(_, _, _, let runs): runs
    case .untested: nil
    }
  }
}

/// Why a difference was not tested.
package enum UntestedReason: Hashable, Sendable {
  /// What this run counted is not in the store.
  case missing(run: String)

  /// These runs have different sentences or gold labels.
  case differentSentences(String, String)

  /// The test needs several seeds of both rows.
  case fewSeeds(SignificanceTest)

  /// The test needs as many runs of both rows, or the same seeds.
  case unpaired(SignificanceTest)
}

extension UntestedReason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let run): "no outcomes of '\(run)' in the store"
    case .differentSentences(let left, let right):
      "'\(left)' and '\(right)' have different sentences or gold labels"
    case .fewSeeds(let test): "the test '\(test.spelling)' needs at least two seeds of each"
    case .unpaired(let test): "the test '\(test.spelling)' needs runs under the same seeds"
    }
  }
}

/// A difference between two rows with the result of its test, corrected for all comparisons asked for together.
package struct TestedDifference: Hashable, Sendable {
  package let evidence: DifferenceEvidence

  /// The probability of a difference at least as large if there is none, after the correction; `nil` for tests without
  /// such a probability.
  package let pValue: Double?

  /// Whether the difference is significant, after the correction.
  package let isSignificant: Bool
}
