import Corpora
import Model
import Randomness
import Statistics

/// What was counted of several runs in one column of scores.
struct ColumnOutcomes: Sendable {
  private var outcomes: [ScoredRun: SentenceOutcomes] = [:]
  private var gold: [ScoredRun: GoldLabels] = [:]

  /// The scores on all sentences and on resampled ones, of each run.
  private var scores: [ScoredRun: ResampledDifference.Run] = [:]

  func has(_ run: ScoredRun) -> Bool { outcomes[run] != nil }

  mutating func add(_ found: SentenceOutcomes, of run: ScoredRun) {
    outcomes[run] = found
    gold[run] = GoldLabels(of: found)
  }

  /// Whether two runs are scored on the same sentences and gold labels by the same metric.
  func areOfTheSameSentences(_ left: ScoredRun, _ right: ScoredRun) -> Bool {
    gold[left] != nil && gold[left] == gold[right] && outcomes[left]?.metric == outcomes[right]?.metric
  }

  /// The random numbers by which sentences of `run` are drawn. Requires: the run is there.
  func stream(of run: ScoredRun) -> RandomStream { GoldLabels(of: known(run)).stream }

  func resampled(_ run: ScoredRun) -> ResampledDifference.Run? { scores[run] }

  /// The counts of `run` and the score that follows, as it is shown. Requires: the run is there.
  func series(_ run: ScoredRun) -> OutcomeSeries { series(known(run), over: categories) }

  private func known(_ run: ScoredRun) -> SentenceOutcomes {
    guard let found = outcomes[run] else { preconditionFailure("outcomes of '\(run.name)' were read") }
    return found
  }

  /// The categories of all runs, each once.
  private var categories: [String] { Set(outcomes.values.flatMap(\.categories)).sorted() }

  private func series(_ outcomes: SentenceOutcomes, over categories: [String]) -> OutcomeSeries {
    let metric = outcomes.metric
    let aligned = outcomes.over(categories: categories)
    return OutcomeSeries(width: aligned.counterCount, counts: aligned.counters) { sums in
      metric.descriptor.shown(SentenceOutcomes.value(of: metric, sums))
    }
  }

  /// The counters that are summed at a time.
  private static let mostCounters = 512

  /// The column with scores on `count` resamples of the sentences of each run.
  func resampled(count: Int) -> ColumnOutcomes {
    var result = self
    let categories = categories
    let runs = outcomes.keys.sorted { ($0.source, $0.name) < ($1.source, $1.name) }
    for group in Dictionary(grouping: runs, by: { gold[$0] }).values {
      guard let labels = gold[group[0]] else { continue }
      var rest = group[...]
      while let first = rest.first {
        let width = series(known(first), over: categories).width
        let part = Array(rest.prefix(max(1, Self.mostCounters / width)))
        rest = rest.dropFirst(part.count)
        let scores = ResampledScores(
          of: part.map { series(known($0), over: categories) }, count: count, stream: labels.stream)
        for (place, run) in part.enumerated() {
          result.scores[run] = ResampledDifference.Run(
            observed: scores.observed[place], resampled: (0..<count).map { scores[$0, place] })
        }
      }
    }
    return result
  }
}
