import MaskAlgebra
import Model
import Testing

@testable import ExperimentGraph

@Test(arguments: [
  "{masks: {'*': all}}", "{masks: {'*': layers(1..2) | char_cnn}}", "{masks: {pos: all, '*': weights | biases}}",
  "{masks: {'*': ~none}}", "{levels: {pos: 2, ner: 2, chunk: 2}}",
])
func spellingsOfHardSharingAreOneConfiguration(spelling: String) throws {
  let hard = try graph(sharing: "hard").variants[0]
  let other = try graph(sharing: spelling).variants[0]
  #expect(other.masks == hard.masks)
  #expect(other.groups == [["chunk", "ner", "pos"]])
}

/// Masks that keep everything are hard sharing, however they would have been found.
@Test(arguments: [
  "imp(self, round: 0)", "imp(self, keep: 1)", "imp(ner, round: 0) & imp(pos, keep: 1.0)", "random(keep: 1, seed: 3)",
])
func sparseSharingWithAllOnesIsHardSharing(mask: String) throws {
  let hard = try graph(sharing: "hard").variants[0]
  let sparse = try graph(sharing: "{masks: {'*': '\(mask)'}}").variants[0]
  #expect(sparse.masks == hard.masks)
  #expect(sparse.masks.canonicalText == hard.masks.canonicalText)
  #expect(try graph(sharing: "sparse").variants[0].masks != hard.masks)
}

@Test func levelsAreMasks() throws {
  let levels = try graph(sharing: "{levels: {pos: 1, ner: 2, chunk: 2}}").variants[0]
  let masks = try graph(sharing: "{masks: {pos: char_cnn | encoder.1, '*': all}}").variants[0]
  #expect(levels.masks == masks.masks)
  let layers = try graph(sharing: "{masks: {pos: all - layers(2), ner: char_cnn | layers(1..2), '*': ~none}}")
  #expect(layers.variants[0].masks == levels.masks)
  #expect(levels.masks["pos"]?.depth == 1)
  #expect(levels.masks["ner"]?.depth == 2)
}

@Test func tasksThatShareNothingAreTrainedApart() throws {
  #expect(try graph(sharing: "single").variants[0].groups == [["chunk"], ["ner"], ["pos"]])
  #expect(
    try graph(sharing: "{masks: {pos: tower(pos), '*': tower(ner)}}").variants[0].groups == [
      ["chunk", "ner"], ["pos"],
    ])
}

/// The paper's Table 3: parameters of char CNN and encoder that follow from the specification alone.
@Test(arguments: [
  ("single", 1, 1_601_790), ("hard", 1, 533_930), ("soft", 1, 1_596_330),
  ("{levels: {pos: 1, ner: 2, chunk: 2}}", 2, 1_497_130), ("single", 2, 4_491_390), ("soft", 2, 4_485_930),
])
func parameterCountsAreThoseOfThePaper(sharing: String, layers: Int, count: Int) throws {
  let variant = try graph(sharing: sharing, layers: layers).variants[0]
  #expect(variant.masks.unionCount() == count...count)
}

@Test func aCouplingKeepsTasksTogether() throws {
  let soft = try graph(sharing: "soft").variants[0]
  #expect(soft.groups == [["chunk", "ner", "pos"]])
  #expect(soft.coupling != nil)
  #expect(soft.towers == .encoder)
}
