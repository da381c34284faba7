import FrontEndSupport
import ExperimentSpec
import Testing

@testable import ExperimentGraph

private let variants = """
  variants:
    plain: {}
    long: {training: {epochs: 9}, sharing: {levels: {pos: 1, ner: 2, chunk: 2}}}
  """

private func epochs(_ overrides: [String]) throws -> [Int] {
  try graph(sharing: "{masks: {'*': all}}", more: variants, overrides: overrides).variants.map(
    \.training.epochs)
}

@Test func aVariantIsAPatch() throws { #expect(try epochs([]) == [2, 9]) }

@Test func theCommandLineIsTheLastWord() throws {
  #expect(try epochs(["training.epochs=4"]) == [4, 4])
  #expect(try epochs(["training={epochs: 4}"]) == [4, 4])
  #expect(try epochs(["training.epochs=4", "training.epochs=5"]) == [5, 5])
}

@Test func anOverrideOfOneVariantComesAfterThoseOfAll() throws {
  #expect(try epochs(["variants.plain.training.epochs=3"]) == [3, 9])
  #expect(try epochs(["variants.long.training.epochs=3", "training.epochs=4"]) == [4, 3])
}

@Test func anOverrideMayAddAVariant() throws {
  #expect(try epochs(["variants.new={training: {epochs: 1}}"]) == [2, 9, 1])
}

@Test func anOtherChoiceReplacesTheWholeBlock() throws {
  // The patch's levels replace the masks below them; were both kept, decoding would refuse them.
  let long = try graph(sharing: "{masks: {'*': all}}", more: variants).variants[1]
  #expect(long.sharing.written["ner"]?.path == "sharing.levels.ner")
}

@Test func mistakesOnTheCommandLineAreShownThere() {
  #expect {
    _ = try graph(sharing: "hard", overrides: ["seed=7", "training.epohcs=4"])
  } throws: { error in
    (error as? Refusal)?.findings.contains { $0.hasPrefix("<command line>:2:10") } == true
  }
}

@Test func anOverrideOfAnUnknownVariantIsRefused() {
  #expect {
    _ = try graph(sharing: "hard", more: variants, overrides: ["variants.lnog.training.epochs=3"])
  } throws: { error in
    (error as? Refusal)?.findings == ["<command line>:1:10: there is no variant called 'lnog'"]
  }
}
