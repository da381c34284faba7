extension Plan {
  /// The plan with its stages in the one order that depends on nothing but what the plan is.
  ///
  /// Each stage stands after those that it reads from; of those that could come next the first is the one whose name
  /// is first, then the one whose digest is. So the chain of rounds of a task stands together.
  package var inCanonicalOrder: Plan {
    consuming get {
      var plan = self
      let places = plan.placesByTitle
      var ranks = [Int](repeating: 0, count: places.count)
      for (rank, place) in places.enumerated() { ranks[place] = rank }
      let edges = StageEdges(of: plan)
      let dependents = edges.reversed
      var openInputs = places.indices.map { edges[$0].count }
      var ready = RankQueue(below: places.count)
      for (place, count) in openInputs.enumerated() where count == 0 { ready.insert(ranks[place]) }
      var order: [Int] = []
      order.reserveCapacity(places.count)
      while let rank = ready.popLeast() {
        let place = places[rank]
        order.append(place)
        for dependent in dependents[place] {
          openInputs[dependent] -= 1
          if openInputs[dependent] == 0 { ready.insert(ranks[dependent]) }
        }
      }
      plan.stages.permute(order)
      return plan
    }
  }

  /// The places of the stages in the order of titles, and of digests where these are the same.
  private var placesByTitle: [Int] {
    var stages = StageTitles(of: self).ranks.enumerated().map { place, rank in
      SortableStage(rank: rank, digest: self.stages.keys[place].digest.words.first, place: place)
    }
    stages.sort { $0.precedes($1, self.stages.keys) }
    return stages.map(\.place)
  }
}

/// A stage by the rank of its title and the start of its digest.
private struct SortableStage {
  let rank: Int
  let digest: UInt64

  /// The place in the plan.
  let place: Int

  /// Whether the stage stands before `other`; `ids` are those of the plan.
  func precedes(_ other: Self, _ ids: StageTable.Keys) -> Bool {
    if rank != other.rank { return rank < other.rank }
    if digest != other.digest { return digest < other.digest }
    return ids[place] < ids[other.place]
  }
}
