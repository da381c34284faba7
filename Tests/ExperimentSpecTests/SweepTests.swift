import Diagnostics
import TestSupport
import Testing

@testable import ExperimentSpec

private func sweep(_ text: String, more: String = "", overrides: [String] = []) -> (
  spec: Spec?, findings: [String], diagnostics: [Diagnostic]
) {
  read(
    ["main.yaml": specification("sweep:\n" + text.split(separator: "\n").map { "  \($0)\n" }.joined() + more)],
    overrides: overrides)
}

private func names(_ text: String, more: String = "") throws -> [String] {
  let (spec, findings, _) = sweep(text, more: more)
  return try #require(spec, "\(findings)").variants.map(\.name)
}

@Test func aProductIsEveryCombination() throws {
  let (spec, findings, _) = sweep("product: {training.batch: [10, 20], pruning.rate.final: [0.1, 0.2, 0.5]}")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(
    variants.map(\.name) == [
      "batch=10,final=0.1", "batch=10,final=0.2", "batch=10,final=0.5", "batch=20,final=0.1", "batch=20,final=0.2",
      "batch=20,final=0.5",
    ])
  #expect(variants.map(\.experiment.training.batch) == [10, 10, 10, 20, 20, 20])
  #expect(variants.map(\.experiment.pruning.rate.final) == [0.1, 0.2, 0.5, 0.1, 0.2, 0.5])
  #expect(spec?.extent == Spec.Extent(declared: 1, isSwept: true))
}

@Test func everyVariantIsRepeated() throws {
  #expect(
    try names("product: {training.batch: [1, 2]}", more: "variants: {a: {}, b: {seed: 3}}") == [
      "a@batch=1", "a@batch=2", "b@batch=1", "b@batch=2",
    ])
}

@Test func onlyTheNamedVariantsAreRepeated() throws {
  #expect(
    try names("variants: [b]\nproduct: {training.batch: [1, 2]}", more: "variants: {a: {}, b: {}}") == [
      "a", "b@batch=1", "b@batch=2",
    ])
}

@Test func zippedPathsVaryTogether() throws {
  #expect(
    try names("product: {seed: [1, 2]}\nzip: {training.batch: [1, 2], training.epochs: [3, 4]}") == [
      "seed=1,batch=1,epochs=3", "seed=1,batch=2,epochs=4", "seed=2,batch=1,epochs=3", "seed=2,batch=2,epochs=4",
    ])
}

@Test func cellsCanBeExcludedAndIncluded() throws {
  #expect(
    try names(
      """
      product: {training.batch: [1, 2, 3], training.epochs: [4, 5]}
      exclude: [{training.batch: 1, training.epochs: 5}, {training.batch: [2, 3.0]}]
      include: [{training.batch: 9}]
      """) == ["batch=1,epochs=4", "batch=9"])
}

@Test func patternsSeeTheVariantAndWhatTheCellLeavesAlone() throws {
  #expect(
    try names(
      "product: {training.batch: [1, 2]}\nexclude: [{variant: a, training.batch: 2}, {training.epochs: 7}]",
      more: "variants: {a: {}, b: {}, c: {training: {epochs: 7}}}") == ["a@batch=1", "b@batch=1", "b@batch=2"])
}

@Test func rulesHoldForTheCellsThatTheyAreAbout() throws {
  let (spec, findings, _) = sweep(
    """
    product: {pruning.scope: [global, tensor]}
    when:
      - {is: {pruning.scope: tensor}, product: {pruning.rate.rounds: [2, 3]}, set: {training.batch: 7}}
    """)
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(
    variants.map(\.name) == ["scope=global", "scope=tensor,batch=7,rounds=2", "scope=tensor,batch=7,rounds=3"])
  #expect(variants.map(\.experiment.training.batch) == [10, 7, 7])
  #expect(variants.map(\.experiment.pruning.rate.rounds) == [20, 2, 3])
}

@Test func seedsRepeatCellsOfOneGroup() throws {
  let (spec, findings, _) = sweep("product: {training.batch: [1, 2]}\nseeds: [5, 6]")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(variants.map(\.experiment.seed) == [5, 6, 5, 6])
  #expect(variants.map(\.group) == ["batch=1", "batch=1", "batch=2", "batch=2"])
}

