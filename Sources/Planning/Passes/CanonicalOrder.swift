import OrderedCollections

extension Plan {
  /// The plan with its stages in the one order that depends on nothing but what the plan is.
  ///
  /// Each stage stands after those that it reads from; of those that could come next the first is the one whose name
  /// is first, then the one whose digest is. So the chain of rounds of a task stands together.
  package var inCanonicalOrder: Plan {
    let ranks = ranksByTitle()
    var openInputs = [Int](repeating: 0, count: stages.count)
    var dependents = [[Int]](repeating: [], count: stages.count)
    var ready = RankQueue()
    for (index, stage) in stages.values.enumerated() {
      for producer in Set(stage.inputs.compactMap { stages.index(forKey: $0.stage) }) {
        openInputs[index] += 1
        dependents[producer].append(index)
      }
      if openInputs[index] == 0 { ready.insert(ranks[index]) }
    }
    var indices = [Int](repeating: 0, count: stages.count)
    for (index, rank) in ranks.enumerated() { indices[rank] = index }
    var ordered: OrderedDictionary<StageID, Stage> = [:]
    ordered.reserveCapacity(stages.count)
    while let rank = ready.popLeast() {
      let (id, stage) = stages.elements[indices[rank]]
      ordered[id] = stage
      for dependent in dependents[indices[rank]] {
        openInputs[dependent] -= 1
        if openInputs[dependent] == 0 { ready.insert(ranks[dependent]) }
      }
    }
    return Plan(name: name, stages: ordered, variants: variants, baseline: baseline)
  }

  /// The place of each stage, in the plan's order, among all stages by title and digest.
  private func ranksByTitle() -> [Int] {
    let keys = StageTitles(of: self).keys
    let subjects = Set(keys.map(\.subject)).sorted { $0.precedesNaturally($1) }
    let places = Dictionary(uniqueKeysWithValues: subjects.enumerated().map { ($1, $0) })
    let sortable = zip(keys, stages.keys).map { key, id in
      (key.phase, places[key.subject] ?? 0, key.number, key.kind, id)
    }
    var ranks = [Int](repeating: 0, count: sortable.count)
    for (rank, index) in sortable.indices.sorted(by: { sortable[$0] < sortable[$1] }).enumerated() {
      ranks[index] = rank
    }
    return ranks
  }
}

/// Numbers of which the least is to be had first: a binary heap.
private struct RankQueue {
  private var heap: [Int] = []

  mutating func insert(_ rank: Int) {
    heap.append(rank)
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// The least number, which is then gone; `nil` if there is none.
  mutating func popLeast() -> Int? {
    guard let least = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var place = 0
    while true {
      let first = min(2 * place + 1, heap.count)
      let children = first..<min(first + 2, heap.count)
      guard !children.isEmpty, let smallest = children.min(by: { heap[$0] < heap[$1] }), heap[smallest] < heap[place]
      else { return least }
      heap.swapAt(place, smallest)
      place = smallest
    }
  }
}
