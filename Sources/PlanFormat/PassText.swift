import OrderedCollections
package import Planning

/// What comes out of each pass of the planner, as text.
package struct PassText: Sendable {
  private let wanted: WantedPlan

  package init(_ wanted: WantedPlan) { self.wanted = wanted }

  /// The result of `pass` and those before it; costs, which need rates and sizes, are shown by those who have them.
  package func text(after pass: PlanPass) -> String {
    switch pass {
    case .lower: wanted.variants.map { variant in lowered(variant) }.joined(separator: "\n")
    case .merge: PlanDocument(wanted.merged).text
    case .drop: PlanDocument(wanted.merged.withoutUnreachedStages).text
    case .order, .cost: PlanDocument(wanted.merged.withoutUnreachedStages.inCanonicalOrder).text
    }
  }

  private func lowered(_ variant: WantedVariant) -> String {
    let alone = Plan(name: wanted.name, stages: StageTable(variant.stages), variants: [variant.variant], baseline: nil)
    return PlanDocument(alone).text
  }
}