@Test func valuesCanHaveNames() throws {
  let (spec, findings, _) = sweep("product: {sharing: {all: hard, own: {masks: {'*': imp(self)}}}}")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(variants.map(\.name) == ["sharing=all", "sharing=own"])
}

@Test func valuesCanBeAliases() throws {
  let (spec, findings, _) = read([
    "main.yaml": specification(
      "variants: {a: {training: &long {epochs: 9}}}\nsweep: {product: {training: {long: *long, short: {epochs: 1}}}}")
  ])
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(variants.map(\.experiment.training.epochs) == [9, 1])
}

@Test func equalLastKeysAreToldApart() throws {
  #expect(
    try names("product: {training.epochs: [1], warmup.epochs: [2]}") == ["training.epochs=1,warmup.epochs=2"])
}

@Test func aTemplateNamesCells() throws {
  #expect(
    try names(
      "product: {training.batch: [1, 2]}\nseeds: [3]\nname: \"{variant}-b{training.batch}\"",
      more: "variants: {a: {}}")
      == ["a-b1,seed=3", "a-b2,seed=3"])
}

@Test func cellsAreComparedWithTheBaselinesCells() throws {
  let (spec, findings, _) = sweep(
    "product: {training.batch: [1, 2]}", more: "variants: {a: {}, b: {}}\nbaseline: a")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(comparisons(of: variants, with: "a") == [nil, nil, "a@batch=1", "a@batch=2"])
}

@Test func cellsAreComparedWithABaselineThatIsNotSwept() throws {
  let (spec, findings, _) = sweep(
    "variants: [b]\nproduct: {training.batch: [1, 2]}", more: "variants: {a: {}, b: {}}\nbaseline: a")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(comparisons(of: variants, with: "a") == [nil, "a", "a"])
}

private func comparisons(of variants: [Spec.Variant], with baseline: String) -> [String?] {
  let names = BaselineNames(baseline, among: variants.map(\.names))
  return variants.map { names.counterpart(of: $0.names) }
}

@Test func namesOfCellsMustTellTheBaselinesCells() {
  let (_, findings, _) = sweep(
    "product: {training.batch: [1, 2]}\nname: \"{variant}-{batch}\"", more: "variants: {a: {}, b: {}}\nbaseline: a")
  #expect(
    findings == [
      "main.yaml:10:9 E0216 with these names it cannot be told which cell of 'a' a cell is compared with"
    ])
}

@Test func theCommandLineIsLaidOverCells() throws {
  let (spec, _, _) = sweep(
    "product: {training: {short: {epochs: 1}, long: {epochs: 9}}}", overrides: ["training.batch=5"])
  #expect(spec?.variants.map(\.experiment.training.batch) == [5, 5])
}

/// A cell has the values that its name says.
@Test(arguments: [
  ("product: {training.batch: [1, 2]}", "training.batch=5", "training.batch"),
  ("product: {training.batch: [1, 2]}", "training={batch: 5}", "training.batch"),
  ("product: {warmup: {with: {}, without: {epochs: 0}}}", "warmup.epochs=2", "warmup"),
  ("seeds: [1, 2]", "seed=5", "seed"), ("include: [{seed: 3}]", "seed=5", "seed"),
])
func theCommandLineCannotOverrideASweep(text: String, override: String, path: String) throws {
  let (spec, findings, diagnostics) = sweep(text, overrides: [override])
  #expect(spec == nil)
  #expect(
    findings.map { $0.replacing(/^.*(?=E0214)/, with: "") } == [
      "E0214 cannot override '\(path)': the sweep varies it, and its cells are named after the values"
    ])
  #expect(diagnostics.first?.range?.file.name.hasPrefix("<command line>") == true)
  #expect(diagnostics.first?.help?.contains("--set sweep") == true)
}

@Test func aSweepItselfIsChangedOrRemovedOnTheCommandLine() throws {
  #expect(sweep("seeds: [1, 2]", overrides: ["sweep.seeds=[5]"]).spec?.variants.map(\.experiment.seed) == [5])
  #expect(
    sweep("seeds: [1, 2]", overrides: ["sweep=none", "seed=5"]).spec?.variants.map(\.experiment.seed) == [5])
}

