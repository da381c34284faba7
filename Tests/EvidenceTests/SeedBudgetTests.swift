import Corpora
import Model
import Testing

@testable import Evidence

/// Results of `a` and its baseline `b` under `planned` seeds; those of the first seeds are there, and the system is
/// better by as many points in every sentence as `differences` has under each.
private func results(
  _ differences: [Int], planned: Int
) -> (results: ExperimentResults, outcomes: OutcomeSource) {
  var outcomes: [String: SentenceOutcomes] = [:]
  func row(_ name: String, counterpart: String?, correct: (Int) -> Int) -> [ExperimentResults.VariantResults] {
    let runs = (0..<planned).map { "\(name)\($0)" }
    func result(_ name: String, _ runs: [String], _ value: Double?) -> ExperimentResults.VariantResults {
      ExperimentResults.VariantResults(
        name: name, declared: String(name.prefix(1)), runs: runs,
        scores: [ExperimentResults.TaskScore(task: "pos", metric: .accuracy, split: "test", value: value)],
        sharing: nil, overlapRatio: nil, isMeasured: false, counterpart: counterpart)
    }
    for seed in differences.indices {
      outcomes[runs[seed]] = SentenceOutcomes(
        metric: .accuracy, categories: [], tokens: [100, 100], correct: [correct(seed), correct(seed)], entries: [])
    }
    return runs.enumerated().map { result($1, [$1], $0 < differences.count ? 1 : nil) } + [result(name, runs, 1)]
  }
  let left = row("a", counterpart: "b") { 50 + differences[$0] }
  let right = row("b", counterpart: nil) { _ in 50 }
  let known = outcomes
  let seeds = Dictionary(uniqueKeysWithValues: known.keys.map { ($0, Int($0.dropFirst()) ?? 0) })
  return (
    ExperimentResults(
      name: "specimen", baseline: "b", variants: Array(left.dropLast() + right.dropLast()),
      means: [left[planned], right[planned]]),
    OutcomeSource(seeds: seeds) { run, _ in known[run] }
  )
}

@Suite struct SeedBudgetTests {
  /// Differences of 10, 20 and 30 points have the standard deviation 10, and sentences add nothing: what n seeds tell is
  /// t·10/√n with Student's t of n − 1 degrees of freedom, from printed tables.
  @Test(arguments: [(3, 4.3027 * 10 / 3.0.squareRoot()), (5, 2.7764 * 10 / 5.0.squareRoot())])
  func whatSeedsTellFollowsFromTheirVariance(planned: Int, smallest: Double) throws {
    let (results, outcomes) = results([10, 20, 30], planned: planned)
    let budget = try SeedBudget(of: results, outcomes)
    let row = try #require(budget.rows.first)
    #expect(budget.rows.count == 1 && row.planned == planned && row.name == "a")
    let column = try #require(row.columns.first)
    #expect(row.columns.count == 1 && column.column == ExperimentResults.Column(task: "pos"))
    #expect(abs(column.smallest - smallest) < 1e-3)
    // 2.5706/√6 is above 1, and 2.4469/√7 is below.
    #expect(column.seeds(for: 10) == 7)
    #expect(column.seeds(for: 0.001) == nil)
  }

  @Test(arguments: [1, 0]) func fewRunsSayNothing(count: Int) throws {
    let (results, outcomes) = results(Array([10, 20].prefix(count)), planned: 3)
    #expect(try SeedBudget(of: results, outcomes).rows.isEmpty)
  }
}
