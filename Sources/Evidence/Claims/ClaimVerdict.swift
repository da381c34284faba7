package import ExperimentSpec
import Statistics

/// What the results say about a claim.
package struct ClaimVerdict: Sendable {
  package let name: String
  package let claim: ClaimSpec

  /// What they say about each row that the claim is about: one, or one for each cell of a sweep.
  package let findings: [Finding]

  /// What results can say about a claim.
  package enum Decision: String, Hashable, Sendable, CaseIterable {
    case supported, refuted, undecided
  }

  /// What the results of two rows say.
  package struct Finding: Sendable {
    /// The names of the row that is expected to be better, and of the other one; `nil` where there is none.
    package let left: String
    package let right: String?

    /// How much better the left row is; `nil` where there is no other one.
    package let evidence: DifferenceEvidence?
    package let decision: Decision

    /// The level of the test.
    package let level: Double

    /// Why nothing is decided; `nil` where it is.
    package let reason: UndecidedReason?
  }

  /// A claim is of all its rows: supported if it is for each of them, and refuted if it is for one.
  package var decision: Decision {
    let decisions = Set(findings.map(\.decision))
    if decisions.contains(.refuted) { return .refuted }
    return decisions == [.supported] ? .supported : .undecided
  }
}

/// Why results do not decide a claim.
package enum UndecidedReason: Hashable, Sendable {
  /// There is nothing to compare.
  case untested(UntestedReason)

  /// There is no row to compare with.
  case noCounterpart

  /// Each has a single seed, which says nothing about other seeds.
  case singleSeed

  /// The difference could be chance; one of its size would be decided by so many seeds of each; `nil` if more than
  /// `ClaimVerdict.mostSeeds` would not do, or if the seeds are not what the test draws.
  case chance(seeds: Int?)
}

extension ClaimVerdict {
  /// The most seeds that are worth telling.
  package static let mostSeeds = 1000
}

extension ClaimVerdict.Finding {
  /// What `evidence` says on the difference of `left` to `right` being more than `amount`.
  init(
    _ left: String, minus right: String, _ evidence: DifferenceEvidence, test: SignificanceTest, level: Double,
    beyond amount: Double
  ) {
    self.left = left
    self.right = right
    self.evidence = evidence
    self.level = level
    switch evidence {
    case .untested(let reason): (decision, self.reason) = (.undecided, .untested(reason))
    case .order(let own, let other, _, _):
      if own.bound < AlmostStochasticOrder.threshold {
        (decision, reason) = (.supported, nil)
      } else if other.bound < AlmostStochasticOrder.threshold {
        (decision, reason) = (.refuted, nil)
      } else {
        (decision, reason) = (.undecided, .chance(seeds: nil))
      }
    case .estimate(let estimate, let runs):
      if test.isAboutOtherSeeds, !runs.areSeveral {
        (decision, reason) = (.undecided, .singleSeed)
      } else if estimate.isBeyond(amount, test, level) {
        (decision, reason) = (estimate.difference > amount ? .supported : .refuted, nil)
      } else {
        let seeds = estimate.error.runsNeeded(
          for: estimate.difference - amount, level: level, upTo: ClaimVerdict.mostSeeds)
        (decision, reason) = (.undecided, .chance(seeds: seeds))
      }
    }
  }

  /// A row without another one to compare it with.
  init(withoutCounterpart left: String, level: Double) {
    self.init(left: left, right: nil, evidence: nil, decision: .undecided, level: level, reason: .noCounterpart)
  }
}

extension SignificanceTest {
  /// Whether the test asks what seeds would give that did not run.
  fileprivate var isAboutOtherSeeds: Bool {
    switch self {
    case .paired, .hierarchical, .aso: true
    case .bootstrap, .randomization: false
    }
  }
}

extension DifferenceEstimate {
  /// Whether the difference is surely on one side of `amount`.
  fileprivate func isBeyond(_ amount: Double, _ test: SignificanceTest, _ level: Double) -> Bool {
    switch test {
    case .paired, .bootstrap, .hierarchical, .aso: !interval.contains(amount)
    case .randomization: pValue < level
    }
  }
}
