import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Planning

/// One side of a comparison: what a specification or a plan comes to.
struct ComparedPlan {
  /// The side as the user named it.
  let label: String

  let plan: Plan

  /// The specification and its graph, where there is one and not only a plan.
  let source: (spec: Spec, graph: ExperimentGraph)?
}

/// Two plans side by side, with what in their specifications makes them differ.
struct Comparison {
  let old: ComparedPlan
  let new: ComparedPlan
  let plan: PlanDifference

  /// The values that differ in variants of both; empty unless both sides are specifications.
  let values: [ValueDifference]

  init(_ old: ComparedPlan, _ new: ComparedPlan) {
    self.old = old
    self.new = new
    plan = PlanDifference(from: old.plan, to: new.plan)
    values =
      if let left = old.source, let right = new.source { left.spec.differences(to: right.spec, in: plan.pairs) } else {
        []
      }
  }

  /// Whether the two sides mean the same.
  var isEqual: Bool { plan.isEmpty }

  /// The values to whose difference the plans owe theirs, and those that only are written differently: all whose
  /// variants have the same results on both sides.
  var effectiveValues: [ValueDifference] { values.filter { !isWithoutEffect($0) } }
  var valuesWithoutEffect: [ValueDifference] { values.filter(isWithoutEffect) }

  private func isWithoutEffect(_ value: ValueDifference) -> Bool {
    value.variants.allSatisfy { name in !plan.variants.contains { $0.name == name } || isRenamed(name) }
  }

  private func isRenamed(_ name: String) -> Bool {
    plan.variants.contains { difference in
      if case .renamed = difference.change { difference.name == name } else { false }
    }
  }

  /// The numbers of parameters of the variant called `name`, before and after; `nil` where they are the same or where
  /// one side does not have the variant.
  func parameters(of name: String) -> (old: ClosedRange<Int>, new: ClosedRange<Int>)? {
    guard let left = old.parameters(of: name), let right = new.parameters(of: name), left != right else { return nil }
    return (left, right)
  }
}

extension ComparedPlan {
  /// The least and the most parameters that any task of the variant keeps, as far as the specification tells.
  fileprivate func parameters(of name: String) -> ClosedRange<Int>? {
    if let variant = source?.graph.variants.first(where: { $0.name == name }) {
      return variant.masks.unionCount(LearnedCounts(ladder: variant.ladder, universe: variant.masks.universe))
    }
    return plan.variants.first { $0.name == name }?.masks.unionCount()
  }
}
