@testable import MaskTools
@testable import TensorFiles
@testable import Store
import ExperimentSpec
import Foundation
import MaskAlgebra
import Networks
import OrderedCollections
import Planning
import Running
import Testing

@testable import Execution

/// The base network of `tinySpecification`.
private func shapes() throws -> BaseTensorShapes {
  let plan = try Workspace().plan(tinySpecification())
  return BaseTensorShapes(of: try #require(plan.variants[0].network(in: plan)))
}

/// A file with a whole mask of the tiny network under the names that `name` gives.
private func file(_ name: (String) -> String = { $0 }, without missing: String? = nil) throws -> [UInt8] {
  var file = Safetensors()
  for (own, shape) in try shapes().tensors where own != missing && !own.contains("bias") {
    file.tensors[name(own)] = .init(shape: shape, bytes: [UInt8](repeating: 1, count: shape.reduce(1, *)))
  }
  return file.serialised()
}

private func importing(_ maps: [String] = [], task: String? = nil, checked: Bool = true) throws -> MaskImport {
  let shapes = try shapes()
  let biases = Set(shapes.tensors.map(\.name).filter { $0.contains("bias") })
  return MaskImport(
    polarity: .keep, renamings: try maps.map { try #require(TensorRenaming($0)) }, task: task,
    network: checked ? (shapes, biases) : nil)
}

private func failure(_ request: MaskImport, _ bytes: [UInt8]) -> MaskImportFailure? {
  do throws(MaskImportFailure) {
    _ = try request.masks(in: bytes, from: "theirs")
    return nil
  } catch { return error }
}

@Test func namesOfOtherProgramsAreMapped() throws {
  let bytes = try file { name in
    name.hasPrefix("encoder.")
      ? "model.lstm.\(name.dropFirst(8))_mask" : name.replacing("char_cnn.weight", with: "conv")
  }
  let masks = try importing(["model.lstm.*_mask=encoder.*", "conv=char_cnn.weight"], task: "ner")
    .masks(in: bytes, from: "theirs")
  #expect(masks.map(\.task) == ["ner"])
  #expect(masks[0].tensors.map(\.name) == (try shapes().tensors.map(\.name).filter { !$0.contains("bias") }))
  #expect(masks[0].tensors.allSatisfy { $0.mask.isFull })
}

@Test func theFirstMapThatFitsCounts() throws {
  let bytes = try file { "net.\($0)" }
  let request = try importing(["net.char_cnn.weight=x/other", "net.*=x/*"], checked: false)
  let masks = try request.masks(in: bytes, from: "theirs")
  #expect(masks.map(\.task) == ["x"])
  #expect(masks[0]["other"] != nil && masks[0]["char_cnn.weight"] == nil && masks[0]["encoder.weight_hh_l0"] != nil)
}

/// What is pruned by `torch.nn.utils.prune` has masks among weights and biases, which are no masks.
@Test func onlyMasksAreTakenOutOfAStateDictionary() throws {
  var theirs = try Safetensors(parsing: file { "net.\($0)_mask" })
  for (name, numbers) in [("net.conv.bias", [0.25, -1]), ("net.head.bias", [0, 0]), ("net.norm.weight", [1, 1])] {
    theirs.tensors[name] = .init(shape: [2], floats: numbers.map(Float.init))
  }
  let bytes = theirs.serialised()
  let masks = try importing(["net.*_mask=*"]).masks(in: bytes, from: "theirs")
  #expect(masks[0].tensors.map(\.name) == (try shapes().tensors.map(\.name).filter { !$0.contains("bias") }))
  let unchecked = try importing(["net.*_mask=*"], checked: false).masks(in: bytes, from: "theirs")
  #expect(unchecked[0]["net.conv.bias"] == nil && unchecked[0]["char_cnn.weight"] != nil)
  // Without a map, nothing says which tensors are masks.
  #expect(
    failure(try importing(checked: false), bytes)?.description.contains(
      "'net.conv.bias', but a mask holds only 0 and 1")
      == true)
  // A map that leads to what is no mask is an error.
  #expect(failure(try importing(["net.conv.bias=char_cnn.weight"]), bytes) != nil)
}

@Test(arguments: ["a", "=b", "a=", "a*=b", "a=b*", "a**=b*", "*=**", ""])
func mapsThatSayNothingAreRefused(text: String) { #expect(TensorRenaming(text) == nil) }

@Test func unknownTensorsAreErrorsWithASuggestion() throws {
  let error = try #require(
    failure(try importing(), try file { $0.replacing("char_cnn.weight", with: "char_cnn.wieght") }))
  #expect(error.description == "'theirs' has the tensor 'char_cnn.wieght', which the network has not")
  #expect(error.help == "did you mean --map 'char_cnn.wieght=char_cnn.weight'?")
  let far = try #require(failure(try importing(), try file { $0.replacing("char_cnn.weight", with: "conv1") }))
  #expect(far.help?.hasPrefix("say what it is called here with --map 'conv1=…': 'char_cnn.weight', ") == true)
}

@Test func missingTensorsWrongShapesAndNamesTwiceAreErrors() throws {
  let missing = failure(try importing(), try file(without: "encoder.weight_hh_l0"))
  #expect(missing?.description == "'theirs' lacks the tensor 'encoder.weight_hh_l0' of the shape [24, 6]")
  let twice = failure(try importing(["char_cnn.weight=encoder.weight_hh_l0"], checked: false), try file())
  #expect(
    twice?.description
      == "in 'theirs' both 'char_cnn.weight' and 'encoder.weight_hh_l0' come to be called 'encoder.weight_hh_l0'")
  let unused = failure(try importing(["conv=char_cnn.weight"]), try file())
  #expect(unused?.description == "'theirs' has no tensor that --map 'conv=char_cnn.weight' is about")
  let shape = failure(
    try importing(["char_cnn.weight=encoder.weight_hh_l0"]), try file(without: "encoder.weight_hh_l0"))
  #expect(
    shape?.description
      == "'theirs' has the tensor 'char_cnn.weight' in the shape [5, 4, 3], but the network's is [24, 6]")
}

/// Masks that pruning found go out in the other polarity, come in again, and train the same networks.
@Test(arguments: MaskElement.allCases)
func importedMasksDoWhatFoundMasksDo(element: MaskElement) async throws {
  let workspace = try Workspace()
  let found = try workspace.plan(tinySpecification())
  #expect(try await workspace.run(found).0.failures.isEmpty)
  let masks = try StoreInspection(at: "\(workspace.path)/store").masks(
    of: found.variants[0], in: found, allTowers: false)
  #expect(masks.map(\.task) == ["pos", "ner", "pp"])
  let theirs = masks.file(.drop, .dense(element))
  var request = try importing()
  request.polarity = .drop
  let ours = try request.masks(in: theirs, from: "theirs").file(.keep, .packed)
  try Data(ours).write(to: URL(filePath: "\(workspace.path)/m.safetensors"))
  let plan = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'file(\"m.safetensors\", self)'}}"))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  for artifact in [Artifact.weights, .history] {
    #expect(
      try store.read(artifact, of: plan.variants[0].components[0].train)
        == store.read(artifact, of: found.variants[0].components[0].train))
  }
  // A file whose ones are what is dropped is not taken for a mask of what is kept.
  try Data(theirs).write(to: URL(filePath: "\(workspace.path)/m.safetensors"))
  let wrong = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'file(\"m.safetensors\", self)'}}"))
  let failure = try #require(try await workspace.run(wrong).0.failures.first)
  #expect(failure.cause.description.contains("m.safetensors' says that its ones are what is dropped"))
}
