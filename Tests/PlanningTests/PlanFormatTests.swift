@testable import PlanFormat
@testable import Text
import Diagnostics
import FrontEndSupport
import OrderedCollections
import TestSupport
import Testing

@testable import Planning

/// Specifications that between them have everything that a plan can say.
let planSpecimens = [
  specimenText(),
  specimenText(sharing: "single", warmup: 0),
  specimenText(sharing: "soft"),
  specimenText(encoder: "{kind: lstm, layers: 2}"),
  specimenText(encoder: "{kind: gru, layers: 2}"),
  specimenText(sharing: "{masks: {ner: 'imp(ner, keep: 0.6) & encoder', pos: 'imp(pos, round: 2) | imp(ner)'}}"),
  specimenText(sharing: "{towers: encoder, masks: {'*': char_cnn | tower(self) & imp(self)}}"),
  specimenText(
    sharing: "{masks: {'*': 'random(keep: 0.5, seed: 3)'}}",
    pruning: "{rate: {final: 0.5, rounds: 3}, exclude: nothing}",
    training: "{epochs: 2, clip: none, optimizer: {learning_rate: 1e-5}}"),
  specimenText(
    sharing: "{masks: {ner: 'imp(ner)', pos: 'imp(ner, round: 1) & imp(pos, keep: 0.7)'}}",
    pruning: "{method: snip, rate: {final: 0.5, rounds: 3}, batches: 4, reset: {epochs: 2, of: task}}"),
  specimenText(pruning: "{method: random, rate: {final: 0.5, rounds: 3}, scope: tensor}"),
  specimenText(sharing: "hard", training: "{epochs: 2, weights: learned, sampling: annealed}"),
  specimenText(sharing: "hard", training: "{epochs: 2, weights: {pos: 0.5}, sampling: {exponent: 0.3}}"),
  specimenText(
    sharing: "{masks: {pos: 'file(\"m.safetensors\", pos) | encoder.1', ner: 'file(\"elsewhere.safetensors\")'}}"),
  specimenText(
    pruning: "{method: one_shot, rate: {final: 0.5, rounds: 3}, rounding: up, ties: last, reset: initial, clip: none}"
  ).replacing("scheme: bio2", with: "scheme: {from: bio2, to: bioes, repair: reject}"),
  furtherSetText(sharing: "single"),
  furtherSetText("{'a b': {dataset: d, split: train}, wild: {dataset: e}}"),
  specimenText(
    name: "ü \"q\" \\",
    more: "variants: {'a b': {}, '=': {}, 'x/y=1': {base: {head: crf}, sharing: hard}, z~0: {}}\nbaseline: z~0"
  )
  .replacing("{layers: 2}", with: "{layers: 1}"),
  // A baseline that is swept means its cells.
  specimenText(more: "variants: {a: {}, b: {sharing: hard}}\nbaseline: a\nsweep: {seeds: [1, 2]}"),
  specimenText().replacing("dimension: 50}", with: "dimension: 50, pretrained: vectors.txt}")
    .replacing("columns: {token: 0", with: "skip: [b, a], columns: {token: 0"),
  specimenText(
    sharing: "hard",
    tasks: "{pos: {dataset: d, column: upos, metric: accuracy, missing: _, labels: {X: none, AUX: VERB}}, "
      + "ner: {dataset: d, column: misc.Entity, metric: span_f1, scheme: bilou, labels: {A: B, C: none}}}",
    dataset: "{format: conllu, files: {train: [train.txt, test.txt]}, "
      + "hold_out: {sentences: 7, from: random, seed: 3, by: document}, limit: {fraction: 0.5, from: random}}"),
  specimenText(
    sharing: "hard",
    dataset: "{format: jsonl, files: {train: train.txt, test: test.txt}, document: doc, limit: 20, hold_out: 5, "
      + "fields: {token: words, pos: tags, ner: {field: ner, labels: [O, B-X]}}}"),
  specimenText(
    sharing: "hard",
    dataset: "{format: columns, files: {train: train.txt, dev: [dev.txt, test.txt]}, separator: tab, "
      + "comments: '#', width: sentence, columns: {token: 3, pos: 1, ner: 2}}"),
  specimenText(
    sharing: "hard",
    tasks:
      "{pp: {dataset: s, derive: position, metric: accuracy}, 'a: b': {dataset: s, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}}"
  ).replacing("datasets:", with: "datasets:\n  s: {format: synthetic, sentences: {train: 10}}"),
]

