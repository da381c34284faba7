import OrderedCollections

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
    var reached: Set<StageID> = []
    reached.reserveCapacity(stages.count)
    var open = variants.flatMap { $0.namedStages }
    while let id = open.popLast() {
      guard reached.insert(id).inserted else { continue }
      for input in stages[id]?.inputs ?? [] where !reached.contains(input.stage) { open.append(input.stage) }
    }
    return reached
  }

  /// The plan without the stages that no result reaches.
  package var withoutUnreachedStages: Plan {
    let reached = reachedStages
    if reached.count == stages.count { return self }
    return Plan(name: name, stages: stages.filter { reached.contains($0.key) }, variants: variants, baseline: baseline)
  }
}

extension PlannedVariant {
  /// The stages that the variant's results are read from.
  package var results: [StageID] { components.map(\.evaluate) + [measure].compactMap(\.self) }

  /// The stages that the variant refers to.
  var namedStages: [StageID] { components.flatMap { [$0.train, $0.evaluate] } + [measure].compactMap(\.self) }
}
