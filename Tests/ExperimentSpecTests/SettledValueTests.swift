import Diagnostics
import SpecSyntax
import Testing

@testable import ExperimentSpec

private let text = """
  sharespec: 1
  name: settled
  datasets: {d: {format: synthetic}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {encoder: {hidden: 6}}
  sharing: hard
  training: {epochs: 2}
  variants:
    a: {training: {epochs: 3}}
  """

private func settled(_ path: String, overrides: [String] = []) throws -> SettledValue {
  var log = DiagnosticLog()
  let parsed = parseOverrides(overrides, log: &log) ?? []
  let document = try #require(SpecDocument(SourceFile(name: "s.yaml", text: text), log: &log))
  let spec = try #require(Spec(document, overrides: parsed, log: &log))
  return try #require(spec.variants[0].settled.first { $0.path == path })
}

@Test func aWrittenValueKnowsItsPlace() throws {
  let value = try settled("base.encoder.hidden")
  #expect(value.text == "6")
  #expect(value.origin.range?.description == "s.yaml:5:26")
  #expect(value.replaced.isEmpty)
}

@Test func aDefaultSaysSo() throws {
  let value = try settled("base.encoder.layers")
  #expect(value.text == "1")
  #expect(value.origin == .fieldDefault(path: "base.encoder.layers"))
}

@Test func everyLayerThatSetAValueIsRemembered() throws {
  let value = try settled("training.epochs", overrides: ["training.epochs=4"])
  #expect(value.text == "4")
  #expect(value.origin.range?.description == "<command line>:1:17")
  #expect(value.replaced.map(\.description) == ["s.yaml:9:26", "s.yaml:7:20"])
}

/// A value is shown in the shortest form that says all of it.
@Test(arguments: [
  ("bio2", "bio2"), ("{from: bio2, to: bio2}", "bio2"), ("{from: bio2, to: bioes}", "{from: bio2, to: bioes}"),
  ("{from: bio2, to: bio2, repair: reject}", "{from: bio2, to: bio2, repair: reject}"),
])
func schemesAreShownAsTheyCanBeWritten(written: String, shown: String) throws {
  var log = DiagnosticLog()
  let document = try #require(SpecDocument(SourceFile(name: "s.yaml", text: "scheme: \(written)"), log: &log))
  let node = try #require(document.root.mapping?["scheme"]?.value)
  let value = try #require(SchemeSpec.type.decode(node, "scheme", DecodingContext()))
  #expect(SchemeSpec.type.show(value) == shown)
}

/// A block's description lists the fields that decoding reads: every key that is described is accepted.
@Test func describedKeysAreKnownKeys() {
  let training = TrainingSpec.blockDescription
  #expect(training.fields.map(\.key) == ["optimizer", "clip", "batch", "epochs", "sampling", "weights", "select"])
  #expect(training.fields.first { $0.key == "batch" }?.presence == .defaulted("10"))
  #expect(training.fields.first { $0.key == "epochs" }?.presence == .required)
}
