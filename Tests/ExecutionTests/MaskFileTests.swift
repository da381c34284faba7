@testable import TensorFiles
@testable import Store
import FrontEndSupport
import Foundation
import MaskAlgebra
import MaskTools
import Networks
import OrderedCollections
import Planning
import Running
import Testing

@testable import Execution

extension Workspace {
  /// Writes tensors into a file of the folder.
  fileprivate func write(_ file: Safetensors, to name: String) throws {
    try Data(file.serialised()).write(to: URL(filePath: "\(path)/\(name)"))
  }

  /// An artifact of the stage whose label begins with `label`.
  fileprivate func artifact(_ artifact: Artifact, of label: String, in plan: Plan) throws -> [UInt8] {
    let stage = try #require(plan.stages.values.first { $0.label.hasPrefix(label) })
    return try ArtifactStore(at: "\(path)/store").read(artifact, of: stage.id)
  }
}

/// A file mask for the tiny network that keeps two of three weights of each tensor, as bytes of full shape.
private func sample(prefix: String = "") -> Safetensors {
  let shapes = [
    "char_cnn.weight": [5, 4, 3], "encoder.weight_ih_l0": [24, 13], "encoder.weight_hh_l0": [24, 6],
    "encoder.weight_ih_l0_reverse": [24, 13], "encoder.weight_hh_l0_reverse": [24, 6],
  ]
  var file = Safetensors()
  for (name, shape) in shapes {
    let bytes = (0..<shape.reduce(1, *)).map { UInt8($0 % 3 == 0 ? 0 : 1) }
    file.tensors[prefix + name] = Safetensors.Tensor(shape: shape, bytes: bytes)
  }
  return file
}

private let fileSharing = "{masks: {'*': 'file(\"m.safetensors\")'}}"

/// Masks that pruning found do the same when they come from a file.
@Test func aFoundMaskDoesTheSameFromAFile() async throws {
  let workspace = try Workspace()
  let found = try workspace.plan(tinySpecification())
  #expect(try await workspace.run(found).0.failures.isEmpty)
  var file = Safetensors()
  for task in ["pos", "ner", "pp"] {
    let mask = try Safetensors(parsing: workspace.artifact(.mask, of: "select.\(task)", in: found))
    file.tensors.merge(mask.tensors.map { ("\(task)/\($0)", $1) }) { first, _ in first }
    for name in mask.names { file.metadata["bits.\(task)/\(name)"] = mask.metadata["bits.\(name)"] }
  }
  try workspace.write(file, to: "m.safetensors")
  let plan = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'file(\"m.safetensors\", self)'}}"))
  let (report, events) = try await workspace.run(plan)
  #expect(report.failures.isEmpty)
  // The warmup is there already, and nothing is pruned.
  #expect(events.started.allSatisfy { !$0.hasPrefix("round") && $0 != "warmup" })
  for (label, artifact) in [
    ("train", Artifact.weights), ("train", .lastWeights), ("train", .history), ("evaluate", .scores),
    ("measure", .sharing),
  ] {
    #expect(
      try workspace.artifact(artifact, of: label, in: plan) == workspace.artifact(artifact, of: label, in: found),
      "\(artifact) of \(label)")
  }
}

/// One mask has one meaning, whatever type its numbers have.
@Test(arguments: Safetensors.ElementType.allCases)
func masksMayBeOfAnyType(type: Safetensors.ElementType) async throws {
  let workspace = try Workspace()
  var file = sample()
  for (name, tensor) in file.tensors {
    var bytes: [UInt8] = []
    for octet in tensor.bytes {
      // 1 is the exponent's bits in a float.
      let one: [UInt8]? =
        switch type {
        case .float32: [0, 0, 0x80, 0x3F]
        case .float64: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        case .int32, .int64, .uint64, .uint16, .uint8, .bool: nil
        }
      let number = [octet] + [UInt8](repeating: 0, count: type.size - 1)
      bytes += octet == 1 ? one ?? number : number
    }
    file.tensors[name] = Safetensors.Tensor(elementType: type, shape: tensor.shape, bytes: bytes[...])
  }
  try workspace.write(file, to: "m.safetensors")
  let plan = try workspace.plan(tinySpecification(sharing: fileSharing))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let mask = try PackedMaskSet(
    reading: Safetensors(parsing: workspace.artifact(.mask, of: "import", in: plan)))
  for (name, tensor) in sample().tensors {
    let packed = try #require(mask[name])
    #expect(tensor.bytes.enumerated().allSatisfy { packed[$0] == ($1 == 1) }, "\(name)")
  }
  // Biases, which pruning leaves alone, need not be in the file and are kept.
  #expect(mask["encoder.bias_hh_l0"]?.isFull == true && mask["char_cnn.bias"]?.isFull == true)
}