/// A variant may have the separator in its own name.
@Test func aVariantIsNoCellForBeingCalledLikeOne() throws {
  let (spec, findings, _) = sweep(
    "variants: [a, 'b@1']\nproduct: {training.batch: [1, 2]}",
    more: "variants: {a: {}, 'a@batch=3': {}, 'b@1': {}}\nbaseline: a")
  let variants = try #require(spec?.variants, "\(findings)")
  #expect(comparisons(of: variants, with: "a") == [nil, nil, nil, "a@batch=1", "a@batch=2"])
  let own = try #require(
    sweep("seeds: [1]\nvariants: ['b@1']", more: "variants: {a: {}, 'a@c': {}, 'b@1': {}}\nbaseline: a").spec)
  #expect(comparisons(of: own.variants, with: "a") == [nil, "a", "a"])
}

@Test(arguments: [
  (
    "product: {training.batch: [1, 0]}",
    "main.yaml:9:33 E0204 'training.batch' is 0, but a whole number of sentences from 1 to 65536 is expected"
  ),
  ("product: {training.bach: [1]}", "main.yaml:9:22 E0201 unknown key 'bach' in 'training'"),
  ("product: {trainin.batch: [1]}", "main.yaml:9:13 E0201 unknown key 'trainin' in a specification"),
  (
    "product: {name: [a]}", "main.yaml:9:13 E0214 'name' is no part of an experiment, so that cells cannot differ in it"
  ),
  (
    "product: {training.batch: 1}",
    "main.yaml:9:29 E0203 'sweep.product.\"training.batch\"' is '1', but a list of values, or a mapping from names to values is expected"
  ),
  ("product: {training.batch: []}", "main.yaml:9:29 E0208 'sweep.product.\"training.batch\"' lacks a value"),
  (
    "zip: {training.batch: [1], training.epochs: [1, 2]}",
    "main.yaml:9:8 E0208 paths under 'zip' have equally many values, but here are 1 at 'training.batch', 2 at 'training.epochs'"
  ),
  ("variants: [x]\nproduct: {seed: [1]}", "main.yaml:9:14 E0206 there is no variant called 'x'"),
  ("product: {seed: [1]}\nzip: {seed: [2]}", "main.yaml:10:9 E0214 'seed' has values twice in this sweep"),
  ("product: {seed: [1, 1]}", "main.yaml:9:13 E0216 two cells are called 'seed=1'"),
  ("product: {seed: [1, 2]}\nname: x", "main.yaml:10:9 E0216 two cells are called 'x'"),
  ("product: {seed: [1, 2]}\nname: \"{sed}\"", "main.yaml:10:11 E0216 'sed' is not what this sweep varies"),
  ("product: {seed: [1, 2]}\nname: \"{seed\"", "main.yaml:10:10 E0216 this brace is not closed"),
  ("product: {seed: [1]}\nexclude: [{seed: 1}]", "main.yaml:10:13 E0215 nothing is left of this sweep"),
  ("variants: [main]", "main.yaml:9:3 E0208 a sweep has 'product', 'zip', 'include' or 'seeds'"),
])
func contradictorySweepsAreRefused(text: String, finding: String) {
  let (spec, findings, _) = sweep(text)
  #expect(spec == nil)
  #expect(findings == [finding])
}

@Test func aSweepOfMoreCellsThanCanBeIsRefusedAtOnce() {
  let axes = [
    "training.epochs", "training.batch", "warmup.epochs", "pruning.epochs", "pruning.batches", "pruning.rate.rounds",
    "base.encoder.hidden", "base.words.dimension", "seed",
  ].map { "\($0): [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]" }.joined(separator: ", ")
  #expect(sweep("product: {\(axes)}").findings == ["main.yaml:9:13 E0215 this sweep has more than 120000 cells"])
}

/// Names of cells take memory, of which a template of some kilobytes would give to each of many cells.
@Test func namesOfCellsAreLimited() {
  let long = String(repeating: "x", count: 4090)
  #expect(sweep("product: {training.epochs: [1, 20]}\nname: \(long){epochs}").findings == [])
  #expect(
    sweep("product: {training.epochs: [1, 20]}\nname: \(long)12345{epochs}").findings == [
      "main.yaml:10:9 E0215 names of cells of this sweep can have more than 4096 bytes"
    ])
}

@Test func aPatternThatMatchesNothingIsSuspicious() {
  let (spec, findings, _) = sweep("product: {training.batch: [1, 2]}\nexclude: [{training.batch: 3}]")
  #expect(spec != nil)
  #expect(findings == ["main.yaml:10:13 W0201 no cell of this sweep has these values"])
}

