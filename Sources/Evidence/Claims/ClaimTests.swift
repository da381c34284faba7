package import ExperimentSpec
package import Files
import Model

/// The claims of a specification, put to its results.
package struct ClaimTests: Sendable {
  private let results: ExperimentResults
  private let outcomes: OutcomeSource

  /// Tests claims on `results`, whose runs have counted `outcomes`.
  package init(on results: ExperimentResults, _ outcomes: OutcomeSource) {
    self.results = results
    self.outcomes = outcomes
  }

  /// A claim about two rows.
  private struct Question {
    let claim: Int
    let left: ExperimentResults.VariantResults
    let right: ExperimentResults.VariantResults?
    let columns: [ExperimentResults.TaskScore]
    let settings: SignificanceSpec

    /// How much better the left row is; `nil` where there is nothing to compare it with.
    var comparison: ScoreComparison? {
      guard let right, let first = columns.first else { return nil }
      let (own, other) = (ScoredRow(left.runs), ScoredRow(right.runs))
      let columns = columns.map(\.column)
      return first.metric.descriptor.higherIsBetter
        ? ScoreComparison(own, minus: other, on: columns) : ScoreComparison(other, minus: own, on: columns)
    }
  }

  /// What the results say about each of `claims`.
  package func verdicts(on claims: [Named<ClaimSpec>]) throws(FileFailure) -> [ClaimVerdict] {
    let questions = claims.indices.flatMap { self.questions(of: claims[$0].value, number: $0) }
    var answers: [Int: DifferenceEvidence] = [:]
    // Questions of like settings are asked together, so that runs are resampled once.
    for (settings, places) in Dictionary(grouping: questions.indices, by: { questions[$0].settings }) {
      let asked = places.filter { questions[$0].comparison != nil }
      let results = try DifferenceTests(of: [outcomes], settings).results(
        of: asked.compactMap { questions[$0].comparison })
      for (place, result) in zip(asked, results) { answers[place] = result.evidence }
    }
    var findings: [Int: [ClaimVerdict.Finding]] = [:]
    for (place, question) in questions.enumerated() {
      let (claim, level) = (claims[question.claim].value, question.settings.alpha)
      let finding =
        if let right = question.right, let evidence = answers[place] {
          ClaimVerdict.Finding(
            question.left.name, minus: right.name, evidence, test: claim.test, level: level, beyond: claim.by)
        } else {
          ClaimVerdict.Finding(withoutCounterpart: question.left.name, level: level)
        }
      findings[question.claim, default: []].append(finding)
    }
    return claims.enumerated().map { index, claim in
      ClaimVerdict(name: claim.name, claim: claim.value, findings: findings[index] ?? [])
    }
  }

  /// What the results are asked for a claim: of several rows each at its part of the level.
  private func questions(of claim: ClaimSpec, number: Int) -> [Question] {
    let rows = candidates(for: claim.better.value).filter { $0.isMeant(by: claim.better.value) }
    let others = candidates(for: claim.than.value)
    let names = BaselineNames(claim.than.value, among: others.map(\.names))
    let byName = Dictionary(others.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let settings = SignificanceSpec(
      test: claim.test, alpha: claim.alpha / Double(max(1, rows.count)), correction: .none)
    return rows.map { row in
      Question(
        claim: number, left: row, right: names.counterpart(of: row.names).flatMap { byName[$0] },
        columns: columns(of: row, called: claim.score.value), settings: settings)
    }
  }

  /// The rows among which `name` is looked up: seeds put together, unless it is the name of a single run.
  private func candidates(for name: String) -> [ExperimentResults.VariantResults] {
    results.means.contains { $0.isMeant(by: name) } ? results.means : results.variants
  }

  private func columns(
    of row: ExperimentResults.VariantResults, called name: String
  ) -> [ExperimentResults.TaskScore] {
    name == ClaimSpec.mean ? row.scores : (row.scores + row.further).filter { $0.column.name == name }
  }
}

extension ExperimentResults.VariantResults {
  /// Whether `name` is the row's own, or that of the declared variant that it is of.
  fileprivate func isMeant(by name: String) -> Bool { self.name == name || declared == name }
}
