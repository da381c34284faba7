import OrderedCollections

/// What a plan costs: stage by stage, variant by variant, as a whole, and as far as merging has saved it.
package struct PlanCosts: Sendable {
  /// The cost of each stage.
  package let stages: [StageID: StageCost]

  package let variants: [VariantCost]

  /// The sum over all stages, each once.
  package let total: CostSum

  /// The rates that times were estimated by.
  package let rates: CostRates

  /// What a variant would cost by itself.
  package struct VariantCost: Sendable {
    package let name: String

    /// The stages that its results need.
    package let stageCount: Int
    package let cost: CostSum

    /// How many updates of its own each task makes on the way to the result, the warmup included; without those whose
    /// data is not known.
    package let updates: [String: Double]
  }

  /// The cost pass: every stage of `plan` has its cost by `model`.
  package init(of plan: Plan, by model: CostModel) {
    var memory = CostMemory(model)
    let costs = plan.stages.values.map { memory.cost(of: $0.operation) }
    stages = Dictionary(zip(plan.stages.keys, costs), uniquingKeysWith: { first, _ in first })
    rates = model.rates
    // In the plan's order: sums of reals depend on theirs.
    total = CostSum(of: costs)
    var reach = StageReach(in: plan, StageEdges(of: plan))
    variants = plan.variants.map { variant in
      let reached = reach.places(neededBy: variant.namedStages)
      return VariantCost(
        name: variant.name, stageCount: reached.count, cost: CostSum(of: reached.lazy.map { costs[$0] }),
        updates: model.updates(of: variant, in: plan))
    }
  }

  /// How many stages variants want, each as if it were alone.
  package var wantedStageCount: Int { variants.reduce(0) { $0 + $1.stageCount } }

  /// The seconds that variants would take, each as if it were alone.
  package var wantedSeconds: Double { variants.reduce(0) { $0 + $1.cost.seconds } }

  /// The sum over `stages`.
  package func sum(of stages: some Sequence<StageID>) -> CostSum { CostSum(of: stages.compactMap { self.stages[$0] }) }

  /// The seconds of `stages` one after the other, as far as they are known.
  package func seconds(of stages: some Sequence<StageID>) -> Double {
    stages.reduce(0) { $0 + (self.stages[$1]?.seconds ?? 0) }
  }
}

/// Costs of several stages together.
package struct CostSum: Hashable, Sendable {
  package private(set) var operations = 0.0
  package private(set) var artifacts = 0.0
  package private(set) var seconds = 0.0

  /// The most memory of a single stage.
  package private(set) var memory = 0.0

  /// The number of stages of which something is not known.
  package private(set) var unknownCount = 0

  init(of costs: some Sequence<StageCost>) {
    for cost in costs {
      operations += cost.operations ?? 0
      artifacts += cost.artifacts ?? 0
      seconds += cost.seconds ?? 0
      memory = max(memory, cost.memory ?? 0)
      if cost.operations == nil || cost.artifacts == nil || cost.memory == nil { unknownCount += 1 }
    }
  }
}

extension Plan {
  /// The chain of stages, each reading from the one before, whose `length`s have the greatest sum; of equal ones the
  /// one that comes first in the plan.
  package func longestPath(_ length: (StageID) -> Double) -> [StageID] {
    var longest: [StageID: (length: Double, previous: StageID?)] = [:]
    longest.reserveCapacity(stages.count)
    var end: (id: StageID, length: Double)?
    for stage in stages.values {
      let id = stage.id
      var before: (id: StageID, length: Double)?
      for input in stage.inputs {
        let candidate = longest[input.stage]?.length ?? 0
        if before.map({ candidate > $0.length }) ?? true { before = (input.stage, candidate) }
      }
      let sum = (before?.length ?? 0) + length(id)
      longest[id] = (sum, before?.id)
      if end.map({ sum > $0.length }) ?? true { end = (id, sum) }
    }
    var path: [StageID] = []
    var next = end?.id
    while let id = next {
      path.append(id)
      next = longest[id]?.previous
    }
    return path.reversed()
  }
}
