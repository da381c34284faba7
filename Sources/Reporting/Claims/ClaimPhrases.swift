package import Evidence
package import ExperimentSpec
import Model
import Statistics
import Text

// What claims, and what results say about them, are in words.

extension ClaimSpec {
  /// The claim as a sentence without its end.
  package var statement: String {
    let amount = by < 0 ? "less than \(shortest(-by)) worse" : by > 0 ? "more than \(shortest(by)) better" : "better"
    let place = score.value == Self.mean ? "in the mean of the tasks" : "on \(score.value.visible)"
    return "'\(better.value.visible)' is \(amount) than '\(than.value.visible)' \(place)"
  }
}

extension ClaimVerdict.Finding {
  /// What was found, in a phrase; `nil` where nothing was.
  package var measurement: String? {
    guard let evidence, let difference = evidence.difference, let runs = evidence.runs else { return nil }
    var parts = ["difference \(signed(difference))"]
    switch evidence {
    case .estimate(let estimate, _):
      let interval = estimate.interval
      parts.append(
        "\(confidence(of: level)) % interval \(signed(interval.lowerBound)) to "
          + signed(interval.upperBound))
    case .order(let own, let other, _, _):
      parts.append("ε_min \(fixed(own.bound, 2)), the other way \(fixed(other.bound, 2))")
    case .untested: break
    }
    return (parts + [runs.phrase]).joined(separator: ", ")
  }

  /// Why nothing is decided and what would decide it, in a phrase; `nil` where something is.
  package func obstacle(to claim: ClaimSpec) -> String? {
    switch reason {
    case nil: nil
    case .untested(let reason)?: reason.description
    case .noCounterpart?: "no results of '\(claim.than.value.visible)' to compare with"
    case .singleSeed?:
      "other seeds may differ: run several (sweep: {seeds: [1, 2, 3]}), or use the test 'bootstrap', which decides for "
        + "these seeds only"
    case .chance(let seeds?)?:
      "a difference of this size needs \(grouped(seeds)) seeds"
        + (evidence?.runs.map { ", \(grouped(max(0, seeds - min($0.left, $0.right)))) more" } ?? "")
    case .chance(nil)? where evidence?.runs?.areSeveral == true && claim.test.hasIntervals:
      "more than \(grouped(ClaimVerdict.mostSeeds)) seeds cannot decide a difference of this size; more sentences may"
    case .chance(nil)?: "the difference may be chance"
    }
  }
}

extension ComparedRuns {
  /// The runs in words.
  fileprivate var phrase: String {
    if left != right { return "\(counted(left, "seed")) and \(counted(right, "seed"))" }
    if left == 1 { return "one seed each" }
    return "\(left) seeds each\(arePaired ? ", paired" : "")"
  }
}

/// The confidence of intervals at the level `alpha`, in percent.
func confidence(of alpha: Double) -> String { shortest((100_000 * (1 - alpha)).rounded() / 1000) }
