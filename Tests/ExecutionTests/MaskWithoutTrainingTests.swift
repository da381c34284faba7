@testable import TensorFiles
@testable import Store
import MaskAlgebra
import MaskTools
import Networks
import Planning
import Running
import Testing

@testable import Execution

/// Masks that are found without training: by sensitivity, and at random.
private func tiny(_ method: String, more: String = "") -> String {
  tinySpecification(sharing: "{masks: {'*': 'imp(self)'}}").replacing(
    "pruning: {rate: {final: 0.5, rounds: 2}, epochs: 1}",
    with: "pruning: {method: \(method), rate: {final: 0.5, rounds: 2}\(more)}")
}

/// The masks that a run of `text` finds, by the names of their stages.
private func masks(of text: String, in workspace: Workspace) async throws -> [String: PackedMaskSet] {
  let plan = try workspace.plan(text)
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  var masks: [String: PackedMaskSet] = [:]
  for stage in plan.stages.values where stage.operation.name == "prune" {
    let bytes = try store.read(.mask, of: stage.id)
    masks[stage.label] = try PackedMaskSet(reading: Safetensors(parsing: bytes))
  }
  return masks
}

@Test(arguments: ["snip", "random"])
func masksWithoutTrainingAreOnTheLadder(method: String) async throws {
  let found = try await masks(of: tiny(method), in: Workspace())
  #expect(found.keys.sorted() == ["ner", "pos", "pp"].map { "mask.\($0).2" })
  let ladder = PruningLadder(finalKept: 0.5, rounds: 2)
  for mask in found.values { #expect(mask.keptCount == ladder.kept(of: mask.count, after: 2)) }
  #expect(Set(found.values).count == 3)
}

/// A round keeps part of what the round before it keeps, and a fraction likewise.
@Test(arguments: ["snip", "random"])
func roundsWithoutTrainingAreNested(method: String) async throws {
  let text = tiny(method, more: ", scope: tensor").replacing(
    "{'*': 'imp(self)'}",
    with: "{pos: 'imp(ner, keep: 0.9)', pp: 'imp(ner, round: 1)', ner: 'imp(ner, round: 2)'}")
  let found = try await masks(of: text, in: Workspace())
  let chain = try [
    #require(found["mask.ner.keep-0.9"]), #require(found["mask.ner.1"]), #require(found["mask.ner.2"]),
  ]
  for (outer, inner) in zip(chain, chain.dropFirst()) {
    #expect(inner.keptCount < outer.keptCount)
    for entry in inner.entries {
      let other = try #require(outer[entry.name])
      #expect((entry.mask & other) == entry.mask)
      // Each tensor by itself.
      #expect(entry.mask.keptCount > 0)
    }
  }
}

/// The artifact is a function of the stage: not of threads, nor of what the machine does besides.
@Test func sensitivityIsTheSameWithAnyThreads() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tiny("snip", more: ", batches: 2"))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let stages = plan.stages.values.filter { $0.operation.name == "sensitivity" }
  #expect(stages.count == 3)
  for stage in stages {
    for threads in [1, 2, 3] {
      let training = Training(of: stage, in: store, observer: CheckpointLog())
      #expect(try training.artifacts(threads: threads) == training.stored)
    }
    // It can be stopped between batches.
    #expect(try Training(of: stage, in: store, observer: CheckpointLog()).artifacts(stoppingAtCall: 2) == nil)
  }
}

/// Where rounds would start from is where it is looked.
@Test func sensitivityIsThatOfTheWeightsThatRoundsStartFrom() async throws {
  let late = try await masks(of: tiny("snip"), in: Workspace())
  let early = try await masks(of: tiny("snip", more: ", reset: initial"), in: Workspace())
  #expect(late["mask.ner.2"] != early["mask.ner.2"])
}
