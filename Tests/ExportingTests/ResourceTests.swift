import Planning
import Testing

@testable import Exporting

@Test func whatIsAskedForIsTheNextStep() {
  let steps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128]
  for amount in 1...128 {
    #expect(ResourceRules.step(above: Double(amount)) == steps.first { $0 >= amount })
  }
  #expect(ResourceRules.step(above: 0) == 1)
  #expect(ResourceRules.step(above: 4.5) == 6)
  #expect(ResourceRules.step(above: .infinity) >= 1_000_000_000)
}

@Test func resourcesFollowFromEstimatesAndFactors() throws {
  let stage = try #require(try plan(gridText()).stages.values.first { $0.operation.name == "train" })
  func resources(_ rules: ResourceRules, _ cost: StageCost) -> JobResources {
    rules.resources(for: stage.operation, cost)
  }
  let cost = StageCost(memory: 1e9, seconds: 7200)
  // 100 MiB for the process and 1.5 GB; three times two hours.
  #expect(resources(ResourceRules(), cost) == JobResources(threads: 1, mebibytes: 1536, minutes: 384))
  #expect(
    resources(ResourceRules(threads: 4, timeFactor: 1, memoryFactor: 4), cost)
      == JobResources(threads: 4, mebibytes: 4096, minutes: 128))
  let small = resources(ResourceRules(), StageCost(memory: 0, seconds: 0))
  #expect(small.minutes >= 10 && small.mebibytes >= 100)
  let unknown = resources(ResourceRules(), StageCost())
  #expect(unknown.minutes == 24 * 60 && unknown.mebibytes == 4096)
}

@Test func onlyStagesThatTrainHaveSeveralThreads() throws {
  let rules = ResourceRules(threads: 8)
  for stage in try plan(gridText()).stages.values {
    #expect(rules.resources(for: stage.operation, StageCost()).threads == (stage.operation.name == "train" ? 8 : 1))
  }
}
