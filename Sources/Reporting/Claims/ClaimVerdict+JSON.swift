import Diagnostics
package import Evidence
import ExperimentSpec
import Statistics
import Text

extension ClaimVerdict {
  /// What results say about `verdicts`, claims of the experiment called `experiment`, as JSON.
  package static func json(of verdicts: [ClaimVerdict], in experiment: String) -> String {
    JSONText.text(
      of: [
        "format": "sharespec claims 1", "name": .string(experiment), "claims": .array(verdicts.map(\.json)),
      ], .pretty)
  }

  private var json: JSONValue {
    [
      "name": .string(name), "decision": .string(decision.rawValue), "better": .string(claim.better.value),
      "than": .string(claim.than.value), "score": .string(claim.score.value), "by": .real(claim.by),
      "test": .string(claim.test.spelling), "alpha": .real(claim.alpha),
      "findings": .array(findings.map { $0.json(of: claim) }),
    ]
  }
}

extension ClaimVerdict.Finding {
  fileprivate func json(of claim: ClaimSpec) -> JSONValue {
    let estimate = evidence?.estimate
    var order: AlmostStochasticOrder?
    if case .order(let own, _, _, _)? = evidence { order = own }
    var needed: Int?
    if case .chance(let seeds)? = reason { needed = seeds }
    func number(_ value: Double?) -> JSONValue { value.map { .real($0) } ?? .null }
    return [
      "variant": .string(left), "than": JSONValue(right), "decision": .string(decision.rawValue),
      "difference": number(evidence?.difference),
      "interval": estimate.map { .array([.real($0.interval.lowerBound), .real($0.interval.upperBound)]) } ?? .null,
      "p_value": number(estimate?.pValue), "epsilon_min": number(order?.bound),
      "seeds": evidence?.runs.map { .array([.integer($0.left), .integer($0.right)]) } ?? .null,
      "paired": evidence?.runs.map { .boolean($0.arePaired) } ?? .null, "seeds_needed": JSONValue(needed),
      "reason": JSONValue(obstacle(to: claim)),
    ]
  }
}
