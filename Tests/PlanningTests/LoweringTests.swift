import OrderedCollections
import Testing

@testable import Planning

@Test(arguments: [
  "hard", "single", "soft", "sparse", "{levels: {pos: 1, ner: 2}}", "{masks: {'*': 'random(keep: 0.5, seed: 3)'}}",
])
func loweredPlansAreValid(sharing: String) throws { #expect(try plan(specimenText(sharing: sharing)).validate() == []) }

@Test func sparseSharingIsThePapersAlgorithm() throws {
  let plan = try plan(specimenText())
  let trainings = plan.labels { if case .train = $0.operation { true } else { false } }
  #expect(
    Set(trainings)
      == Set(
        ["warmup", "train specimen: ner, pos"]
          + ["ner", "pos"].flatMap { task in (0...3).map { "prune \(task), round \($0)" } }))
  let warmup = try #require(plan.stages.values.first { $0.label == "warmup" })
  for stage in plan.stages.values {
    guard case .train(let training) = stage.operation, stage.id != warmup.id else { continue }
    // Every round, and the joint training, starts again from the warmup's weights.
    #expect(stage.input(.start)?.stage == warmup.id, "\(stage.label)")
    #expect(training.epochs == 2)
  }
  // The candidates of a task are its rounds, the dense one included.
  let selection = try #require(plan.stages.values.first { $0.label == "select ner" })
  #expect(selection.inputs.filter { $0.artifact == .history }.count == 4)
  #expect(selection.inputs.filter { $0.artifact == .mask }.count == 3)
}

@Test(arguments: ["sparse", "single", "soft"])
func trainingNeverSeesTheTestSplit(sharing: String) throws {
  for stage in try plan(specimenText(sharing: sharing)).stages.values {
    let files = stage.operation.inputFiles.map(\.path)
    switch stage.operation {
    case .evaluate: #expect(files.contains("/data/test.txt"))
    case .vocabulary, .initialize, .train, .prune, .select, .drawMask, .measure:
      #expect(!files.contains("/data/test.txt"), "\(stage.label)")
    }
  }
}

@Test func withoutWarmupEverythingStartsFromTheInitialWeights() throws {
  let plan = try plan(specimenText(warmup: 0))
  let starts = Set(plan.stages.values.compactMap { $0.input(.start)?.stage })
  #expect(starts.map { plan.stages[$0]?.label } == ["initialize"])
}

@Test func equalWorkIsOneStage() throws {
  let both = try plan(
    specimenText(more: "variants: {sparse: {}, subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}}"))
  let alone = try plan(specimenText())
  // The subnets' own trainings and evaluations, and one count of parameters, are all that the second variant adds.
  #expect(both.stages.count == alone.stages.count + 2 + 2 + 1)
}

@Test func moreRoundsAtTheSameRateShareTheFirstOnes() throws {
  let four = try plan(specimenText(pruning: "{rate: {final: 0.0625, rounds: 4}}"))
  let two = try plan(specimenText(pruning: "{rate: {final: 0.25, rounds: 2}}"))
  let shared = two.stages.values.filter { four.identities.contains($0.id) }.map(\.label)
  #expect(Set(shared).isSuperset(of: ["warmup", "prune ner, round 0", "prune ner, round 2", "mask pos, round 2"]))
}

@Test func namesAndSpellingsAreNotPartOfTheWork() throws {
  let plain = try plan(specimenText(sharing: "hard"))
  for text in [
    specimenText(name: "other", sharing: "hard"), specimenText(sharing: "{masks: {'*': layers(1..2) | char_cnn}}"),
    specimenText(sharing: "hard", training: "{batch: 10, epochs: 2}"),
    specimenText(
      sharing: "hard",
      tasks:
        "{ner: {scheme: bio2, metric: span_f1, column: ner, dataset: d}, pos: {dataset: d, column: pos, metric: accuracy}}"
    ),
    specimenText(sharing: "hard").replacing("  d: {", with: "  e: {").replacing("dataset: d", with: "dataset: e"),
    specimenText(sharing: "hard") + "\n# a comment\n",
  ] {
    #expect(try plan(text).identities == plain.identities)
  }
}

@Test(arguments: [
  ("{epochs: 2}", "{epochs: 3}"), ("{epochs: 2}", "{epochs: 2, batch: 11}"), ("{epochs: 2}", "{epochs: 2, clip: none}"),
  ("{epochs: 2}", "{epochs: 2, clip: {by: value, at: 5}}"), ("{epochs: 2}", "{epochs: 2, sampling: uniform}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {learning_rate: 0.2}}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {momentum: 0}}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {decay: 0}}"), ("{epochs: 2}", "{epochs: 2, select: last}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {momentum_scope: global}}"),
])
func everySettingOfTrainingIsPartOfItsKey(before: String, after: String) throws {
  let old = try plan(specimenText(sharing: "hard", training: before))
  let new = try plan(specimenText(sharing: "hard", training: after))
  #expect(
    old.labels { !new.identities.contains($0.id) } == ["train specimen: ner, pos", "evaluate specimen: ner, pos"])
}
