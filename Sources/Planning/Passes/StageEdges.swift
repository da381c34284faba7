/// Which stages of a plan read from which, by their places in it: for each stage some others, as often as it has to do
/// with them.
///
/// Places take 32 bits: those of large plans are met in no order, and more of them fit a cache.
struct StageEdges {
  /// Where the others of each stage begin in `others`, and where the last ones end.
  private let starts: [Int32]
  private let others: [Int32]

  /// For each stage of `plan` those that it reads from, as far as the plan has them.
  init(of plan: Plan) {
    var places = RecentPlaces()
    var starts: [Int32] = [0]
    var others: [Int32] = []
    starts.reserveCapacity(plan.stages.count + 1)
    for (place, stage) in plan.stages.values.enumerated() {
      for input in stage.inputs {
        if let producer = places.place(of: input.stage, in: plan) { others.append(Int32(producer)) }
      }
      starts.append(Int32(others.count))
      places.note(place, of: stage.id)
    }
    self.starts = starts
    self.others = others
  }

  private init(starts: [Int32], others: [Int32]) {
    self.starts = starts
    self.others = others
  }

  subscript(place: Int) -> ArraySlice<Int32> { others[Int(starts[place])..<Int(starts[place + 1])] }

  /// The reversed edges: for each stage those that have it among theirs. The stage at place `p` has the number
  /// `numbers[p]` there.
  func reversed(numberedBy numbers: [Int32]) -> StageEdges {
    let count = starts.count - 1
    var starts = [Int32](repeating: 0, count: count + 1)
    for other in others { starts[Int(numbers[Int(other)]) + 1] += 1 }
    for number in 0..<count { starts[number + 1] += starts[number] }
    var ends = starts
    var reversed = [Int32](repeating: 0, count: others.count)
    for place in 0..<count {
      for other in self[place] {
        let number = Int(numbers[Int(other)])
        reversed[Int(ends[number])] = numbers[place]
        ends[number] += 1
      }
    }
    return StageEdges(starts: starts, others: reversed)
  }
}

/// The places of the stages that came up last: most stages read from ones that stand just before them.
private struct RecentPlaces {
  private var slots = [(id: StageID, place: Int)?](repeating: nil, count: 1024)

  mutating func note(_ place: Int, of id: StageID) { slots[Self.slot(of: id)] = (id, place) }

  /// The place of the stage in `plan`.
  mutating func place(of id: StageID, in plan: Plan) -> Int? {
    if let recent = slots[Self.slot(of: id)], recent.id == id { return recent.place }
    guard let place = plan.stages.index(forKey: id) else { return nil }
    note(place, of: id)
    return place
  }

  private static func slot(of id: StageID) -> Int { Int(id.digest.words.first % 1024) }
}
