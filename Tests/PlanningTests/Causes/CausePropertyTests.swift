import Diagnostics
import ExperimentSpec
import FrontEndSupport
import OrderedCollections
import TestSupport
import Testing

@testable import Planning

// Random experiments and random changes of them. `SHARESPEC_FUZZ=N` tries N of each kind; a failure names its seed.

/// What a failure is reported with: the seed, the changes, the causes found and the experiment.
private func note(_ seed: Int, _ edits: [RandomEdit], _ experiment: RandomExperiment, _ causes: [DifferenceCause])
  -> Comment
{
  let found = causes.map { "\($0.label) (\($0.stages.count))" }.joined(separator: ", ")
  return
    "seed \(seed), \(edits.map(\.description).joined(separator: " and ")), causes: \(found)\n\(experiment.tree.text)"
}

extension RandomEdit {
  /// Whether `cause` tells this change; one of a sweep is told by the path that it varies if cells keep their names.
  fileprivate func isTold(by cause: DifferenceCause, keepsNames: Bool = true) -> Bool {
    switch (self, cause.subject) {
    case (.field(let path, _, _), .value(let value)): value.path.isOnTheWay(to: path.text)
    case (.file(let path), .file(let other)): path == other
    case (.sweep(let keys, _), .value(let value)):
      keepsNames
        ? value.path.isOnTheWay(to: keys.last ?? "")
        : value.path == SpecPath(keys: ["sweep"] + keys).text
    case (.field, _), (.file, _), (.sweep, _), (.variantAdded, _), (.variantRemoved, _), (.variantRenamed, _): false
    }
  }
}

extension String {
  /// Whether one of two paths leads to the other.
  fileprivate func isOnTheWay(to other: String) -> Bool {
    self == other || hasPrefix(other + ".") || other.hasPrefix(self + ".")
  }
}

/// Changes a random experiment once and holds the causes against the identities of all stages.
private func checkOneEdit(seed: Int, over path: String?, isSwept: Bool, _ kinds: [RandomEdit.Kind]) throws {
  var random = SplitMix(seed: UInt64(seed))
  let experiment = try RandomExperiment.make(over: path, isSwept: isSwept, using: &random)
  guard let (edit, changed) = experiment.edit(kinds, using: &random) else { return }
  let (old, new) = (try Side(experiment.spec, changed: []), try Side(changed.spec, changed: edit.changedFiles))
  let (causes, difference) = old.causes(to: new)
  let effective = causes.filter { !$0.stages.isEmpty }
  let note = note(seed, [edit], experiment, causes)
  let (before, after) = (old.plan.identities, new.plan.identities)
  switch edit {
  case .variantAdded, .variantRemoved: #expect(effective.isEmpty, note)
  case .variantRenamed: #expect(before == after && effective.isEmpty, note)
  case .field, .file, .sweep:
    if before == after {
      #expect(effective.isEmpty, note)
      return
    }
    #expect(effective.count == 1, note)
    guard let cause = effective.first else { return }
    let keepsNames = experiment.spec.variants.map(\.name) == changed.spec.variants.map(\.name)
    #expect(edit.isTold(by: cause, keepsNames: keepsNames), note)
    let stages = cause.stages.map { difference.stages[$0] }
    #expect(Set(stages.compactMap(\.new?.id)) == after.subtracting(before), note)
    #expect(Set(stages.compactMap(\.old?.id)).subtracting(after) == before.subtracting(after), note)
  }
}

/// Whatever field of a bundled specification is changed, for all variants or for one, is the one cause of all that
/// follows.
@Test(arguments: bundledPaths)
func aChangedFieldIsTheOneCause(path: String) throws {
  for seed in 0..<fuzzCount(usual: 2) { try checkOneEdit(seed: seed, over: path, isSwept: false, [.field]) }
}

/// Whatever is changed of a random sweep is the one cause of all that follows.
@Test(arguments: 0..<fuzzCount(usual: 24))
func aChangeOfASweptExperimentIsTheOneCause(seed: Int) throws {
  try checkOneEdit(seed: seed, over: nil, isSwept: true, RandomEdit.Kind.allCases)
}