/// The document that `text` holds, and what was found on the way.
private func read(_ text: String) -> (plan: Plan?, findings: [String]) {
  var log = DiagnosticLog()
  let file = SourceFile(name: "plan", text: text)
  let plan = PlanDocument(reading: file, log: &log).flatMap { Plan($0, log: &log) }
  let findings = log.sorted.map { finding in
    "\(finding.range.map { "\($0.start) " } ?? "")\(finding.code.id) \(finding.message)"
  }
  return (plan, findings)
}

@Test(arguments: planSpecimens)
func plansAreReadBackAsTheyWere(specimen: String) throws {
  let plan = try plan(specimen)
  let document = PlanDocument(plan)
  for text in [document.text, document.json] {
    let (again, findings) = read(text)
    #expect(findings == [])
    let other = try #require(again)
    #expect(Array(other.stages.keys) == Array(plan.stages.keys))
    for stage in plan.stages.values {
      let copy = try #require(other.stages[stage.id])
      // What a file has to spare, such as a hold-out that is not used, is not read back.
      #expect(copy.operation.parameters == stage.operation.parameters)
      #expect(copy.operation.definition.taskMasks == stage.operation.definition.taskMasks)
      #expect(copy.inputs == stage.inputs)
    }
    #expect(Set(other.variants.map(\.masks)) == Set(plan.variants.map(\.masks)))
    #expect(PlanDocument(other).text == document.text)
    #expect(PlanDocument(other).json == document.json)
  }
}

/// A plan of a variant whose masks are learned and of one whose are not.
private func planOfTwoVariants() throws -> Plan {
  try plan(
    specimenText(
      pruning: "{rate: {final: 0.5, rounds: 1}}", more: "variants: {sparse: {}, hard: {sharing: hard}}\nbaseline: hard")
  )
}

@Test func theTextOfAPlanIsMadeForReview() throws {
  let plan = try planOfTwoVariants()
  let path = "\(fixturesFolder(besides: #filePath))/plans"
  #expect(difference(of: PlanDocument(plan).text, fromGolden: "\(path)/specimen.txt") == nil)
  #expect(difference(of: PlanDocument(plan).json, fromGolden: "\(path)/specimen.json") == nil)
}

@Test func plansWithoutTheirDataAreReadBackToo() throws {
  let plan = Plan(lowering: try rightGraph(specimenText()), files: ResolvedFiles())
  let document = PlanDocument(plan)
  #expect(document.files.isEmpty)
  for text in [document.text, document.json] {
    let (again, findings) = read(text)
    #expect(findings == [])
    #expect(again.map { Array($0.stages.keys) } == Array(plan.stages.keys))
  }
}

/// A change of a plan's text, and what is said of it.
struct BadPlan: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  let finding: String

  var testDescription: String { "\(old) → \(new)" }
}

