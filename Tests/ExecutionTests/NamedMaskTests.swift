@testable import MaskTools
@testable import TensorFiles
import MaskAlgebra
import Networks
import Randomness
import Store
import Testing

@testable import Execution

/// Masks of one to three tasks, or of none, over tensors of random shapes.
private func randomMasks(_ stream: inout RandomStream) -> [NamedMask] {
  let tasks: [String?] = [[nil], ["ner"], ["a b", "ner", "pos"], ["nër", "päos"]][stream.nextIndex(below: 4)]
  return tasks.map { task in
    let tensors = (0..<1 + stream.nextIndex(below: 4)).map { number in
      let shape = (0..<1 + stream.nextIndex(below: 3)).map { _ in 1 + stream.nextIndex(below: 9) }
      let density = [0, 0.1, 0.5, 1][stream.nextIndex(below: 4)]
      let bits = (0..<shape.reduce(1, *)).map { _ in stream.nextDouble() < density }
      return NamedMask.Tensor(name: "encoder.part_\(number)", shape: shape, mask: PackedMask(bits))
    }
    return NamedMask(name: task ?? "m.safetensors", task: task, tensors: tensors)
  }
}

private let layouts: [MaskFileLayout] = [.packed] + MaskElement.allCases.map(MaskFileLayout.dense)

/// What is exported is what is imported, in every polarity and layout; equal masks are equal bytes.
@Test(arguments: MaskPolarity.allCases, layouts)
func importUndoesExport(polarity: MaskPolarity, layout: MaskFileLayout) throws {
  var stream = RandomStream(seed: 11).derived("masks")
  for _ in 0..<60 {
    let masks = randomMasks(&stream)
    let bytes = masks.file(polarity, layout)
    let read = try MaskImport(polarity: polarity).masks(in: bytes, from: "m.safetensors")
    #expect(read == masks)
    let isTheSame = read.file(polarity, layout) == bytes
    #expect(isTheSame)
    // The file says which polarity it has, so that nobody need be asked.
    #expect(try NamedMask.read(bytes, from: "m.safetensors") == masks)
  }
}

@Test(arguments: MaskPolarity.allCases, layouts)
func aFileIsNotReadInTheOtherPolarity(polarity: MaskPolarity, layout: MaskFileLayout) throws {
  var stream = RandomStream(seed: 12).derived("masks")
  let bytes = randomMasks(&stream).file(polarity, layout)
  let other: MaskPolarity = polarity == .keep ? .drop : .keep
  #expect(throws: MaskImportFailure.file(MaskFileError(path: "m", reason: .otherPolarity(stated: polarity)))) {
    _ = try MaskImport(polarity: other).masks(in: bytes, from: "m")
  }
}

// MARK: Files of others

/// A safetensors file put together by hand: a tensor of six numbers in two rows.
private func foreign(_ type: String, _ numbers: [[UInt8]], name: String = "encoder.weight_ih_l0") -> [UInt8] {
  let data = numbers.joined()
  let header = """
    {"\(name)":{"dtype":"\(type)","shape":[2,3],"data_offsets":[0,\(data.count)]}}
    """
  let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
  return length + Array(header.utf8) + data
}

/// Types, and how they write one and the first number that is neither one nor zero.
private let types: [(name: String, one: [UInt8], other: [UInt8], value: Double)] = [
  ("BOOL", [1], [2], 2), ("U8", [1], [255], 255), ("F32", [0, 0, 0x80, 0x3F], [0, 0, 0, 0x3F], 0.5),
  ("F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [0, 0, 0, 0, 0, 0, 0xF0, 0xBF], -1), ("I32", [1, 0, 0, 0], [3, 0, 0, 0], 3),
]

@Test(arguments: types.indices, MaskPolarity.allCases)
func masksOfOtherProgramsAreRead(type: Int, polarity: MaskPolarity) throws {
  let type = types[type]
  let zero = [UInt8](repeating: 0, count: type.one.count)
  let ones = [true, false, false, true, true, false]
  let bytes = foreign(type.name, ones.map { $0 ? type.one : zero })
  let masks = try MaskImport(polarity: polarity).masks(in: bytes, from: "theirs")
  let expected = PackedMask(polarity == .keep ? ones : ones.map { !$0 })
  #expect(masks.map(\.tensors) == [[NamedMask.Tensor(name: "encoder.weight_ih_l0", shape: [2, 3], mask: expected)]])
}

@Test(arguments: types.indices)
func numbersBesideZeroAndOneAreErrorsWithTheirPlace(type: Int) throws {
  let type = types[type]
  let zero = [UInt8](repeating: 0, count: type.one.count)
  let bytes = foreign(type.name, [type.one, zero, zero, zero, type.other, type.one])
  let reason = MaskFileError.Reason.notBinary(tensor: "encoder.weight_ih_l0", index: 4, value: type.value)
  #expect(throws: MaskImportFailure.file(MaskFileError(path: "theirs", reason: reason))) {
    _ = try MaskImport(polarity: .drop).masks(in: bytes, from: "theirs")
  }
}

