import Diagnostics
import Model
import Testing

@testable import ExperimentSpec

@Test func aFileIsLaidOverTheOneThatItExtends() throws {
  let (spec, findings, _) = read([
    "main.yaml": extending("training: {batch: 3}\n"), "base.yaml": specification("seed: 7", name: "base"),
  ])
  let experiment = try #require(spec?.variants.first?.experiment, "\(findings)")
  #expect(experiment.training.batch == 3)
  #expect(experiment.training.epochs == 2)
  #expect(experiment.seed == 7)
  #expect(spec?.name == "main")
}

@Test func laterFilesOfAListWin() throws {
  let (spec, findings, _) = read([
    "main.yaml": "sharespec: 1\nname: main\nextends: [base.yaml, a/more.yaml]\n",
    "base.yaml": specification("seed: 7"), "a/more.yaml": "sharespec: 1\nextends: ../b.yaml\nseed: 8\n",
    "b.yaml": "sharespec: 1\nseed: 9\nwarmup: {epochs: 4}\n",
  ])
  let experiment = try #require(spec?.variants.first?.experiment, "\(findings)")
  #expect(experiment.seed == 8)
  #expect(experiment.warmup.epochs == 4)
}

@Test func theChainOfValuesIsKept() throws {
  let (spec, _, _) = read(
    ["main.yaml": extending("seed: 8\nvariants: {v: {seed: 9}}\n"), "base.yaml": specification("seed: 7")],
    overrides: ["seed=10"])
  let seed = try #require(spec?.variants[0].settled.first { $0.path == "seed" })
  #expect(seed.text == "10")
  #expect(seed.origin.range?.description == "<command line>:1:6")
  #expect(seed.replaced.map(\.description) == ["main.yaml:5:22", "main.yaml:4:7", "base.yaml:8:7"])
  #expect(
    seed.replaced.map { spec?.variants[0].layer(writing: $0) } == [.variant("v"), .files, .files])
}

@Test func circlesAreShownAsAWhole() throws {
  let (spec, findings, diagnostics) = read([
    "main.yaml": "sharespec: 1\nextends: b.yaml\n", "b.yaml": "sharespec: 1\nextends: c/d.yaml\n",
    "c/d.yaml": "sharespec: 1\nextends: ../main.yaml\n",
  ])
  #expect(spec == nil)
  #expect(findings == ["c/d.yaml:2:10 E0210 'main.yaml' extends itself"])
  #expect(diagnostics[0].others.map(\.range.description) == ["main.yaml:2:10", "b.yaml:2:10"])
}

@Test(arguments: [
  ("nothing.yaml", "main.yaml:2:10 E0212 cannot extend this file: there is no file 'nothing.yaml'"),
  (
    "{a: b}",
    "main.yaml:2:10 E0203 'extends' is a mapping, but the path of a file, or a list of values, each the path of a file is expected"
  ),
  ("[base.yaml, broken.yaml]", "broken.yaml:2:1 E0112 the key 'a' occurs twice in this mapping"),
  ("versionless.yaml", "versionless.yaml:1:1 E0202 the specification lacks the key 'sharespec'"),
  ("future.yaml", "future.yaml:1:12 E0204 this file needs version 2 of the language; this program reads version 1"),
])
func whatCannotBeExtendedIsShown(extends: String, finding: String) {
  let (spec, findings, _) = read([
    "main.yaml": "sharespec: 1\nextends: \(extends)\n", "base.yaml": specification(""),
    "broken.yaml": "a: 1\na: 2\n", "versionless.yaml": "seed: 1\n", "future.yaml": "sharespec: 2\n",
  ])
  #expect(spec == nil)
  #expect(findings == [finding])
}

@Test func aSpecificationHasABoundedNumberOfFiles() {
  let single = Dictionary(uniqueKeysWithValues: (0...100).map { ("\($0).yaml", "sharespec: 1\nseed: 1\n") })
  let list = single.keys.sorted().joined(separator: ", ")
  let wide = read(single.merging(["main.yaml": "sharespec: 1\nextends: [\(list)]\n"]) { $1 })
  #expect(wide.diagnostics.map(\.code.id) == ["E0212"])
  let linked = (0...100).map { ("\($0).yaml", "sharespec: 1\nextends: \($0 + 1).yaml\n") }
  let deep = read(
    Dictionary(uniqueKeysWithValues: linked + [("main.yaml", "sharespec: 1\nextends: 0.yaml\n")]))
  #expect(deep.findings == ["99.yaml:2:10 E0212 a specification consists of at most 100 files"])
}

@Test func filesCountAsOftenAsTheyAreUsed() {
  let doubled = (0..<30).map { ("\($0).yaml", "sharespec: 1\nextends: [\($0 + 1).yaml, ./\($0 + 1).yaml]\n") }
  let files = Dictionary(uniqueKeysWithValues: doubled + [("30.yaml", "sharespec: 1\nseed: 1\n")])
  let tower = read(files.merging(["main.yaml": "sharespec: 1\nextends: 0.yaml\n"]) { $1 })
  let message = "a specification consists of at most 1000 files, each counted as often as it is used"
  #expect(tower.findings == ["21.yaml:2:20 E0212 \(message)"])
  let list = [String](repeating: "base.yaml", count: 5000).joined(separator: ", ")
  let wide = read(["main.yaml": "sharespec: 1\nextends: [\(list)]\n", "base.yaml": specification("")])
  #expect(wide.findings == ["main.yaml:2:11000 E0212 \(message)"])
}

