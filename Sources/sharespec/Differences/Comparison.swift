import ExperimentGraph
import ExperimentSpec
import Planning

/// One side of a comparison: what a specification or a plan comes to.
struct ComparedPlan {
  /// The side as the user named it.
  let label: String

  let plan: Plan

  /// The specification and its graph, where there is one and not only a plan.
  let source: (spec: Spec, graph: ExperimentGraph)?

  /// What the plan's stages cost.
  let costs: PlanCosts

  init(_ planned: Pipeline.Planned, label: String) {
    self.label = label
    plan = planned.plan
    source = planned.source
    costs = PlanCosts(of: plan, by: CostModel(sizes: planned.sizes, rates: .standard))
  }
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

  /// The values to whose difference the plans owe theirs.
  var effectiveValues: [ValueDifference] { values.filter { !isWithoutEffect($0) } }

  /// The values that are only written differently: in no variant with other results.
  var valuesWithoutEffect: [ValueDifference] { values.filter(isWithoutEffect) }

  private func isWithoutEffect(_ value: ValueDifference) -> Bool {
    value.variants.allSatisfy { name in !plan.variants.contains { $0.name == name } || isRenamed(name) }
  }

  private func isRenamed(_ name: String) -> Bool {
    plan.variants.contains { difference in
      if case .renamed = difference.change { difference.name == name } else { false }
    }
  }

  /// The estimated seconds of everything, before and after, and of what has to be run anew; `nil` where they cannot be
  /// estimated, since data is not at hand.
  var seconds: (old: Double, new: Double, anew: Double)? {
    guard old.costs.total.unknownCount == 0, new.costs.total.unknownCount == 0 else { return nil }
    let anew = plan.stages.compactMap { $0.new?.id }
    return (old.costs.total.seconds, new.costs.total.seconds, new.costs.seconds(of: anew))
  }

  /// The numbers of parameters of the variant called `name`, before and after; `nil` where they are the same or where
  /// one side does not have the variant.
  func parameters(of name: String) -> (old: ClosedRange<Int>, new: ClosedRange<Int>)? {
    guard let left = old.parameters(of: name), let right = new.parameters(of: name), left != right else { return nil }
    return (left, right)
  }
}

extension ComparedPlan {
  /// The least and the most parameters that any task of the variant keeps, as far as the plan tells.
  fileprivate func parameters(of name: String) -> ClosedRange<Int>? {
    plan.variants.first { $0.name == name }.map { VariantLedger(of: $0, in: plan).union }
  }
}
