/// Finds the stages that others need, in one plan for many questions.
struct StageReach {
  private let stages: StageTable
  private let edges: StageEdges

  /// The number of the last question that reached each stage: marks of earlier questions need not be removed.
  private var lastQuestion: [Int]
  private var question = 0

  /// Prepares for questions about `plan`, whose edges are `edges`.
  init(in plan: Plan, _ edges: StageEdges) {
    stages = plan.stages
    self.edges = edges
    lastQuestion = Array(repeating: 0, count: plan.stages.count)
  }

  /// The places of the stages that the stages `wanted` need, these included, each once, in the order in which a search
  /// from the last of `wanted` reaches them.
  ///
  /// - Complexity: linear in the number of these stages and their inputs.
  mutating func places(neededBy wanted: [StageID]) -> [Int] {
    question += 1
    var places: [Int] = []
    var open = wanted.compactMap { stages.index(forKey: $0) }
    while let place = open.popLast() {
      if lastQuestion[place] == question { continue }
      lastQuestion[place] = question
      places.append(place)
      for producer in edges[place] where lastQuestion[Int(producer)] != question { open.append(Int(producer)) }
    }
    return places
  }
}

extension Plan {
  /// For each variant, in the plan's order, the sum of what `amount` says of the stages that its results need; `nil`
  /// where it does not say anything of one of them.
  ///
  /// - Complexity: linear in the number of all these stages and their inputs.
  package func totals(of amount: (StageID) -> Double?) -> [Double?] {
    let amounts = stageIDs.map(amount)
    var reach = StageReach(in: self, StageEdges(of: self))
    return variants.map { variant in
      // In the plan's order: sums of reals depend on theirs.
      reach.places(neededBy: variant.namedStages).sorted().reduce(0) { sum, place in
        sum.flatMap { sum in amounts[place].map { sum + $0 } }
      }
    }
  }
}