/// No damage makes anything but another mask or an error.
@Test func damagedFilesDoNoHarm() throws {
  var stream = RandomStream(seed: 5).derived("damage")
  for layout in layouts {
    let bytes = randomMasks(&stream).file(.keep, layout)
    for _ in 0..<300 {
      var damaged = bytes
      damaged[stream.nextIndex(below: min(bytes.count, 400))] = UInt8(stream.nextIndex(below: 256))
      if stream.nextIndex(below: 4) == 0 { damaged.removeLast(stream.nextIndex(below: damaged.count)) }
      for mask in (try? NamedMask.read(damaged, from: "m")) ?? [] {
        #expect(mask.tensors.allSatisfy { $0.shape.reduce(1, *) == $0.mask.count })
        _ = MaskStatistics(of: mask)
      }
    }
  }
}

@Test(arguments: [
  ("encoder.weight_hh_l0", "7"), ("encoder.weight_hh_l0", "-4"), ("encoder.weight_hh_l0", "9223372036854775807"),
  ("encoder.weight_hh_l0", "x"),
])
func packedNumbersThatDoNotFillTheirBytesAreRefused(name: String, bits: String) throws {
  let file = Safetensors(
    tensors: [name: .init(shape: [2], bytes: [255, 255])], metadata: ["bits.\(name)": bits])
  #expect(throws: MaskFileError(path: "m", reason: .brokenPacking(tensor: name, bits: bits, bytes: 2))) {
    _ = try NamedMask.read(file.serialised(), from: "m")
  }
}

@Test(arguments: ["3,5", "16,", "-4,-4", "4294967296,4294967296,16", ""])
func packedShapesThatAreNotTheTensorsAreRefused(shape: String) throws {
  let file = Safetensors(
    tensors: ["a": .init(shape: [2], bytes: [255, 255])], metadata: ["bits.a": "16", "shape.a": shape])
  #expect(throws: MaskFileError(path: "m", reason: .wrongShapeText(tensor: "a", text: shape, count: 16))) {
    _ = try NamedMask.read(file.serialised(), from: "m")
  }
}

/// A packed mask of an LSTM has the shapes of one although they are not written down.
@Test func shapesOfPackedLSTMsFollowFromTheirSizes() throws {
  let set = PackedMaskSet([
    ("encoder.weight_ih_l0", PackedMask(count: 24 * 13)), ("encoder.weight_hh_l0", PackedMask(count: 24 * 6)),
    ("char_cnn.weight", PackedMask(count: 60)),
  ])
  let mask = try NamedMask.read(set.safetensors.serialised(), from: "m")[0]
  #expect(mask["encoder.weight_ih_l0"]?.shape == [24, 13])
  #expect(mask["encoder.weight_hh_l0"]?.shape == [24, 6])
  #expect(mask["char_cnn.weight"]?.shape == [60])
}

/// However many bits a mask is said to have, it has those that its bytes hold.
@Test(arguments: ["9223372036854775807", "9223372036854775800", "-1", "17", "x"])
func aMaskOfAnotherSizeThanItsBytesIsMalformed(bits: String) throws {
  func file(_ bits: String) -> Safetensors {
    Safetensors(
      tensors: ["a": .init(shape: [2], bytes: [255, 255])],
      metadata: [PackedMaskSet.format.key: PackedMaskSet.format.value, "bits.a": bits])
  }
  #expect(try PackedMaskSet(reading: file("16"))["a"]?.count == 16)
  #expect(throws: MalformedArtifact(artifact: "mask.safetensors", reason: "tensor a is not a packed mask")) {
    try PackedMaskSet(reading: file(bits))
  }
  let masks = try MaskFile(parsing: file(bits).serialised(), task: nil)
  #expect(throws: MaskFileError.Reason.self) { try masks.mask(of: "a", [16]) }
}
