package import ExperimentSpec
import MaskAlgebra
package import Planning

/// The stages of a plan in groups of those that do the same with other masks, in the order of the plan.
package struct StageGroups: Sendable {
  private let plan: Plan
  private var groups: [Group] = []
  private var universes = UniverseTable()

  /// How many digits of a fingerprint tell each stage from the others.
  private let digitCount: Int

  /// What the plan's baseline means.
  private let baselineNames: BaselineNames?

  private struct Group {
    let key: Key
    let universe: String?

    /// The places of the stages in the plan.
    var places: [Int32] = []
  }

  /// What the stages of a group have in common.
  private struct Key: Hashable {
    let outline: Operation
    let universe: ParameterUniverse?
    let inputs: [Input]
  }

  package init(of plan: Plan) {
    self.plan = plan
    baselineNames = plan.baseline.map { BaselineNames($0, among: plan.variants.map(\.names)) }
    digitCount = [12, 16].first { StagesDocument.areDistinct(plan.stages.keys, digits: $0) } ?? 64
    var known: [Key: Int] = [:]
    // Rounds of pruning take turns with their masks, so that most stages belong to one of the groups used last.
    var recent: [Int] = []
    for (place, stage) in plan.stages.values.enumerated() {
      let key = Key(
        outline: stage.operation.outline, universe: stage.operation.taskMasks?.universe,
        inputs: stage.inputs.filter(\.role.kind.isInCommon))
      if let index = recent.last(where: { groups[$0].key == key }) {
        groups[index].places.append(Int32(place))
        continue
      }
      let index = known[key] ?? groups.count
      if index == groups.count {
        groups.append(Group(key: key, universe: key.universe.map { universes.name(of: $0) }))
        known[key] = index
      }
      groups[index].places.append(Int32(place))
      if recent.count == 4 { recent.removeFirst() }
      recent.append(index)
    }
    for variant in plan.variants { _ = universes.name(of: variant.masks.universe) }
  }

  /// What masks of stages and variants are about.
  var universeEntries: [PlanDocument.UniverseEntry] { universes.entries }

  /// The file of a variant with a `budget`, which refers to the file of the stages at `path`.
  package func document(
    of variant: PlannedVariant, _ budget: Budget?, stagesAt path: String, _ texts: inout MaskTexts
  ) -> VariantDocument {
    let universe = universes.names[variant.masks.universe] ?? ""
    let entry = PlanDocument.VariantEntry(variant, of: plan, universe: universe, &texts) { $0.description }
    let baseline = baselineNames?.mean(variant.name) == true ? plan.baseline : nil
    return VariantDocument(
      name: plan.name, baseline: baseline.map { Placed($0) }, budget: budget, stages: Placed(path), variant: entry)
  }

  /// The places of the groups.
  package var indices: Range<Int> { groups.indices }

  /// The number of stages in all groups.
  var stageCount: Int { plan.stages.count }

  /// The files that stages read.
  package var files: [PlanDocument.FileEntry] {
    groups.lazy.map { plan.stages.values[Int($0.places[0])].operation }.inputFiles.compactMap { file in
      file.digest.map { PlanDocument.FileEntry(digest: $0, path: file.writtenPath) }
    }
  }

  /// The group at `index`.
  func group(_ index: Int, _ texts: inout MaskTexts) -> StagesDocument.Group {
    let group = groups[index]
    // Stages that have masks differ from the outline in nothing else.
    var parameters = group.key.outline.parameters
    if group.key.universe != nil, case .record(let fields) = parameters {
      parameters = .record(fields.filter { $0.name != Operation.masksField })
    }
    return StagesDocument.Group(
      operation: Placed(group.key.outline.name), version: group.key.outline.version,
      universe: group.universe.map { Placed($0) }, parameters: parameters,
      inputs: group.key.inputs.map(entry), stages: group.places.map { entry(plan.stages.values[Int($0)], &texts) })
  }

  private func entry(_ stage: Stage, _ texts: inout MaskTexts) -> StagesDocument.Entry {
    StagesDocument.Entry(
      fingerprint: Placed(StatedFingerprint(stage.id.digest, digits: digitCount)), purpose: Placed(stage.purpose.words),
      masks: stage.operation.taskMasks.map { texts.text(of: $0) },
      inputs: stage.inputs.filter { !$0.role.kind.isInCommon }.map(entry))
  }

  private func entry(_ input: Input) -> PlanDocument.InputEntry {
    PlanDocument.InputEntry(
      role: input.role.name, stage: Placed(StatedFingerprint(input.stage.digest, digits: digitCount).digits),
      artifact: Placed(input.artifact.rawValue))
  }
}

extension StagesDocument {
  /// Whether the first digits of `stages`, so many of them, are all different.
  fileprivate static func areDistinct(_ stages: some Sequence<StageID>, digits: Int) -> Bool {
    let starts = stages.map { $0.digest.start(digits: digits) }.sorted()
    return zip(starts, starts.dropFirst()).allSatisfy { $0 != $1 }
  }
}

extension InputRole.Kind {
  /// Whether stages that differ in their masks alone mostly have the same input of this kind.
  fileprivate var isInCommon: Bool {
    switch self {
    case .vocabulary, .wordVectors, .start: true
    case .weights, .mask, .candidate, .history: false
    }
  }
}
