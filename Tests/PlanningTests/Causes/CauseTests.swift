import Diagnostics
import ExperimentSpec
import FrontEndSupport
import OrderedCollections
import Testing

@testable import Planning

/// The specifications whose every value is changed, and the paths of all their values.
private let edited: [(name: String, read: @Sendable ([String]) throws -> Spec)] = [
  ("quickstart", { try bundledSpec("specs/quickstart.yaml", overrides: $0) }),
  (
    "seeds and depths",
    {
      try rightSpec(
        specimenText(
          more: """
            variants: {hard: {sharing: hard}, sparse: {}, soft: {sharing: soft}}
            sweep: {seeds: [1, 2], product: {base.encoder.layers: [1, 2]}}
            """), overrides: $0)
    }
  ),
  (
    "further sets",
    {
      try rightSpec(
        furtherSetText(sharing: "hard", more: "variants: {hard: {}, single: {sharing: single}}"), overrides: $0)
    }
  ),
]

/// Values that one field or another takes.
private let candidates = [
  "1", "2", "3", "7", "0.25", "0.5", "true", "false", "none", "gru", "lstm", "crf", "tanh", "uniform", "last",
  "initial",
  "snip", "tensor", "floor", "bioes", "value", "global", "hard", "sparse", "shared",
]

/// The specification with another value at `path`, whose text is given; `nil` if no candidate fits there.
private func changing(
  _ path: String, _ base: Spec, _ read: ([String]) throws -> Spec
) -> (spec: Spec, value: String)? {
  let before = Set(base.variants.flatMap(\.settled).filter { $0.path == path }.map(\.text))
  for value in candidates where !before.contains(value) {
    guard let spec = try? read(["\(path)=\(value)"]), (try? rightGraph(of: spec)) != nil else { continue }
    return (spec, value)
  }
  return nil
}

/// Changing one value is the one cause of every stage that is another, and of nothing where no stage is.
@Test(arguments: edited.indices)
func aChangedValueIsTheOneCauseOfAllThatFollows(number: Int) throws {
  let base = try edited[number].read([])
  let old = try Side(base)
  let paths = Set(base.variants.flatMap { $0.settled.map(\.path) }).sorted()
  var tried = 0
  for path in paths {
    guard let (spec, value) = changing(path, base, edited[number].read) else { continue }
    let new = try Side(spec)
    let (causes, difference) = old.causes(to: new)
    let effective = causes.filter { !$0.stages.isEmpty }
    let note: Comment = "\(path)=\(value): \(effective.map(\.subject))"
    let (before, after) = (old.plan.identities, new.plan.identities)
    if before == after {
      #expect(effective.isEmpty, note)
      continue
    }
    tried += 1
    #expect(effective.count == 1, note)
    guard let cause = effective.first, case .value(let value) = cause.subject else {
      Issue.record(note)
      continue
    }
    #expect(path == value.path || path.hasPrefix(value.path + "."), note)
    for source in cause.sources.map({ difference.stages[$0] }) where source.old != nil && source.new != nil {
      for case .parameter(let field) in source.ownCauses {
        guard let origin = source.new?.origin(of: field) else { continue }
        #expect(
          origin.paths.contains { value.path.isOnTheWay(to: $0) }, "\(source.name): \(origin), \(value.path)")
      }
    }
    let stages = cause.stages.map { difference.stages[$0] }
    #expect(Set(stages.compactMap(\.new?.id)) == after.subtracting(before), note)
    #expect(Set(stages.compactMap(\.old?.id)) == before.subtracting(after), note)
  }
  #expect(tried > 15)
}

extension String {
  /// Whether one of two paths leads to the other; tasks take their columns from datasets.
  fileprivate func isOnTheWay(to other: String) -> Bool {
    other.hasPrefix(self) || hasPrefix(other) || hasPrefix("datasets") && other.hasPrefix("tasks")
  }
}

/// The path that `edit` sets in variants.
private func path(of edit: String) -> String { String(edit.prefix { $0 != "=" }).replacing("variants.hard.", with: "") }

/// Two values that each have an effect alone are two causes together, and what one does alone is among what follows from
/// it.
@Test func twoChangesAreTwoCauses() throws {
  let read = edited[0].read
  let base = try read([])
  let old = try Side(base)
  let edits = [
    "pruning.rate.rounds=3", "training.batch=20", "base.encoder.hidden=32", "warmup.epochs=5", "seed=9",
    "training.optimizer.momentum=0.5", "variants.hard.training.epochs=4", "pruning.epochs=2", "base.head=crf",
  ]
  for (index, first) in edits.enumerated() {
    for second in edits[(index + 1)...] {
      let new = try Side(try read([first, second]))
      let (causes, difference) = old.causes(to: new)
      let paths = causes.filter { !$0.stages.isEmpty }.map { cause in
        if case .value(let value) = cause.subject { value.path } else { "\(cause.subject)" }
      }
      let expected = [first, second].map { edit in
        path(of: edit)
      }
      #expect(Set(paths) == Set(expected), "\(first) \(second)")
      #expect(Set(causes.flatMap(\.stages)) == Set(difference.stages.indices), "\(first) \(second)")
      // The purposes that either changes alone are changed for that reason.
      for edit in [first, second] {
        let alone = PlanDifference(from: old.plan, to: try Side(try read([edit])).plan)
        let path = PlanningTests.path(of: edit)
        let cause = causes.first { if case .value(let value) = $0.subject { value.path == path } else { false } }
        let told = Set((cause?.stages ?? []).compactMap { difference.stages[$0].old?.id })
        let stillOthers = Set(difference.stages.compactMap { $0.new == nil ? nil : $0.old?.id })
        let changedAlone = Set(alone.stages.compactMap { $0.new == nil ? nil : $0.old?.id }).intersection(stillOthers)
        #expect(changedAlone.isSubset(of: told), "\(edit) of \(first) \(second)")
      }
    }
  }
}

