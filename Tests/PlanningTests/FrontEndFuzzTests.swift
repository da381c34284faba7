import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Reporting
import SpecSyntax
import TestSupport
import Testing

@testable import Planning

private let bundled = bundledSpecifications()

private let tokens = [
  " ", "\n", ":", ": ", "- ", ",", ", ", "[", "]", "{", "}", "{}", "[]", "#", "&a ", "*a", "'", "\"", "~", "none",
  "null",
  "0", "1", "-1", "0.5", "1e9", "99999999999999999999", "true", "self", "*", "'*'", "é", "pos", "ner", "chunk", "d",
  "sharespec: 1\n", "name: x\n", "extends: parts/small.yaml\n", "extends: [", "preset: paper\n", "seed: 2\n",
  "datasets:", "tasks:", "base:", "sharing:", "pruning:", "warmup:", "training:", "variants:", "sweep:", "baseline: ",
  "format: synthetic", "format: columns", "files: ", "columns: ", "token: 0", "dataset: ", "column: ", "metric: ",
  "encoder: ", "layers: 2", "hidden: 6", "characters: ", "masks: ", "levels: ", "towers: ", "coupling: ",
  "product: ", "zip: ", "include: ", "exclude: ", "when: ", "is: ", "set: ", "seeds: ", "variant: ", "training.batch: ",
  "sharing.masks.*: ", "{variant}", "@", "=", ".", "all", "imp(self)", "tower(self)", "char_cnn", "encoder.1", " | ",
  " & ", " - ", " ^ ", "(", ")", "round: 3", "keep: 0.5", "random(keep: 0.5, seed: 3)",
]

private let masks = [
  "all", "char_cnn | encoder.1", "tower(self) & imp(self)", "imp(ner, round: 6) - imp(pos, keep: 0.5)",
  "~(imp(ner) ^ random(keep: 0.5, seed: 3)) | biases", "layers(1..2).forward.input.weights | char_cnn.biases",
  "(encoder & weights | biases) - encoder.2.backward.recurrent",
]

private let sweeps = [
  "{product: {training.batch: [10, 20], pruning.rate.final: [0.1, 0.2]}, seeds: [1, 2]}",
  "{zip: {training.batch: [1, 2], training.epochs: [3, 4]}, name: \"{variant}-{training.batch}-{epochs}\"}",
  "{product: {tasks: {a: {pos: none}, b: {ner: none}}}, exclude: [{variant: a, tasks: {pos: none}}]}",
  "{product: {sharing: {all: hard, own: {masks: {'*': imp(self)}}}}, include: [{training.batch: 9}]}",
  "{product: {pruning.scope: [global, tensor]}, when: [{is: {pruning.scope: tensor}, set: {training.batch: 7}}]}",
]

/// A specification with a mask and a sweep to be filled in.
private func specification(mask: String, sweep: String = "") -> String {
  """
  sharespec: 1
  name: fuzz
  datasets: {d: {format: synthetic}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 8}, characters: {}, encoder: {layers: 2, hidden: 6}}
  sharing: {masks: {'*': all, ner: \(mask)}}
  training: {epochs: 2}
  variants: {a: {}, b: {seed: 2}}
  \(sweep.isEmpty ? "" : "sweep: \(sweep)")
  """
}

/// A way to make documents that are hardly ever right.
private enum Source: String, CaseIterable, CustomTestStringConvertible {
  case bytes, specifications, tokens, sweeps, masks

  var testDescription: String { rawValue }

  /// The share of the documents, in percent.
  var share: Int {
    switch self {
    case .bytes: 5
    case .specifications: 45
    case .tokens: 10
    case .sweeps, .masks: 20
    }
  }

