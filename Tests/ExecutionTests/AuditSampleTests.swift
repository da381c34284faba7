import Glibc
import Planning
import Store
import Testing

@testable import Running

/// Calls `body` with every set of `count` of the numbers below `total`.
private func forEachSubset(of total: Int, count: Int, _ body: (Set<Int>) -> Void) {
  for bits in 0..<(1 << total) where bits.nonzeroBitCount == count {
    body(Set((0..<total).filter { bits >> $0 & 1 == 1 }))
  }
}

@Suite struct AuditSampleTests {
  @Test(arguments: [
    ("5%", 900, 45), ("5%", 1, 1), ("0.000001%", 900, 1), ("12.5%", 8, 1), ("12.5%", 9, 2), ("7%", 100, 7),
    ("100%", 900, 900), ("20", 900, 20), ("20", 6, 6), ("1", 6, 1), ("100%", 0, 0),
  ])
  func aSizeIsANumberOrAShareRoundedUp(text: String, population: Int, count: Int) throws {
    let size = try #require(SampleSize(text))
    #expect(size.count(of: population) == count)
    #expect(size.description == text)
  }

  @Test(arguments: [
    "", "%", "0", "0%", "-1", "-5%", "101%", "100.1%", "5 %", "5%%", "1e2", "x", "0.5", ".5%", "5.%", "+5%", "٣%",
    "1.0000001%", "99999999999999999999", "99999999999999999999%", "0.0%",
  ])
  func otherTextsAreNoSizes(text: String) { #expect(SampleSize(text) == nil) }

  @Test func aSampleIsAFunctionOfTheSeedWithoutReplacement() {
    let stages = Array(0..<200)
    let sample = sampled(stages, count: 50, seed: 7)
    #expect(Set(sample).count == 50)
    #expect(sampled(stages, count: 50, seed: 7) == sample)
    #expect(sampled(stages, count: 80, seed: 7).prefix(50) == sample[...])
    #expect(sampled(stages, count: 50, seed: 8) != sample)
    #expect(sampled(stages, count: 200, seed: 7).sorted() == stages)
  }

  /// The share of samples that have the one forged stage is the probability that is named, within three standard
  /// errors; so it is for each place that the stage may have.
  @Test(arguments: [(20, 0), (20, 117), (20, 199), (45, 60), (190, 5)])
  func oneForgedStageIsFoundAsOftenAsIsSaid(count: Int, forged: Int) {
    let stages = Array(0..<200)
    let found = (1...1000).count { sampled(stages, count: count, seed: $0).contains(forged) }
    let expected = ForgeryBound(population: 200, sample: count).detectionProbability(forged: 1)
    #expect(abs(expected - Double(count) / 200) < 1e-9)
    let error = (expected * (1 - expected) / 1000).squareRoot()
    #expect(abs(Double(found) / 1000 - expected) < 3 * error, "\(found) of 1000")
  }

  /// Probabilities and bounds are those of counting all samples, undecided stages included.
  @Test(arguments: [(1, 1), (6, 3), (7, 2), (8, 8), (9, 4), (10, 1), (10, 7), (11, 6), (12, 9)])
  func boundsAreThoseOfCountingAllSamples(population: Int, sample: Int) {
    for undecided in 0...sample {
      let bound = ForgeryBound(population: population, sample: sample, undecided: undecided)
      var largest = 0
      for forged in 0...population {
        var (missed, all) = (0, 0)
        forEachSubset(of: population, count: sample) { drawn in
          all += 1
          if drawn.count(where: { $0 < forged }) <= undecided { missed += 1 }
        }
        #expect(abs(bound.missProbability(forged: forged) - Double(missed) / Double(all)) < 1e-9)
        // Whole numbers decide ties: more than one in twenty.
        if 20 * missed > all { largest = forged }
      }
      #expect(bound.largestForgedCount() == largest, "\(population), \(sample), \(undecided)")
    }
  }

  /// C(6 − 3, 3) / C(6, 3) is exactly one in twenty, which is no longer consistent.
  @Test func aTieIsExcluded() {
    #expect(abs(ForgeryBound(population: 6, sample: 3).missProbability(forged: 3) - 0.05) < 1e-12)
    #expect(ForgeryBound(population: 6, sample: 3).largestForgedCount() == 2)
  }

  /// Whatever the number of forged stages, a clean sample names a smaller bound in at most one case of twenty.
  @Test(arguments: 0...60)
  func theBoundHoldsAtItsConfidence(forged: Int) {
    let bound = ForgeryBound(population: 60, sample: 15)
    if bound.largestForgedCount() < forged { #expect(bound.missProbability(forged: forged) <= 0.05 + 1e-12) }
    if bound.largestForgedCount() >= forged { #expect(bound.missProbability(forged: forged) > 0.05) }
  }

  @Test func largePopulationsHaveBounds() {
    let bound = ForgeryBound(population: 1_000_000, sample: 1_000_000 / 20)
    // Drawn with replacement, the bound would be log(0.05) / log(0.95) = 58.4.
    #expect(bound.largestForgedCount() == 58)
  }

  /// Neither the order of the files nor stages that they have in common change the sample.
  @Test func theSampleDoesNotDependOnTheOrderOfFiles() async throws {
    let workspace = try Workspace()
    let plans = [try workspace.plan(tinySpecification(sharing: "hard")), try workspace.plan(tinySpecification())]
    for plan in plans { _ = try await workspace.run(plan) }
    let store = StoreInspection(at: "\(workspace.path)/store")
    let population = try AuditPopulation(of: plans, in: store)
    #expect(population.stages.count == Set(plans.flatMap(\.stageIDs)).count)
    #expect(population.stages.count < plans.reduce(0) { $0 + $1.stages.count })
    let sample = population.sample(.count(5), seed: 3).map(\.stage.id)
    let other = try AuditPopulation(of: plans.reversed() + plans, in: store).sample(.count(5), seed: 3)
    #expect(other.map(\.stage.id) == sample)
    #expect(try AuditPopulation(of: plans, in: StoreInspection(at: "nowhere")).absentCount == population.stages.count)
  }

  /// Stages that look at no switch do not keep an audit from ending.
  @Test func aStoppedAuditLeavesStagesThatGoOn() async throws {
    let workspace = try Workspace()
    let plan = try workspace.plan(tinySpecification(sharing: "hard"))
    _ = try await workspace.run(plan)
    let store = StoreInspection(at: "\(workspace.path)/store")
    let stop = StopSwitch()
    let audit = StageAudit(
      of: store, executor: DeafExecutor(stop: stop), jobs: 2, observer: EventLog(), stop: stop, costs: [:],
      memory: .infinity)
    let report = await audit.run(try AuditPopulation(of: [plan], in: store).stages)
    #expect(report.isInterrupted && report.findings.isEmpty)
  }
}

/// Stops the audit that it works for, and goes on for longer than any test waits for a thread.
private struct DeafExecutor: StageExecutor {
  let stop: StopSwitch
  let numerics = "none"

  func carryOut(
    _ stage: Stage, threads: Int, isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    stop.turnOn()
    sleep(30)
    return []
  }
}
