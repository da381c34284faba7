import Model
@testable import PlanFormat
import OrderedCollections
import TestSupport
import ExperimentSpec
import MaskAlgebra
import Testing

@testable import Planning

@Test(arguments: [
  "hard", "single", "soft", "sparse", "{levels: {pos: 1, ner: 2}}", "{masks: {'*': 'random(keep: 0.5, seed: 3)'}}",
  "{masks: {'*': 'file(\"m.safetensors\", self) & tower(self)'}}",
])
func loweredPlansAreValid(sharing: String) throws { #expect(try plan(specimenText(sharing: sharing)).validate() == []) }

@Test func sparseSharingIsThePapersAlgorithm() throws {
  let plan = try plan(specimenText())
  let trainings = plan.labels { if case .train = $0.operation { true } else { false } }
  #expect(
    Set(trainings)
      == Set(
        ["warmup", "train.specimen"]
          + ["ner", "pos"].flatMap { task in (0...3).map { "round.\(task).\($0)" } }))
  let warmup = try #require(plan.stages.values.first { $0.label == "warmup" })
  for stage in plan.stages.values {
    guard case .train(let training) = stage.operation, stage.id != warmup.id else { continue }
    // Every round, and the joint training, starts again from the warmup's weights.
    #expect(stage.input(.start)?.stage == warmup.id, "\(stage.label)")
    #expect(training.epochs == 2)
  }
  // The candidates of a task are its rounds, the dense one included.
  let selection = try #require(plan.stages.values.first { $0.label == "select.ner" })
  #expect(selection.inputs.filter { $0.artifact == .history }.count == 4)
  #expect(selection.inputs.filter { $0.artifact == .mask }.count == 3)
}

/// A network of one kind of encoder is never taken for one of another.
@Test func kindsOfEncodersHaveTheVocabularyInCommon() throws {
  let plans = try EncoderKind.allCases.map { try plan(specimenText(encoder: "{kind: \($0.keyName), layers: 2}")) }
  for (index, first) in plans.enumerated() {
    for second in plans.dropFirst(index + 1) {
      let common = first.identities.intersection(second.identities)
      #expect(common.map { StageNames(of: first)[$0] } == ["vocabulary"])
    }
  }
  #expect(try plans[0].identities == plan(specimenText(encoder: "{layers: 2}")).identities)
}

@Test func roundsMayStartAgainFromTheInitialWeights() throws {
  let reset = "{rate: {final: 0.5, rounds: 3}, reset: initial}"
  let early = try plan(specimenText(pruning: reset))
  var starts: [String: String] = [:]
  for stage in early.stages.values {
    starts[stage.label] = stage.input(.start).flatMap { early.stages[$0.stage]?.label }
  }
  for (label, start) in starts where label.hasPrefix("round") { #expect(start == "initialize", "\(label)") }
  #expect(starts["train.specimen"] == "warmup")
  // Without a warmup both are the same weights, and so the same work.
  #expect(
    try plan(specimenText(pruning: reset, warmup: 0)).identities == plan(specimenText(warmup: 0)).identities)
}

@Test func rulesOfSamplingThatComeToTheSameAreOne() throws {
  func identities(_ sampling: String) throws -> Set<StageID> {
    try plan(specimenText(training: "{epochs: 2, sampling: \(sampling)}")).identities
  }
  #expect(try identities("{exponent: 1}") == plan(specimenText()).identities)
  #expect(try identities("{exponent: 0}") == identities("uniform"))
  #expect(try identities("square_root") == identities("{exponent: 0.5}"))
  let different = ["proportional", "uniform", "round_robin", "square_root", "annealed", "{exponent: 0.2}"]
  #expect(Set(try different.map(identities)).count == different.count)
}

