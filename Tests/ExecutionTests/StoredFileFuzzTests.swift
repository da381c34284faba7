@testable import Execution
@testable import Files
@testable import MaskTools
@testable import Running
@testable import Store
@testable import TensorFiles
import MaskAlgebra
import Model
import Networks
import Planning
import TestSupport
import Testing
import Text

private let tokens = [
  " ", "\n", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "{}", "[]", "[[[[", "-1",
  "0", "1e400", "1e308", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "4611686018427387904",
  "\u{0}", "\u{1B}", "é", "\"sha256\":", "\"name\": \"\"", "\"inputs\": [],", "0,4611686018427387904,4",
  "\"shape\":[0,4611686018427387904,4]", "\"data_offsets\":[0,0]", "\"dtype\":\"F64\"",
]

/// The bytes of a sealed file, changed and sealed again.
private func resealed(_ bytes: [UInt8], by mutator: inout Mutator) -> [UInt8] {
  guard let seal = bytes.firstRange(of: Array("  \"checksum\": ".utf8)) else { return bytes }
  let lines = mutator.mutated(Array(bytes[..<seal.lowerBound]))
  return lines + Array("  \"checksum\": \"\(Digest(of: lines))\"\n}\n".utf8)
}

/// Bytes of a safetensors file whose header was changed, the length before it being that of the header.
private func withChangedHeader(_ bytes: [UInt8], by mutator: inout Mutator) -> [UInt8] {
  let count = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
  guard bytes.count >= 8 + count else { return bytes }
  let header = mutator.mutated(Array(bytes[8..<8 + count]))
  return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + bytes[(8 + count)...]
}

@Suite struct StoredFileFuzzTests {
  /// A record is refused, or read as one that reads the same when it is written again and whose key has its identity.
  @Test func changedRecordsAreReadOrRefused() throws {
    let small = try SmallStore()
    let records = try small.stages.map { try small.files.contents(of: small.layout.record($0.id)) }
    var mutator = Mutator(seeds: records, tokens: tokens, seed: 61)
    var meter = FuzzMeter("record")
    for number in 0..<fuzzCount(usual: 500) {
      let bytes = number.isMultiple(of: 8) ? mutator.next() : resealed(records[number % records.count], by: &mutator)
      meter.measure(bytes) { bytes in
        _ = StoreFormat.record.newerFormat(of: bytes)
        guard let record = StageRecord(bytes) else { return false }
        #expect(StageRecord(record.encoded()) == record, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(record.artifacts.allSatisfy { $0.size >= 0 })
        return true
      }
    }
    #expect(meter.accepted > 0, "some records stay readable")
    #expect(meter.finish() == [])
  }

  /// Provenance is refused, or reads the same when it is written again.
  @Test func changedProvenanceIsReadOrRefused() throws {
    let original = Provenance(StageID(Digest(of: [1])), record: Digest(of: [2]), .unknown).encoded()
    var mutator = Mutator(seeds: [original], tokens: tokens, seed: 62)
    var meter = FuzzMeter("provenance")
    for number in 0..<fuzzCount(usual: 1_000) {
      meter.measure(number.isMultiple(of: 8) ? mutator.next() : resealed(original, by: &mutator)) { bytes in
        _ = StoreFormat.provenance.newerFormat(of: bytes)
        guard let provenance = Provenance(bytes) else { return false }
        #expect(Provenance(provenance.encoded()) == provenance, "\(String(decoding: bytes, as: UTF8.self))")
        return true
      }
    }
    #expect(meter.accepted > meter.tried / 50, "some provenance stays readable")
    #expect(meter.finish() == [])
  }

