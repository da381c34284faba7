package import ExperimentSpec
import OrderedCollections
package import Planning
import Text

/// What a plan comes to, for people: what would run and why, what it costs, and what merging saved.
package struct PlanSummary: Sendable {
  let plan: Plan
  let costs: PlanCosts
  let decisions: [StageID: StageDecision]
  let names: StageNames

  /// The stages that would run, in the plan's order.
  package let misses: [StageID]

  /// Whether stages and variants are listed one by one, however many there are.
  private let isAll: Bool

  /// The most variants that are listed one by one.
  static let variantLimit = 30

  /// What the plan was made from; `nil` for a saved plan.
  let spec: Spec?

  /// The summary of `plan`, which was made from `spec`; with `listing`, every stage and every variant by itself.
  package init(
    _ plan: Plan, from spec: Spec? = nil, costs: PlanCosts, decisions: [StageID: StageDecision],
    listing isAll: Bool = false
  ) {
    self.spec = spec
    self.isAll = isAll
    self.plan = plan
    self.costs = costs
    self.decisions = decisions
    names = StageNames(of: plan)
    misses = plan.stages.keys.filter { decisions[$0]?.isMiss ?? true }
  }

  /// The summary as text.
  package var text: String {
    (["\(plan.name): \(countsText)", ""] + stageLines + variantLines + costLines).joined(separator: "\n")
  }

  /// The numbers of stages and variants, and how many stages are to be run, on one line.
  var countsText: String {
    let hits = decisions.values.count { $0 == .hit }
    let unneeded = decisions.values.count { $0 == .unneeded }
    return "\(counted(plan.stageIDs.count, "stage")) for \(counted(plan.variants.count, "variant")); "
      + "\(misses.count) to run, \(hits) in the store" + (unneeded > 0 ? ", \(unneeded) no longer needed" : "")
  }

  // MARK: Stages

  private var stageLines: [String] {
    let misses = self.misses
    if misses.isEmpty { return ["nothing to run", ""] }
    let groups = groups(of: misses, oneByOne: isAll)
    var table = TextTable([.left, .right, .right, .left])
    table.add(["to run", "stages", "time", "because"])
    for group in groups {
      table.add([group.name, "\(group.count)", group.seconds.map(duration) ?? "?", group.reason])
    }
    return table.lines(headerRows: 1) + [""]
  }

  /// The groups of `stages`; with `oneByOne`, each stage by itself.
  func groups(of stages: [StageID], oneByOne: Bool = false) -> [StageGroup] {
    StageGroup.groups(of: stages, in: plan, from: spec, names, isOneByOne: oneByOne, decisions, costs)
  }

  // MARK: Variants

  private var variantLines: [String] {
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.add(["variant", "stages", "time alone", "params", "kept of each task", "overlap"])
    for row in variantRows(oneByOne: isAll) {
      let name = row.cellCount == 1 ? row.name : "\(row.name) (\(counted(row.cellCount, "cell")))"
      table.add([name, row.stages, row.time] + row.masks)
    }
    return table.lines(headerRows: 1) + [""]
  }

  // MARK: Costs

  /// The stages to run that take longest one after the other, each reading from the one before.
  var criticalPath: [StageID] {
    let toRun = Set(misses)
    return plan.longestPath { toRun.contains($0) ? costs.stages[$0]?.seconds ?? 0 : 0 }.filter(toRun.contains)
  }

  /// What estimated times are based on.
  var rateNote: String {
    costs.rates.recordedRuns > 0
      ? "times are estimated from \(counted(costs.rates.recordedRuns, "recorded run")) on this machine"
      : "times are rough: no run on this machine was recorded yet"
  }

  /// How many stages cannot be estimated; `nil` if all can.
  var missingNote: String? {
    let unknown = costs.total.unknownCount
    if unknown == 0 { return nil }
    return "without the data, \(counted(unknown, "stage")) of \(plan.stages.count) cannot be estimated"
  }

  private var costLines: [String] {
    let saved = costs.wantedStageCount - plan.stages.count
    if let missingNote {
      return [
        "merging: \(costs.wantedStageCount) stages wanted, \(saved) of them saved",
        missingNote,
      ]
    }
    return [
      "to run: \(duration(costs.seconds(of: misses))) with one thread; the whole plan: "
        + "\(duration(costs.total.seconds)), \(scaled(costs.total.operations, "flop")), "
        + "\(scaled(costs.total.artifacts, "B")) of artifacts, up to \(scaled(costs.total.memory, "B")) of memory"
    ] + pathLines + [
      "merging: \(costs.wantedStageCount) stages wanted, \(saved) of them saved, and "
        + duration(costs.wantedSeconds - costs.total.seconds),
      rateNote,
    ] + (costs.updateNote.map { ["note: \($0)"] } ?? [])
  }

  private var pathLines: [String] {
    let path = criticalPath
    if path.isEmpty { return [] }
    let names = path.map { self.names.title(of: $0)?.text ?? self.names[$0] }
    return [
      "critical path: \(duration(costs.seconds(of: path))), \(counted(path.count, "stage")): \(abridged(names))"
    ]
  }

  private func abridged(_ names: [String]) -> String {
    names.count <= 9
      ? names.joined(separator: " → ")
      : (names.prefix(5) + ["…"] + names.suffix(3)).joined(separator: " → ")
  }
}

extension VariantLedger {
  /// The number of parameters that at least one task keeps.
  var parametersText: String { thousands(union) }

  /// The number of parameters that each task keeps.
  var keptText: String { tasks.map { "\($0.task) \(thousands($0.kept))" }.joined(separator: ", ") }

  /// The overlap ratio, as far as it is known.
  var overlapText: String { bounds(fixed(overlap.lowerBound, 3), fixed(overlap.upperBound, 3)) }

  private func thousands(_ counts: ClosedRange<Int>) -> String {
    bounds(inThousands(counts.lowerBound), inThousands(counts.upperBound))
  }
}

/// Two bounds, or the one value where they are equal.
func bounds(_ least: String, _ most: String) -> String { least == most ? least : "\(least)–\(most)" }

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
