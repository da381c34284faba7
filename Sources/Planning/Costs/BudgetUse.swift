package import Diagnostics
package import ExperimentSpec
import Model
import OrderedCollections

/// How much of one limit of a budget the stages that are to be run take, by estimate.
package struct BudgetUse: Sendable {
  package let item: BudgetItem

  /// The limit in seconds or bytes, as people write it, and where it is written.
  package let limit: Double
  package let limitText: String
  package let place: SourceRange?

  /// What the stages take, as far as that is known.
  package let amount: Double

  /// The number of stages of which it is not known.
  package let unknownCount: Int

  /// What takes most: families of stages, at most three, the costliest first.
  package let costliest: [Share]

  /// What a family of stages takes.
  package struct Share: Hashable, Sendable {
    package let name: String
    package let amount: Double
  }

  /// Whether the limit is kept.
  package enum Verdict: Hashable, Sendable {
    case within, beyond

    /// What is known is within the limit, and something is not known.
    case undecided
  }

  package var verdict: Verdict { amount > limit ? .beyond : unknownCount > 0 ? .undecided : .within }
}

extension Budget {
  /// The use of each limit by `stages` of `plan`, whose costs are `costs`.
  ///
  /// - Complexity: linear in the plan.
  package func uses(by stages: [StageID], of plan: Plan, costs: PlanCosts) -> [BudgetUse] {
    let limits: [(item: BudgetItem, limit: Double, text: String, origin: Origin)?] = [
      hours.map { (.time, $0.value * 3600, "\(shortest($0.value)) h", $0.origin) },
      memory.map { (.memory, Double($0.value.bytes), $0.value.description, $0.origin) },
      disk.map { (.disk, Double($0.value.bytes), $0.value.description, $0.origin) },
    ]
    let families = StageFamilies(of: plan, StageNames(of: plan))
    return limits.compactMap(\.self).map { item, limit, text, origin in
      let amounts = stages.map { costs.stages[$0].flatMap(item.amount) }
      return BudgetUse(
        item: item, limit: limit, limitText: text, place: origin.range, amount: item.total(amounts.compactMap(\.self)),
        unknownCount: amounts.count { $0 == nil }, costliest: families.costliest(of: zip(stages, amounts), item))
    }
  }
}

extension StageFamilies {
  /// The three families that take most of `item`, with what their stages among `amounts` take.
  fileprivate func costliest(
    of amounts: some Sequence<(StageID, Double?)>, _ item: BudgetItem
  ) -> [BudgetUse.Share] {
    var found: [StageFamily: (stages: [StageID], amounts: [Double])] = [:]
    for (stage, amount) in amounts {
      guard let amount, amount > 0, let family = family[stage] else { continue }
      found[family, default: ([], [])].stages.append(stage)
      found[family, default: ([], [])].amounts.append(amount)
    }
    return members.keys.compactMap { family in
      found[family].map { BudgetUse.Share(name: name(of: $0.stages), amount: item.total($0.amounts)) }
    }.sorted { $0.amount > $1.amount }.prefix(3).map(\.self)
  }
}
