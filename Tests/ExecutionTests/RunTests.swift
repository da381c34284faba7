@testable import TensorFiles
@testable import Store
import MaskAlgebra
import MaskTools
import Networks
import OrderedCollections
import Planning
import Running
import Testing

@testable import Execution

private let sixSystems = """
  variants:
    single: {sharing: single}
    subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}
    hard: {sharing: hard}
    soft: {sharing: soft}
    hierarchical: {base: {encoder: {layers: 2}}, sharing: {levels: {pos: 1, ner: 2, pp: 2}}}
    sparse: {}
  """

@Test func aRunIsTheSameBytesWhateverTheJobs() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(more: sixSystems))
  let (first, _) = try await workspace.run(plan, store: "one", jobs: 1)
  let (second, _) = try await workspace.run(plan, store: "two", jobs: 2)
  #expect(first.failures.isEmpty && second.failures.isEmpty)
  let contents = try workspace.contents(ofStore: "one")
  #expect(contents.count > plan.stages.count)
  #expect(try workspace.contents(ofStore: "two") == contents)
}

@Test func nothingIsDoneTwice() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification())
  let (_, events) = try await workspace.run(plan)
  #expect(events.started.count == plan.stages.count)
  #expect(try await workspace.run(plan).1.started == [])
  // Another sharing needs its own training, but no other warmup or round of pruning.
  let other = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'imp(ner, round: 1)'}}"))
  #expect(
    try await workspace.run(other).1.started.sorted() == [
      "evaluate.tiny", "measure.tiny", "train.tiny",
    ])
}

@Test func anotherSeedGivesOtherWeights() async throws {
  let workspace = try Workspace()
  _ = try await workspace.run(try workspace.plan(tinySpecification(sharing: "hard")), store: "three")
  _ = try await workspace.run(try workspace.plan(tinySpecification(sharing: "hard", seed: 4)), store: "four")
  let three = try workspace.contents(ofStore: "three").filter { $0.key.hasPrefix("/objects") }
  let four = try workspace.contents(ofStore: "four").filter { $0.key.hasPrefix("/objects") }
  #expect(three.count == four.count)
  #expect(Set(three.keys).intersection(four.keys).count == 1, "only the vocabulary is the same")
}

@Test(arguments: ["imp", "one_shot"], ["global", "tensor"])
func masksOfARoundLieWithinThoseOfTheRoundBefore(method: String, scope: String) async throws {
  let workspace = try Workspace()
  let text = tinySpecification().replacing("pruning: {", with: "pruning: {method: \(method), scope: \(scope), ")
  let plan = try workspace.plan(text)
  _ = try await workspace.run(plan)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  func mask(_ label: String) throws -> PackedMaskSet {
    let stage = try #require(plan.stages.values.first { $0.label == label })
    return try PackedMaskSet(reading: Safetensors(parsing: store.read(.mask, of: stage.id)))
  }
  for task in ["pos", "ner", "pp"] {
    let (first, second) = (try mask("mask.\(task).1"), try mask("mask.\(task).2"))
    let ladder = PruningLadder(finalKept: 0.5, rounds: 2)
    for (mask, round) in [(first, 1), (second, 2)] {
      let counts = scope == "global" ? [mask.count] : mask.entries.map(\.mask.count)
      #expect(mask.keptCount == counts.reduce(0) { $0 + ladder.kept(of: $1, after: round) })
    }
    for entry in second.entries { #expect(first[entry.name].map { entry.mask.isSubset(of: $0) } == true) }
    #expect(!first.names.contains { $0.contains("bias") })
  }
}

@Test func theSparsestOfTheBestMasksIsSelected() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification())
  _ = try await workspace.run(plan)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  for task in ["pos", "ner", "pp"] {
    let stage = try #require(plan.stages.values.first { $0.label == "select.\(task)" })
    let choice = try decodeJSON(ChoiceFile.self, try store.read(.choice, of: stage.id), of: .choice)
    #expect(choice.candidates.map(\.round).sorted() == [0, 1, 2])
    let best = choice.candidates.map(\.dev).max()
    let sparsest = choice.candidates.filter { $0.dev == best }.min { $0.kept < $1.kept }
    #expect(choice.round == sparsest?.round)
  }
}

@Test func trainingUnderMasksChangesNothingOutsideThem() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'random(keep: 0.3, seed: 5)'}}"))
  _ = try await workspace.run(plan)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  func tensors(_ label: String, _ artifact: Artifact) throws -> Safetensors {
    let stage = try #require(plan.stages.values.first { $0.label.hasPrefix(label) })
    return try Safetensors(parsing: store.read(artifact, of: stage.id))
  }
  let start = try tensors("warmup", .weights)
  let end = try tensors("train.tiny", .lastWeights)
  let mask = try PackedMaskSet(reading: try tensors("draw", .mask))
  var changed = 0
  for entry in mask.entries {
    let before = try #require(start.tensors[entry.name]?.floats)
    let after = try #require(end.tensors[entry.name]?.floats)
    for index in 0..<entry.mask.count where before[index].bitPattern != after[index].bitPattern {
      #expect(entry.mask[index], "\(entry.name)[\(index)] is outside the mask")
      changed += 1
    }
  }
  #expect(changed > 100)
}

/// A task may live in a tower that is named after another one.
@Test func towersAreOnlyNames() async throws {
  let workspace = try Workspace()
  for (store, masks) in [
    ("own", "{pos: tower(pos), ner: tower(ner), pp: tower(pp)}"),
    ("exchanged", "{pos: tower(ner), ner: tower(pp), pp: tower(pos)}"),
  ] {
    let plan = try workspace.plan(tinySpecification(sharing: "{masks: \(masks)}"))
    #expect(try await workspace.run(plan, store: store).0.failures.isEmpty)
  }
  #expect(try workspace.contents(ofStore: "own") == workspace.contents(ofStore: "exchanged"))
  // Two tasks in the tower of the first, which share it, and one that has its own.
  let shared = try workspace.plan(
    tinySpecification(
      sharing:
        "{towers: encoder, masks: {pos: char_cnn | tower(pos), ner: char_cnn | tower(pos), pp: char_cnn | tower(pp)}}"))
  #expect(try await workspace.run(shared).0.failures.isEmpty)
}

@Test func countsDependOnWhatThereIsATowerOf() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(
    tinySpecification(
      more: """
        variants:
          all: {sharing: {towers: all, masks: {'*': tower(self) & imp(self)}}}
          encoder: {sharing: {towers: encoder, masks: {'*': tower(self) & imp(self)}}}
        """))
  #expect(Set(plan.variants.compactMap(\.measure)).count == 2)
}