private let badTexts = [
  BadPlan(old: "sharespec plan 3", new: "sharespec plan 2", finding: "1:1 E0501 expected a plan of the format"),
  BadPlan(old: "end 4 1\n", new: "", finding: "E0502 the plan ends without its last line"),
  BadPlan(
    old: "end 4 1\n", new: "end 5 1\n", finding: "E0502 expected the last line to count 4 and 1 stages and variants"),
  BadPlan(
    old: "  operation train 1", new: "  operation train 2", finding: "E0506 operation 'train' has version 1 here"),
  BadPlan(old: "  operation train 1", new: "  operation drain 1", finding: "E0506 there is no operation 'drain' here"),
  BadPlan(
    old: "start <- initialize/", new: "start <- initialise/", finding: "E0504 the plan has no stage 'initialise'"),
  BadPlan(
    old: "initialize/weights", new: "initialize/wheels", finding: "E0503 there is no artifact 'wheels.safetensors'"),
  BadPlan(
    old: "initialize/weights", new: "initialize/scores", finding: "E0508 stage 'train.specimen' has the fingerprint"),
  BadPlan(old: "  start <-", new: "  begin <-", finding: "E0503 there is no input called 'begin'"),
  BadPlan(old: "  batch = 10", new: "  batch = 11", finding: "E0508 stage 'train.specimen' has the fingerprint"),
  BadPlan(old: "  batch = 10", new: "  batch = 10.0", finding: "E0507 stage 'train.specimen': expected a whole number"),
  BadPlan(old: "  batch = 10\n", new: "", finding: "E0507 stage 'train.specimen': there is no such field"),
  BadPlan(
    old: "  batch = 10\n", new: "  batch = 10\n  patch = 10\n",
    finding: "E0507 stage 'train.specimen': nothing is known"),
  BadPlan(old: "  batch = 10\n", new: "  batch = 10\n  batch = 10\n", finding: "E0503 the parameter does not fit"),
  BadPlan(old: "  batch = 10\n", new: "  batch: 10\n", finding: "E0503 no line of a plan looks like 'batch: 10'"),
  BadPlan(old: "network = @network~", new: "network = @net~", finding: "E0504 the plan has no value 'net~"),
  BadPlan(
    old: "component train.specimen", new: "component train.nothing",
    finding: "E0504 the plan has no stage 'train.nothing'"),
  BadPlan(
    old: "task ner span_f1 \"all\"", new: "task ner span_f1 \"al\"", finding: "E0503 the mask of 'ner' cannot be read"),
  BadPlan(
    old: "stage initialize", new: "stage vocabulary", finding: "E0509 two stages are called 'vocabulary'"),
  BadPlan(
    old: "  batch = 10\n", new: "  batch = 0\n",
    finding: "E0507 stage 'train.specimen': expected a whole number from 1 to 65536"),
  BadPlan(
    old: "\"count\":2700", new: "\"count\":2701",
    finding: "E0509 the masks of variant 'specimen' are about other tensors than those of the network"),
  BadPlan(
    old: "\"count\":2700,\"prunable\":true", new: "\"count\":2700,\"prunable\":false",
    finding: "E0509 the masks of stage"),
  BadPlan(
    old: "\"count\":2700", new: "\"count\":9223372036854775807",
    finding: "tensors[0].count: expected a whole number from 0 to 1099511627776"),
]

@Test(arguments: badTexts)
func whatIsWrongWithATextIsSaidWhereItIs(bad: BadPlan) throws {
  let text = PlanDocument(try plan(specimenText(sharing: "hard"))).text
  #expect(text.contains(bad.old), "the text has no '\(bad.old)'")
  let (plan, findings) = read(text.replacing(bad.old, with: bad.new, maxReplacements: 1))
  #expect(plan == nil)
  #expect(findings.contains { $0.contains(bad.finding) }, "\(findings)")
  #expect(findings.allSatisfy { $0.first?.isNumber == true }, "\(findings)")
}

