import ExperimentSpec
import OrderedCollections
import Planning
import Text

extension Comparison {
  /// The stages in which the plans differ, in groups of one purpose and the same causes.
  var listing: StageListing {
    let oldNames = StageNames(of: old.plan)
    let newNames = StageNames(of: new.plan)
    var causesOfStages = [[Int]](repeating: [], count: plan.stages.count)
    for (number, cause) in causes.enumerated() { for place in cause.stages { causesOfStages[place].append(number) } }
    func key(_ place: Int, byCauses: Bool) -> GroupKey {
      let stage = plan.stages[place]
      return GroupKey(
        status: stage.status, kind: (stage.new ?? stage.old)?.purpose.kind,
        causes: byCauses ? causesOfStages[place] : nil)
    }
    var groups = OrderedDictionary(grouping: plan.stages.indices) { key($0, byCauses: true) }
    if groups.count > Self.groupLimit {
      groups = OrderedDictionary(grouping: plan.stages.indices) { key($0, byCauses: false) }
    }
    let patterns = (old: StagePatterns(of: old.plan, oldNames), new: StagePatterns(of: new.plan, newNames))
    return StageListing(
      groups: groups.map { key, places in
        let differences = places.map { plan.stages[$0] }
        let isGone = key.status == .gone
        let name = (isGone ? patterns.old : patterns.new).pattern(
          of: differences.compactMap { isGone ? $0.old?.id : $0.new?.id })
        return StageListing.Group(
          name: name, status: key.status, reason: reason(key.causes ?? places.flatMap { causesOfStages[$0] }),
          stages: places.compactMap { place in
            listed(plan.stages[place], isGone ? oldNames : newNames, causesOfStages[place])
          })
      },
      variants: listedVariants, isWhole: false, causes: causes.map(shortPhrase), reasonTitle: "because of")
  }

  private struct GroupKey: Hashable {
    let status: StageStatus
    let kind: StagePurpose.Kind?

    /// The causes of all stages of the group; `nil` if stages are not grouped by causes.
    let causes: [Int]?
  }

  /// The most groups; if there would be more, stages are not grouped by causes.
  private static let groupLimit = 60

  private func reason(_ causes: [Int]) -> String {
    let phrases = OrderedSet(causes.sorted()).map { shortPhrase(self.causes[$0]) }
    return phrases.prefix(3).joined(separator: ", ") + (phrases.count > 3 ? " and \(phrases.count - 3) more" : "")
  }

  /// What was changed, in few words.
  private func shortPhrase(_ cause: DifferenceCause) -> String {
    switch cause.subject {
    case .value(let value): value.path
    case .file(let path): path
    case .stage: causePhrase(cause)
    }
  }

  private func listed(
    _ difference: StageDifference, _ names: StageNames, _ causes: [Int]
  ) -> StageListing.Listed? {
    guard let stage = difference.new ?? difference.old, let title = names.title(of: stage.id) else { return nil }
    return StageListing.Listed(
      stage: stage, title: title, digitCount: names.digitCount(of: stage.id),
      cost: newCosts.stages[stage.id] ?? StageCost(), note: difference.causePhrase, causes: causes)
  }

  /// The variants that need any of the stages; stages that are gone belong to the new variants' counterparts.
  private var listedVariants: [StageListing.Variant] {
    let counterparts = Dictionary(plan.pairs.map { ($0.new, $0.old) }, uniquingKeysWith: { first, _ in first })
    let before = Dictionary(old.plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let gone = Set(plan.stages.filter { $0.new == nil }.compactMap { $0.old?.id })
    let changed = Set(plan.stages.compactMap { $0.new?.id })
    func stagesOf(_ variant: PlannedVariant, in plan: Plan, among stages: Set<StageID>) -> [StageID] {
      stages.isEmpty ? [] : plan.stages(neededBy: variant.namedStages).filter(stages.contains)
    }
    let listed = new.plan.variants.map { variant in
      let old = counterparts[variant.name].flatMap { before[$0] }
      return StageListing.Variant(
        name: variant.name, declaredName: variant.declaredName,
        stages: stagesOf(variant, in: new.plan, among: changed)
          + (old.map { stagesOf($0, in: self.old.plan, among: gone) } ?? []))
    }
    let paired = Set(counterparts.values)
    let removed = old.plan.variants.filter { !paired.contains($0.name) }.map { variant in
      StageListing.Variant(
        name: variant.name, declaredName: variant.declaredName,
        stages: stagesOf(variant, in: old.plan, among: gone))
    }
    return (listed + removed).filter { !$0.stages.isEmpty }
  }
}

extension StageDifference {
  /// What became of the stage.
  fileprivate var status: StageStatus {
    switch (old, new) {
    case (nil, _): .new
    case (_, nil): .gone
    case (_?, _?): .changed
    }
  }
}

extension VariantGroup {
  /// The class of the group's row, which decides the colour of its sign.
  var className: String { members.first?.change.className ?? "" }
}

extension VariantDifference.Change {
  fileprivate var className: String {
    switch self {
    case .added: StageStatus.new.rawValue
    case .removed: StageStatus.gone.rawValue
    case .changed: StageStatus.changed.rawValue
    case .renamed: "renamed"
    }
  }
}