@Test func aChangedFileIsACauseByItself() throws {
  let text = specimenText(more: "variants: {hard: {sharing: hard}, sparse: {}}")
  let old = try Side(rightSpec(text), files: specimenFiles())
  let new = try Side(rightSpec(text), files: specimenFiles(changed: ["train.txt"]))
  let (causes, difference) = old.causes(to: new)
  #expect(causes.count == 1)
  guard case .file("train.txt")? = causes.first?.subject else {
    Issue.record("\(causes.map(\.subject))")
    return
  }
  #expect(causes.first?.stages.count == difference.stages.count)
  let both = try Side(rightSpec(text, overrides: ["warmup.epochs=2"]), files: specimenFiles(changed: ["test.txt"]))
  let two = old.causes(to: both).causes
  #expect(two.count == 2)
  let tested = two.first { if case .file = $0.subject { true } else { false } }
  #expect(tested?.sources.isEmpty == false)
}

/// A file that only one specification names has not changed: that it is named is the difference.
@Test func anotherFileIsNotAChangedOne() throws {
  let old = try Side(rightSpec(specimenText()), changed: [])
  let new = try Side(rightSpec(specimenText().replacing("train.txt", with: "vectors.txt")), changed: [])
  #expect(old.causes(to: new).causes.map(\.label) == ["datasets.d.files.train"])
}

/// Where a name of a sweep stands for another value, that is the cause, and the sweep is not said to mean the same.
@Test func anotherValueUnderTheSameNameIsACauseByItsPath() throws {
  let sides = try ["5", "6"].map { value in
    try Side(rightSpec(specimenText(more: "sweep: {product: {training.batch: {small: \(value), large: 9}}}")))
  }
  #expect(sides[0].causes(to: sides[1]).causes.map(\.label) == ["training.batch"])
}

/// Where no variant has a counterpart, datasets and tasks of one side alone are the causes, each of its own stages.
@Test func partsOfVariantsWithoutCounterpartsAreCauses() throws {
  let text = specimenText(more: "variants: {single: {sharing: single}}")
  let renamed = text.replacing(/\bd:/, with: "e:").replacing("dataset: d", with: "dataset: e")
    .replacing(" ner:", with: " names:").replacing("names: 2", with: "ner: 2")
    .replacing("variants: {single", with: "variants: {alone")
  let (old, new) = try (Side(rightSpec(text)), Side(rightSpec(renamed)))
  let (causes, difference) = old.causes(to: new)
  #expect(difference.pairs.isEmpty)
  #expect(causes.map(\.label) == ["datasets.d", "datasets.e", "tasks.ner", "tasks.names"])
  for cause in causes {
    let isAdded = ["datasets.e", "tasks.names"].contains(cause.label)
    let stages = cause.stages.map { difference.stages[$0] }
    #expect(!stages.isEmpty)
    #expect(stages.allSatisfy { isAdded == ($0.old == nil) && isAdded == ($0.new != nil) })
    if cause.label.hasPrefix("tasks") {
      let task = String(cause.label.dropFirst("tasks.".count))
      #expect(stages.allSatisfy { ($0.new ?? $0.old)?.operation.definition.taskNames.contains(task) == true })
    }
  }
}

/// Whatever two experiments are compared, every cause is a value that differs.
@Test func experimentsThatHaveLittleInCommonHaveOnlyTrueCauses() throws {
  let paths = bundledPaths.filter { !$0.contains("exp2") }
  var random = SplitMix(seed: 7)
  for _ in 0..<8 {
    guard let first = paths.randomElement(using: &random), let second = paths.randomElement(using: &random) else {
      return
    }
    let (old, new) = (try Side(bundledSpec(first)), try Side(bundledSpec(second)))
    let (causes, difference) = old.causes(to: new)
    for cause in causes {
      switch cause.subject {
      case .value(let value): #expect(value.old.map(\.text) != value.new.map(\.text), "\(value.path)")
      case .file(let path): Issue.record("no file is there, but '\(path)' has changed")
      case .stage(let cause, _): Issue.record("\(first), \(second): \(cause)")
      }
    }
    if first == second { #expect(difference.isEmpty && causes.filter { !$0.stages.isEmpty }.isEmpty) }
  }
}

/// Another order, other names and another spelling are no cause of anything.
@Test func whatMeansTheSameHasNoEffect() throws {
  let old = try Side(rightSpec(specimenText(more: "variants: {hard: {sharing: hard}, sparse: {}}")))
  let texts = [
    "variants: {sparse: {}, hard: {sharing: hard}}", "variants: {all: {sharing: hard}, sparse: {}}",
    "variants: {hard: {sharing: {masks: {'*': all | none}}}, sparse: {seed: 1}}",
  ]
  for text in texts {
    let new = try Side(rightSpec(specimenText(more: text)))
    let (causes, difference) = old.causes(to: new)
    #expect(causes.filter { !$0.stages.isEmpty }.isEmpty, "\(text)")
    #expect(difference.stages.isEmpty, "\(text)")
  }
}