/// Changes after which parts that are right by themselves do not belong together.
private let incoherentTexts = [
  BadPlan(
    old: "component train.hard evaluate.hard", new: "component round.ner.0 evaluate.hard",
    finding: "variant 'hard' takes a network from stage 'round.ner.0', which does not train the tasks named here"),
  BadPlan(
    old: "component train.hard evaluate.hard", new: "component train.hard measure.sparse",
    finding: "variant 'hard' takes scores from stage 'measure.sparse', which does not evaluate the tasks named here"),
  BadPlan(
    old: "component train.hard evaluate.hard", new: "component train.hard evaluate.sparse",
    finding: "variant 'hard' takes scores from stage 'evaluate.sparse', which evaluates another network than"),
  BadPlan(
    old: "  measure measure.sparse", new: "  measure train.sparse",
    finding: "variant 'sparse' takes counts from stage 'train.sparse', which does not measure its masks"),
  BadPlan(
    old: "task ner span_f1 \"imp(ner)\"", new: "task ner span_f1 \"all\"",
    finding: "variant 'sparse' takes counts from stage 'measure.sparse', which does not measure its masks"),
  BadPlan(
    old: "task ner span_f1 \"all\"", new: "task ner accuracy \"all\"",
    finding: "variant 'hard' and stage 'evaluate.hard' score task 'ner' by different metrics"),
  BadPlan(
    old: "  task ner span_f1 \"all\"\n", new: "", finding: "variant 'hard' does not train each of its tasks once"),
  BadPlan(
    old: "  start warmup warmup", new: "  start train.hard warmup",
    finding: "variant 'sparse' lists stage 'train.hard' as a start, but it is not a warmup or rewind training"),
  BadPlan(
    old: "  start warmup warmup", new: "  start vocabulary warmup",
    finding: "variant 'sparse' lists stage 'vocabulary' as a start, but it is not a warmup or rewind training"),
  BadPlan(
    old: "  start warmup warmup", new: "  start warmup vocabulary",
    finding: "variant 'sparse' has two stages for 'vocabulary', one of them stage 'warmup'"),
  BadPlan(
    old: "  purpose round ner 0", new: "  purpose round pos 0",
    finding: "stage 'round.ner.0' cannot serve 'round.pos.0': its operation or its tasks differ"),
  BadPlan(
    old: "  purpose mask ner 1", new: "  purpose evaluate",
    finding: "stage 'mask.ner.1' cannot serve 'evaluate': its operation or its tasks differ"),
  BadPlan(old: "  purpose mask ner 1", new: "  purpose mask ner -1", finding: "E0503 unknown purpose 'mask ner -1'"),
  BadPlan(
    old: "  purpose mask pos 1", new: "  purpose mask ner 1",
    finding: "variant 'sparse' has two stages for 'mask.ner.1', one of them stage 'mask."),
]

@Test(arguments: incoherentTexts)
func partsOfPlansBelongTogether(bad: BadPlan) throws {
  let text = PlanDocument(try planOfTwoVariants()).text
  #expect(text.contains(bad.old), "the text has no '\(bad.old)'")
  let (plan, findings) = read(text.replacing(bad.old, with: bad.new, maxReplacements: 1))
  #expect(plan == nil)
  #expect(findings.contains { $0.contains(bad.finding) }, "\(findings)")
}

/// A value that is out of place, and the parameter and the message that this is reported under.
private let badChoices = [
  ("fraction_of_remaining = 0.5", "fraction_of_remaining = 1.5", "amount.fraction_of_remaining", "at least 0"),
  ("fraction_of_remaining = 0.5", "fraction_of_remaining = 1", "amount.fraction_of_remaining", "a point"),
  ("target.column = 2", "target.column = -2", "target.column", "whole number from 0"),
  ("target.column = 2", "target.column = \"2\"", "target.column", "whole number"),
  ("target.column = 2", "target.layer = 2", "target.layer", "expected a text"),
  ("  columns.token = 0", "  columns.token = -1", "corpora[0].columns.token", "whole number from 0"),
  ("  epochs = 2\n", "  epochs = 0\n", "epochs", "whole number from 1 to 100000"),
  ("  batch = 10\n", "  batch = 65537\n", "batch", "whole number from 1 to 65536"),
  ("learning_rate = 0.1\n", "learning_rate = -1.0\n", "learning_rate", "greater than 0"),
  (" momentum = 0.9\n", " momentum = 1.0\n", "momentum", "less than 1"),
  ("clip.at = 5.0\n", "clip.at = 0.0\n", "clip.at", "greater than 0"),
  (" layers = 2\n", " layers = 17\n", "layers", "whole number from 1 to 16"),
  ("].width = 3\n", "].width = 4\n", "characters[0].width", "odd"),
  ("dropout.words = 0.5\n", "dropout.words = 1.0\n", "dropout.words", "less than 1"),
]

