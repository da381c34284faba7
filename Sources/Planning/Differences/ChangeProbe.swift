import ExperimentGraph
import ExperimentSpec

/// The plans in which one change alone is made, and in which it alone is not: what it does whatever else was changed.
struct ChangeProbe {
  /// The old variants with the change.
  private let made: SlotTable

  /// The new variants without it.
  private let unmade: SlotTable

  /// A change of one value, or of the content of the file at one path.
  enum Change {
    case value(ValueDifference)
    case file(String)
  }

  /// Makes `change` alone in the variants of `pairs`.
  init(_ change: Change, in pairs: [VariantPairs.Pair], from old: PlanSource, to new: PlanSource) {
    let (left, right) = (old.spec.variantsByName, new.spec.variantsByName)
    let variants = pairs.compactMap { pair in
      left[pair.old.name].flatMap { one in right[pair.new.name].map { (one, $0) } }
    }
    switch change {
    case .value(let value):
      made = SlotTable(of: variants.compactMap { $0.taking(value.place, from: $1) }, old.files)
      unmade = SlotTable(of: variants.compactMap { $1.taking(value.place, from: $0) }, new.files)
    case .file(let path):
      var (before, after) = (old.files, new.files)
      (before[path], after[path]) = (new.files[path], old.files[path])
      made = SlotTable(of: variants.map(\.0), before)
      unmade = SlotTable(of: variants.map(\.1), after)
    }
  }

  /// What the change does to the stages of `pair`, whose own are `before` and `after`.
  func effects(
    in pair: VariantPairs.Pair, _ before: SlotTable.Slots, _ after: SlotTable.Slots
  ) -> [StagePurpose: SlotTable.Change] {
    var effects = made.slots(of: pair.old.name).map { before.changes(to: $0) } ?? [:]
    if let slots = unmade.slots(of: pair.new.name) {
      effects.merge(slots.changes(to: after)) { made, unmade in unmade.isSource ? unmade : made }
    }
    return effects
  }
}

/// The stages of variants by what they are for.
struct SlotTable {
  private let plan: Plan
  private let variants: [String: PlannedVariant]

  /// The stages of one variant.
  struct Slots {
    fileprivate let plan: Plan
    let stages: [StagePurpose: StageID]

    init(of variant: PlannedVariant, in plan: Plan) {
      self.plan = plan
      stages = Dictionary(
        plan.slots(of: variant).map { ($0.slot.purpose, $0.stage) }, uniquingKeysWith: { first, _ in first })
    }

    /// What is different in `others`, by what the stages are for.
    func changes(to others: Slots) -> [StagePurpose: Change] {
      var changes: [StagePurpose: Change] = [:]
      for (purpose, stage) in stages {
        guard let other = others.stages[purpose] else {
          changes[purpose] = .gone
          continue
        }
        if stage != other {
          changes[purpose] = .changed(
            isSource: plan.stages[stage]?.operation != others.plan.stages[other]?.operation)
        }
      }
      for purpose in others.stages.keys where stages[purpose] == nil { changes[purpose] = .new }
      return changes
    }
  }

  /// What became of the stage for one purpose.
  enum Change: Hashable {
    /// It is another one, because of what it does if it `isSource`, else because of what it reads.
    case changed(isSource: Bool)
    case new, gone

    /// Whether the stage does something else.
    var isSource: Bool {
      switch self {
      case .changed(let isSource): isSource
      case .new, .gone: false
      }
    }

    /// Whether this can be a part of `other`.
    func isOfKind(_ other: Change) -> Bool {
      switch (self, other) {
      case (.changed, .changed), (.new, .new), (.gone, .gone): true
      case (.changed, _), (.new, _), (.gone, _): false
      }
    }
  }

  /// The stages of those of `variants` that can be planned.
  init(of variants: [Spec.Variant], _ files: ResolvedFiles) {
    plan = Plan(merging: [ResolvedExperiment(fitting: variants)], files: files, name: "", baseline: nil)
    self.variants = Dictionary(plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The stages of the variant called `name`; `nil` if it cannot be planned.
  func slots(of name: String) -> Slots? { variants[name].map { Slots(of: $0, in: plan) } }
}

extension Spec {
  fileprivate var variantsByName: [String: Variant] {
    Dictionary(variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
