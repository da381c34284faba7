import Diagnostics
import ExperimentSpec
import Foundation
import Reporting
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

private let folder = URL(filePath: fixturesFolder(besides: #filePath)).appending(path: "explained")

private func explained(_ overrides: [String] = []) throws -> (spec: Spec, graph: ResolvedExperiment) {
  let file = try #require(fixtures(in: "explained", suffix: "masks.yaml").first)
  var log = DiagnosticLog()
  let parsed = try #require(parseOverrides(overrides, log: &log))
  let document = try #require(SpecDocument(file, log: &log))
  let spec = try #require(Spec(document, overrides: parsed, log: &log), "\(log.diagnostics)")
  return (spec, try #require(ResolvedExperiment(spec, log: &log), "\(log.diagnostics)"))
}

@Test func masksAreExplainedAsTheyAreMeant() throws {
  let text = try explained().graph.variants.map { "variant '\($0.name)'\n\(MaskExplanation($0).text)" }
    .joined(separator: "\n")
  #expect(difference(of: text, fromGolden: folder.appending(path: "masks.txt").path) == nil)
}

extension ValueExplanation {
  /// What is told of the path that `path` spells.
  fileprivate func text(at path: String) -> String? { SpecPath(path).flatMap { text(at: $0) } }
}

@Test func valuesAreExplainedWithWhatTheyReplaced() throws {
  let values = ValueExplanation(try explained(["training.epochs=3"]).spec)
  #expect(
    values.text(at: "training.epochs") == """
      training.epochs = 3  <command line>:1:17
          replaces 1 at masks.yaml:15:20

      """)
  #expect(values.text(at: "base.encoder.hidden") == "base.encoder.hidden = 200  default\n")
  #expect(values.text(at: "base.encoder")?.split(separator: "\n").count == 3)
  #expect(values.text(at: "base.enc") == nil)
}

@Test func aValueIsToldForTheVariantsThatHaveIt() throws {
  let text = try #require(ValueExplanation(try explained().spec).text(at: "sharing.levels"))
  #expect(text.contains("sharing.levels.pos = 1  masks.yaml:21:36, variant 'levels' (in 'levels')\n"))
  #expect(text.contains("replaces hard at masks.yaml:13:10"), "\(text)")
}

/// Paths that overrides take, each with the beginning of what is told of it.
@Test(arguments: [
  ("variants.levels.sharing.levels.pos", "sharing.levels.pos = 1  masks.yaml:21:36, variant 'levels'\n"),
  ("variants.levels.training.epochs", "training.epochs = 1  masks.yaml:15:20\n"),
  ("\"training\".epochs", "training.epochs = 1  masks.yaml:15:20\n"),
  ("base.dropout.words", "base.dropout = 0.5  default\n"),
  ("pruning.epochs", "pruning.epochs is not set\n"),
  ("base.words.pretrained", "base.words.pretrained is not set\n"),
  ("pruning.reset.epochs", "pruning.reset = warmup  default\n"),
  ("variants.levels.pruning.clip.at", "pruning.clip is not set\n"),
  ("name", "name = masks  masks.yaml:"),
  ("report", "report = {}  default\n"),
])
func everyPathOfAnOverrideIsExplained(path: String, expected: String) throws {
  let text = try #require(ValueExplanation(try explained().spec).text(at: path))
  #expect(text.hasPrefix(expected), "\(text)")
}

@Test(arguments: ["training.epohcs", "tasks.nobody.column", "variants.nobody.seed", "variants.levels.sede", "a..b"])
func noOtherPathIsExplained(path: String) throws {
  #expect(ValueExplanation(try explained().spec).text(at: path) == nil)
}

/// A specification whose variant 'swept' has twelve cells and is no other's prefix.
private func sweptSpec() throws -> (spec: Spec, graph: ResolvedExperiment) {
  let text = """
    sharespec: 1
    name: swept
    datasets: {d: {format: synthetic, sentences: {train: 20}}}
    tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
    sharing: hard
    training: {epochs: 1}
    variants: {plain: {}, swept: {sharing: sparse}, "swept@plain": {}}
    sweep:
      variants: [swept]
      product: {pruning.rate.final: [0.1, 0.2, 0.3], training.batch: [10, 20]}
      seeds: [1, 2]

    """
  var log = DiagnosticLog()
  let document = try #require(SpecDocument(SourceFile(name: "swept.yaml", text: text), log: &log))
  let spec = try #require(Spec(document, log: &log), "\(log.diagnostics)")
  return (spec, try #require(ResolvedExperiment(spec, log: &log), "\(log.diagnostics)"))
}

@Test func cellsAreExplainedByTheirDifferences() throws {
  let values = ValueExplanation(try sweptSpec().spec)
  #expect(
    values.text(at: "variants.swept.pruning.rate") == """
      pruning.rate.final = 0.1  swept.yaml:10:34, sweep (in 4 of 12 cells of 'swept')
      pruning.rate.final = 0.2  swept.yaml:10:39, sweep (in 4 of 12 cells of 'swept')
      pruning.rate.final = 0.3  swept.yaml:10:44, sweep (in 4 of 12 cells of 'swept')
      pruning.rate.rounds = 20  default

      """)
  let all = try #require(values.text(at: "variants.swept"))
  #expect(all.split(separator: "\n").count { $0.hasPrefix("training.epochs") } == 1)
  #expect(
    values.text(at: "sharing") == """
      sharing = hard    swept.yaml:5:10 (in 'plain', 'swept@plain')
      sharing = sparse  swept.yaml:7:40, variant 'swept' (in all 12 cells of 'swept')
          replaces hard at swept.yaml:5:10

      """)
  #expect(
    values.text(at: "sweep.product.\"training.batch\"")
      == "sweep.product.\"training.batch\" = [10, 20]  swept.yaml:10:66\n")
  #expect(
    values.text(at: "variants") == """
      variants.plain  swept.yaml:7:12
      variants.swept  swept.yaml:7:23 (12 cells)
      variants.swept@plain  swept.yaml:7:49

      """)
}

@Test func cellsThatShareAlikeAreExplainedTogether() throws {
  let (spec, graph) = try sweptSpec()
  let text = MaskExplanations(graph.variants, of: spec).text
  let heads = text.split(separator: "\n").filter { $0.hasPrefix("variant") }
  #expect(
    heads == [
      "variants: 'plain', 'swept@plain'",
      "variants: 4 of 12 cells of 'swept' with pruning.rate.final=0.1",
      "variants: 4 of 12 cells of 'swept' with pruning.rate.final=0.2",
      "variants: 4 of 12 cells of 'swept' with pruning.rate.final=0.3",
    ])
}

@Test func aDeclaredNameMeansItsCellsAndNoOthers() throws {
  let spec = try sweptSpec().spec
  #expect(spec.variants.count { $0.isMeant(by: "swept") } == 12)
  #expect(spec.variants.filter { $0.isMeant(by: "swept@plain") }.map(\.name) == ["swept@plain"])
}
