import ExperimentSpec
import FrontEndSupport
import Model
import OrderedCollections
import PlanFormat
import Testing

@testable import Planning

/// A specification over the specimen's dataset `d` and a dataset `e` in another format, which no task has.
func furtherSetText(
  _ sets: String = "{wild: {dataset: e}, held: {dataset: d, split: dev, tasks: [ner]}}", sharing: String = "sparse",
  dataset: String =
    "{format: jsonl, files: {test: wild.txt}, fields: {token: words, ner: tags, pos: {field: p, labels: [A, B]}}}",
  more: String = ""
) -> String {
  specimenText(sharing: sharing, more: "evaluate: \(sets)\n\(more)")
    .replacing("datasets:\n", with: "datasets:\n  e: \(dataset)\n")
}

extension Plan {
  /// The stages that score on further test sets, by label.
  fileprivate var further: [String: Stage] {
    Dictionary(
      stages.values.filter { $0.purpose.kind == .evaluateOn }.map { ($0.label, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}

/// A set adds the stages that score on it, and every other stage is the one that it was.
@Test(arguments: ["hard", "single", "soft", "sparse", "{masks: {'*': 'random(keep: 0.5, seed: 3)'}}"])
func aFurtherSetChangesNoOtherStage(sharing: String) throws {
  let without = try plan(specimenText(sharing: sharing))
  let with = try plan(furtherSetText(sharing: sharing))
  #expect(with.validate() == [])
  #expect(with.identities.isSuperset(of: without.identities))
  let added = with.stages.values.filter { !without.identities.contains($0.id) }
  #expect(added.allSatisfy { $0.purpose.kind == .evaluateOn })
  let names =
    sharing == "single"
    ? ["held.ner", "wild.ner", "wild.pos"] : ["held", "wild"]
  #expect(Set(added.map(\.label)) == Set(names.map { "evaluate_on.specimen.\($0)" }))
  for stage in added {
    guard case .evaluateOn(let operation) = stage.operation else {
      Issue.record("\(stage.label)")
      continue
    }
    let trained = try #require(stage.input(.weights)?.stage)
    let evaluation = try #require(
      without.stages.values.first { $0.purpose.kind == .evaluate && $0.input(.weights)?.stage == trained })
    // It reads what the evaluation of the same component reads, under the same masks.
    #expect(stage.inputs == evaluation.inputs)
    #expect(operation.masks == evaluation.operation.taskMasks)
  }
}

@Test func aSetIsSplitAndColumnsOfItsOwnDataset() throws {
  let plan = try plan(furtherSetText())
  let wild = try #require(plan.further["evaluate_on.specimen.wild"])
  let set = try #require(wild.operation.furtherSet)
  #expect(set.split == .test)
  #expect(set.tasks.map(\.name) == ["ner", "pos"])
  #expect(
    set.tasks.map(\.target)
      == [
        .column(TaskParameters.LayerColumn(at: .field(JSONField(name: "tags")), name: nil)),
        .column(TaskParameters.LayerColumn(at: .field(JSONField(name: "p", labels: ["A", "B"])), name: nil)),
      ])
  #expect(set.corpus.inputFiles.map(\.path) == ["/data/wild.txt"])
  let held = try #require(plan.further["evaluate_on.specimen.held"])
  let other = try #require(held.operation.furtherSet)
  #expect(other.tasks.map(\.name) == ["ner"])
  #expect(other.corpus.inputFiles.map(\.path) == ["/data/dev.txt"])
  // The vocabulary knows nothing of the set.
  let vocabulary = try #require(plan.stages.values.first { $0.purpose.kind == .vocabulary })
  #expect(!vocabulary.operation.inputFiles.contains { $0.path == "/data/wild.txt" })
}

/// What only the set depends on changes the set's stages, and what it does not depend on changes none of them.
@Test func aSetDependsOnItsOwnFilesAlone() throws {
  func labels(changing file: String) throws -> Set<String> {
    let known = try plan(furtherSetText(sharing: "single")).identities
    return Set(try plan(furtherSetText(sharing: "single"), changed: [file]).labels { !known.contains($0.id) })
  }
  #expect(try labels(changing: "wild.txt") == ["evaluate_on.specimen.wild.ner", "evaluate_on.specimen.wild.pos"])
  #expect(try labels(changing: "test.txt") == ["evaluate.specimen.ner", "evaluate.specimen.pos"])
}

@Test(arguments: [
  "{wild: {dataset: e}, held: {dataset: d, tasks: [ner]}}",
  "{wild: {dataset: e, tasks: [ner]}, held: {dataset: d, split: dev, tasks: [ner]}}",
  "{wild: {dataset: e}, held: {dataset: d, split: train, tasks: [ner]}}",
]) func everySettingOfASetIsPartOfItsKey(sets: String) throws {
  let usual = try plan(furtherSetText()).identities
  let other = try plan(furtherSetText(sets))
  #expect(other.labels { !usual.contains($0.id) }.count == 1)
  #expect(other.identities.count == usual.count)
}

/// The name of a set, and how its tasks are listed, are no part of a key.
@Test func namesOfSetsAreNoPartOfKeys() throws {
  let usual = try plan(furtherSetText()).identities
  let other = try plan(
    furtherSetText("{other: {dataset: e, tasks: [pos, ner, pos]}, held: {dataset: d, split: dev, tasks: [ner]}}"))
  #expect(other.identities == usual)
  // Two names of one set are one stage with two slots.
  let twice = try plan(furtherSetText("{one: {dataset: e}, two: {dataset: e}}"))
  #expect(twice.further.count == 1)
  #expect(twice.validate() == [])
  let purposes = twice.slots(of: twice.variants[0]).map(\.slot.purpose).filter { $0.kind == .evaluateOn }
  #expect(Set(purposes.compactMap(\.set)) == ["one", "two"])
}

@Test func setsAreTakenAwayByNone() throws {
  let variants = """
    variants:
      both: {}
      one: {evaluate: {held: none}}
      none: {evaluate: {held: none, wild: none}}
      gone: {evaluate: none}
      more: {evaluate: {test: {dataset: e, tasks: [pos]}}}
    """
  let plan = try plan(furtherSetText(sharing: "hard", more: variants))
  let sets = Dictionary(
    uniqueKeysWithValues: plan.variants.map { ($0.name, $0.components.flatMap(\.sets).map(\.name)) })
  #expect(
    sets == ["both": ["wild", "held"], "one": ["wild"], "none": [], "gone": [], "more": ["wild", "held", "test"]])
  // All variants train the same network, which is scored on each set once.
  #expect(plan.labels { $0.operation.isTraining }.count == 1)
  #expect(plan.further.count == 3)
}

@Test func aSweepOfASetTrainsNothingAgain() throws {
  let one = try plan(furtherSetText())
  let plan = try plan(furtherSetText(more: "sweep: {product: {evaluate.held.split: [dev, test, train]}}"))
  #expect(plan.variants.count == 3)
  #expect(plan.stages.count == one.stages.count + 2)
}

/// Stages of a set stand behind the evaluation beside them, set by set.
@Test func setsStandBehindTheEvaluation() throws {
  let plan = try plan(furtherSetText(sharing: "single"))
  let labels = plan.labels { $0.purpose.kind.part == .results && $0.purpose.kind != .measure }
  #expect(
    labels == [
      "evaluate.specimen.ner", "evaluate_on.specimen.held.ner", "evaluate_on.specimen.wild.ner",
      "evaluate.specimen.pos", "evaluate_on.specimen.wild.pos",
    ])
  let families = StageFamilies(of: plan, StageNames(of: plan))
  #expect(families.members.keys.filter { $0.kind == .evaluateOn }.count == 3)
  let patterns = StagePatterns(of: plan, StageNames(of: plan))
  let further = plan.stages.values.filter { $0.purpose.kind == .evaluateOn }
  #expect(patterns.pattern(of: further.map(\.id)) == "evaluate_on.specimen.*")
  #expect(
    patterns.pattern(of: further.filter { $0.purpose.set == "wild" }.map(\.id)) == "evaluate_on.specimen.wild.*")
}

