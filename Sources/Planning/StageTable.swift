/// Stages, each once, in an order of their own, found by their identities.
///
/// An ordered dictionary that makes use of what identities are: part of the values, so that they are not held twice,
/// and as good as random, so that a part of one serves as its hash.
package struct StageTable: Hashable, Sendable {
  /// The stages in order.
  package private(set) var values: [Stage] = []

  /// Where the stages stand in `values`.
  private var slots = PlaceSlots(forUpTo: 0)

  package init() {}

  /// The stages in order; of equal ones the first.
  package init(_ stages: some Sequence<Stage>) {
    reserveCapacity(stages.underestimatedCount)
    for stage in stages { insert(stage) }
  }

  package mutating func reserveCapacity(_ count: Int) {
    values.reserveCapacity(count)
    if count > slots.capacity { slots = PlaceSlots(for: values, capacity: count) }
  }

  /// The identities of the stages, in order.
  package var keys: Keys { Keys(values: values) }

  package var count: Int { values.count }
  package var isEmpty: Bool { values.isEmpty }

  /// The place of the stage of this identity.
  package func index(forKey id: StageID) -> Int? {
    slots.place(of: id) { values[$0].id == id }
  }

  /// The stage of this identity.
  package subscript(id: StageID) -> Stage? { index(forKey: id).map { values[$0] } }

  /// Adds `stage` at the end unless its identity is there; whether it was added, and where a stage of its identity is
  /// now.
  @discardableResult
  package mutating func insert(_ stage: Stage) -> (inserted: Bool, place: Int) {
    if let place = index(forKey: stage.id) { return (false, place) }
    if values.count == slots.capacity { slots = PlaceSlots(for: values, capacity: 2 * values.count) }
    slots.insert(values.count, of: stage.id)
    values.append(stage)
    return (true, values.count - 1)
  }

  /// Puts `stage` in the place of the one of its identity. Requires: it is there.
  package mutating func replace(_ stage: Stage) {
    guard let place = index(forKey: stage.id) else { preconditionFailure("no stage has the identity \(stage.id)") }
    values[place] = stage
  }

  /// Brings the stages into the order in which `order` names their places, each once.
  ///
  /// Stages are moved and not copied one by one, which would touch all that they hold in an order that memory is slow
  /// in.
  mutating func permute(_ order: [Int32]) {
    // Frees the memory until the places are known.
    slots = PlaceSlots(forUpTo: 0)
    var sources = order
    values.withUnsafeMutableBufferPointer { values in
      for start in values.indices {
        var place = start
        while sources[place] != start {
          let source = Int(sources[place])
          values.swapAt(place, source)
          sources[place] = Int32(place)
          place = source
        }
        sources[place] = Int32(place)
      }
    }
    slots = PlaceSlots(for: values, capacity: values.count)
  }

  package static func == (left: Self, right: Self) -> Bool { left.values == right.values }

  package func hash(into hasher: inout Hasher) { hasher.combine(values) }

  /// The identities of stages in order.
  package struct Keys: RandomAccessCollection, Sendable {
    fileprivate let values: [Stage]

    package var startIndex: Int { 0 }
    package var endIndex: Int { values.count }
    package subscript(place: Int) -> StageID { values[place].id }
  }
}

/// A hash table of places with linear probing, at most two thirds full.
///
/// A slot holds a place and, so that it need not be looked at for nothing, the second half of the identity's first
/// word.
private struct PlaceSlots: Sendable {
  private var slots: [UInt64]
  private let shift: UInt64

  /// How many places the table has room for.
  let capacity: Int

  /// Slots without a place hold this.
  private static let empty = UInt64.max

  init(forUpTo capacity: Int) {
    var bits: UInt64 = 4
    while 2 << bits < 3 * capacity { bits += 1 }
    slots = Array(repeating: Self.empty, count: 1 << bits)
    shift = 64 - bits
    self.capacity = (2 << Int(bits)) / 3
  }

  /// The places of `stages`, with room for `capacity` of them.
  init(for stages: [Stage], capacity: Int) {
    self.init(forUpTo: capacity)
    // A buffer saves retaining and releasing each stage.
    stages.withUnsafeBufferPointer { stages in
      for place in stages.indices { insert(place, of: stages[place].id) }
    }
  }

  /// The place of the stage of this identity, which `isThere` knows from others of the same hash.
  func place(of id: StageID, _ isThere: (Int) -> Bool) -> Int? {
    let word = id.digest.words.first
    return slots.withUnsafeBufferPointer { slots in
      var slot = Int(word >> shift)
      while slots[slot] != Self.empty {
        if slots[slot] >> 32 == word & 0xFFFF_FFFF, isThere(Int(slots[slot] & 0xFFFF_FFFF)) {
          return Int(slots[slot] & 0xFFFF_FFFF)
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  /// Notes the place of a stage that is not there. Requires: there is room.
  mutating func insert(_ place: Int, of id: StageID) {
    precondition(place < Int32.max, "a plan has fewer than two thousand million stages")
    let word = id.digest.words.first
    let (shift, empty) = (shift, Self.empty)
    slots.withUnsafeMutableBufferPointer { slots in
      var slot = Int(word >> shift)
      while slots[slot] != empty { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = word << 32 | UInt64(place)
    }
  }
}
