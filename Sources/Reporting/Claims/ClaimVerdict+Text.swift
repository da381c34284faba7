package import Evidence
import Text

extension ClaimVerdict {
  /// What results say about `verdicts`, claims of the experiment called `experiment`, for a terminal.
  package static func text(of verdicts: [ClaimVerdict], in experiment: String) -> String {
    let counts = Decision.allCases.map { decision in (decision, verdicts.count { $0.decision == decision }) }
      .filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
    let head = "\(experiment.visible): \(counted(verdicts.count, "claim")), \(list(counts))"
    return ([head] + verdicts.map { "\n\($0.text)" }).joined(separator: "\n")
  }

  private var text: String {
    var lines = ["\(decision.rawValue): \(name.visible)", "  \(claim.statement)"]
    for finding in findings {
      let row = findings.count > 1 ? "\(finding.decision.rawValue) of '\(finding.left.visible)': " : ""
      let phrases = [finding.measurement, finding.obstacle(to: claim)].compactMap(\.self)
      lines.append("  \(row)\(phrases.joined(separator: "; "))")
    }
    return lines.joined(separator: "\n")
  }
}