/// A plan whose variant takes the scores on a set from another network is refused.
@Test func aForeignSetIsAContradiction() throws {
  let plan = try plan(furtherSetText(more: "variants: {sparse: {}, hard: {sharing: hard}}"))
  let (sparse, hard) = (plan.variants[0], plan.variants[1])
  func variant(_ set: StageID) -> PlannedVariant {
    let part = sparse.components[0]
    return PlannedVariant(
      name: sparse.name, group: sparse.group, place: sparse.place, tasks: sparse.tasks,
      components: [
        PlannedVariant.Component(
          tasks: part.tasks, train: part.train, evaluate: part.evaluate,
          sets: [PlannedVariant.FurtherSet(name: "wild", evaluate: set)])
      ], masks: sparse.masks, measure: sparse.measure, starts: sparse.starts)
  }
  func violations(_ set: StageID) -> [PlanViolation] {
    Plan(name: "", stages: plan.stages, variants: [variant(set)], baseline: nil).validate()
  }
  #expect(violations(sparse.components[0].sets[0].evaluate) == [])
  for foreign in [hard.components[0].sets[0].evaluate, sparse.components[0].evaluate] {
    #expect(violations(foreign).contains(.foreignSet(variant: "sparse", set: "wild", foreign)))
  }
}

@Test func changesOfASetAreCausesByTheirPaths() throws {
  func causes(_ first: String, _ second: String) throws -> [String] {
    let (old, new) = (try Side(rightSpec(first)), try Side(rightSpec(second)))
    return old.causes(to: new).causes.filter { !$0.stages.isEmpty }.map(\.label)
  }
  let usual = furtherSetText(sharing: "hard")
  let cases = [
    (specimenText(sharing: "hard"), usual, ["evaluate"]),
    (usual, usual.replacing("split: dev", with: "split: test"), ["evaluate.held.split"]),
    (usual, usual.replacing("wild: {dataset: e}", with: "wild: {dataset: d}"), ["evaluate.wild.dataset"]),
    (usual, usual.replacing("field: p,", with: "field: q,"), ["datasets.e.fields.pos.field"]),
    (usual, usual.replacing("files: {test: wild.txt}", with: "files: {test: test.txt}"), ["datasets.e.files.test"]),
    (usual, furtherSetText("{wild: {dataset: e}}", sharing: "hard"), ["evaluate.held"]),
  ]
  for (first, second, paths) in cases { #expect(try causes(first, second) == paths, "\(second)") }
}

/// A stage tells by itself which value of the set made it another one.
@Test func aStageKnowsWhatOfItsSetDecides() throws {
  func stage(_ sets: String) throws -> Stage {
    try #require(try plan(furtherSetText(sets)).further["evaluate_on.specimen.wild"])
  }
  let usual = try stage("{wild: {dataset: d, split: dev}}")
  let other = try stage("{wild: {dataset: d, split: test}}")
  let fields = ParameterFields(of: other.operation.parameters)
    .differences(from: ParameterFields(of: usual.operation.parameters))
  #expect(fields.count > 1)
  // Its sentences follow from the split as well, but a stage does not tell that.
  #expect(fields.compactMap { other.origin(of: $0) } == [.value("evaluate.wild.split")])
  #expect(other.origin(of: fields[0]) != nil)
}

/// A test split costs what its tokens cost, whatever the training data is.
@Test func aSetCostsItsOwnTokens() throws {
  let plan = try plan(furtherSetText(sharing: "hard"))
  func seconds(_ tokens: Int) throws -> Double? {
    var sizes = CorpusSizes()
    for (file, size) in [("train.txt", 1000), ("dev.txt", 100), ("test.txt", 100), ("wild.txt", tokens)] {
      sizes[Digest(of: Array(file.utf8))] = CorpusSize(sentences: size / 10, tokens: size)
    }
    let stage = try #require(plan.further["evaluate_on.specimen.wild"])
    return CostModel(sizes: sizes, rates: .standard).cost(of: stage.operation).operations
  }
  #expect(try seconds(400) == 2 * (try #require(try seconds(200))))
  #expect(try seconds(200) != 0)
}

extension Planning.Operation {
  /// The set that the operation scores on; `nil` for other operations.
  fileprivate var furtherSet: EvaluatedSet? {
    if case .evaluateOn(let operation) = self { operation.set } else { nil }
  }
}
