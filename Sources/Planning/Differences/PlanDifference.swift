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

  /// Compares two plans.
  package init(from old: Plan, to new: Plan) {
    self.old = old
    self.new = new
    variants = [VariantDifference](from: old, to: new)
    stages = [StageDifference](from: old, to: new)
  }

  /// The variants of both plans that belong together: of the same name, or renamed.
  package var pairs: [(old: String, new: String)] {
    let renamed = variants.compactMap { difference -> (old: String, new: String)? in
      guard case .renamed(let name) = difference.change else { return nil }
      return (name, difference.name)
    }
    let names = Set(old.variants.map(\.name))
    return new.variants.filter { names.contains($0.name) }.map { ($0.name, $0.name) } + renamed
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

    /// Other results: of how many results how many are new.
    case changed(newResults: Int, of: Int)
  }
}

extension [VariantDifference] {
  fileprivate init(from old: Plan, to new: Plan) {
    let oldVariants = Dictionary(old.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let newNames = Set(new.variants.map(\.name))
    var gone = old.variants.filter { !newNames.contains($0.name) }
    var differences: [VariantDifference] = []
    for variant in new.variants {
      if let before = oldVariants[variant.name] {
        let known = Set(before.results)
        let added = variant.results.count { !known.contains($0) }
        if added > 0 || before.results.count != variant.results.count {
          differences.append(
            VariantDifference(name: variant.name, change: .changed(newResults: added, of: variant.results.count)))
        }
      } else if let index = gone.firstIndex(where: { Set($0.results) == Set(variant.results) }) {
        differences.append(VariantDifference(name: variant.name, change: .renamed(gone.remove(at: index).name)))
      } else {
        differences.append(VariantDifference(name: variant.name, change: .added))
      }
    }
    self = differences + gone.map { VariantDifference(name: $0.name, change: .removed) }
  }
}

extension Plan {
  /// A plan that does nothing, to compare with where there is no other.
  package static let nothing = Plan(name: "", stages: StageTable(), variants: [], baseline: nil)
}
