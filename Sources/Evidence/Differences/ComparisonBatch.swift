import Corpora
import ExperimentSpec
import Files
import Parallel
import Randomness
import Statistics

/// Comparisons that share runs, with the scores of these runs on resampled sentences.
struct ComparisonBatch: Sendable {
  private let comparisons: [ScoreComparison]
  private let sources: [OutcomeSource]
  private let settings: SignificanceSpec
  private let orderLevel: Double
  private let columns: [ExperimentResults.Column: ColumnOutcomes]

  /// Reads the outcomes of all runs of `comparisons`, and resamples them.
  ///
  /// - Parameter orderLevel: the level of each test of almost stochastic order.
  init(
    _ comparisons: [ScoreComparison], sources: [OutcomeSource], _ settings: SignificanceSpec, orderLevel: Double
  ) throws(FileFailure) {
    self.comparisons = comparisons
    self.sources = sources
    self.settings = settings
    self.orderLevel = orderLevel
    var columns: [ExperimentResults.Column: ColumnOutcomes] = [:]
    for comparison in comparisons {
      for column in comparison.columns {
        var known = columns.removeValue(forKey: column) ?? ColumnOutcomes()
        for row in [comparison.left, comparison.right] {
          for run in row.runs.map({ ScoredRun(name: $0, source: row.source) }) where !known.has(run) {
            let found = try sources[run.source].outcomes(of: run.name, in: column)
            if let found { known.add(found, of: run) }
          }
        }
        columns[column] = known
      }
    }
    self.columns = columns.mapValues { $0.resampled(count: settings.resamples) }
  }

  /// What the runs say on each of the comparisons.
  var evidence: [DifferenceEvidence] { comparisons.concurrentMap { evidence(on: $0) } }

  private func evidence(on comparison: ScoreComparison) -> DifferenceEvidence {
    let pairs = RunPairs(comparison, sources)
    if let reason = obstacle(to: pairs, on: comparison.columns) { return .untested(reason) }
    let (left, right) = (scores(of: pairs.left, comparison.columns), scores(of: pairs.right, comparison.columns))
    let difference = ResampledDifference(left: left, right: right, isPaired: pairs.counts.arePaired)
    let runs = pairs.counts
    switch settings.test {
    case .paired:
      return .estimate(
        runs.areSeveral
          ? difference.overRunsAndItems(level: settings.alpha) : difference.overItems(level: settings.alpha), runs)
    case .bootstrap: return .estimate(difference.overItems(level: settings.alpha), runs)
    case .hierarchical:
      if !runs.areSeveral { return .untested(.fewSeeds(settings.test)) }
      return .estimate(difference.overRunsAndItems(level: settings.alpha), runs)
    case .randomization:
      if runs.left != runs.right { return .untested(.unpaired(settings.test)) }
      let pValue = exchangeability(of: pairs, on: comparison.columns)
      return .estimate(difference.overItems(level: settings.alpha).with(pValue: pValue), runs)
    case .aso:
      if !runs.areSeveral { return .untested(.fewSeeds(settings.test)) }
      return .order(
        left: order(left, over: right), right: order(right, over: left), difference: difference.difference, runs)
    }
  }

  /// How far `first` is from being better than `second` in every quantile.
  private func order(
    _ first: [ResampledDifference.Run], over second: [ResampledDifference.Run]
  ) -> AlmostStochasticOrder {
    AlmostStochasticOrder(
      first.map(\.observed), over: second.map(\.observed), confidence: 1 - orderLevel,
      resamples: settings.resamples, stream: RandomStream(seed: 0).derived("order"))
  }

  /// Why the runs cannot be compared; `nil` if they can.
  private func obstacle(to pairs: RunPairs, on columns: [ExperimentResults.Column]) -> UntestedReason? {
    for column in columns {
      for run in pairs.left + pairs.right where self.columns[column]?.has(run) != true {
        return .missing(run: run.name)
      }
      let first = pairs.left[0]
      for run in pairs.left.dropFirst() + pairs.right
      where self.columns[column]?.areOfTheSameSentences(first, run) != true {
        return .differentSentences(first.name, run.name)
      }
    }
    return nil
  }

  /// The mean scores of `columns` that each of `runs` has.
  private func scores(of runs: [ScoredRun], _ columns: [ExperimentResults.Column]) -> [ResampledDifference.Run] {
    runs.map { run in ResampledDifference.Run(meanOf: columns.compactMap { self.columns[$0]?.resampled(run) }) }
  }

  /// The p-value of approximate randomization: the outcomes of each sentence are exchanged in all columns together.
  private func exchangeability(of pairs: RunPairs, on columns: [ExperimentResults.Column]) -> Double {
    let exchanged = columns.compactMap { column -> ExchangedScores? in
      guard let outcomes = self.columns[column] else { return nil }
      return ExchangedScores(
        of: zip(pairs.left, pairs.right).map { (outcomes.series($0), outcomes.series($1)) }, count: settings.resamples,
        stream: outcomes.stream(of: pairs.left[0]))
    }
    return ExchangedScores.pValue(ofMeanOf: exchanged)
  }
}

/// A run of the comparisons of several plans.
struct ScoredRun: Hashable, Sendable {
  let name: String

  /// The place of its plan among those that are compared.
  let source: Int
}

/// The runs of a comparison, side by side: pairs of one seed where each left run has a partner, else all.
private struct RunPairs {
  let left: [ScoredRun]
  let right: [ScoredRun]
  let counts: ComparedRuns

  init(_ comparison: ScoreComparison, _ sources: [OutcomeSource]) {
    func runs(_ row: ScoredRow) -> [(run: ScoredRun, seed: Int?)] {
      row.runs.map { (ScoredRun(name: $0, source: row.source), sources[row.source].seeds[$0]) }
    }
    let (left, right) = (runs(comparison.left), runs(comparison.right))
    let partners = left.compactMap { one in right.first { $0.seed != nil && $0.seed == one.seed }?.run }
    let arePaired = !partners.isEmpty && partners.count == left.count
    self.left = left.map(\.run)
    self.right = arePaired ? partners : right.map(\.run)
    counts = ComparedRuns(left: self.left.count, right: self.right.count, arePaired: arePaired)
  }
}
