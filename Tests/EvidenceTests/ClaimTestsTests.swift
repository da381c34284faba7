import Corpora
import Diagnostics
import ExperimentSpec
import Model
import SpecSyntax
import Testing

@testable import Evidence

/// The claims that `text` makes about variants `a`, `b` and `c`, with cells where `sweep` says so.
private func claims(_ text: String, sweep: String = "{seeds: [1, 2, 3]}") throws -> [Named<ClaimSpec>] {
  let source = """
    sharespec: 1
    name: specimen
    datasets: {d: {format: synthetic, sentences: {train: 20}}}
    tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
    sharing: hard
    training: {epochs: 1}
    variants: {a: {}, b: {}, c: {}}
    sweep: \(sweep)
    claims:
      claim: {\(text)}

    """
  var log = DiagnosticLog()
  let document = SpecDocument(SourceFile(name: "specimen", text: source), log: &log)
  let spec = document.flatMap { Spec($0, log: &log) }
  return try #require(spec, "\(log)").claims
}

/// The results of rows whose runs have as many right tokens of ten in each sentence.
private func tests(_ rows: [(name: String, declared: String, runs: [[Int]])]) -> ClaimTests {
  var outcomes: [String: SentenceOutcomes] = [:]
  var variants: [ExperimentResults.VariantResults] = []
  var means: [ExperimentResults.VariantResults] = []
  func result(_ name: String, _ declared: String, _ runs: [String]) -> ExperimentResults.VariantResults {
    ExperimentResults.VariantResults(
      name: name, declared: declared, runs: runs,
      scores: [ExperimentResults.TaskScore(task: "pos", metric: .accuracy, split: "test", value: 1)], sharing: nil,
      overlapRatio: nil, isMeasured: false)
  }
  for row in rows {
    let names = row.runs.indices.map { "\(row.name)@seed=\($0)" }
    for (name, correct) in zip(names, row.runs) {
      outcomes[name] = SentenceOutcomes(
        metric: .accuracy, categories: [], tokens: correct.map { _ in 10 }, correct: correct, entries: [])
      variants.append(result(name, row.declared, [name]))
    }
    means.append(result(row.name, row.declared, names))
  }
  let known = outcomes
  let source = OutcomeSource(
    seeds: Dictionary(uniqueKeysWithValues: known.keys.map { ($0, Int($0.suffix(1)) ?? 0) })
  ) { run, _ in known[run] }
  return ClaimTests(
    on: ExperimentResults(name: "specimen", baseline: nil, variants: variants, means: means), source)
}

/// Sentences of which every second has one right token more than `level`.
private func run(_ level: Int) -> [Int] { (0..<100).map { level + $0 % 2 } }

@Suite struct ClaimTestsTests {
  private let systems = tests([
    ("a", "a", [run(5), run(5), run(5)]), ("b", "b", [run(3), run(3), run(3)]), ("c", "c", [run(1), run(5), run(7)]),
  ])

  private func verdict(_ text: String) throws -> ClaimVerdict {
    try #require(try systems.verdicts(on: try claims(text)).first)
  }

  /// The difference is 20 points in every sentence under every seed.
  @Test(arguments: [
    ("better: a, than: b", ClaimVerdict.Decision.supported), ("better: b, than: a", .refuted),
    ("better: a, than: b, by: 19.9", .supported), ("better: a, than: b, by: 20.1", .refuted),
    ("better: b, than: a, by: -20.1", .supported), ("better: b, than: a, by: -19.9", .refuted),
    ("better: a, than: b, test: randomization", .supported), ("better: b, than: a, test: randomization", .refuted),
    ("better: a, than: b, test: aso", .supported), ("better: b, than: a, test: aso", .refuted),
    ("better: a, than: b, test: hierarchical, score: pos", .supported),
    ("better: a@seed=1, than: b@seed=1, test: bootstrap", .supported),
    ("better: a@seed=1, than: b@seed=1", .undecided), ("better: a, than: c", .undecided),
  ])
  func claimsAreDecided(text: String, decision: ClaimVerdict.Decision) throws {
    #expect(try verdict(text).decision == decision)
  }

  /// Of the seeds of `c`, two are better than `a` and one is far worse; the mean says little.
  @Test func whatIsOpenSaysHowManySeedsItTakes() throws {
    let finding = try #require(try verdict("better: a, than: c").findings.first)
    guard case .chance(let seeds?)? = finding.reason else {
      Issue.record("\(String(describing: finding.reason))")
      return
    }
    // Differences of 40, 0 and −20 points have the mean 6.67 and the standard deviation 30.6.
    let difference = try #require(finding.evidence?.difference)
    #expect(abs(difference - 20.0 / 3) < 1e-9)
    #expect((80...90).contains(seeds))
    #expect(try verdict("better: a, than: c, by: 6.67").findings.first?.reason == .chance(seeds: nil))
  }

  /// Cells are compared with those of the same values, and the claim is of all of them.
  @Test func aSweptVariantStandsForItsCells() throws {
    func rows(_ last: Int) -> ClaimTests {
      tests([
        ("a@training.batch=5", "a", [run(5), run(5)]), ("a@training.batch=9", "a", [run(last), run(last)]),
        ("b@training.batch=5", "b", [run(3), run(3)]), ("b@training.batch=9", "b", [run(6), run(6)]),
        ("c", "c", [run(4), run(4)]),
      ])
    }
    let claims = try claims(
      "better: a, than: b", sweep: "{variants: [a, b], product: {training.batch: [5, 9]}, seeds: [1, 2]}")
    let both = try #require(try rows(8).verdicts(on: claims).first)
    #expect(both.decision == .supported && both.findings.count == 2)
    #expect(both.findings.map(\.right) == ["b@training.batch=5", "b@training.batch=9"])
    #expect(both.findings.allSatisfy { $0.level == 0.025 })
    let one = try #require(try rows(4).verdicts(on: claims).first)
    #expect(one.decision == .refuted && one.findings.map(\.decision) == [.supported, .refuted])
  }

  /// A cell without its counterpart is undecided, and so is the claim.
  @Test func aRowWithoutAnotherOneIsUndecided() throws {
    let tests = tests([
      ("a@training.batch=5", "a", [run(5), run(5)]), ("b@training.batch=9", "b", [run(3), run(3)]),
      ("b@training.batch=10", "b", [run(3), run(3)]),
    ])
    let claims = try claims(
      "better: a, than: b", sweep: "{variants: [a, b], product: {training.batch: [5, 9]}, seeds: [1, 2]}")
    let verdict = try #require(try tests.verdicts(on: claims).first)
    #expect(verdict.decision == .undecided && verdict.findings.map(\.reason) == [.noCounterpart])
  }
}