@Test func weightsAreAboutTasksThatAreTrainedTogether() throws {
  func weights(_ training: String, sharing: String = "sparse") throws -> [String: TaskWeights] {
    var found: [String: TaskWeights] = [:]
    for stage in try plan(specimenText(sharing: sharing, training: training)).stages.values {
      if case .train(let training) = stage.operation { found[stage.label] = training.weights }
    }
    return found
  }
  // Tasks are in the order of their names; what is not written is 1.
  let fixed = try weights("{epochs: 2, weights: {pos: 3}}")
  #expect(fixed["train.specimen"] == .fixed([1, 3]))
  #expect(fixed["warmup"] == .fixed([1, 3]))
  #expect(fixed["round.ner.0"] == .equal)
  let learned = try weights("{epochs: 2, weights: learned}", sharing: "single")
  #expect(learned.count == 2 && learned.values.allSatisfy { $0 == .equal })
  // All spellings of the same weights are the same work.
  let usual = try plan(specimenText()).identities
  for same in ["equal", "{pos: 1}", "{ner: 1.0, pos: 1}"] {
    #expect(try plan(specimenText(training: "{epochs: 2, weights: \(same)}")).identities == usual)
  }
  #expect(
    try plan(specimenText(training: "{epochs: 2, weights: {pos: 3}}")).identities
      == plan(specimenText(training: "{epochs: 2, weights: {ner: 1, pos: 3}}")).identities)
}

/// The point that rounds go back to is told by itself: of a warmup, or of the task's own training.
@Test func roundsMayStartAgainFromAPointOfTheirOwn() throws {
  func plan(_ reset: String, warmup: Int) throws -> Plan {
    try PlanningTests.plan(
      specimenText(
        pruning: "{rate: {final: 0.5, rounds: 2}, epochs: 4, optimizer: {decay: 0}, reset: \(reset)}", warmup: warmup))
  }
  func start(_ stage: Stage?, in plan: Plan) throws -> (stage: Stage, training: TrainOperation?) {
    let input = try #require(stage?.input(.start))
    let stage = try #require(plan.stages[input.stage])
    #expect(input.artifact == .weights)
    if case .train(let training) = stage.operation { return (stage, training) }
    return (stage, nil)
  }
  for warmup in [0, 3] {
    let shared = try plan("{epochs: 2}", warmup: warmup)
    let own = try plan("{epochs: 2, of: task}", warmup: warmup)
    for task in ["ner", "pos"] {
      for round in 0...1 {
        func stage(_ plan: Plan) -> Stage? { plan.stages.values.first { $0.label == "round.\(task).\(round)" } }
        let (late, training) = try start(stage(shared), in: shared)
        #expect(training?.tasks.count == 2 && training?.epochs == 2 && training?.select == .last)
        #expect(try start(late, in: shared).stage.label == "initialize")

        let (alone, rewound) = try start(stage(own), in: own)
        #expect(rewound?.tasks.map(\.name) == [task] && rewound?.epochs == 2 && rewound?.select == .last)
        #expect(rewound?.optimizer.decay == 0 && rewound?.masks.support == [])
        #expect(try start(alone, in: own).stage.label == (warmup > 0 ? "warmup" : "initialize"))
      }
    }
    // What follows pruning starts where it did.
    for plan in [shared, own] {
      let joint = plan.stages.values.first { $0.label == "train.specimen" }
      #expect(try start(joint, in: plan).training?.epochs == (warmup > 0 ? warmup : nil))
    }
    let names = StageNames(of: own)
    #expect(own.stages.keys.map { names[$0] }.filter { $0.hasPrefix("rewind") } == ["rewind.ner", "rewind.pos"])
  }
  // A warmup of as many epochs is the warmup.
  #expect(try plan("{epochs: 3}", warmup: 3).identities == plan("warmup", warmup: 3).identities)
}

@Test func oneShotMasksComeFromTheDenseTraining() throws {
  let iterative = try plan(specimenText())
  let atOnce = try plan(specimenText(pruning: "{rate: {final: 0.5, rounds: 3}, method: one_shot}"))
  let dense = try #require(atOnce.stages.values.first { $0.label == "round.ner.0" })
  for round in 1...3 {
    let mask = try #require(atOnce.stages.values.first { $0.label == "mask.ner.\(round)" })
    #expect(mask.inputs == [Input(.weights, from: dense.id, .lastWeights)])
    let training = try #require(atOnce.stages.values.first { $0.label == "round.ner.\(round)" })
    #expect(training.inputs.contains { $0.stage == mask.id })
    // One round at once is one round.
    #expect(iterative.identities.contains(training.id) == (round == 1))
  }
  #expect(Set(atOnce.labels { _ in true }) == Set(iterative.labels { _ in true }))
  // A mask that is named needs no other round's training.
  let named = try plan(
    specimenText(
      sharing: "{masks: {'*': 'imp(ner, round: 3) | imp(ner, keep: 0.6)'}}",
      pruning: "{rate: {final: 0.5, rounds: 3}, method: one_shot}"))
  #expect(named.labels { $0.label.hasPrefix("round") } == ["round.ner.0"])
}