/// Order, names and spelling are no cause of anything.
@Test(arguments: 0..<fuzzCount(usual: 12))
func anotherSpellingIsNoCause(seed: Int) throws {
  var random = SplitMix(seed: UInt64(seed))
  let experiment = try RandomExperiment.make(isSwept: Bool.random(using: &random), using: &random)
  let old = try Side(experiment.spec)
  var renamed = experiment.tree
  for (own, other) in [("a@b", "g"), ("c=1", "h.i"), ("d", "j@k")] where renamed["variants"]?[own] != nil {
    renamed = RandomEdit.variantRenamed(own, other).applied(to: renamed)
  }
  let texts = [
    experiment.tree.shuffled(using: &random).text, experiment.tree.respelt(using: &random),
    experiment.tree.shufflingSweep(using: &random).text, renamed.shuffled(using: &random).text,
    ResolvedSpecification(experiment.spec).text,
  ]
  for text in texts {
    let new = try Side(RandomExperiment.spec(text))
    let (causes, difference) = old.causes(to: new)
    let note: Comment = "seed \(seed), \(causes.map(\.label))\n\(experiment.tree.text)\n\(text)"
    #expect(difference.stages.isEmpty, note)
    #expect(causes.filter { !$0.stages.isEmpty }.isEmpty, note)
    #expect(difference.commonStageCount == old.plan.identities.count, note)
  }
}

extension SpecTree {
  /// The tree with the values of its sweep in another order.
  fileprivate func shufflingSweep(using random: inout SplitMix) -> SpecTree {
    var tree = self
    for keys in [["sweep", "seeds"]] + (self["sweep"]?["product"]?.keys ?? []).map({ ["sweep", "product", $0] }) {
      if case .list(let elements)? = self[keys[...]] { tree[keys[...]] = .list(elements.shuffled(using: &random)) }
    }
    return tree
  }
}

/// What becomes of the stage for one purpose.
private enum SlotChange { case changed, new, gone }

/// What differs between the stages `old` and `new` of a variant.
private func slotChanges(_ old: [StagePurpose: StageID], _ new: [StagePurpose: StageID]) -> [StagePurpose: SlotChange] {
  var slotChanges: [StagePurpose: SlotChange] = [:]
  for (purpose, stage) in old where new[purpose] != stage {
    slotChanges[purpose] = new[purpose] == nil ? .gone : .changed
  }
  for purpose in new.keys where old[purpose] == nil { slotChanges[purpose] = .new }
  return slotChanges
}

/// The stages that go back to each of two changes, from the plans before, with each alone and with both; the first
/// change is one of a file, which concerns every variant, or of a value.
private func effects(before: Side, first: Side, second: Side, both: Side, isOfFile: Bool) -> [Set<StageID>] {
  let slots = [before.slots, first.slots, second.slots, both.slots]
  let (values, alone) = (before.values, [first.values, second.values])
  let (old, new) = (before.plan.identities, both.plan.identities)
  let single = old.symmetricDifference(new)
  var found: [Set<StageID>] = [[], []]
  for variant in both.plan.variants {
    guard let own = before.plan.variants.first(where: { $0.name == variant.name }), own.results != variant.results,
      let start = slots[0][variant.name], let end = slots[3][variant.name]
    else { continue }
    let touching = [0, 1].filter { change in
      change == 0 && isOfFile || alone[change][variant.name] != values[variant.name]
    }
    for (purpose, kind) in slotChanges(start, end) {
      let doing = touching.filter { change in
        let made = slotChanges(start, slots[change + 1][variant.name] ?? [:])
        let unmade = slotChanges(slots[2 - change][variant.name] ?? [:], end)
        return made[purpose] == kind || unmade[purpose] == kind
      }
      for change in doing.isEmpty ? touching : doing {
        found[change].formUnion([start[purpose], end[purpose]].compactMap(\.self).filter(single.contains))
      }
    }
  }
  return found
}

/// Two changes are two causes, each with what it does alone; what goes back to both is counted under both.
@Test(arguments: 0..<fuzzCount(usual: 16))
func twoChangesAreTheTwoCauses(seed: Int) throws {
  var random = SplitMix(seed: UInt64(seed))
  let experiment = try RandomExperiment.make(isSwept: Int.random(in: 0..<3, using: &random) == 0, using: &random)
  guard let (first, one) = experiment.edit([.field, .field, .field, .file], using: &random),
    let (second, two) = experiment.edit([.field], using: &random), !first.overlaps(second)
  else { return }
  let tree = second.applied(to: first.applied(to: experiment.tree))
  guard let changed = try? RandomExperiment(tree), (try? rightGraph(of: changed.spec)) != nil else { return }
  let files = first.changedFiles
  let before = try Side(experiment.spec, changed: [])
  let (alone, other) = (try Side(one.spec, changed: files), try Side(two.spec, changed: []))
  let both = try Side(changed.spec, changed: files)
  let (causes, difference) = before.causes(to: both)
  let note = note(seed, [first, second], experiment, causes)
  let single = before.plan.identities.symmetricDifference(both.plan.identities)
  let expected = effects(before: before, first: alone, second: other, both: both, isOfFile: !files.isEmpty)
  let explained = Set(causes.flatMap { difference.identities($0, of: single) })
  #expect(explained == single, note)
  for (edit, stages) in zip([first, second], expected) {
    let told = causes.filter { edit.isTold(by: $0) && !$0.stages.isEmpty }
    #expect(told.count == (stages.isEmpty ? 0 : 1), "\(edit): \(note)")
    guard let cause = told.first else { continue }
    let found = difference.identities(cause, of: single)
    #expect(stages.isSubset(of: found), "\(edit) lacks \(difference.labels(stages.subtracting(found))): \(note)")
    #expect(found.subtracting(stages).isEmpty, "\(edit) has \(difference.labels(found.subtracting(stages))): \(note)")
  }
  let others = causes.filter { cause in !cause.stages.isEmpty && ![first, second].contains { $0.isTold(by: cause) } }
  #expect(others.isEmpty, note)
}