/// A change that spoils a mask file, and what the failure says besides the file's name.
struct SpoiltMask: Sendable {
  let change: @Sendable (inout Safetensors) -> Void
  let finding: String
}

@Test(arguments: [
  SpoiltMask(
    change: { $0.tensors["encoder.weight_hh_l0"] = nil },
    finding: "lacks the tensor 'encoder.weight_hh_l0', expected in the shape [24, 6] with 1 for what is kept"),
  SpoiltMask(
    change: { $0 = sample(prefix: "ner/") }, finding: "lacks the tensor 'char_cnn.weight', expected in the shape"),
  SpoiltMask(change: { $0 = sample(prefix: "ner/") }, finding: "it has masks of ner, one of which file(…, TASK) takes"),
  SpoiltMask(
    change: { $0.tensors["char_cnn.weight"] = .init(shape: [60], bytes: [UInt8](repeating: 1, count: 60)) },
    finding: "has the tensor 'char_cnn.weight' in the shape [60], but the network's is [5, 4, 3]"),
  SpoiltMask(
    change: {
      $0.tensors["char_cnn.weight"] = .init(shape: [5, 4, 3], floats: (0..<60).map { $0 == 7 ? 0.5 : 1 })
    },
    finding: "has 0.5 at index 7 of the tensor 'char_cnn.weight', but a mask holds only 0 and 1"),
  SpoiltMask(
    change: { $0.metadata["bits.char_cnn.weight"] = "60" },
    finding: "has the packed tensor 'char_cnn.weight' of 60 bits in 60 bytes, but the network's has 60 numbers"),
  SpoiltMask(
    change: {
      $0.tensors["char_cnn.weight"] = .init(shape: [8], bytes: [UInt8](repeating: 255, count: 8))
      $0.metadata["bits.char_cnn.weight"] = "61"
    },
    finding: "has the packed tensor 'char_cnn.weight' of 61 bits in 8 bytes, but the network's has 60 numbers"),
  SpoiltMask(
    change: { $0.tensors["encoder.bias_ih_l0"] = .init(shape: [1], bytes: [1]) },
    finding: "has the tensor 'encoder.bias_ih_l0' in the shape [1], but the network's is [24]"),
])
func maskFilesThatDoNotFitAreRefused(spoilt: SpoiltMask) async throws {
  let workspace = try Workspace()
  var file = sample()
  spoilt.change(&file)
  try workspace.write(file, to: "m.safetensors")
  let plan = try workspace.plan(tinySpecification(sharing: fileSharing))
  let failure = try #require(try await workspace.run(plan).0.failures.first)
  #expect(failure.cause.description.hasPrefix("'\(workspace.path)/m.safetensors' "))
  #expect(failure.cause.description.contains(spoilt.finding), "\(failure.cause)")
}

@Test func aFileThatHoldsNoTensorsIsRefused() async throws {
  let workspace = try Workspace()
  try workspace.write("1 0 1", to: "m.safetensors")
  let plan = try workspace.plan(tinySpecification(sharing: fileSharing))
  let failure = try #require(try await workspace.run(plan).0.failures.first)
  #expect(failure.cause.description.contains("m.safetensors' is no safetensors file"))
}

@Test func aMaskUnderATaskIsNotOneWithout() async throws {
  let workspace = try Workspace()
  try workspace.write(sample(), to: "m.safetensors")
  let plan = try workspace.plan(tinySpecification(sharing: "{masks: {'*': 'file(\"m.safetensors\", ner)'}}"))
  let failure = try #require(try await workspace.run(plan).0.failures.first)
  #expect(failure.cause.description.contains("lacks the tensor 'ner/char_cnn.weight'"))
  #expect(failure.cause.description.contains("write file(…) without a task"))
}

/// Where nothing is excluded from pruning, biases must be in the file too.
@Test func whatPruningMayDropMustBeInTheFile() async throws {
  let workspace = try Workspace()
  try workspace.write(sample(), to: "m.safetensors")
  let text = tinySpecification(sharing: fileSharing).replacing("epochs: 1}\nwarmup", with: "exclude: nothing}\nwarmup")
  let failure = try #require(try await workspace.run(try workspace.plan(text)).0.failures.first)
  #expect(failure.cause.description.contains("lacks the tensor 'char_cnn.bias'"))
}

@Test func aMissingMaskFileIsNamedAtItsPlace() throws {
  let workspace = try Workspace()
  #expect {
    _ = try workspace.plan(tinySpecification(more: "variants: {a: {}, b: {sharing: \(fileSharing)}}"))
  } throws: { ($0 as? Refusal)?.findings == ["there is no file 'm.safetensors'"] }
}