@Test(arguments: ["snip", "random"])
func masksWithoutTrainingNeedNone(method: String) throws {
  func plan(_ pruning: String = "", sharing: String = "sparse") throws -> Plan {
    try PlanningTests.plan(
      specimenText(sharing: sharing, pruning: "{method: \(method), rate: {final: 0.5, rounds: 3}\(pruning)}"))
  }
  let sparse = try plan()
  #expect(sparse.labels { $0.label.hasPrefix("round") || $0.label.hasPrefix("select") } == [])
  #expect(Set(sparse.labels { $0.operation.name == "prune" }) == ["mask.ner.3", "mask.pos.3"])
  // Without scores of rounds there is none to pick but the last, however that is written.
  #expect(try PlanDocument(sparse).text == PlanDocument(plan(sharing: "{masks: {'*': 'imp(self, round: 3)'}}")).text)
  for stage in sparse.stages.values where stage.operation.name == "prune" {
    #expect(stage.inputs.map(\.artifact) == [.importance])
    let source = try #require(sparse.stages[stage.inputs[0].stage])
    let starts = source.input(.start).flatMap { sparse.stages[$0.stage]?.label }
    #expect(starts == (method == "snip" ? "warmup" : nil))
    #expect(source.label == "\(method == "snip" ? "sensitivity" : "importance").\(stage.label.dropFirst(5).prefix(3))")
  }
  // What keeps how much is known beforehand.
  let ledger = VariantLedger(of: sparse.variants[0], in: sparse)
  #expect(ledger.tasks.allSatisfy { $0.kept.count == 1 })
  // Nothing of training a round is part of it.
  for other in ["epochs: 7", "optimizer: {decay: 0}", "clip: none", "from: best"] {
    #expect(try plan(", \(other)").identities == sparse.identities)
  }
  #expect(try (plan(", batches: 3").identities == sparse.identities) == (method == "random"))
  for other in ["rounding: up", "ties: last", "scope: tensor", "exclude: nothing"] {
    #expect(try plan(", \(other)").identities != sparse.identities)
  }
}

/// Rounds may be trained otherwise than the rest, field by field.
@Test(arguments: [
  ("optimizer: {decay: 0}", "optimizer: {learning_rate: 0.3, decay: 0}"),
  ("clip: {by: value, at: 1}", "optimizer: {learning_rate: 0.3}, clip: {by: value, at: 1}"),
  (
    "optimizer: {learning_rate: 0.2, momentum_scope: global}", "optimizer: {learning_rate: 0.2, momentum_scope: global}"
  ),
])
func pruningHasAnOptimizerOfItsOwn(pruning: String, meaning: String) throws {
  let training = "{epochs: 2, optimizer: {learning_rate: 0.3}}"
  let old = try plan(specimenText(training: training))
  let new = try plan(specimenText(pruning: "{rate: {final: 0.5, rounds: 3}, \(pruning)}", training: training))
  let changed = new.labels { !old.identities.contains($0.id) }
  #expect(!changed.contains("warmup") && changed.contains("round.ner.0"))
  // The rounds are what they would be if all training were as pruning wants it.
  let all = try plan(specimenText(warmup: 0, training: "{epochs: 2, \(meaning)}"))
  let rounds = try plan(
    specimenText(pruning: "{rate: {final: 0.5, rounds: 3}, \(pruning)}", warmup: 0, training: training))
  #expect(
    rounds.labels { !all.identities.contains($0.id) }.sorted() == [
      "evaluate.specimen", "train.specimen",
    ])
  // What says the same as 'training' changes nothing.
  let same = "{rate: {final: 0.5, rounds: 3}, optimizer: {learning_rate: 0.3}, clip: {by: norm, at: 5}}"
  #expect(try plan(specimenText(pruning: same, training: training)).identities == old.identities)
}

/// What prunes and selects differently still trains the first, dense round as it was.
@Test(arguments: ["rounding: down", "ties: last", "scope: tensor", "from: best"])
func theDenseRoundKnowsNothingOfPruning(choice: String) throws {
  let old = try plan(specimenText())
  let new = try plan(specimenText(pruning: "{rate: {final: 0.5, rounds: 3}, \(choice)}"))
  let shared = new.labels { old.identities.contains($0.id) }
  #expect(Set(shared) == ["vocabulary", "initialize", "warmup", "round.ner.0", "round.pos.0"])
}

