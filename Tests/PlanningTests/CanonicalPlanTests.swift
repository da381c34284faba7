@testable import PlanFormat
import ExperimentSpec
import Model
import OrderedCollections
import SpecSyntax
import Testing

@testable import Planning

/// An entry of a mapping in a specification: a line, and the entries that are indented below it.
private struct Block {
  let line: String
  var entries: [Block] = []

  /// The lines with all mappings in another order.
  func shuffled(using random: inout SplitMix, depth: Int = 0) -> String {
    let indent = String(repeating: "  ", count: depth)
    return indent + line + "\n"
      + entries.shuffled(using: &random).map { $0.shuffled(using: &random, depth: depth + 1) }.joined()
  }
}

private func leaf(_ line: String) -> Block { Block(line: line) }

/// A specification as a tree of its mappings, the mask of the last variant being spelt as `mask`.
private func specification(mask: String) -> [Block] {
  [
    leaf("sharespec: 1"), leaf("name: shuffled"), leaf("seed: 7"), leaf("baseline: single"),
    Block(
      line: "datasets:",
      entries: [
        Block(
          line: "d:",
          entries: [
            leaf("format: columns"), leaf("columns: {token: 0, pos: 1, ner: 2}"),
            Block(line: "files:", entries: [leaf("train: train.txt"), leaf("dev: dev.txt"), leaf("test: test.txt")]),
          ])
      ]),
    Block(
      line: "tasks:",
      entries: [
        Block(line: "pos:", entries: [leaf("dataset: d"), leaf("column: pos"), leaf("metric: accuracy")]),
        Block(
          line: "ner:",
          entries: [leaf("dataset: d"), leaf("column: ner"), leaf("metric: span_f1"), leaf("scheme: bio2")]),
        Block(line: "position:", entries: [leaf("dataset: d"), leaf("derive: position"), leaf("metric: accuracy")]),
      ]),
    Block(
      line: "base:",
      entries: [
        leaf("words: {dimension: 20}"), leaf("characters: {filters: 7}"), leaf("encoder: {layers: 2, hidden: 10}"),
      ]),
    leaf("sharing: sparse"),
    Block(line: "pruning:", entries: [leaf("rate: {rounds: 2, final: 0.5}"), leaf("epochs: 1")]),
    leaf("warmup: {epochs: 1}"), leaf("training: {batch: 5, epochs: 2}"),
    Block(
      line: "variants:",
      entries: [
        leaf("single: {sharing: single}"), leaf("soft: {sharing: soft}"), leaf("sparse: {}"),
        leaf("levels: {sharing: {levels: {pos: 1, ner: 2, position: 2}}}"),
        leaf("hard: {sharing: {masks: {'*': \(mask)}}}"),
      ]),
  ]
}

@Test func theBytesOfAPlanAreThoseOfItsMeaning() throws {
  let spellings = [
    "all", "layers(1..2) | char_cnn", "~none", "weights | biases", "encoder | char_cnn", "all - none",
    "(encoder.1 ^ encoder.2) | char_cnn | all & encoder",
  ]
  let root = specification(mask: "all")
  let expected = PlanDocument(try plan(root.map { blockText($0) }.joined()))
  for (seed, spelling) in (spellings + spellings).enumerated() {
    var random = SplitMix(seed: UInt64(seed))
    let text = specification(mask: "'\(spelling)'").shuffled(using: &random)
      .map { $0.shuffled(using: &random) + "# a comment\n\n" }.joined()
    let document = PlanDocument(try plan(text))
    #expect(document.text == expected.text, "seed \(seed), mask '\(spelling)'")
    #expect(document.json == expected.json)
  }
}

private func blockText(_ block: Block) -> String {
  var random = SplitMix(seed: 0)
  return block.shuffled(using: &random)
}

// MARK: What a change reaches

