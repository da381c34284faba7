/// Numbers below a limit, of which the least is to be had first.
///
/// A tree of bits with 64 children a node: a bit of the lowest level says that its number is there, a bit of another
/// one that something is there below it.
struct RankQueue {
  /// The levels, the lowest first; the last one is a single word.
  private var levels: [[UInt64]] = []

  /// An empty queue of numbers from 0 and below `limit`.
  init(below limit: Int) {
    var count = limit
    repeat {
      count = (count + 63) / 64
      levels.append(Array(repeating: 0, count: max(count, 1)))
    } while count > 1
  }

  mutating func insert(_ rank: Int) {
    var place = rank
    for level in levels.indices {
      let word = levels[level][place / 64]
      levels[level][place / 64] = word | 1 << UInt64(place % 64)
      if word != 0 { return }
      place /= 64
    }
  }

  /// The least number, which is then gone; `nil` if there is none.
  mutating func popLeast() -> Int? {
    guard let top = levels.last?.first, top != 0 else { return nil }
    var place = 0
    for level in levels.indices.reversed() { place = 64 * place + levels[level][place].trailingZeroBitCount }
    let least = place
    for level in levels.indices {
      levels[level][place / 64] &= ~(1 << UInt64(place % 64))
      if levels[level][place / 64] != 0 { break }
      place /= 64
    }
    return least
  }
}