@Test(arguments: ["sparse", "single", "soft"])
func trainingNeverSeesTheTestSplit(sharing: String) throws {
  for stage in try plan(specimenText(sharing: sharing)).stages.values {
    let files = stage.operation.inputFiles.map(\.path)
    switch stage.operation {
    case .evaluate: #expect(files.contains("/data/test.txt"))
    case .vocabulary, .initialize, .train, .sensitivity, .drawImportance, .prune, .select, .drawMask, .importMask,
      .evaluateOn, .measure:
      #expect(!files.contains("/data/test.txt"), "\(stage.label)")
    }
  }
}

@Test func withoutWarmupEverythingStartsFromTheInitialWeights() throws {
  let plan = try plan(specimenText(warmup: 0))
  let starts = Set(plan.stages.values.compactMap { $0.input(.start)?.stage })
  #expect(starts.map { plan.stages[$0]?.label } == ["initialize"])
}

@Test func equalWorkIsOneStage() throws {
  let both = try plan(
    specimenText(more: "variants: {sparse: {}, subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}}"))
  let alone = try plan(specimenText())
  // The subnets' own trainings and evaluations, and one count of parameters, are all that the second variant adds.
  #expect(both.stages.count == alone.stages.count + 2 + 2 + 1)
}

@Test func moreRoundsAtTheSameRateShareTheFirstOnes() throws {
  let four = try plan(specimenText(pruning: "{rate: {final: 0.0625, rounds: 4}}"))
  let two = try plan(specimenText(pruning: "{rate: {final: 0.25, rounds: 2}}"))
  let shared = two.stages.values.filter { four.identities.contains($0.id) }.map(\.label)
  #expect(Set(shared).isSuperset(of: ["warmup", "round.ner.0", "round.ner.2", "mask.pos.2"]))
}

@Test func namesAndSpellingsAreNotPartOfTheWork() throws {
  let plain = try plan(specimenText(sharing: "hard"))
  for text in [
    specimenText(name: "other", sharing: "hard"), specimenText(sharing: "{masks: {'*': layers(1..2) | char_cnn}}"),
    specimenText(sharing: "hard", training: "{batch: 10, epochs: 2}"),
    specimenText(
      sharing: "hard",
      tasks:
        "{ner: {scheme: bio2, metric: span_f1, column: ner, dataset: d}, pos: {dataset: d, column: pos, metric: accuracy}}"
    ),
    specimenText(sharing: "hard").replacing("scheme: bio2", with: "scheme: {from: bio2, to: bio2, repair: conlleval}"),
    specimenText(sharing: "hard").replacing("  d: {", with: "  e: {").replacing("dataset: d", with: "dataset: e"),
    specimenText(sharing: "hard") + "\n# a comment\n",
  ] {
    #expect(try plan(text).identities == plain.identities)
  }
}

@Test(arguments: [
  ("{epochs: 2}", "{epochs: 3}"), ("{epochs: 2}", "{epochs: 2, batch: 11}"), ("{epochs: 2}", "{epochs: 2, clip: none}"),
  ("{epochs: 2}", "{epochs: 2, clip: {by: value, at: 5}}"), ("{epochs: 2}", "{epochs: 2, sampling: uniform}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {learning_rate: 0.2}}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {momentum: 0}}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {decay: 0}}"), ("{epochs: 2}", "{epochs: 2, select: last}"),
  ("{epochs: 2}", "{epochs: 2, optimizer: {momentum_scope: global}}"),
])
func everySettingOfTrainingIsPartOfItsKey(before: String, after: String) throws {
  let old = try plan(specimenText(sharing: "hard", training: before))
  let new = try plan(specimenText(sharing: "hard", training: after))
  #expect(
    old.labels { !new.identities.contains($0.id) } == ["train.specimen", "evaluate.specimen"])
}

/// One change of a specification, and the kinds of stage of which some must change with it.
struct Change: Sendable {
  let before: String
  let after: String
  let kinds: Set<String>
}

