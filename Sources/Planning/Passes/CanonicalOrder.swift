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
    var order: [Int] = []
    order.reserveCapacity(stages.count)
    while let rank = ready.popLeast() {
      let index = indices[rank]
      order.append(index)
      for dependent in dependents[index] {
        openInputs[dependent] -= 1
        if openInputs[dependent] == 0 { ready.insert(ranks[dependent]) }
      }
    }
    // Stages are moved and not copied one by one, which would touch all that they hold in an order that memory is slow in.
    var values = Array(stages.values)
    values.withUnsafeMutableBufferPointer { $0.permute(order) }
    let ordered = OrderedDictionary(uniqueKeys: values.map { $0.id }, values: values)
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
    let ids = stages.keys.elements
    let sortable = keys.indices.map { index in
      SortableStage(
        phase: keys[index].phase, subject: places[subjectOfStage[index]], number: keys[index].number,
        kind: keys[index].kind, digest: ids[index].digest.words.first, index: index)
    }
    var ranks = [Int](repeating: 0, count: sortable.count)
    for (rank, stage) in sortable.sorted(by: { $0.precedes($1, ids) }).enumerated() { ranks[stage.index] = rank }
    return ranks
  }
}

/// A stage by its title, the subject's place standing for the subject, and the start of its digest.
private struct SortableStage {
  let phase: UInt8
  let kind: UInt8
  let subject: Int32
  let number: Int
  let digest: UInt64

  /// The place in the plan.
  let index: Int

  init(phase: Int, subject: Int, number: Int, kind: Int, digest: UInt64, index: Int) {
    self.phase = UInt8(phase)
    self.kind = UInt8(kind)
    self.subject = Int32(subject)
    self.number = number
    self.digest = digest
    self.index = index
  }

  /// Whether the stage stands before `other`; `ids` are those of the plan.
  func precedes(_ other: Self, _ ids: [StageID]) -> Bool {
    if phase != other.phase { return phase < other.phase }
    if subject != other.subject { return subject < other.subject }
    if number != other.number { return number < other.number }
    if kind != other.kind { return kind < other.kind }
    if digest != other.digest { return digest < other.digest }
    return ids[index] < ids[other.index]
  }
}

extension UnsafeMutableBufferPointer {
  /// Brings the elements into the order in which `order` names their places, each once.
  fileprivate func permute(_ order: [Int]) {
    var sources = order
    for start in indices {
      var place = start
      while sources[place] != start {
        let source = sources[place]
        swapAt(place, source)
        sources[place] = place
        place = source
      }
      sources[place] = place
    }
  }
}
