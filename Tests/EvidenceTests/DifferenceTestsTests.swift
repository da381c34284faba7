import Corpora
import ExperimentSpec
import Files
import Model
import Randomness
import Statistics
import Testing

@testable import Evidence

private let pos = ExperimentResults.Column(task: "pos")
private let ner = ExperimentResults.Column(task: "ner")

/// Outcomes of sentences with as many `correct` tokens of ten.
private func tokens(_ correct: [Int], of tokens: Int = 10) -> SentenceOutcomes {
  SentenceOutcomes(
    metric: .accuracy, categories: [], tokens: correct.map { _ in tokens }, correct: correct, entries: [])
}

/// Numbers of right tokens, of about the share `rate`, in `count` sentences.
private func correct(_ rate: Double, count: Int = 200, seed: UInt64) -> [Int] {
  var stream = RandomStream(seed: seed)
  return (0..<count).map { _ in (0..<10).count { _ in stream.nextDouble() < rate } }
}

/// A source of what `runs` have in each column; seeds are the digits at the ends of names.
private func source(_ runs: [String: [ExperimentResults.Column: SentenceOutcomes]]) -> OutcomeSource {
  let seeds = Dictionary(uniqueKeysWithValues: runs.keys.map { ($0, Int($0.suffix(1)) ?? 0) })
  return OutcomeSource(seeds: seeds) { run, column in runs[run]?[column] }
}

private func compared(
  _ left: [String], _ right: [String], on columns: [ExperimentResults.Column] = [pos],
  _ runs: [String: [ExperimentResults.Column: SentenceOutcomes]], test: SignificanceTest = .paired
) throws -> TestedDifference {
  let tests = DifferenceTests(of: [source(runs)], SignificanceSpec(test: test, resamples: 2000))
  return try #require(
    try tests.results(of: [ScoreComparison(ScoredRow(left), minus: ScoredRow(right), on: columns)]).first)
}

@Suite struct DifferenceTestsTests {
  @Test(arguments: [SignificanceTest.paired, .bootstrap, .randomization])
  func equalRunsDifferByNothing(test: SignificanceTest) throws {
    let outcomes = [pos: tokens(correct(0.9, seed: 1))]
    let result = try compared(["a1"], ["b1"], ["a1": outcomes, "b1": outcomes], test: test)
    let estimate = try #require(result.evidence.estimate)
    #expect(estimate.difference == 0 && estimate.interval == 0...0 && estimate.pValue == 1)
    #expect(!result.isSignificant && result.pValue == 1)
  }

  /// A run that is right about one token more of every sentence is better by ten points, without any doubt.
  @Test(arguments: [SignificanceTest.paired, .bootstrap, .randomization])
  func aDifferenceInEverySentenceIsCertain(test: SignificanceTest) throws {
    let few = correct(0.5, seed: 1).map { min($0, 9) }
    let result = try compared(
      ["a1"], ["b1"], ["a1": [pos: tokens(few.map { $0 + 1 })], "b1": [pos: tokens(few)]], test: test)
    let estimate = try #require(result.evidence.estimate)
    #expect(abs(estimate.difference - 10) < 1e-9 && estimate.interval.upperBound - estimate.interval.lowerBound < 1e-9)
    #expect(result.isSignificant)
  }

  /// Where one task gains of a sentence what another loses, their mean has no error: sentences are drawn for both.
  @Test func tasksOfTheSameSentencesAreDrawnTogether() throws {
    let (gain, base) = (correct(0.4, seed: 1), correct(0.4, seed: 2))
    let runs: [String: [ExperimentResults.Column: SentenceOutcomes]] = [
      "a1": [pos: tokens(gain), ner: tokens(gain.map { 10 - $0 })],
      "b1": [pos: tokens(base), ner: tokens(base.map { 10 - $0 })],
    ]
    let single = try #require(try compared(["a1"], ["b1"], on: [pos], runs).evidence.estimate)
    let both = try #require(try compared(["a1"], ["b1"], on: [pos, ner], runs).evidence.estimate)
    #expect(single.interval.upperBound - single.interval.lowerBound > 1)
    #expect(abs(both.interval.upperBound) < 1e-9 && abs(both.interval.lowerBound) < 1e-9)
  }

  /// Runs are compared under their seeds in whatever order they are named; without seeds in common, as two samples.
  @Test func runsOfOneSeedAreCompared() throws {
    // Seeds differ by far more than systems do.
    let levels = [1: 0.3, 2: 0.6, 3: 0.9]
    var runs: [String: [ExperimentResults.Column: SentenceOutcomes]] = [:]
    for (seed, level) in levels {
      let right = correct(level, count: 2000, seed: UInt64(seed)).map { min($0, 9) }
      runs["a\(seed)"] = [pos: tokens(right.map { $0 + 1 })]
      runs["b\(seed)"] = [pos: tokens(right)]
      runs["c\(seed + 4)"] = [pos: tokens(right)]
    }
    let paired = try compared(["a1", "a2", "a3"], ["b3", "b1", "b2"], runs)
    #expect(paired.evidence.runs == ComparedRuns(left: 3, right: 3, arePaired: true) && paired.isSignificant)
    let unpaired = try compared(["a1", "a2", "a3"], ["c5", "c6", "c7"], runs)
    #expect(unpaired.evidence.runs == ComparedRuns(left: 3, right: 3, arePaired: false) && !unpaired.isSignificant)
    let difference = try #require(unpaired.evidence.difference)
    #expect(abs(difference - 10) < 1e-9)
  }