/// With sparse sharing everything hangs together, so what must change first is what these name.
let changes = [
  Change(
    before: "words: {dimension: 50}", after: "words: {dimension: 51}", kinds: ["vocabulary", "initialize", "train"]),
  Change(before: "words: {dimension: 50}", after: "words: {dimension: 50, lowercase: false}", kinds: ["vocabulary"]),
  Change(before: "words: {dimension: 50}", after: "words: {dimension: 50, minimum_count: 3}", kinds: ["vocabulary"]),
  Change(
    before: "characters: {}", after: "characters: {dimension: 31}", kinds: ["initialize", "train", "prune", "select"]),
  Change(
    before: "characters: {}", after: "characters: {filters: 31}", kinds: ["initialize", "train", "prune", "select"]),
  Change(before: "characters: {}", after: "characters: {width: 5}", kinds: ["initialize", "train", "prune", "select"]),
  Change(before: "characters: {}", after: "characters: {activation: none}", kinds: ["initialize", "train"]),
  Change(
    before: "encoder: {layers: 2}", after: "encoder: {layers: 2, hidden: 201}", kinds: ["initialize", "train", "prune"]),
  Change(before: "encoder: {layers: 2}", after: "encoder: {layers: 2}\n  dropout: 0.4", kinds: ["train", "evaluate"]),
  Change(
    before: "encoder: {layers: 2}", after: "encoder: {layers: 2}\n  head: crf",
    kinds: ["initialize", "train", "evaluate"]),
  Change(before: "name: specimen", after: "name: specimen\nseed: 2", kinds: ["initialize", "train"]),
  Change(before: "ner: 2}}", after: "ner: 3}}", kinds: ["train", "evaluate"]),
  Change(before: "ner: 2}}", after: "ner: 2}, skip: [x]}", kinds: ["vocabulary", "train", "evaluate"]),
  Change(before: "token: 0", after: "token: 3", kinds: ["vocabulary", "train", "evaluate"]),
  Change(before: "dev: dev.txt, ", after: "", kinds: ["vocabulary", "train", "evaluate"]),
  Change(before: "dev: dev.txt, ", after: "dev: [dev.txt, train.txt], ", kinds: ["vocabulary", "train", "evaluate"]),
  Change(
    before: "metric: accuracy", after: "metric: accuracy, missing: _", kinds: ["initialize", "train", "evaluate"]),
  Change(before: "scheme: bio2", after: "scheme: bio2, labels: {A: B}", kinds: ["initialize", "train", "evaluate"]),
  Change(before: "scheme: bio2", after: "scheme: {from: bio2, to: bioes}", kinds: ["initialize", "train", "evaluate"]),
  Change(
    before: "scheme: bio2", after: "scheme: {from: bio2, to: bio2, repair: reject}",
    kinds: ["initialize", "train", "evaluate"]),
  Change(before: "rounds: 3}", after: "rounds: 4}", kinds: ["prune", "select"]),
  Change(before: "final: 0.5", after: "final: 0.4", kinds: ["prune", "select"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, scope: tensor}", kinds: ["prune"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, exclude: nothing}", kinds: ["prune", "select", "measure"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, from: best}", kinds: ["prune"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, rounding: up}", kinds: ["prune", "select"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, ties: last}", kinds: ["prune", "select"]),
  Change(before: "rounds: 3}}", after: "rounds: 3}, epochs: 5}", kinds: ["train"]),
  Change(before: "warmup: {epochs: 1}", after: "warmup: {epochs: 2}", kinds: ["train"]),
]

@Test(arguments: changes)
func everySettingIsPartOfTheKeysThatDependOnIt(change: Change) throws {
  let text = specimenText()
  #expect(text.contains(change.before), "the specimen has no '\(change.before)'")
  let old = try plan(text)
  let new = try plan(text.replacing(change.before, with: change.after))
  let changed = Set(new.stages.values.filter { !old.identities.contains($0.id) }.map(\.operation.name))
  #expect(changed.isSuperset(of: change.kinds))
}

@Test func stagesDependOnTheFilesThatTheyRead() throws {
  let old = try plan(specimenText(sharing: "hard"))
  let newTest = try plan(specimenText(sharing: "hard"), changed: ["test.txt"])
  #expect(newTest.labels { !old.identities.contains($0.id) } == ["evaluate.specimen"])
  let newDev = try plan(specimenText(sharing: "hard"), changed: ["dev.txt"])
  #expect(newDev.identities.isDisjoint(with: old.identities))
}

@Test func masksFromFilesAreKnownByTheirContent() throws {
  func file(_ path: String) -> String { specimenText(sharing: "{masks: {'*': 'file(\"\(path)\") | char_cnn'}}") }
  let old = try plan(file("m.safetensors"))
  #expect(try plan(file("copy-of-m.safetensors")).identities == old.identities)
  // Two names of one content are one mask.
  let twice = "file(\"m.safetensors\") & file(\"copy-of-m.safetensors\") | char_cnn"
  #expect(try plan(specimenText(sharing: "{masks: {'*': '\(twice)'}}")).identities == old.identities)
  let new = try plan(file("m.safetensors"), changed: ["m.safetensors"])
  #expect(
    Set(new.labels { !old.identities.contains($0.id) }) == [
      "import.mask", "train.specimen", "evaluate.specimen", "measure.specimen",
    ])
  // A file that is not there goes by its path.
  let (missing, other) = (try plan(file("a.safetensors")), try plan(file("b.safetensors")))
  #expect(missing.identities != other.identities)
  #expect(try plan(file("a.safetensors")).identities == missing.identities)
}

