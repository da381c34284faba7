import ExperimentSpec
import OrderedCollections
package import Planning

/// One side of a comparison: the plan of a specification, or a saved plan.
package struct ComparedPlan {
  /// The side as the user named it.
  package let label: String

  package let plan: Plan

  /// What the plan was made from; `nil` for a saved plan.
  let source: PlanSource?

  /// The sizes of the plan's corpora, as far as they are known.
  private let sizes: CorpusSizes

  /// The estimated costs of the plan's stages.
  ///
  /// - Complexity: linear in the number of stages, at each access.
  var estimatedCosts: PlanCosts { PlanCosts(of: plan, by: CostModel(sizes: sizes, rates: .standard)) }

  private let variants: [String: PlannedVariant]

  package init(_ plan: Plan, from source: PlanSource?, sizes: CorpusSizes, label: String) {
    self.label = label
    self.plan = plan
    self.source = source
    self.sizes = sizes
    variants = Dictionary(plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Two plans side by side, with what was changed to make them differ.
package struct Comparison {
  let old: ComparedPlan
  let new: ComparedPlan
  let plan: PlanDifference

  /// What was changed, with what follows from it, in the order of the language; without what has no effect.
  let causes: [DifferenceCause]

  /// The values that are only written differently.
  let respelt: [ValueDifference]

  /// How many stages of the two plans there are of each status.
  let stageCounts: StageCounts

  /// The estimated seconds and bytes of the whole new plan and of what of it has to be run; `nil` where they cannot be
  /// estimated, since data is missing.
  let costs: (all: CostSum, toRun: CostSum)?

  /// The estimated costs of the new plan's stages.
  let newCosts: PlanCosts

  /// The paths of both plans' files by content, for causes of which only the content is known.
  let files: [Digest: String]

  package init(_ old: ComparedPlan, _ new: ComparedPlan) {
    self.old = old
    self.new = new
    plan = PlanDifference(from: old.plan, to: new.plan)
    let all = plan.causes(from: old.source, to: new.source)
    causes = all.filter { !$0.stages.isEmpty }
    respelt = all.filter(\.stages.isEmpty).compactMap { cause in
      switch cause.subject {
      case .value(let value): value
      case .file, .stage: nil
      }
    }
    stageCounts = StageCounts(of: plan.stages, kept: plan.commonStageCount)
    newCosts = new.estimatedCosts
    let isEstimated = newCosts.total.unknownCount == 0
    costs = isEstimated ? (newCosts.total, newCosts.sum(of: plan.stages.compactMap { $0.new?.id })) : nil
    files =
      old.source == nil || new.source == nil
      ? old.plan.writtenPaths.merging(new.plan.writtenPaths) { _, new in new } : [:]
  }

  /// The names of all files that the sides' specifications were read from.
  package var fileNames: [String] { [old, new].flatMap { $0.source?.spec.fileNames ?? [] } }

  /// Whether the two sides mean the same.
  package var isEqual: Bool { plan.isEmpty }

  /// What follows from `cause`.
  func consequences(of cause: DifferenceCause) -> Consequences {
    let stages = cause.stages.map { plan.stages[$0] }
    let sources = cause.sources.map { plan.stages[$0] }.filter { $0.old != nil }.compactMap { $0.new?.purpose.kind }
    let toRun = stages.compactMap { $0.new?.id }
    return Consequences(
      sources: OrderedDictionary(grouping: sources.sorted { $0.rank < $1.rank }, by: \.self).mapValues(\.count),
      purposes: OrderedDictionary(
        grouping: stages.compactMap { ($0.new ?? $0.old)?.purpose.kind }.sorted { $0.rank < $1.rank }, by: \.self
      ).mapValues(\.count),
      counts: StageCounts(of: stages, kept: 0),
      seconds: costs == nil ? nil : newCosts.seconds(of: toRun))
  }

  /// The numbers of parameters of the variant called `name`, before and after; `nil` where they are the same or where
  /// one side does not have the variant.
  func parameters(of name: String) -> (old: ClosedRange<Int>, new: ClosedRange<Int>)? {
    guard let left = old.parameters(of: name), let right = new.parameters(of: name), left != right else { return nil }
    return (left, right)
  }

  /// The number of variants of each kind of change, and of those without any.
  var variantCounts: VariantCounts { VariantCounts(of: plan.variants, in: new.plan.variants.count) }
}

/// How many stages of two plans are in both, in other forms, or in one only.
struct StageCounts: Hashable, Sendable {
  let kept: Int
  private(set) var changed = 0
  private(set) var new = 0
  private(set) var gone = 0

  init(of stages: [StageDifference], kept: Int) {
    self.kept = kept
    for stage in stages {
      switch (stage.old, stage.new) {
      case (_?, _?): changed += 1
      case (nil, _): new += 1
      case (_, nil): gone += 1
      }
    }
  }

  /// The number of stages that have to be run.
  var toRun: Int { changed + new }
}

/// How many variants of two plans are in both, in other forms, or in one only.
struct VariantCounts: Hashable, Sendable {
  private(set) var kept: Int
  private(set) var changed = 0
  private(set) var new = 0
  private(set) var gone = 0
  private(set) var renamed = 0

  /// The counts of `variants`, the differences, where the new plan has `count` variants.
  init(of variants: [VariantDifference], in count: Int) {
    for variant in variants {
      switch variant.change {
      case .added: new += 1
      case .removed: gone += 1
      case .renamed: renamed += 1
      case .changed: changed += 1
      }
    }
    kept = count - new - renamed - changed
  }
}

/// What follows from a cause.
struct Consequences {
  /// The stages that do something else, by what they are for.
  let sources: OrderedDictionary<StagePurpose.Kind, Int>

  /// All stages that are others, by what they are for.
  let purposes: OrderedDictionary<StagePurpose.Kind, Int>

  let counts: StageCounts

  /// The estimated seconds of what has to be run for it; `nil` if they cannot be estimated.
  let seconds: Double?
}

extension ComparedPlan {
  /// The least and the most parameters that any task of the variant keeps, as far as the plan tells.
  fileprivate func parameters(of name: String) -> ClosedRange<Int>? {
    variants[name].map { VariantLedger(of: $0, in: plan).union }
  }
}
