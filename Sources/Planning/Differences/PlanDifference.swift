import OrderedCollections

/// What is different between two plans, by meaning: equal work is the same however it was written.
package struct PlanDifference: Sendable {
  package let old: Plan
  package let new: Plan

  /// The variants that are not in both plans with the same results, in the order of the new plan, then those gone.
  package let variants: [VariantDifference]

  /// The stages that are not in both plans.
  package let stages: [StageDifference]

  /// The number of stages that the two plans have in common, whose artifacts serve both.
  package var commonStageCount: Int { new.stages.keys.count { old.stages[$0] != nil } }

  /// The number of stages of the new plan.
  package var newStageCount: Int { new.stages.count }

  /// Whether the two plans do the same work for the same variants.
  package var isEmpty: Bool { variants.isEmpty && stages.isEmpty && old.baseline == new.baseline }

  /// The variants that belong together, in the order of the new plan.
  let variantPairs: [VariantPairs.Pair]

  /// The names of the variants that belong together, in the order of the new plan.
  package var pairs: [(old: String, new: String)] { variantPairs.map { ($0.old.name, $0.new.name) } }

  /// Compares two plans.
  package init(from old: Plan, to new: Plan) {
    self.old = old
    self.new = new
    let pairs = VariantPairs(from: old, to: new)
    variantPairs = pairs.pairs
    variants = [VariantDifference](pairs, of: new)
    stages = [StageDifference](from: old, to: new, pairs.pairs)
  }

  /// What was changed, and which stages are others because of it: values and files where both plans were made from
  /// known specifications, else what stages tell themselves. What has no effect has no stages.
  package func causes(from old: PlanSource?, to new: PlanSource?) -> [DifferenceCause] {
    if let old, let new { return CauseFinder.causes(of: self, from: old, to: new) }
    return stageCauses(of: stages.indices.filter { stages[$0].old != nil && stages[$0].new != nil })
  }
}

/// A variant that two plans do not have in common.
package struct VariantDifference: Hashable, Sendable {
  /// The variant's name in the new plan, or in the old one where the new one has it no more.
  package let name: String
  package let change: Change

  /// How a variant differs.
  package enum Change: Hashable, Sendable {
    case added
    case removed

    /// The same work under another name; the old one.
    case renamed(String)

    /// Other results: of how many results how many are new; the old name, where that is another.
    case changed(newResults: Int, of: Int, was: String?)
  }
}

extension [VariantDifference] {
  /// The differences of paired and single variants, in the order of `new`, then those that are gone.
  fileprivate init(_ pairs: VariantPairs, of new: Plan) {
    let before = Dictionary(uniqueKeysWithValues: pairs.pairs.map { ($0.new.name, $0.old) })
    self =
      new.variants.compactMap { variant in
        guard let old = before[variant.name] else { return VariantDifference(name: variant.name, change: .added) }
        return VariantDifference.Change(from: old, to: variant).map {
          VariantDifference(name: variant.name, change: $0)
        }
      } + pairs.removed.map { VariantDifference(name: $0.name, change: .removed) }
  }
}

extension VariantDifference.Change {
  /// How `new` differs from `old`; `nil` if both have the same name and the same results.
  fileprivate init?(from old: PlannedVariant, to new: PlannedVariant) {
    let known = Set(old.results)
    let added = new.results.count { !known.contains($0) }
    let was = old.name == new.name ? nil : old.name
    if added > 0 || old.results.count != new.results.count {
      self = .changed(newResults: added, of: new.results.count, was: was)
    } else if let was {
      self = .renamed(was)
    } else {
      return nil
    }
  }
}

extension Plan {
  /// A plan that does nothing, to compare with where there is no other.
  package static let nothing = Plan(name: "", stages: StageTable(), variants: [], baseline: nil)
}