@Test func aMaskFromAFileDependsOnTheNetworkAndTheTask() throws {
  func imports(_ text: String) throws -> Set<StageID> {
    Set(try plan(text).stages.values.filter { $0.operation.name == "import_mask" }.map(\.id))
  }
  let text = specimenText(sharing: "{masks: {'*': 'file(\"m.safetensors\", self)'}}")
  let old = try imports(text)
  #expect(old.count == 2)
  #expect(try imports(text.replacing("rounds: 3}}", with: "rounds: 4}}")) == old)
  for (before, after) in [
    ("layers: 2", "layers: 3"), ("rounds: 3}}", "rounds: 3}, exclude: nothing}"), (", self)", ")"),
  ] {
    #expect(try imports(text.replacing(before, with: after)).isDisjoint(with: old), "\(after)")
  }
}

/// A change of what any operation's key consists of shows here, and calls for a new version of the operation.
@Test(arguments: ["sparse", "single", "soft"])
func identitiesAreThoseOfTheLastRelease(sharing: String) throws {
  let plan = try plan(
    specimenText(
      sharing: sharing,
      more: "variants: {own: {}, random: {sharing: {masks: {'*': 'random(keep: 0.5, seed: 3)'}}}, "
        + "file: {sharing: {masks: {'*': 'file(\"m.safetensors\")'}}}}"
    ).replacing("dimension: 50}", with: "dimension: 50, pretrained: vectors.txt}"))
  let names = StageNames(of: plan)
  let lines = plan.stages.keys.map { "\($0) \(names[$0])\n" }
  let path = "\(fixturesFolder(besides: #filePath))/identities/\(sharing).txt"
  #expect(difference(of: lines.joined(), fromGolden: path) == nil)
}

/// All digests of a plan, pinned when the key format became 2.
@Test func theFirstPinnedIdentitiesStillHold() throws {
  let plan = try plan(
    specimenText(
      more: "variants: {sparse: {}, random: {sharing: {masks: {'*': 'random(keep: 0.5, seed: 3)'}}}, "
        + "file: {sharing: {masks: {'*': 'file(\"m.safetensors\")'}}}}"))
  let pinned: Set = [
    "05141760e004", "8acf92e7c9ef", "b03d3ce12d80", "9d676286d5c8", "5623cc75e8ae", "052e72ca1914", "6e3ee1b990bc",
    "dcec4b6441b3", "8b2abce89665", "f48a0542411d", "b72a11fd978a", "e0d53f047b8e", "b0cc6dc576a0", "182bdb4fb2f6",
    "6bc0636f2ac5", "6e4dc732a359", "372580bbab43", "43701d11a185", "b8036fbda5cb", "28679845f25e", "0c5db969105f",
    "bf63588d19b4", "2dc6ccd3c69c", "8a8c818a16fb", "c38234921077", "9cd0d3cb9c66",
    "e8f24fba42ac",
  ]
  #expect(pinned.subtracting(plan.stages.keys.map(\.digest.short)) == [])
}

