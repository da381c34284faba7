import ExperimentSpec
import Statistics

/// How results are compared with those of the baseline: with the same seeds where it has them, else with its mean.
struct BaselineComparison {
  private let baseline: String?

  /// The results of each run and its seed, by the run's name.
  private let runs: [String: ExperimentResults.VariantResults]
  private let seeds: [String: Int]

  init(_ baseline: String?, runs: [ExperimentResults.VariantResults], seeds: [String: Int]) {
    self.baseline = baseline
    self.runs = Dictionary(runs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.seeds = seeds
  }

  /// The results with differences to those that the baseline means for each.
  func compared(_ results: [ExperimentResults.VariantResults]) -> [ExperimentResults.VariantResults] {
    guard let baseline else { return results }
    let names = BaselineNames(baseline, among: results.map(\.names))
    let byName = Dictionary(results.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return results.map { result in
      guard let counterpart = names.counterpart(of: result.names), let reference = byName[counterpart] else {
        return result
      }
      var compared = result
      compared.counterpart = counterpart
      func delta(_ score: ExperimentResults.TaskScore) -> Double? {
        guard let own = score.value, let base = base(of: score.column, for: result, in: reference) else { return nil }
        return own - base
      }
      for (index, score) in result.scores.enumerated() { compared.scores[index].delta = delta(score) }
      for (index, score) in result.further.enumerated() { compared.further[index].delta = delta(score) }
      return compared
    }
  }

  /// What the score of `column` in `result` is compared with: the mean of the runs of `reference` that have the seeds
  /// of those of its runs that have scores.
  private func base(
    of column: ExperimentResults.Column, for result: ExperimentResults.VariantResults,
    in reference: ExperimentResults.VariantResults
  ) -> Double? {
    let scored = result.runs.filter { runs[$0]?[column]?.value != nil }
    let partners = scored.map { run in
      reference.runs.first { seeds[$0] != nil && seeds[$0] == seeds[run] }.flatMap { runs[$0]?[column]?.value }
    }
    let paired = partners.compactMap(\.self)
    return paired.count == partners.count && !paired.isEmpty ? Sample(paired).mean : reference[column]?.value
  }
}

extension ExperimentResults.VariantResults {
  /// The names by which a baseline finds the variant.
  var names: BaselineNames.Variant { BaselineNames.Variant(name, declared: declared) }
}