/// Patterns are found by the values of cells, and mean what they say: of numbers, the value, and of texts, the text.
@Test func patternsLeaveOutWhatMatchesThem() throws {
  let batches = ["1", "2", "3", "4"]
  let epochs = ["5", "6", "7"]
  var generator = SeededGenerator(seed: 7)
  for _ in 0..<20 {
    var patterns: [[(path: String, values: [String])]] = []
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let countOfBatches = Int.random(in: 0...3, using: &generator)
      let countOfEpochs = Int.random(in: 0...2, using: &generator)
      let batch = batches.shuffled(using: &generator).prefix(countOfBatches).map { $0 == "3" ? "3.0" : $0 }
      let epoch = epochs.shuffled(using: &generator).prefix(countOfEpochs).map { "\($0).0" }
      let conditions = [("training.batch", batch), ("training.epochs", epoch)].filter { !$0.1.isEmpty }
      if !conditions.isEmpty { patterns.append(conditions.map { (path: $0.0, values: $0.1) }) }
    }
    let written = patterns.map { conditions in
      "{" + conditions.map { "\($0.path): [\($0.values.joined(separator: ", "))]" }.joined(separator: ", ") + "}"
    }
    let text = """
      product: {training.batch: [\(batches.joined(separator: ", "))], training.epochs: [\(epochs.joined(separator: ", "))]}
      exclude: [\(written.joined(separator: ", "))]
      """
    let (spec, findings, _) = sweep(text)
    let expected = batches.flatMap { batch in epochs.map { (batch, $0) } }.filter { batch, epoch in
      !patterns.contains { conditions in
        conditions.allSatisfy { path, values in
          values.contains { Double($0) == Double(path == "training.batch" ? batch : epoch) }
        }
      }
    }
    let found = spec?.variants.map { ($0.experiment.training.batch, $0.experiment.training.epochs) } ?? []
    #expect(found.map { "\($0)" } == expected.map { "(\(Int(Double($0) ?? 0)), \($1))" }, "\(text)\n\(findings)")
  }
}

/// A rule may change what later rules are about, and not what earlier ones were.
@Test func rulesSeeWhatRulesBeforeThemSet() throws {
  let (spec, findings, _) = sweep(
    """
    product: {training.batch: [1, 2, 3]}
    when:
      - {is: {training.epochs: 7}, set: {seed: 99}}
      - {is: {training.batch: 1}, set: {training.epochs: 7}}
      - {is: {training.batch: [1, 2]}, product: {warmup.epochs: [3, 4]}}
      - {is: {training.epochs: 7, warmup.epochs: 4}, set: {seed: 5}}
    """)
  #expect(findings.map { $0.contains("no cell of this sweep has these values") } == [true])
  let cells = try #require(spec).variants.map(\.experiment)
  let usual = try #require(cells.last)
  #expect(cells.map(\.training.batch) == [1, 1, 2, 2, 3])
  #expect(cells.map { $0.training.epochs == 7 } == [true, true, false, false, false])
  #expect(cells.map(\.warmup.epochs) == [3, 4, 3, 4, usual.warmup.epochs])
  #expect(cells.map(\.seed) == [usual.seed, 5, usual.seed, usual.seed, usual.seed])
}

@Test func cellsAreComparedWithSoManyPatterns() {
  let numbers = (1...2000).map(String.init).joined(separator: ", ")
  let each = (1...2000).map { "{training.batch: \($0)}" }.joined(separator: ", ")
  let (spec, findings, _) = sweep("product: {training.batch: [\(numbers), 3000]}\nexclude: [\(each)]")
  #expect(findings == [])
  #expect(spec?.variants.map(\.experiment.training.batch) == [3000])
  let same = [String](repeating: "{training.epochs: 1}", count: 2000).joined(separator: ", ")
  let (none, refusal, _) = sweep(
    "product: {training.batch: [\(numbers)], training.epochs: [1, 2]}\nexclude: [\(same)]")
  #expect(none == nil)
  let message =
    "comparing the cells of this sweep with the patterns of 'when' and 'exclude' takes more than 3000000 steps"
  #expect(refusal.count == 1 && refusal.first?.hasSuffix("E0215 \(message)") == true, "\(refusal)")
}
