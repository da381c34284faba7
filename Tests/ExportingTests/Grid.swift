import FrontEndSupport
import Planning

@testable import Exporting

/// A specification of a grid: some ways of sharing, times the cells of `sweep`.
func gridText(sweep: String = "{seeds: [1, 2, 3]}", name: String = "grid") -> String {
  """
  sharespec: 1
  name: \(name)
  datasets: {d: {format: synthetic, sentences: {train: 30, dev: 10, test: 10}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  pruning: {rate: {final: 0.5, rounds: 3}}
  warmup: {epochs: 1}
  training: {epochs: 2}
  variants:
    hard: {sharing: hard}
    'it''s "sparse"': {sharing: sparse}
    subnet: {sharing: {masks: {'*': tower(self) & imp(self)}}}
  sweep: \(sweep)
  """
}

/// The plan of a specification without data files, which is right.
func plan(_ text: String) throws -> Plan {
  Plan(lowering: try rightGraph(text, named: "grid.yaml"), files: ResolvedFiles())
}

extension Workload {
  /// The workload of `plan`, of which a store lacks `missing`, or everything.
  init(_ plan: Plan, missing: Set<StageID>? = nil) {
    self.init(
      plan, missing: missing ?? Set(plan.stageIDs),
      costs: PlanCosts(of: plan, by: CostModel(sizes: CorpusSizes(), rates: .standard)), rules: ResourceRules(),
      place: \.path)
  }

  /// For each missing stage all the missing stages before it, by places: computed step by step from the plan's inputs.
  var missingAncestors: [Set<Int>] {
    var ancestors: [Set<Int>] = []
    for item in stages {
      let inputs = item.inputs.filter { stages[$0].isMissing }
      ancestors.append(item.isMissing ? inputs.reduce(into: Set(inputs)) { $0.formUnion(ancestors[$1]) } : [])
    }
    return ancestors
  }
}
