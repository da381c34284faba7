package import Planning

/// A plan as engines see it: stages that wait for each other, each with what it takes and the file that describes it.
package struct Workload: Sendable {
  /// The name of the experiment.
  package let name: String

  /// The stages, each after those that it reads from.
  package let stages: [Item]

  /// The stages that results are read from, by their places.
  let results: [Int]

  /// The parts of the plan that jobs read.
  let planFiles: [ExportedFile]

  /// A stage.
  package struct Item: Sendable {
    package let stage: Stage

    /// What people call it.
    package let name: String

    /// What jobs of stages like this one are called: its title, which has the name under which its variant is declared
    /// and not that of a cell of a sweep.
    let jobName: String

    /// What it is for, as its name says.
    let purpose: StagePurpose.Kind

    /// The places of the stages that it reads from, each once.
    let inputs: [Int]
    package let resources: JobResources

    /// The file that describes it.
    let planFile: String

    /// Whether it is to be carried out: the store lacks it, and something needs it.
    package let isMissing: Bool

    /// The place among the plan's variants of the first one that needs it.
    let variant: Int
  }

  /// - Parameters:
  ///   - missing: the stages that are to be carried out.
  ///   - place: where a data file is, for programs that run somewhere else.
  package init(
    _ plan: Plan, missing: Set<StageID>, costs: PlanCosts, rules: ResourceRules, place: (InputFile) -> String
  ) {
    let names = StageNames(of: plan)
    let parts = PlanParts(plan, names: names, place: place)
    var firstVariants: [StageID: Int] = [:]
    for (number, variant) in plan.variants.enumerated() {
      for id in plan.stages(neededBy: variant.namedStages) where firstVariants[id] == nil { firstVariants[id] = number }
    }
    name = plan.name
    planFiles = parts.files
    let declared = Dictionary(
      plan.variants.map { ($0.name, $0.declaredName) }, uniquingKeysWith: { first, _ in first })
    stages = zip(plan.stages.values, names.titles).map { stage, title in
      Item(
        stage: stage, name: names[stage.id], jobName: title.naming(title.variant.flatMap { declared[$0] }).text,
        purpose: title.purpose.kind,
        inputs: plan.dependencies(of: stage.id).compactMap { plan.stages.index(forKey: $0) },
        resources: rules.resources(for: stage.operation, costs.stages[stage.id] ?? StageCost()),
        planFile: parts.file[stage.id] ?? "", isMissing: missing.contains(stage.id),
        variant: firstVariants[stage.id] ?? 0)
    }
    var isResult = [Bool](repeating: false, count: stages.count)
    for id in plan.variants.flatMap(\.results) {
      if let place = plan.stages.index(forKey: id) { isResult[place] = true }
    }
    results = isResult.indices.filter { isResult[$0] }
  }

  /// How many stages are to be carried out.
  package var missingCount: Int { stages.count(where: \.isMissing) }

  /// For each stage that is missing those missing ones that it waits for, without those that others of them wait for;
  /// for other stages none.
  ///
  /// - Complexity: the sum over stages of what is missing before them.
  var waits: [[Int]] {
    var waits = [[Int]](repeating: [], count: stages.count)
    // Whose ancestor a stage was last found to be.
    var seen = [Int](repeating: -1, count: stages.count)
    for (place, item) in stages.enumerated() where item.isMissing {
      // What stands later in the plan is nobody's ancestor among what stands before it.
      for input in item.inputs.sorted(by: >) where stages[input].isMissing && seen[input] != place {
        waits[place].append(input)
        var open = [input]
        while let next = open.popLast() {
          for ancestor in waits[next] where seen[ancestor] != place {
            seen[ancestor] = place
            open.append(ancestor)
          }
        }
      }
      waits[place].reverse()
    }
    return waits
  }
}
