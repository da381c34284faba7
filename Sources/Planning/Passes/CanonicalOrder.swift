extension Plan {
  /// The plan with its stages in the one order that depends on nothing but what the plan is.
  ///
  /// Each stage stands after those that it reads from; of those that could come next the first is the one whose name
  /// is first, then the one whose digest is. So the chain of rounds of a task stands together.
  package var inCanonicalOrder: Plan {
    consuming get {
      var plan = self
      plan.bringIntoCanonicalOrder(StageEdges(of: plan))
      return plan
    }
  }

  /// Brings the stages into canonical order; `edges` are the plan's.
  mutating func bringIntoCanonicalOrder(_ edges: consuming StageEdges) {
    stages.permute(canonicalOrder(edges))
  }

  /// The places of the stages in canonical order.
  private func canonicalOrder(_ edges: consuming StageEdges) -> [Int32] {
    let places = placesByTitle
    var ranks = [Int32](repeating: 0, count: places.count)
    for (rank, place) in places.enumerated() { ranks[Int(place)] = Int32(rank) }
    var openInputs = places.map { Int32(edges[Int($0)].count) }
    let dependents = edges.reversed(numberedBy: ranks)
    ranks = []
    var ready = RankQueue(below: places.count)
    for (rank, count) in openInputs.enumerated() where count == 0 { ready.insert(rank) }
    var order: [Int32] = []
    order.reserveCapacity(places.count)
    while let rank = ready.popLeast() {
      order.append(Int32(rank))
      for dependent in dependents[rank] {
        openInputs[Int(dependent)] -= 1
        if openInputs[Int(dependent)] == 0 { ready.insert(Int(dependent)) }
      }
    }
    return order.map { places[Int($0)] }
  }

  /// The places of the stages in the order of titles, and of digests where these are the same.
  private var placesByTitle: [Int32] {
    let ids = stages.keys
    let ranks = StageTitles(of: self).ranks
    // A counting sort by rank: after it, `ends` holds the starts of the ranks.
    var ends = [Int](repeating: 0, count: Int(ranks.max() ?? -1) + 1)
    for rank in ranks { ends[Int(rank)] += 1 }
    for rank in ends.indices.dropFirst() { ends[rank] += ends[rank - 1] }
    let pastEnds = ends
    var places = [Int32](repeating: 0, count: ranks.count)
    for place in ranks.indices.reversed() {
      ends[Int(ranks[place])] -= 1
      places[ends[Int(ranks[place])]] = Int32(place)
    }
    for (start, end) in zip(ends, pastEnds) where end - start > 1 {
      var stages = places[start..<end].map {
        SortableStage(digest: ids[Int($0)].digest.words.first, place: $0)
      }
      stages.sort { $0.precedes($1, ids) }
      for (offset, stage) in stages.enumerated() { places[start + offset] = stage.place }
    }
    return places
  }
}

/// A stage by the start of its digest.
private struct SortableStage {
  let digest: UInt64

  /// The place in the plan.
  let place: Int32

  /// Whether the stage stands before `other`; `ids` are those of the plan.
  func precedes(_ other: Self, _ ids: StageTable.Keys) -> Bool {
    digest == other.digest ? ids[Int(place)] < ids[Int(other.place)] : digest < other.digest
  }
}
