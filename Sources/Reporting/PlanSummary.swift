import Diagnostics
package import Planning
import Text

/// What a plan comes to, for people: what would run and why, what it costs, and what merging saved.
package struct PlanSummary: Sendable {
  private let plan: Plan
  private let costs: PlanCosts
  private let decisions: [StageID: StageDecision]
  private let names: StageNames

  /// The most stages that are listed one by one.
  private static let listLimit = 60

  /// The most variants that are listed one by one.
  private static let variantLimit = 30

  package init(_ plan: Plan, costs: PlanCosts, decisions: [StageID: StageDecision]) {
    self.plan = plan
    self.costs = costs
    self.decisions = decisions
    names = StageNames(of: plan)
  }

  /// The stages that would run, in the plan's order.
  package var misses: [StageID] { plan.stageIDs.filter { decisions[$0]?.isMiss ?? true } }

  /// The summary as text.
  package var text: String {
    ([headline, ""] + stageLines + variantLines + costLines).joined(separator: "\n")
  }

  private var headline: String {
    let hits = decisions.values.count { $0 == .hit }
    let unneeded = decisions.values.count { $0 == .unneeded }
    return "\(plan.name): \(counted(plan.stageIDs.count, "stage")) for \(counted(plan.variants.count, "variant")); "
      + "\(misses.count) to run, \(hits) in the store" + (unneeded > 0 ? ", \(unneeded) no longer needed" : "")
  }

  // MARK: Stages

  private var stageLines: [String] {
    let misses = self.misses
    if misses.isEmpty { return ["nothing to run", ""] }
    var table = TextTable([.left, .right, .left])
    table.add(["to run", "time", "because"])
    for id in misses.prefix(Self.listLimit) {
      table.add([names[id], costs.stages[id]?.seconds.map(duration) ?? "?", reason(id)])
    }
    let rest = misses.count - Self.listLimit
    return table.lines(headerRows: 1) + (rest > 0 ? ["… and \(rest) more"] : []) + [""]
  }

  private func reason(_ id: StageID) -> String {
    switch decisions[id] {
    case .miss(.neverRun), nil: return "never run"
    case .miss(.changed(let difference, let other)):
      return
        "\(difference.field) is \(difference.planned?.shortText ?? "absent"), not \(difference.stored?.shortText ?? "absent") as in '\(other)'"
    case .miss(.upstreamChanged(let producers, _)):
      return "reads from \(producers.prefix(3).map { names[$0] }.joined(separator: ", "))"
        + (producers.count > 3 ? ", …" : "") + ", which changed"
    case .miss(.damaged(let artifact)): return "\(artifact.rawValue) is damaged or missing"
    case .hit: return "in the store"
    case .unneeded: return "not needed"
    }
  }

  // MARK: Variants

  private var variantLines: [String] {
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.add(["variant", "stages", "time alone", "params", "kept of each task", "overlap"])
    for (variant, cost) in zip(plan.variants, costs.variants).prefix(Self.variantLimit) {
      let ledger = VariantLedger(of: variant, in: plan)
      table.add([
        variant.name, "\(cost.stageCount)", known(duration(cost.cost.seconds), cost.cost), thousands(ledger.union),
        ledger.tasks.map { "\($0.task) \(thousands($0.kept))" }.joined(separator: ", "),
        ledger.overlap.lowerBound == ledger.overlap.upperBound
          ? fixed(ledger.overlap.lowerBound, 3)
          : "\(fixed(ledger.overlap.lowerBound, 3))–\(fixed(ledger.overlap.upperBound, 3))",
      ])
    }
    let rest = plan.variants.count - Self.variantLimit
    return table.lines(headerRows: 1) + (rest > 0 ? ["… and \(rest) more"] : []) + [""]
  }

  private func thousands(_ range: ClosedRange<Int>) -> String {
    let ends = [range.lowerBound, range.upperBound].map { $0 < 10_000 ? "\($0)" : "\(($0 + 500) / 1000)k" }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
  }

  // MARK: Costs

  private var costLines: [String] {
    let path = costs.criticalPath
    let saved = costs.wantedStageCount - plan.stageIDs.count
    return [
      "to run: \(known(duration(costs.seconds(of: misses)), costs.total)) with one thread; the whole plan: "
        + "\(known(duration(costs.total.seconds), costs.total)), \(scaled(costs.total.operations, "flop")), "
        + "\(scaled(costs.total.artifacts, "B")) of artifacts, up to \(scaled(costs.total.memory, "B")) of memory",
      "critical path: \(known(duration(costs.seconds(of: path)), costs.total)), "
        + "\(counted(path.count, "stage")): \(abridged(path.map { names[$0] }))",
      "merging: \(costs.wantedStageCount) stages wanted, \(saved) of them saved, and "
        + known(duration(costs.wantedSeconds - costs.total.seconds), costs.total),
      costs.rates.recordedRuns > 0
        ? "times are estimated from \(counted(costs.rates.recordedRuns, "recorded run")) on this machine"
        : "times are rough: no run on this machine was recorded yet",
    ]
      + (costs.total.unknownCount > 0
        ? ["without the data, \(counted(costs.total.unknownCount, "stage")) could not be estimated"] : [])
  }

  /// `text`, marked as a part of the whole where something is not known.
  private func known(_ text: String, _ sum: CostSum) -> String { sum.unknownCount > 0 ? "at least \(text)" : text }

  private func abridged(_ names: [String]) -> String {
    names.count <= 9
      ? names.joined(separator: " → ")
      : (names.prefix(5) + ["…"] + names.suffix(3)).joined(separator: " → ")
  }
}

extension PlanSummary {
  /// A line for each stage with what it costs: the result of the cost pass.
  package var costTable: String {
    var table = TextTable([.left, .right, .right, .right, .right])
    table.add(["stage", "operations", "memory", "artifacts", "time"])
    for id in plan.stageIDs {
      let cost = costs.stages[id] ?? StageCost()
      table.add([
        names[id], cost.operations.map { scaled($0, "flop") } ?? "?", cost.memory.map { scaled($0, "B") } ?? "?",
        cost.artifacts.map { scaled($0, "B") } ?? "?", cost.seconds.map(duration) ?? "?",
      ])
    }
    return table.lines(headerRows: 1).joined(separator: "\n")
  }
}