  /// A checkpoint is refused, or has a number for every parameter and reads the same when it is written again.
  @Test func changedCheckpointsAreReadOrRefused() throws {
    let layout = ParameterLayout(
      NetworkShape(
        words: .init(count: 3, dimension: 2), encoder: .init(.bilstm, layers: 1, hidden: 1),
        heads: [.init(task: "a", tagCount: 2, depth: 1)]))
    let origin = CheckpointOrigin(stage: StageID(Digest(of: [1])))
    let zeros = Parameters(zerosOf: layout)
    var position = TrainingPosition(taskCount: 1)
    position.endEpoch(HistoryFile.Epoch(epoch: 1, learningRate: 0.1, steps: 3, loss: ["a": 0.1], dev: ["a": 0.5]))
    position.best = TrainingPosition.Best(epoch: 1, score: 0.5)
    position.advance(task: 0, loss: 0.7)
    let original = try TrainingCheckpoint(
      position: position, parameters: zeros, optimizer: OptimizerState(["momenta": zeros.values]), best: zeros,
      weights: LearnedLossWeights(TaskNumbers([0.1], state: OptimizerState(["momenta": [-0.3]])))
    ).encoded(origin)
    var mutator = Mutator(seeds: [original], tokens: tokens, seed: 63)
    var meter = FuzzMeter("checkpoint")
    for number in 0..<fuzzCount(usual: 500) {
      var bytes = number.isMultiple(of: 4) ? mutator.next() : withChangedHeader(original, by: &mutator)
      // The digest is that of the changed file where there is still a place for it.
      if let place = bytes.firstRange(of: Array("\"sha256\":\"".utf8))?.upperBound, place + 64 <= bytes.count {
        bytes.replaceSubrange(place..<place + 64, with: CheckpointSeal.blank.utf8)
        CheckpointSeal.seal(&bytes)
      }
      try meter.measure(bytes) { bytes in
        _ = StoreFormat.checkpoint.newerFormat(of: bytes)
        let checkpoint: TrainingCheckpoint
        do throws(CheckpointRefusal) {
          checkpoint = try TrainingCheckpoint(bytes, of: origin, layout: layout)
        } catch {
          #expect(!error.description.isEmpty)
          return false
        }
        _ = checkpoint.fits(tasks: 1, epochs: 3, steps: 5, learnsWeights: true, stateNames: ["momenta"])
        #expect(checkpoint.parameters.values.count == layout.count)
        let encoded = try checkpoint.encoded(origin)
        let again = try TrainingCheckpoint(encoded, of: origin, layout: layout)
        #expect(try again.encoded(origin) == encoded)
        return true
      }
    }
    #expect(meter.accepted > 0, "some checkpoints stay readable")
    #expect(meter.finish() == [])
  }

  /// A file of masks is refused, or holds masks that fill their shapes and read the same when they are written again.
  @Test func changedMaskFilesAreReadOrRefused() throws {
    let masks = [nil, "pos", "ner"].map { task in
      NamedMask(
        name: task ?? "m", task: task,
        tensors: [("encoder.weight_ih_l0", [24, 13]), ("encoder.weight_hh_l0", [24, 6]), ("x", [0, 9])].map {
          NamedMask.Tensor(
            name: $0, shape: $1, mask: PackedMask((0..<$1.reduce(1, *)).map { $0 % 3 > 0 }))
        })
    }
    let files =
      [MaskFileLayout.packed, .dense(.bool), .dense(.f32)].flatMap { layout in
        [[masks[0]].file(.keep, layout), masks.dropFirst().map(\.self).file(.drop, layout)]
      }
    var mutator = Mutator(seeds: files, tokens: tokens, seed: 64)
    var meter = FuzzMeter("mask file")
    for number in 0..<fuzzCount(usual: 500) {
      let bytes =
        number.isMultiple(of: 4) ? mutator.next() : withChangedHeader(files[number % files.count], by: &mutator)
      meter.measure(bytes) { bytes in
        if let file = try? MaskFile(parsing: bytes, task: "pos") {
          _ = try? file.mask(of: "encoder.weight_ih_l0", [24, 13])
          _ = file.reasonForMissing("encoder.weight_ih_l0", [24, 13])
        }
        let masks: [NamedMask]
        do throws(MaskFileError) { masks = try NamedMask.read(bytes, from: "m", polarity: nil) } catch {
          #expect(!error.description.isEmpty)
          return false
        }
        for mask in masks {
          #expect(mask.keptCount <= mask.count)
          for tensor in mask.tensors { #expect(tensor.columns >= 0 && (0...1).contains(tensor.sparsity)) }
          _ = MaskStatistics(of: mask)
        }
        for layout in [MaskFileLayout.packed, .dense(.u8)] {
          #expect((try? NamedMask.read(masks.file(.keep, layout), from: "m")) == masks)
        }
        return true
      }
    }
    #expect(meter.accepted > meter.tried / 50, "some files stay readable")
    #expect(meter.finish() == [])
  }
}

/// A tensor without scalars has no columns, whatever its other extents: their product may be any number.
@Test(arguments: [[0, 1 << 62, 4], [0, 1 << 40], [1 << 40, 0]])
func aShapeOfNothingIsNothing(shape: [Int]) throws {
  var file = Safetensors()
  file.tensors["x"] = Safetensors.Tensor(shape: shape, bytes: [])
  let masks = try NamedMask.read(file.serialised(), from: "m")
  let tensor = try #require(masks.first?.tensors.first)
  #expect(tensor.columns == 0 && tensor.sparsity == 1)
  #expect(MaskStatistics(of: masks[0]).tensors.map(\.deadColumns) == [0])
}
