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
