import Diagnostics
import Testing

@testable import Planning

private let mechanisms = """
  variants:
    single: {sharing: single}
    subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}
    hard: {sharing: hard}
    soft: {sharing: soft}
    sparse: {}
  """

@Test func loweringWantsWhatEachVariantNeedsByItself() throws {
  let wanted = try wantedPlan(specimenText(more: mechanisms))
  for variant in wanted.variants {
    let alone = Plan(
      name: "", stages: StageTable(variant.stages), variants: [variant.variant], baseline: nil)
    #expect(alone.validate() == [])
    #expect(alone.reachedStages.count == variant.stages.count, "\(variant.variant.name) wants what it does not need")
  }
  #expect(wanted.stageCount > wanted.merged.stages.count)
}

@Test func mergingKeepsEachStageOnceAndTheLeastLabel() throws {
  let wanted = try wantedPlan(specimenText(more: "variants: {b: {sharing: hard}, a: {sharing: hard}}"))
  let merged = wanted.merged
  #expect(Set(merged.stages.keys) == Set(wanted.variants.flatMap(\.stages).map(\.id)))
  #expect(merged.labelledByName.labels { $0.operation.name == "train" } == ["train.a"])
}

@Test func droppingRemovesWhatNoResultReaches() throws {
  let plan = try plan(specimenText(sharing: "hard"))
  let stray = try #require(
    try wantedPlan(specimenText(sharing: "sparse")).merged.stages.values.first {
      $0.label == "warmup"
    })
  var stages = plan.stages
  stages.insert(stray)
  let larger = Plan(name: plan.name, stages: stages, variants: plan.variants, baseline: nil)
  #expect(larger.withoutUnreachedStages.stages == plan.stages)
}

@Test func theCanonicalOrderDoesNotDependOnTheOrderOfStages() throws {
  let plan = try plan(specimenText(more: mechanisms))
  let expected = Array(plan.stages.keys)
  #expect(plan.validate() == [])
  for seed in 0..<20 {
    var random = SplitMix(seed: UInt64(seed))
    let shuffled = Plan(
      name: plan.name,
      stages: StageTable(plan.stages.values.shuffled(using: &random)),
      variants: plan.variants.shuffled(using: &random), baseline: nil)
    #expect(Array(shuffled.inCanonicalOrder.stages.keys) == expected)
    #expect(shuffled.stages.keys.allSatisfy { StageNames(of: shuffled)[$0] == StageNames(of: plan)[$0] })
  }
}

@Test func theChainOfATaskStandsTogether() throws {
  let plan = try plan(specimenText())
  let names = StageNames(of: plan)
  #expect(
    plan.stages.keys.map { names[$0] } == [
      "vocabulary", "initialize", "warmup",
      "round.ner.0", "mask.ner.1", "round.ner.1", "mask.ner.2", "round.ner.2", "mask.ner.3", "round.ner.3",
      "select.ner",
      "round.pos.0", "mask.pos.1", "round.pos.1", "mask.pos.2", "round.pos.2", "mask.pos.3", "round.pos.3",
      "select.pos",
      "train.specimen", "evaluate.specimen", "measure.specimen",
    ])
}

@Test func namesAreUniqueAndDoNotDependOnWhichVariantCameFirst() throws {
  let cells = (1...12).map { "c\($0): {training: {optimizer: {learning_rate: 0.\($0)}}}" }
  let forward = try plan(specimenText(more: "variants: {\(cells.joined(separator: ", "))}"))
  let backward = try plan(specimenText(more: "variants: {\(cells.reversed().joined(separator: ", "))}"))
  let (names, others) = (StageNames(of: forward), StageNames(of: backward))
  #expect(Set(forward.stages.keys.map { names[$0] }).count == forward.stages.count)
  for id in forward.stages.keys { #expect(names[id] == others[id]) }
  #expect(Array(forward.stages.keys) == Array(backward.stages.keys))
  // 0.1 and 0.10 are one value, so the first and the tenth cell share all of their stages.
  #expect(forward.stages.keys.contains { names[$0] == "train.c1" })
  #expect(!forward.stages.keys.contains { names[$0] == "train.c10" })
  let rounds = forward.stages.keys.map { names[$0] }.filter { $0.hasPrefix("round.ner.0~") }
  #expect(rounds.count == 11)
}

@Test func variantsWithSeveralComponentsNameTheirTasks() throws {
  let plan = try plan(specimenText(sharing: "single"))
  let names = StageNames(of: plan)
  #expect(
    plan.stages.keys.map { names[$0] }.filter { $0.hasPrefix("train") } == [
      "train.specimen.ner", "train.specimen.pos",
    ])
}

@Test(arguments: [("a2", "a10"), ("a", "b"), ("a", "a1"), ("a01", "a1"), ("x9y", "x10"), ("", "a")])
func namesAreSortedAsPeopleSort(first: String, second: String) {
  #expect(first.precedesNaturally(second))
  #expect(!second.precedesNaturally(first))
  #expect(!first.precedesNaturally(first))
}
