import Randomness
import Testing

@testable import Statistics

/// What tests say of systems that do not differ, and of those that do.
@Suite struct SimulationTests {
  /// The experiments that are simulated, and the largest share of false positives that a rate of 5 % gives in one of a
  /// thousand such simulations.
  private static let experiments = 400
  private static let most = 0.05 + 3.1 * (0.05 * 0.95 / Double(experiments)).squareRoot()

  /// The share of simulated experiments that `isSignificant` holds for; each gets streams of its own.
  private func share(_ isSignificant: (Int, RandomStream) -> Bool) -> Double {
    let found = (0..<Self.experiments).count { isSignificant($0, RandomStream(seed: 11).derived($0)) }
    return Double(found) / Double(Self.experiments)
  }

  @Test func randomizationIsRightlyRareWithoutADifference() {
    let outcomes = SimulatedOutcomes(itemCount: 60)
    let rate = share { _, stream in
      let pair = (
        left: outcomes.runs(stream.derived("items"), stream.derived("a"))[0],
        right: outcomes.runs(stream.derived("items"), stream.derived("b"))[0]
      )
      let scores = ExchangedScores(of: [pair], count: 199, stream: stream.derived("test"))
      return ExchangedScores.pValue(ofMeanOf: [scores]) <= 0.05
    }
    #expect(rate <= Self.most && rate > 0.005, "\(rate)")
  }

  @Test func theBootstrapOverItemsIsRightlyRareWithoutADifference() {
    let outcomes = SimulatedOutcomes(itemCount: 150)
    let rate = share { _, stream in estimate(outcomes, outcomes, stream).overItems().pValue <= 0.05 }
    #expect(rate <= Self.most && rate > 0.01, "\(rate)")
  }

  /// Runs that differ as much as the items leave open, and far more or far less than that.
  @Test(arguments: [(2, 0.0), (2, 0.2), (3, 0.05), (3, 0.2), (5, 0.2)])
  func theHierarchicalBootstrapIsRightlyRareWithoutADifference(runs: Int, spread: Double) {
    let outcomes = SimulatedOutcomes(itemCount: 60, runCount: runs, runSpread: spread)
    for isPaired in [true, false] {
      let rate = share { _, stream in
        estimate(outcomes, outcomes, stream, isPaired: isPaired).overRunsAndItems().pValue <= 0.05
      }
      #expect(rate <= Self.most, "\(rate), paired: \(isPaired)")
    }
  }

  /// The bootstrap over items takes what one seed gave for what the system gives, and is not to be used over seeds.
  @Test func theBootstrapOverItemsMistakesSeedsForSystems() {
    let outcomes = SimulatedOutcomes(itemCount: 60, runCount: 3, runSpread: 0.2)
    let rate = share { _, stream in estimate(outcomes, outcomes, stream).overItems().pValue <= 0.05 }
    #expect(rate > 0.3, "\(rate)")
  }

  @Test func differencesAreFound() {
    let worse = SimulatedOutcomes(itemCount: 150, runCount: 5, runSpread: 0.01)
    var better = worse
    better.accuracy = 0.85
    let rate = share { _, stream in
      let found = estimate(better, worse, stream).overRunsAndItems()
      return found.interval.lowerBound > 0 && found.pValue < 0.05
    }
    #expect(rate > 0.9, "\(rate)")
  }

  /// Intervals hold the true difference as often as they say.
  @Test func intervalsHoldTheTruth() {
    let worse = SimulatedOutcomes(itemCount: 60, runCount: 3, accuracy: 0.6, runSpread: 0.08)
    var better = worse
    better.accuracy = 0.7
    let missed = share { _, stream in
      !estimate(better, worse, stream).overRunsAndItems().interval.contains(0.1)
    }
    #expect(missed <= Self.most, "\(missed)")
  }

  private func estimate(
    _ left: SimulatedOutcomes, _ right: SimulatedOutcomes, _ stream: RandomStream, isPaired: Bool = true
  ) -> ResampledDifference {
    ResampledDifference(
      left.runs(stream.derived("items"), stream.derived("a")),
      right.runs(stream.derived("items"), stream.derived("b")), isPaired: isPaired, resamples: 100,
      stream: stream.derived("test"))
  }

  // MARK: What does not matter

  /// Resamples are a function of the items: neither other series nor the order of work change the scores of one.
  @Test func scoresDoNotDependOnWhatIsComparedBesides() {
    let stream = RandomStream(seed: 3)
    let runs = SimulatedOutcomes(runCount: 4).runs(stream.derived("items"), stream.derived("a"))
    let all = ResampledScores(of: runs, count: 600, stream: stream)
    let one = ResampledScores(of: [runs[2]], count: 600, stream: stream)
    #expect((0..<600).allSatisfy { all[$0, 2] == one[$0, 0] })
    let pairs = [(left: runs[0], right: runs[1]), (left: runs[2], right: runs[3])]
    let both = ExchangedScores(of: pairs, count: 600, stream: stream)
    let second = ExchangedScores(of: [pairs[1]], count: 600, stream: stream)
    #expect((0..<600).allSatisfy { both[$0, 1] == second[$0, 0] })
    #expect(Set((0..<600).map { all[$0, 2] }).count > 20)
  }

  /// Equal systems have no difference, whatever is drawn.
  @Test func equalRunsDoNotDiffer() {
    let stream = RandomStream(seed: 5)
    let runs = SimulatedOutcomes(runCount: 3).runs(stream.derived("items"), stream.derived("a"))
    let same = ResampledDifference(runs, runs, isPaired: true, resamples: 100, stream: stream)
    for found in [same.overItems(), same.overRunsAndItems()] {
      #expect(found.difference == 0 && found.interval == 0...0 && found.pValue == 1)
    }
    let exchanged = ExchangedScores(of: [(left: runs[0], right: runs[0])], count: 50, stream: stream)
    #expect(ExchangedScores.pValue(ofMeanOf: [exchanged]) == 1)
  }

  /// More runs narrow the interval, as far as the items allow.
  @Test func moreRunsAreNeededForSmallerDifferences() throws {
    let error = DifferenceEstimate.Error(
      items: 0.01, runs: [DifferenceEstimate.Error.Runs(variance: 0.09, count: 3)])
    let widths = (2...20).compactMap { error.with(runs: $0)?.halfWidth(level: 0.05) }
    #expect(widths.count == 19 && zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
    let needed = try #require(error.runsNeeded(for: 0.3))
    #expect(widths[needed - 2] < 0.3 && widths[needed - 3] >= 0.3)
    #expect(error.runsNeeded(for: -0.3) == needed)
    // The items alone leave open 1.96 · 0.1.
    #expect(error.runsNeeded(for: 0.19) == nil)
    #expect(DifferenceEstimate.Error(items: 0.01, runs: []).runsNeeded(for: 1) == nil)
  }
}