@Test func theValuesOfAllFilesAreBounded() {
  // Each file has as many values as one may have, of its own.
  let files = (0..<11).map { file in
    ("\(file).yaml", "sharespec: 1\nx\(file): [\([String](repeating: "1", count: 99_995).joined(separator: ","))]\n")
  }
  let list = files.map(\.0).joined(separator: ", ")
  let (spec, findings, _) = read(
    Dictionary(uniqueKeysWithValues: files + [("main.yaml", "sharespec: 1\nextends: [\(list)]\n")]))
  #expect(spec == nil)
  let message = "the files of a specification have at most 1000000 values together, those that others replace included"
  #expect(findings.contains("main.yaml:2:91 E0212 \(message)"), "\(findings)")
}

@Test func aMistakeInAnExtendedFileNamesTheFileThatExtendsIt() throws {
  let (_, findings, diagnostics) = read([
    "main.yaml": extending(""), "base.yaml": specification("seed: -1"),
  ])
  #expect(findings == ["base.yaml:8:7 E0204 'seed' is -1, but a whole number of at least 0 is expected"])
  #expect(diagnostics[0].others.map { "\($0.range) \($0.text)" } == ["main.yaml:3:10 extended here"])
}

@Test func onlyFilesExtend() {
  let (spec, findings, _) = read(["main.yaml": specification("")], overrides: ["extends=base.yaml"])
  #expect(spec == nil)
  #expect(findings == ["<command line>:1:9 E0208 only a file extends others; the command line cannot"])
}

@Test func noneTakesEntriesAndOptionalPartsAway() throws {
  let (spec, findings, _) = read([
    "main.yaml": extending(
      "tasks: {pos: none, ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}}\nbase: {characters: none}\n"
        + "variants: {b: none}\n"),
    "base.yaml": specification("variants: {a: {}, b: {}}"),
  ])
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(variants.map(\.name) == ["a"])
  #expect(variants[0].experiment.tasks.map(\.name) == ["ner"])
  #expect(variants[0].experiment.base.characters == nil)
}

@Test func thereMustBeSomethingToTakeAway() {
  let (_, findings, diagnostics) = read([
    "main.yaml": extending("tasks: {poss: none}\n"), "base.yaml": specification(""),
  ])
  #expect(findings == ["main.yaml:4:9 E0209 'none' takes 'poss' away from 'tasks', but nothing below has it"])
  #expect(diagnostics.first?.help == "did you mean 'pos'?")
}

@Test func aQuotedNoneIsAText() throws {
  let (spec, findings, _) = read(["main.yaml": specification("").replacing("name: main", with: "name: 'none'")])
  #expect(try #require(spec, "\(findings)").name == "none")
}

@Test func presetsLieBelowEverything() throws {
  let (spec, findings, _) = read([
    "main.yaml": extending("preset: released-code\nbase: {encoder: {hidden: 7}}\n"), "base.yaml": specification(""),
  ])
  let variant = try #require(spec?.variants.first, "\(findings)")
  #expect(variant.experiment.base.encoder.layers == 2)
  #expect(variant.experiment.base.encoder.hidden == 7)
  #expect(variant.experiment.training.clip.by == .value)
  let layers = try #require(variant.settled.first { $0.path == "base.encoder.layers" })
  #expect(layers.origin.range?.file.name == "<preset released-code>")
  let hidden = try #require(variant.settled.first { $0.path == "base.encoder.hidden" })
  #expect(hidden.replaced.last?.file.name == "<preset released-code>")
}

@Test func thePresetCanBeChosenOnTheCommandLine() throws {
  let (spec, _, _) = read(["main.yaml": specification("preset: paper")], overrides: ["preset=released-code"])
  #expect(spec?.variants.first?.experiment.training.sampling == .named(.roundRobin))
}

/// Every value of a preset is one of the experiment, and none repeats itself.
@Test(arguments: PresetName.allCases)
func presetsAreUnderstood(preset: PresetName) throws {
  let (spec, findings, _) = read(["main.yaml": specification("preset: \(preset.rawValue)")])
  let variant = try #require(spec?.variants.first, "\(findings)")
  #expect(findings.isEmpty)
  #expect(variant.settled.contains { $0.origin.range?.file.name == "<preset \(preset.rawValue)>" })
}

@Test func findingsNameTheVariantsThatTheyAreIn() throws {
  let (_, _, diagnostics) = read([
    "main.yaml": specification(
      """
      variants:
        good: {}
        bad: {base: {encoder: {layers: 0}}}
        worse: {base: {encoder: {layers: 0}}}
        good_too: {training: {epochs: 9}}
      """, training: "{epochs: 2, batch: 0}")
  ])
  #expect(diagnostics.count == 3)
  let everywhere = try #require(diagnostics.first { $0.path == "training.batch" })
  #expect(everywhere.others.isEmpty)
  let bad = try #require(diagnostics.first { $0.range?.start.line == 10 })
  #expect(bad.others.map(\.text) == ["in variant 'bad'"])
}

/// Whether the kind below is written or a default, another kind keeps the sizes.
@Test(arguments: ["{kind: bilstm, layers: 3, hidden: 12}", "{layers: 3, hidden: 12}"])
func anotherKindOfEncoderKeepsItsSizes(encoder: String) throws {
  let (spec, findings, _) = read(
    [
      "main.yaml": extending(
        "base: {encoder: \(encoder)}\nvariants: {plain: {}, one: {base: {encoder: {kind: lstm}}}}\n"),
      "base.yaml": specification(""),
    ], overrides: ["variants.plain.base.encoder.kind=bigru"])
  let encoders = try #require(spec?.variants.map(\.experiment.base.encoder.encoder), "\(findings)")
  #expect(encoders == [Encoder(.bigru, layers: 3, hidden: 12), Encoder(.lstm, layers: 3, hidden: 12)])
}
