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