/// A value of the specimen below, another one, and the kinds of parameters that it is a part of.
struct ScalarChange: Sendable, CustomTestStringConvertible {
  let path: String
  let value: String

  /// Whether the parameters of a stage of the old plan depend on the value by themselves.
  let touches: @Sendable (Stage) -> Bool

  var testDescription: String { "\(path)=\(value)" }
}

private func isTraining(_ stage: Stage) -> Bool { stage.operation.isTraining }
private func isRound(_ stage: Stage) -> Bool { stage.purpose.kind == .round }
private func isWarmup(_ stage: Stage) -> Bool { stage.purpose.kind == .warmup }
private func isResult(_ stage: Stage) -> Bool { stage.purpose.kind == .train }

private func hasNetwork(_ stage: Stage) -> Bool {
  switch stage.operation {
  case .vocabulary: false
  case .initialize, .train, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask, .evaluate,
    .evaluateOn, .measure:
    true
  }
}

private func isOne(_ stage: Stage, of names: String...) -> Bool { names.contains(stage.operation.name) }

/// Whether a stage reads sentences, or is about tasks that have any.
private func readsData(_ stage: Stage) -> Bool { !stage.operation.corpora.isEmpty }

/// The warmup has 4 epochs, a round 3 and the joint training 2, so that none of them is another one too.
let scalarChanges = [
  ScalarChange(path: "name", value: "other") { _ in false },
  ScalarChange(path: "seed", value: "2") { isOne($0, of: "initialize", "train") },
  ScalarChange(path: "datasets.d.separator", value: "tab", touches: readsData),
  ScalarChange(path: "datasets.d.width", value: "sentence", touches: readsData),
  ScalarChange(path: "datasets.d.comments", value: "'#'", touches: readsData),
  ScalarChange(path: "datasets.d.limit", value: "7", touches: readsData),
  ScalarChange(path: "datasets.d.limit", value: "0.5", touches: readsData),
  ScalarChange(path: "tasks.ner.scheme", value: "bio1") { stage in
    stage.operation.definition.subject?.tasks.contains { $0.name == "ner" } ?? false
  },
  ScalarChange(path: "base.words.dimension", value: "51") { _ in true },
  ScalarChange(path: "base.words.lowercase", value: "false") { isOne($0, of: "vocabulary") },
  ScalarChange(path: "base.words.minimum_count", value: "3") { isOne($0, of: "vocabulary") },
  ScalarChange(path: "base.characters.dimension", value: "31", touches: hasNetwork),
  ScalarChange(path: "base.characters.filters", value: "31", touches: hasNetwork),
  ScalarChange(path: "base.characters.width", value: "5", touches: hasNetwork),
  ScalarChange(path: "base.characters.activation", value: "none") { stage in
    hasNetwork(stage) && stage.operation.name != "measure"
  },
  ScalarChange(path: "base.encoder.kind", value: "lstm", touches: hasNetwork),
  ScalarChange(path: "base.encoder.kind", value: "bigru", touches: hasNetwork),
  ScalarChange(path: "base.encoder.layers", value: "3", touches: hasNetwork),
  ScalarChange(path: "base.encoder.hidden", value: "100", touches: hasNetwork),
  ScalarChange(path: "base.dropout", value: "0.4") { isOne($0, of: "train", "evaluate") },
  ScalarChange(path: "base.head", value: "crf") { isOne($0, of: "initialize", "train", "evaluate") },
  ScalarChange(path: "pruning.scope", value: "tensor") { isOne($0, of: "prune") },
  ScalarChange(path: "pruning.rate.final", value: "0.4") { isOne($0, of: "prune") },
  ScalarChange(path: "pruning.exclude", value: "nothing") { isOne($0, of: "prune", "select", "measure") },
  ScalarChange(path: "pruning.epochs", value: "5", touches: isRound),
  // Only sensitivities are means of batches: masksWithoutTrainingNeedNone.
  ScalarChange(path: "pruning.batches", value: "3") { _ in false },
  ScalarChange(path: "pruning.from", value: "best") { isOne($0, of: "prune") },
  ScalarChange(path: "pruning.rounding", value: "up") { isOne($0, of: "prune") },
  ScalarChange(path: "pruning.ties", value: "last") { isOne($0, of: "prune") },
  ScalarChange(path: "pruning.reset", value: "initial", touches: isRound),
  ScalarChange(path: "pruning.optimizer.decay", value: "0.1", touches: isRound),
  ScalarChange(path: "pruning.clip", value: "none", touches: isRound),
  ScalarChange(path: "pruning.method", value: "one_shot") { stage in
    // The first round is the same either way; the others are pruned from the dense round.
    isOne(stage, of: "prune") && stage.inputs.contains { if case .candidate = $0.role { true } else { false } }
  },
  ScalarChange(path: "warmup.epochs", value: "5", touches: isWarmup),
  ScalarChange(path: "training.epochs", value: "6", touches: isResult),
  ScalarChange(path: "training.batch", value: "11", touches: isTraining),
  ScalarChange(path: "training.sampling", value: "uniform", touches: isTraining),
  ScalarChange(path: "training.weights", value: "learned") { stage in
    isTraining(stage) && stage.operation.definition.taskNames.count > 1
  },
  ScalarChange(path: "training.select", value: "last", touches: isResult),
  ScalarChange(path: "training.clip", value: "none", touches: isTraining),
  ScalarChange(path: "training.optimizer.learning_rate", value: "0.2", touches: isTraining),
  ScalarChange(path: "training.optimizer.momentum", value: "0.8", touches: isTraining),
  ScalarChange(path: "training.optimizer.decay", value: "0.1", touches: isTraining),
  ScalarChange(path: "training.optimizer.momentum_scope", value: "global", touches: isTraining),
]

