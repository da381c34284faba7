import OrderedCollections

extension Plan {
  /// The plan with its stages in the one order that depends on nothing but what the plan is.
  ///
  /// Each stage stands after those that it reads from; of those that could come next the first is the one whose name
  /// is first, then the one whose digest is. So the chain of rounds of a task stands together.
  package var inCanonicalOrder: Plan {
    let ranks = ranksByTitle()
    let edges = StageEdges(of: self)
    let dependents = edges.reversed
    var openInputs = stages.values.indices.map { edges[$0].count }
    var ready = RankQueue(below: stages.count)
    for (index, count) in openInputs.enumerated() where count == 0 { ready.insert(ranks[index]) }
    var indices = [Int](repeating: 0, count: stages.count)
    for (index, rank) in ranks.enumerated() { indices[rank] = index }
    var ordered: OrderedDictionary<StageID, Stage> = [:]
    ordered.reserveCapacity(stages.count)
    while let rank = ready.popLeast() {
      let index = indices[rank]
      ordered[stages.keys[index]] = stages.values[index]
      for dependent in dependents[index] {
        openInputs[dependent] -= 1
        if openInputs[dependent] == 0 { ready.insert(ranks[dependent]) }
      }
    }
    return Plan(name: name, stages: ordered, variants: variants, baseline: baseline)
  }

  /// The place of each stage, in the plan's order, among all stages by title and digest.
  private func ranksByTitle() -> [Int] {
    let keys = StageTitles(of: self).keys
    var subjects: [String: Int] = [:]
    var subjectOfStage: [Int] = []
    subjectOfStage.reserveCapacity(keys.count)
    for key in keys {
      if let known = subjects[key.subject] {
        subjectOfStage.append(known)
      } else {
        subjectOfStage.append(subjects.count)
        subjects[key.subject] = subjects.count
      }
    }
    var places = [Int](repeating: 0, count: subjects.count)
    for (place, subject) in subjects.sorted(by: { $0.key.precedesNaturally($1.key) }).enumerated() {
      places[subject.value] = place
    }
    let sortable = keys.indices.map { index in
      SortableStage(
        phase: keys[index].phase, subject: places[subjectOfStage[index]], number: keys[index].number,
        kind: keys[index].kind, id: stages.keys[index], index: index)
    }
    var ranks = [Int](repeating: 0, count: sortable.count)
    for (rank, stage) in sortable.sorted().enumerated() { ranks[stage.index] = rank }
    return ranks
  }
}

/// A stage by its title, the subject's place standing for the subject.
private struct SortableStage: Comparable {
  let phase: Int
  let subject: Int
  let number: Int
  let kind: Int
  let id: StageID

  /// The place in the plan.
  let index: Int

  static func < (left: Self, right: Self) -> Bool {
    if left.phase != right.phase { return left.phase < right.phase }
    if left.subject != right.subject { return left.subject < right.subject }
    if left.number != right.number { return left.number < right.number }
    if left.kind != right.kind { return left.kind < right.kind }
    return left.id < right.id
  }
}
