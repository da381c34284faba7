package import ExperimentSpec
package import Planning

/// One side of a comparison: the plan of a specification, or a saved plan.
package struct ComparedPlan {
  /// The side as the user named it.
  package let label: String

  package let plan: Plan

  /// The specification that the plan was made from; `nil` for a saved plan.
  let spec: Spec?

  /// The estimated costs of the plan's stages.
  let costs: PlanCosts

  package init(_ plan: Plan, of spec: Spec?, sizes: CorpusSizes, label: String) {
    self.label = label
    self.plan = plan
    self.spec = spec
    costs = PlanCosts(of: plan, by: CostModel(sizes: sizes, rates: .standard))
  }
}

/// Two plans side by side, with the values of their specifications that make them differ.
package struct Comparison {
  let old: ComparedPlan
  let new: ComparedPlan
  let plan: PlanDifference

  /// The values that differ in variants of both; empty unless both sides are specifications.
  let values: [ValueDifference]

  package init(_ old: ComparedPlan, _ new: ComparedPlan) {
    self.old = old
    self.new = new
    plan = PlanDifference(from: old.plan, to: new.plan)
    values =
      if let left = old.spec, let right = new.spec { left.differences(to: right, in: plan.pairs) } else { [] }
  }

  /// Whether the two sides mean the same.
  package var isEqual: Bool { plan.isEmpty }

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