@Test(arguments: scalarChanges)
func aChangedValueChangesExactlyTheStagesThatDependOnIt(change: ScalarChange) throws {
  let text = specimenText(
    pruning: "{rate: {final: 0.5, rounds: 3}, epochs: 3}", warmup: 4,
    more: "variants: {hard: {sharing: hard}, sparse: {}}")
  let old = try plan(text)
  let new = try plan(text, setting: "\(change.path)=\(change.value)")
  // What the value is a part of, and all that reads from it, directly or not.
  var expected: Set<StageID> = []
  for stage in old.stages.values
  where change.touches(stage) || stage.inputs.contains(where: { expected.contains($0.stage) }) {
    expected.insert(stage.id)
  }
  let names = StageNames(of: old)
  let changed = old.identities.subtracting(new.identities)
  #expect(Set(changed.map { names[$0] }) == Set(expected.map { names[$0] }))
}

/// Every scalar that a specification can hold is tried above, but for those that have tests of their own.
@Test func everyScalarOfTheLanguageIsTried() throws {
  let elsewhere: Set = [
    // Data: stagesDependOnTheFilesThatTheyRead and everySettingIsPartOfTheKeysThatDependOnIt.
    "datasets.d.format", "datasets.d.files.train", "datasets.d.files.dev", "datasets.d.files.test",
    "datasets.d.columns.token", "datasets.d.columns.pos", "datasets.d.columns.ner", "datasets.d.columns",
    "datasets.d.skip", "datasets.d.hold_out", "tasks.pos.dataset", "tasks.pos.column", "tasks.pos.metric",
    "tasks.ner.dataset", "tasks.ner.column", "tasks.ner.metric", "sharing", "pruning.rate.rounds",
    // Fields with one value only.
    "pruning.select", "training.optimizer.kind",
  ]
  let paths = try settledPaths(specimenText())
  let tried = Set(scalarChanges.map(\.path))
  let missing = paths.filter { !tried.contains($0) && !elsewhere.contains($0) }
  #expect(missing == [])
}