extension RandomEdit {
  /// Whether this and `other` change one value, or parts of one.
  fileprivate func overlaps(_ other: RandomEdit) -> Bool {
    switch (self, other) {
    case (.field(let path, _, _), .field(let second, _, _)): path.keys.first == second.keys.first
    // A field may name the file.
    case (.file, .field(let path, _, _)): ["files", "pretrained", "masks"].contains { path.keys.contains($0) }
    case (.field, _), (.file, _), (.sweep, _), (.variantAdded, _), (.variantRemoved, _), (.variantRenamed, _): false
    }
  }
}

extension PlanDifference {
  /// The identities of the stages that go back to `cause`, as far as they are in `single`.
  fileprivate func identities(_ cause: DifferenceCause, of single: Set<StageID>) -> Set<StageID> {
    Set(cause.stages.flatMap { [stages[$0].old?.id, stages[$0].new?.id].compactMap(\.self) }).intersection(single)
  }

  /// The names of `stages` in the plan that has them.
  fileprivate func labels(_ stages: Set<StageID>) -> [String] {
    stages.compactMap { (new.stages[$0] ?? old.stages[$0])?.label }.sorted()
  }
}

/// Whatever two bundled specifications are compared, every cause is a value that is not the same in both.
@Test(arguments: 0..<fuzzCount(usual: 12))
func experimentsHaveOnlyTrueCauses(seed: Int) throws {
  var random = SplitMix(seed: UInt64(seed))
  let experiments = try [true, false].map { isSwept in
    try RandomExperiment.make(isSwept: isSwept && Bool.random(using: &random), using: &random)
  }
  let (old, new) = (try Side(experiments[0].spec, changed: []), try Side(experiments[1].spec, changed: []))
  let (causes, difference) = old.causes(to: new)
  let texts = experiments.map(\.tree.text).joined(separator: "\n")
  // What the specifications say is read from what 'render' prints.
  let values = try [old, new].map { side in
    try Side(RandomExperiment.spec(ResolvedSpecification(side.source.spec).text)).values
  }
  let names = Dictionary(difference.pairs.map { ($0.new, $0.old) }, uniquingKeysWith: { first, _ in first })
  for cause in causes where !cause.stages.isEmpty {
    switch cause.subject {
    case .value(let value):
      for variant in value.variants {
        let left = names[variant].flatMap { values[0][$0] } ?? [:]
        let right = values[1][variant] ?? [:]
        #expect(left.below(value.path) != right.below(value.path), "seed \(seed), \(value.path), \(variant)\n\(texts)")
      }
      if value.variants.isEmpty, !value.path.hasPrefix("sweep") {
        // A dataset or a task that the variants of one side alone have.
        let having = values.map { side in side.values.contains { !$0.below(value.path).isEmpty } }
        #expect(value.place.keys.count == 2, "seed \(seed), \(value.path)\n\(texts)")
        #expect(having == [!value.old.isEmpty, !value.new.isEmpty], "seed \(seed), \(value.path)\n\(texts)")
        #expect(having[0] != having[1], "seed \(seed), \(value.path)\n\(texts)")
      }
    case .file(let path): Issue.record("seed \(seed): no file has changed, but '\(path)' is said to\n\(texts)")
    case .stage(let cause, _): Issue.record("seed \(seed): \(cause)\n\(texts)")
    }
  }
  let told = Set(causes.flatMap(\.stages))
  for place in difference.stages.indices
  where difference.stages[place].old != nil && difference.stages[place].new != nil {
    #expect(told.contains(place), "seed \(seed), \(difference.stages[place].name) has no cause\n\(texts)")
  }
}

extension [String: String] {
  /// The values at `path` and below.
  fileprivate func below(_ path: String) -> [String: String] {
    filter { $0.key == path || $0.key.hasPrefix(path + ".") }
  }
}
