import Evidence
import ExperimentSpec
import Files
import Model
import Statistics
import Text

extension ReportView {
  /// What the specification claims, and what the results say about it: a row for each, of swept variants for each cell.
  func claims() throws(FileFailure) -> ReportTable {
    let outcomes = OutcomeSource(material.plan, in: material.store)
    let verdicts = try ClaimTests(on: material.results, outcomes).verdicts(on: material.spec.claims)
    return ReportTable(
      rowTitle: "Claims",
      columns: ["Δ", "Claimed", "Seeds", "Verdict"].map { ReportTable.Column(title: $0) },
      rows: verdicts.flatMap { verdict in verdict.findings.map { row(of: $0, in: verdict) } },
      notes: verdicts.map { "\(label($0.name)): \($0.claim.statement)." } + verdicts.flatMap(obstacles)
        + (verdicts.isEmpty ? ["The specification claims nothing."] : []))
  }

  private func row(of finding: ClaimVerdict.Finding, in verdict: ClaimVerdict) -> ReportTable.Row {
    let cell = verdict.findings.count > 1 ? ", \(label(finding.left))" : ""
    let test = finding.evidence?.estimate.map {
      ReportTable.TestResult(interval: $0.interval, pValue: $0.pValue, isSignificant: false)
    }
    let runs = finding.evidence?.runs
    return ReportTable.Row(
      label: label(verdict.name) + cell,
      cells: [
        ReportTable.Cell(finding.evidence?.difference, .difference(2), test: test),
        ReportTable.Cell(words: "> \(shortest(verdict.claim.by))"),
        ReportTable.Cell(runs.map { Double(min($0.left, $0.right)) }, .count),
        ReportTable.Cell(words: finding.decision.rawValue),
      ])
  }

  /// Why rows of `verdict` are not decided, in sentences.
  private func obstacles(of verdict: ClaimVerdict) -> [String] {
    let reasons = verdict.findings.compactMap { finding in
      finding.obstacle(to: verdict.claim).map { reason in
        (row: verdict.findings.count > 1 ? ", \(label(finding.left))," : "", reason: reason)
      }
    }
    let first = Array(reasons.prefix(3))
    let rest = reasons.count - first.count
    return first.map { "\(label(verdict.name))\($0.row) is undecided: \($0.reason)." }
      + (rest > 0 ? ["\(label(verdict.name)) is undecided for \(counted(rest, "other row"))."] : [])
  }
}
