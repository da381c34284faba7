/// The passes from a graph to a plan, in the order in which they run; each is a function from value to value.
package enum PlanPass: String, Sendable, CaseIterable {
  /// The stages that each variant wants.
  case lower

  /// Equal stages are one, within and across variants.
  case merge

  /// Stages that no result reaches are gone.
  case drop

  /// The stages stand in canonical order.
  case order

  /// Every stage has its cost.
  case cost
}

extension Plan {
  /// The stages that some variant's results are read from or need.
  package var reachedStages: Set<StageID> {
    let isReached = self.isReached(StageEdges(of: self))
    return Set(stages.keys.indices.lazy.filter { isReached[$0] }.map { stages.keys[$0] })
  }

  /// Whether each stage is reached, in the plan's order; `edges` are the plan's.
  private func isReached(_ edges: StageEdges) -> [Bool] {
    var isReached = [Bool](repeating: false, count: stages.count)
    var reach = StageReach(in: self, edges)
    for place in reach.places(neededBy: variants.flatMap(\.namedStages)) { isReached[place] = true }
    return isReached
  }

  /// The plan without the stages that no result reaches.
  package var withoutUnreachedStages: Plan {
    consuming get {
      var plan = self
      plan.keep(plan.isReached(StageEdges(of: plan)))
      return plan
    }
  }

  /// The plan without the stages that no result reaches, in canonical order: two passes that share their edges.
  package var reachedInCanonicalOrder: Plan {
    consuming get {
      var plan = self
      let edges = StageEdges(of: plan)
      if plan.keep(plan.isReached(edges)) { return plan.inCanonicalOrder }
      plan.bringIntoCanonicalOrder(edges)
      return plan
    }
  }

  /// Removes the stages that are not to be kept; returns whether there are any.
  @discardableResult
  private mutating func keep(_ isKept: [Bool]) -> Bool {
    guard isKept.contains(false) else { return false }
    stages = StageTable(zip(stages.values, isKept).lazy.filter { $1 }.map { stage, _ in stage })
    return true
  }
}

extension PlannedVariant {
  /// The stages that the variant's results are read from.
  package var results: [StageID] { components.flatMap(\.evaluations) + [measure].compactMap(\.self) }

  /// The stages that the variant refers to.
  package var namedStages: [StageID] {
    components.flatMap { [$0.train] + $0.evaluations } + (measure.map { [$0] } ?? [])
  }
}
