import Diagnostics
import MaskAlgebra
import Model
import Testing

@Test(arguments: [
  ("layers(1..2) | char_cnn", "all"),
  ("none", "none"),
  ("weights & biases", "none"),
  ("char_cnn | encoder.1", "char_cnn | encoder.1"),
  ("all - encoder.2", "char_cnn | encoder.1"),
  ("encoder.1.forward.input.weights", "encoder.1.forward.input.weights"),
  ("all - encoder.2.backward.recurrent.biases", "~encoder.2.backward.recurrent.biases"),
  ("imp(self)", "imp(ner)"),
  ("biases | weights & imp(ner)", "imp(ner)"),
  ("char_cnn | imp(ner)", "char_cnn | imp(ner)"),
  ("weights & imp(ner)", "weights & imp(ner)"),
  ("encoder & imp(ner) | char_cnn & imp(pos)", "char_cnn & imp(pos) | encoder & imp(ner)"),
  ("imp(ner) - imp(pos)", "imp(ner) - imp(pos)"),
  ("imp(ner) & ~imp(pos) | biases", "biases | imp(ner) - imp(pos)"),
  ("imp(ner) | imp(pos) & imp(chunk)", "imp(chunk) & (imp(ner) | imp(pos)) | imp(ner)"),
  ("imp(ner) ^ imp(pos)", "imp(ner) ^ imp(pos)"),
  ("imp(ner, round: 6) - imp(ner, round: 7)", "imp(ner, round: 6) - imp(ner, round: 7)"),
  ("layers(1) | random(keep: 0.5, seed: 3)", "encoder.1 | random(keep: 0.5, seed: 3)"),
  ("file(\"a b.safetensors\", self)", "file(\"a b.safetensors\", ner)"),
])
func masksHaveOneText(spelling: String, text: String) throws {
  #expect(try mask(spelling, in: paperBase(layers: 2)).canonicalText == text)
}

@Test(arguments: [
  ("tower(self)", "tower(ner)"),
  ("tower(ner) & imp(self)", "tower(ner) & imp(ner)"),
  ("tower(ner) | tower(pos)", "tower(ner) | tower(pos)"),
  ("tower(ner) & layers(1) | char_cnn & tower(ner)", "tower(ner) & (char_cnn | encoder.1)"),
  ("encoder.1 - tower(ner)", "(tower(chunk) | tower(pos)) & encoder.1"),
  ("all", "all"),
])
func masksOfTowersHaveOneText(spelling: String, text: String) throws {
  #expect(try mask(spelling, in: paperBase(layers: 2, towers: .all)).canonicalText == text)
}

@Test func softSharingReadsAsItIsWritten() throws {
  let base = paperBase(layers: 2, towers: .encoder)
  #expect(try mask("char_cnn | tower(self)", in: base).canonicalText == "char_cnn | tower(ner)")
}

@Test func aConfigurationHasALineForEachTask() throws {
  let configuration = try configuration(
    ["b-task": "all", "a task": "char_cnn | encoder.1"], in: paperBase(layers: 2))
  #expect(configuration.canonicalText == "\"a task\": char_cnn | encoder.1\nb-task: all")
}

/// The text of a mask elaborates to the mask, so different masks differ in text.
@Test(arguments: TowerScope.allCases, EncoderKind.allCases)
func textsMeanTheMask(towers: TowerScope, kind: EncoderKind) throws {
  let tasks = ["a", "b", "c"]
  let base = ParameterUniverse(
    characters: CharacterShape(dimension: 1, filters: 1, width: 1), wordDimension: 1,
    encoder: Encoder(kind, layers: 3, hidden: 1),
    towers: towers, tasks: tasks)
  let last = try #require(kind.directions.last).keyName
  let regions = [
    "char_cnn", "encoder.1", "encoder.2.\(last)", "layers(2..3).input", "biases", "encoder.3.weights",
    "char_cnn.biases",
  ]
  let learned = [
    "imp(a)", "imp(self)", "imp(c, round: 1)", "imp(c, round: 2)", "random(keep: 0.5, seed: 1)",
    "file(\"f\")",
  ]
  let leaves = try (regions + learned + (towers == .none ? [] : ["tower(a)", "tower(self)"])).map {
    try expression($0)
  }
  let scope = MaskScope(universe: base, tasks: tasks, owner: "b", rounds: 2)
  var generator = TestGenerator(seed: 3)
  for _ in 0..<100 {
    let written = generator.expression(depth: 3, leaves: leaves)
    var log = DiagnosticLog()
    let mask = try #require(CanonicalMask(written, in: scope, log: &log))
    let text = mask.canonicalText
    let again = CanonicalMask(try expression(text), in: scope, log: &log)
    #expect(again == mask, "\(written) as \(text)")
    #expect(again?.canonicalText == text)
  }
}

@Test func unreadableFunctionsAreGivenAsDiagrams() throws {
  let base = paperBase(layers: 1)
  let pairs = (0..<8).map { "random(keep: 0.25, seed: \($0)) & random(keep: 0.5, seed: \($0))" }
  let text = try mask(pairs.joined(separator: " | "), in: base).canonicalText
  #expect(text.hasPrefix("biases: {all} weights: {1: random(keep: 0.5, seed: 7) ? all : none, 2:"))
}
