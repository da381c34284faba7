import Diagnostics
import MaskAlgebra
import Testing

/// The expression that `text` holds, with what was found.
func parse(_ text: String) -> (expression: MaskExpression?, log: DiagnosticLog) {
  let file = SourceFile(name: "mask", text: text)
  var log = DiagnosticLog()
  let located = LocatedText(text, at: SourceRange(file, 0..<text.utf8.count))
  return (MaskExpression(parsing: located, log: &log), log)
}

/// The expression that `text` holds; records an issue if there is none.
func expression(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> MaskExpression {
  let (expression, log) = parse(text)
  let messages = log.diagnostics.map { "\($0.code.id) \($0.message)" }
  return try #require(expression, "\(text): \(messages)", sourceLocation: sourceLocation)
}

/// Each pair is an expression and the same one with every operation in parentheses.
@Test(arguments: [
  ("all | none ^ all", "all | (none ^ all)"),
  ("all ^ none | all", "(all ^ none) | all"),
  ("all ^ none - all", "all ^ (none - all)"),
  ("all - none & all", "all - (none & all)"),
  ("all & none - all", "(all & none) - all"),
  ("~all & none", "(~all) & none"),
  ("~all | weights & biases - encoder ^ none", "(~all) | (((weights & biases) - encoder) ^ none)"),
  ("all - none - weights", "(all - none) - weights"),
  ("~~all", "~(~all)"),
])
func operatorsBindInOrder(text: String, explicit: String) throws {
  #expect(try expression(text) == expression(explicit))
}

@Test func groupingFromTheRightDiffers() throws {
  #expect(try expression("all - none - weights") != expression("all - (none - weights)"))
}

@Test(arguments: [
  "all", "none", "char_cnn", "char_cnn.weights", "encoder", "encoder.biases", "encoder.forward", "encoder.1",
  "encoder.1.forward.input.weights", "encoder.12.backward.recurrent.biases", "encoder.1.input",
  "encoder.1.weights",
  "layers(2)", "layers(1..2)", "layers(1..2).backward.weights", "weights", "biases", "tower(self)",
  "tower(ner)",
  "imp(ner)", "imp(self, keep: 0.5)", "imp(self, round: 6)", "imp(self, round: 0)", "imp(pos-tags_2)",
  "imp(2nd)",
  "imp(\"self\")", "imp(\"a task\")", "imp(\"\\\"\\\\\")", "imp(1e5)", "imp(\"a\\\"\u{301}b\\\\\u{301}\")", "imp(keep)",
  "imp(encoder)",
  "random(keep: 0.5, seed: 3)", "random(keep: 1e-05, seed: 18446744073709551615)",
  "file(\"masks.safetensors\")", "file(\"masks.safetensors\", ner)", "file(\"é ü.safetensors\", self)",
  "~all", "~~all", "~(all | none)", "(all | none) & all", "all | none & all",
  "(all ^ none) - all & (none | all)",
  "all - (none - all)", "all | (none | all)",
])
func canonicalSpellingsArePrintedAsTheyAre(text: String) throws {
  #expect(try expression(text).description == text)
}

@Test(arguments: [
  ("((all))", "all"), ("(all | none) | weights", "all | none | weights"), (" all\n&\tnone ", "all & none"),
  ("random(seed: 3, keep: 0.50)", "random(keep: 0.5, seed: 3)"), ("imp(\"ner\")", "imp(ner)"),
  ("layers( 1 .. 2 )", "layers(1..2)"), ("(all & none) | weights", "all & none | weights"),
  ("imp(self,keep:5e-1)", "imp(self, keep: 0.5)"), ("~(~(all))", "~~all"),
])
func otherSpellingsArePrintedCanonically(text: String, printed: String) throws {
  #expect(try expression(text).description == printed)
}

@Test func rangesCoverWhatWasWritten() throws {
  let union = try expression("char_cnn | ~(encoder.1 & imp(ner))")
  #expect(union.range?.text == "char_cnn | ~(encoder.1 & imp(ner))")
  guard case .chain(.or, let operands) = union.form, case .complement(let inner) = operands[1].form,
    case .chain(.and, let factors) = inner.form, case .learned(.imp(let task, _)) = factors[1].form
  else {
    Issue.record("built differently: \(union)")
    return
  }
  #expect(operands.map { $0.range?.text } == ["char_cnn", "~(encoder.1 & imp(ner))"])
  #expect(factors.map { $0.range?.text } == ["encoder.1", "imp(ner)"])
  #expect(task.range?.text == "ner")
}

@Test func nestingIsBounded() {
  let deepest = String(repeating: "(", count: 200) + "all" + String(repeating: ")", count: 200)
  #expect(parse(deepest).expression != nil)
  #expect(parse("(\(deepest))").log.diagnostics.map(\.code.id) == ["E0310"])
  #expect(parse(String(repeating: "(", count: 16_000)).log.diagnostics.map(\.code.id) == ["E0310"])
  #expect(parse(String(repeating: "~", count: 16_000)).log.diagnostics.map(\.code.id) == ["E0310"])
}

@Test func lengthIsBounded() {
  let longest = "all" + String(repeating: "|all", count: 4_095)
  #expect(parse(longest).expression != nil)
  #expect(parse(longest + "  ").log.diagnostics.map(\.code.id) == ["E0310"])
}

@Test func manyErrorsAreCutOff() {
  #expect(parse(String(repeating: "?x", count: 8_000)).log.diagnostics.count == 20)
}