@Test func contradictionsInPlansAreFound() throws {
  let plan = try plan(specimenText(sharing: "hard"))
  func violations(_ stages: [Stage]) -> [PlanViolation] {
    Plan(name: plan.name, stages: StageTable(stages), variants: plan.variants, baseline: nil).validate()
  }
  let stages = Array(plan.stages.values)
  let training = try #require(stages.first { $0.operation.name == "train" })
  let start = try #require(training.input(.start))
  #expect(violations(stages).isEmpty)
  #expect(violations(stages.filter { $0.id != start.stage }) == [.missingProducer(training.id, .start)])
  #expect(violations(stages.reversed()).contains(.missingProducer(training.id, .vocabulary)))
  #expect(
    violations([])
      == plan.variants[0].components.flatMap { [$0.train, $0.evaluate] }.map { .missingResult(variant: "specimen", $0) }
  )
  let twice = Stage(training.operation, inputs: training.inputs + [start], for: training.purpose, called: "twice")
  #expect(violations(stages + [twice]) == [.repeatedRole(twice.id, .start)])
  let wrong = Stage(
    training.operation,
    inputs: training.inputs.filter { $0.role != .start } + [Input(.start, from: start.stage, .mask)],
    for: training.purpose, called: "wrong")
  #expect(violations(stages + [wrong]) == [.missingArtifact(wrong.id, .start, .mask)])
}

/// Datasets of which each means other sentences, or reads them in another way.
private let differentDatasets = [
  "{format: conllu, files: {train: train.txt}}",
  "{format: conllu, files: {train: [train.txt, dev.txt]}}", "{format: conllu, files: {train: [dev.txt, train.txt]}}",
  "{format: conllu, files: {train: train.txt}, hold_out: 0.2}",
  "{format: conllu, files: {train: train.txt}, hold_out: 20}",
  "{format: conllu, files: {train: train.txt}, hold_out: {sentences: 20, from: random}}",
  "{format: conllu, files: {train: train.txt}, hold_out: {sentences: 20, from: random, seed: 2}}",
  "{format: conllu, files: {train: train.txt}, hold_out: {sentences: 20, by: document}}",
  "{format: conllu, files: {train: train.txt}, limit: 20}",
  "{format: conllu, files: {train: train.txt}, limit: 0.2}",
  "{format: conllu, files: {train: train.txt}, limit: {sentences: 20, from: random}}",
  "{format: jsonl, files: {train: train.txt}, fields: {token: a, upos: b}}",
  "{format: jsonl, files: {train: train.txt}, fields: {token: c, upos: b}}",
  "{format: jsonl, files: {train: train.txt}, fields: {token: a, upos: c}}",
  "{format: jsonl, files: {train: train.txt}, fields: {token: a, upos: {field: b, labels: [X, Z]}}}",
  "{format: jsonl, files: {train: train.txt}, fields: {token: a, upos: {field: b, labels: [Z, X]}}}",
  "{format: jsonl, files: {train: train.txt}, document: d, fields: {token: a, upos: b}}",
  "{format: columns, files: {train: train.txt}, columns: {token: 0, upos: 1}}",
  "{format: columns, files: {train: train.txt}, columns: {token: 0, upos: 1}, separator: tab}",
  "{format: columns, files: {train: train.txt}, columns: {token: 0, upos: 1}, comments: '#'}",
  "{format: columns, files: {train: train.txt}, columns: {token: 0, upos: 1}, width: sentence}",
]

/// Datasets that mean the same sentences as the first, however they are written.
private let equalDatasets = [
  "{format: conllu, files: {train: train.txt, dev: dev.txt}}",
  "{format: conllu, files: {train: [train.txt], dev: [dev.txt]}}",
  "{format: conllu, files: {train: train.txt, dev: dev.txt}, hold_out: {fraction: 0.3, from: random}}",
]

@Test func everyWayToReadDataIsPartOfKeys() throws {
  func evaluation(_ dataset: String) throws -> StageID? {
    let tasks = "{pos: {dataset: d, column: upos, metric: accuracy}}"
    return try plan(specimenText(sharing: "hard", tasks: tasks, dataset: dataset)).stages.values
      .first { $0.operation.name == "evaluate" }?.id
  }
  let different = try differentDatasets.map(evaluation)
  #expect(Set(different).count == differentDatasets.count && !different.contains(nil))
  #expect(try Set(equalDatasets.map(evaluation)).count == 1)
}
