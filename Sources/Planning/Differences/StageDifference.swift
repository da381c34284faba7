import Model
package import OrderedCollections

/// A stage that two plans do not have in common.
package struct StageDifference: Sendable {
  /// The stage's name: in the new plan, or in the old one where the new one has none.
  package let name: String

  package let old: Stage?
  package let new: Stage?

  /// The names of the new plan's stages.
  fileprivate let names: Shared<StageNames>

  /// Why the stage is another one; empty if only one plan has it.
  ///
  /// - Complexity: linear in the parameters and inputs of the stage, at each access.
  package var causes: [Cause] {
    guard let old, let new else { return [] }
    return old.causes(of: new, names: names.value)
  }

  /// What makes a stage another one.
  package enum Cause: Hashable, Sendable {
    /// The operation computes something else since a release.
    case version(Int, Int)

    /// A parameter differs.
    case parameter(KeyDifference)

    /// An input is made by another stage; its name.
    case input(role: String, stage: String)
  }

  /// The causes that are the stage's own and not those of what it reads.
  package var ownCauses: [Cause] { causes.own }
}

extension [StageDifference.Cause] {
  /// Those that are a stage's own and not those of what it reads.
  package var own: Self { filter(\.isOwn) }
}

extension StageDifference.Cause {
  fileprivate var isOwn: Bool {
    switch self {
    case .version, .parameter: true
    case .input: false
    }
  }
}

extension Stage {
  /// What makes `new` another stage than this one, parameters before inputs. Names are those of stages in `new`'s plan.
  func causes(of new: Stage, names: StageNames) -> [StageDifference.Cause] {
    var causes: [StageDifference.Cause] = []
    if operation.version != new.operation.version {
      causes.append(.version(operation.version, new.operation.version))
    }
    if operation != new.operation {
      // Writing masks out is costly and needless if they are equal.
      let haveSameMasks = operation.taskMasks == new.operation.taskMasks
      let (before, after) =
        haveSameMasks ? (operation.outline, new.operation.outline) : (operation, new.operation)
      causes += ParameterFields(of: after.parameters).differences(from: ParameterFields(of: before.parameters))
        .map { .parameter($0) }
    }
    for input in new.inputs {
      let before = self.input(input.role)
      if before?.stage != input.stage || before?.artifact != input.artifact {
        causes.append(.input(role: input.role.name, stage: names[input.stage]))
      }
    }
    for input in inputs where new.input(input.role) == nil {
      causes.append(.input(role: input.role.name, stage: "none"))
    }
    return causes
  }
}

extension [StageDifference] {
  /// The stages in which two plans differ, in the order of the new plan, then those that only the old one has.
  ///
  /// A stage is compared with the one that filled its slot: in the counterpart of a variant that wants it, the stage
  /// for the same purpose, task and round. `pairs` are the variants that belong together.
  ///
  /// - Complexity: linear in the number of stages that the variants with new results need.
  init(from old: Plan, to new: Plan, _ pairs: [VariantPairs.Pair]) {
    let (oldNames, newNames) = (StageNames(of: old), Shared(StageNames(of: new)))
    let counterparts = pairs.counterparts(from: old, to: new)
    var compared: Set<StageID> = []
    var differences: [StageDifference] = []
    for stage in new.stages.values where old.stages[stage.id] == nil {
      let before = counterparts[stage.id].flatMap { old.stages[$0] }
      if let before { compared.insert(before.id) }
      differences.append(
        StageDifference(name: newNames.value[stage.id], old: before, new: stage, names: newNames))
    }
    for stage in old.stages.values where new.stages[stage.id] == nil && !compared.contains(stage.id) {
      differences.append(StageDifference(name: oldNames[stage.id], old: stage, new: nil, names: newNames))
    }
    self = differences
  }

  /// The root causes of each difference: what was changed in the stage itself or in those that it reads from. Requires:
  /// the stages are in the order of a plan.
  package var roots: [OrderedSet<StageDifference.Cause>] {
    var known: [StageID: OrderedSet<StageDifference.Cause>] = [:]
    return map { difference in
      guard let stage = difference.new else { return [] }
      let causes = difference.causes
      var roots = OrderedSet(causes.own)
      for input in stage.inputs { roots.formUnion(known[input.stage] ?? []) }
      if roots.isEmpty { roots = OrderedSet(causes) }
      known[stage.id] = roots
      return roots
    }
  }
}

extension [VariantPairs.Pair] {
  /// For the stages that only the new plan has, the stage of the old plan in the same slot.
  ///
  /// Where several pairs give a stage one, takes the first whose stage the new plan no longer has, else the first.
  fileprivate func counterparts(from old: Plan, to new: Plan) -> [StageID: StageID] {
    var counterparts: [StageID: StageID] = [:]
    for pair in self where pair.old.results != pair.new.results {
      let before = SlotTable.Slots(of: pair.old, in: old).stages
      for (slot, stage) in new.slots(of: pair.new) where old.stages[stage] == nil {
        guard let match = before[slot.purpose] else { continue }
        if let known = counterparts[stage], new.stages[known] == nil || new.stages[match] != nil { continue }
        counterparts[stage] = match
      }
    }
    return counterparts
  }
}
