import ExperimentSpec

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

  /// The results with differences to the variant that the baseline means for each.
  func compared(_ results: [ExperimentResults.VariantResults]) -> [ExperimentResults.VariantResults] {
    guard let baseline else { return results }
    let names = BaselineNames(baseline, among: results.map(\.name))
    let byName = Dictionary(results.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return results.map { result in
      guard let reference = names.counterpart(of: result.name).flatMap({ byName[$0] }) else { return result }
      return ExperimentResults.VariantResults(
        name: result.name, runs: result.runs,
        scores: result.scores.map { score in
          let base = self.base(of: score.task, for: result, in: reference)
          return ExperimentResults.TaskScore(
            task: score.task, metric: score.metric, split: score.split, percent: score.percent,
            deviation: score.deviation, count: score.count,
            delta: score.percent.flatMap { own in base.map { own - $0 } })
        }, sharing: result.sharing, overlapRatio: result.overlapRatio, isMeasured: result.isMeasured)
    }
  }

  /// What the score of `task` in `result` is compared with: the mean of the runs of `reference` that have its seeds.
  private func base(
    of task: String, for result: ExperimentResults.VariantResults, in reference: ExperimentResults.VariantResults
  ) -> Double? {
    let scored = result.runs.filter { runs[$0]?[task]?.percent != nil }
    let partners = scored.map { run in
      reference.runs.first { seeds[$0] != nil && seeds[$0] == seeds[run] }.flatMap { runs[$0]?[task]?.percent }
    }
    let paired = partners.compactMap(\.self)
    return paired.count == partners.count && !paired.isEmpty ? Sample(paired).mean : reference[task]?.percent
  }
}