  @Test func whatCannotBeComparedIsSaid() throws {
    let (few, many) = (correct(0.5, seed: 1), correct(0.5, count: 201, seed: 1))
    let runs: [String: [ExperimentResults.Column: SentenceOutcomes]] = [
      "a1": [pos: tokens(few)], "b1": [pos: tokens(many)], "c1": [pos: tokens(few, of: 11)], "d1": [pos: tokens(few)],
      "d2": [pos: tokens(few)],
    ]
    func reason(_ left: [String], _ right: [String], _ test: SignificanceTest = .paired) throws -> UntestedReason? {
      if case .untested(let reason) = try compared(left, right, runs, test: test).evidence { reason } else { nil }
    }
    #expect(try reason(["a1"], ["x1"]) == .missing(run: "x1"))
    #expect(try reason(["a1"], ["b1"]) == .differentSentences("a1", "b1"))
    #expect(try reason(["a1"], ["c1"]) == .differentSentences("a1", "c1"))
    #expect(try reason(["a1"], ["d1"], .hierarchical) == .fewSeeds(.hierarchical))
    #expect(try reason(["a1"], ["d1"], .aso) == .fewSeeds(.aso))
    #expect(try reason(["a1"], ["d1", "d2"], .randomization) == nil, "the run of the same seed is there")
    #expect(try reason(["d1", "d2"], ["a1"], .randomization) == .unpaired(.randomization))
  }

  /// What a comparison comes to does not depend on how many others are asked for with it.
  @Test func manyComparisonsAreWhatEachIsByItself() throws {
    var runs: [String: [ExperimentResults.Column: SentenceOutcomes]] = [
      "base1": [pos: tokens(correct(0.5, count: 40, seed: 0))]
    ]
    for index in 0..<150 { runs["\(index)x1"] = [pos: tokens(correct(0.6, count: 40, seed: UInt64(index + 1)))] }
    let comparisons = (0..<150).map {
      ScoreComparison(ScoredRow(["\($0)x1"]), minus: ScoredRow(["base1"]), on: [pos])
    }
    let tests = DifferenceTests(of: [source(runs)], SignificanceSpec(resamples: 1000, correction: .none))
    let together = try tests.results(of: comparisons)
    #expect(try comparisons.map { try tests.results(of: [$0])[0] } == together)
    // With the correction each p-value is at least as large, and in the same order.
    let corrected = try DifferenceTests(of: [source(runs)], SignificanceSpec(resamples: 1000)).results(of: comparisons)
    #expect(corrected.map(\.evidence) == together.map(\.evidence))
    #expect(zip(corrected, together).allSatisfy { ($0.pValue ?? 0) >= ($1.pValue ?? 1) })
    #expect(corrected.count(where: \.isSignificant) < together.count(where: \.isSignificant))
  }

  /// Two runs over different sets of tags are compared by their names.
  @Test func tagsAreComparedByTheirNames() throws {
    func outcomes(_ categories: [String]) throws -> SentenceOutcomes {
      let (noun, verb) = (
        try #require(categories.firstIndex(of: "NOUN")), try #require(categories.firstIndex(of: "VERB"))
      )
      return SentenceOutcomes(
        metric: .macroF1, categories: categories, tokens: [2, 1, 1], correct: [2, 1, 0],
        entries: [
          SentenceOutcomes.Entry(sentence: 0, category: noun, counts: MatchCounts(correct: 1, predicted: 1, gold: 1)),
          SentenceOutcomes.Entry(sentence: 0, category: verb, counts: MatchCounts(correct: 1, predicted: 1, gold: 1)),
          SentenceOutcomes.Entry(sentence: 1, category: noun, counts: MatchCounts(correct: 1, predicted: 1, gold: 1)),
          SentenceOutcomes.Entry(sentence: 2, category: noun, counts: MatchCounts(correct: 0, predicted: 0, gold: 1)),
          SentenceOutcomes.Entry(sentence: 2, category: verb, counts: MatchCounts(correct: 0, predicted: 1, gold: 0)),
        ])
    }
    let result = try compared(
      ["a1"], ["b1"],
      ["a1": [pos: try outcomes(["NOUN", "VERB"])], "b1": [pos: try outcomes(["ADJ", "VERB", "NOUN"])]])
    let estimate = try #require(result.evidence.estimate)
    #expect(estimate.difference == 0 && estimate.interval == 0...0)
  }
}
