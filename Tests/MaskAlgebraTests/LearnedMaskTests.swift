import Testing

@testable import MaskAlgebra

@Test(arguments: [
  LearnedMask.imp(task: "ner", .selected), .imp(task: "ner", .keep(0.1)), .imp(task: "a b", .round(12)),
  .imp(task: "self", .selected), .random(keep: 1e-5, seed: .max), .file(path: "a \"b\".safetensors", task: nil),
  .file(path: "m", task: "ner"), .file(path: "sha256:0", task: "\u{e9}'"),
])
func learnedMasksAreReadBackFromTheirSpelling(mask: LearnedMask) {
  #expect(LearnedMask(spelling: mask.expression.description) == mask)
}

@Test(arguments: [
  "", "all", "imp(self)", "imp(ner) | all", "~imp(ner)", " imp(ner)", "imp( ner )", "imp(ner", "random(keep: 0.5)",
  "file(\"m\", self)", "imp(ner, round: 01)",
])
func otherTextsSpellNoLearnedMask(text: String) { #expect(LearnedMask(spelling: text) == nil) }