@Test(arguments: badChoices)
func anAlternativeThatIsOutOfPlaceIsReportedUnderItsName(
  old: String, new: String, path: String, message: String
) throws {
  let text = PlanDocument(
    try plan(specimenText(pruning: "{rate: {final: 0.5, rounds: 1}}", more: "variants: {sparse: {}}"))
  ).text
  try #require(text.contains(old))
  var log = DiagnosticLog()
  let file = SourceFile(name: "plan", text: text.replacing(old, with: new))
  let plan = PlanDocument(reading: file, log: &log).flatMap { Plan($0, log: &log) }
  #expect(plan == nil)
  let findings = log.sorted.filter { $0.code.id == "E0507" }
  #expect(!findings.isEmpty)
  for finding in findings {
    #expect(finding.path?.hasSuffix(path) == true, "\(finding.path ?? "")")
    #expect(finding.message.contains(message), "\(finding.message)")
  }
}

@Test func aCyclicPlanIsRefused() throws {
  let text = PlanDocument(try plan(specimenText(sharing: "hard"))).text
  let cyclic = text.replacing(
    "  vocabulary <- vocabulary/vocabulary.json\n  start",
    with: "  vocabulary <- evaluate.specimen/vocabulary.json\n  start")
  #expect(cyclic != text)
  let (plan, findings) = read(cyclic)
  #expect(plan == nil)
  #expect(findings.count == 1)
  #expect(
    findings.first?.contains("E0505 stages wait for each other: train.specimen → evaluate.specimen → train.specimen")
      == true, "\(findings)")
}

@Test func everyTruncationOfAPlanIsRefused() throws {
  let document = PlanDocument(try plan(specimenText(sharing: "hard")))
  for text in [document.text, document.json] {
    let bytes = Array(text.utf8)
    for length in stride(from: 0, to: bytes.count - 2, by: 53) {
      let (plan, findings) = read(String(decoding: bytes[..<length], as: UTF8.self))
      #expect(plan == nil, "the first \(length) bytes are taken for a plan")
      #expect(!findings.isEmpty)
    }
  }
}

@Test func aTruncatedJSONPlanIsCalledSo() throws {
  let json = PlanDocument(try plan(specimenText(sharing: "hard"))).json
  let (_, findings) = read(String(json.prefix(json.count / 2)))
  #expect(findings.count == 1)
  #expect(findings.first?.contains("E0502 the JSON text ends before the plan does") == true)
  let (_, foreign) = read(json.replacing("sharespec plan 3", with: "sharespec plan 7"))
  #expect(foreign == ["2:13 E0501 expected a plan of the format 'sharespec plan 3'"])
  let (_, unknown) = read(json.replacing("\"baseline\"", with: "\"base\""))
  #expect(unknown == ["4:3 E0503 the member \"base\" is unknown here"])
}

@Test(arguments: [
  CanonicalValue.text("sha256:x"), .text("text:"), .text("real:inf"), .real(.infinity), .real(-.infinity), .real(5),
  .real(1e-5), .real(1e300), .integer(.max), .integer(.min), .boolean(false), .list([]), .record([]), .text("a\nb\n"),
  .digest(Digest(of: [1])), .list([.list([]), .record(["a": .list([.text("\u{2028}\"")])])]),
])
func valuesAreReadBackFromJSON(value: CanonicalValue) throws {
  let text = JSONText.text(of: value.json)
  #expect(try CanonicalValue(JSONReader.read(Array(text.utf8))) == value)
}

@Test func plansAreToldFromSpecificationsInBraces() throws {
  let document = PlanDocument(try plan(specimenText()))
  func isPlan(_ text: String) -> Bool { PlanFileKind.isPlan(SourceFile(name: "file", text: text)) }
  let plans = [
    document.text, document.json, "\n " + document.json, "\u{FEFF}" + document.text,
    "{\"files\": [], \"format\": \"sharespec plan 3\"}",
  ]
  #expect(plans.allSatisfy(isPlan))
  let others = [
    "{sharespec: 1, name: plan}", "{\"name\": \"plan\", \"sharespec\": 1}", "sharespec: 1\nname: plan\n", "",
  ]
  #expect(!others.contains(where: isPlan))
}

@Test func theRulesOfPlansHaveExamples() {
  #expect(PlanCode.all.filter { !$0.explanation.contains("```") }.map(\.id) == [])
}