  /// What makes the documents, one after the other.
  func generator() -> () -> [UInt8] {
    var random = SeededGenerator(seed: 11)
    switch self {
    case .bytes:
      return { (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) } }
    case .tokens:
      return {
        (0..<Int.random(in: 1...40, using: &random)).flatMap { _ in
          Array((PlanningTests.tokens.randomElement(using: &random) ?? "").utf8)
        }
      }
    case .specifications:
      // As many that are right as that are not, so that the later steps have something to do.
      let right = bundled.keys.sorted().compactMap { bundled[$0] }
      let seeds = Array(repeating: right, count: badFiles.count / right.count).joined() + badFiles
      var mutator = Mutator(seeds: Array(seeds), tokens: PlanningTests.tokens, seed: 12)
      return { mutator.next() }
    case .sweeps:
      var mutator = Mutator(seeds: PlanningTests.sweeps.map { Array($0.utf8) }, tokens: PlanningTests.tokens, seed: 13)
      return { Array(specification(mask: "all", sweep: String(decoding: mutator.next(), as: UTF8.self)).utf8) }
    case .masks:
      var mutator = Mutator(seeds: PlanningTests.masks.map { Array($0.utf8) }, tokens: PlanningTests.tokens, seed: 14)
      return {
        let mask = String(decoding: mutator.next(), as: UTF8.self).replacing("'", with: "''")
        return Array(specification(mask: "'\(mask)'").utf8)
      }
    }
  }

  private var badFiles: [[UInt8]] {
    fixtures(in: "../../ExperimentGraphTests/Fixtures/bad", suffix: ".yaml").map(\.bytes)
  }
}

/// The files that documents may extend.
private let reader = SourceReader { path throws(SourceUnreadable) in
  let name = path.split(separator: "/").suffix(2).joined(separator: "/")
  guard let bytes = bundled["specs/" + name] ?? bundled["specs/examples/" + name] ?? bundled["specs/" + path] else {
    throw SourceUnreadable(reason: "there is no file '\(path)'")
  }
  return bytes
}

/// The specification that `bytes` are, as far as they are one.
private func reading(_ bytes: [UInt8], log: inout DiagnosticLog) -> SpecReading? {
  SpecDocument(SourceFile(name: "fuzz.yaml", bytes: bytes), log: &log)
    .flatMap { ComposedDocument($0, reading: reader, log: &log) }.map { SpecReading($0, log: &log) }
}

/// The number of variants up to which specifications are also planned and written in full.
private let mostVariants = FuzzMeter.isLong ? 12 : 4

/// Reads `bytes` down to the plan and checks what must hold for any input; returns whether it was accepted.
private func check(_ bytes: [UInt8]) -> Bool {
  var log = DiagnosticLog()
  let reading = reading(bytes, log: &log)
  let graph = reading.flatMap { ResolvedExperiment($0, log: &log) }
  #expect((graph == nil) == log.hasErrors)
  for diagnostic in log.diagnostics.prefix(20) { _ = TextRenderer().render(diagnostic) }
  guard let spec = reading?.spec, let graph else { return false }
  for variant in graph.variants.prefix(2) { #expect(!MaskExplanation(variant).text.isEmpty) }
  if graph.variants.count > mostVariants { return true }
  let plan = Plan(lowering: graph, files: ResolvedFiles())
  let text = ResolvedSpecification(spec).text
  var again = DiagnosticLog()
  let inFull = PlanningTests.reading(Array(text.utf8), log: &again).flatMap { ResolvedExperiment($0, log: &again) }
  #expect(
    inFull.map { Plan(lowering: $0, files: ResolvedFiles()).identities } == plan.identities,
    "\(String(decoding: bytes, as: UTF8.self))\nin full:\n\(text)\n\(again.sorted.map(\.message))")
  return true
}

/// The front end reads or refuses any text in bounded time; what it accepts it can explain, plan and write with all
/// defaults.
@Test(arguments: Source.allCases)
private func anyDocumentIsReadOrRefused(source: Source) {
  let next = source.generator()
  let count = fuzzCount(usual: 2000) * source.share / 100
  var meter = FuzzMeter("specification, \(source.rawValue)")
  for _ in 0..<count { meter.measure(next(), check) }
  #expect(meter.finish() == [])
}
