/// One bit for each scalar of a tensor in row-major order, 64 to a word, the lowest bit first.
///
/// The bits after the last scalar are zero, so that equal masks have equal words.
package struct PackedMask: Hashable, Sendable {
  /// The number of scalars.
  package let count: Int

  /// The bits; scalar i is bit `i % 64` of word `i / 64`.
  package private(set) var words: [UInt64]

  /// Creates a mask that keeps all of `count` scalars, or none.
  package init(count: Int, filledWith isKept: Bool = false) {
    precondition(count >= 0, "a mask has no negative size")
    self.count = count
    words = Array(repeating: isKept ? ~0 : 0, count: Self.wordCount(for: count))
    clearTail()
  }

  /// Creates the mask that keeps the scalars whose element of `bits` is true.
  package init(_ bits: some Collection<Bool>) {
    self.init(count: bits.count)
    for (index, bit) in bits.enumerated() where bit { words[index >> 6] |= 1 << UInt64(index & 63) }
  }

  /// Creates the mask of `count` scalars whose bits are `words`; bits after the last scalar are dropped.
  ///
  /// Requires: as many words as `count` scalars need.
  package init(count: Int, words: [UInt64]) {
    precondition(words.count == Self.wordCount(for: count), "the words fit the number of scalars")
    self.count = count
    self.words = words
    clearTail()
  }

  /// The number of words that hold `count` scalars.
  package static func wordCount(for count: Int) -> Int { (count + 63) >> 6 }

  /// Whether the scalar at `index` is kept.
  package subscript(index: Int) -> Bool {
    get {
      precondition((0..<count).contains(index), "a mask has no such scalar")
      return words[index >> 6] >> UInt64(index & 63) & 1 != 0
    }
    set {
      precondition((0..<count).contains(index), "a mask has no such scalar")
      let bit: UInt64 = 1 << UInt64(index & 63)
      if newValue { words[index >> 6] |= bit } else { words[index >> 6] &= ~bit }
    }
  }

  /// The number of scalars kept.
  package var keptCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether no scalar is kept.
  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// Whether every scalar is kept.
  package var isFull: Bool { keptCount == count }

  /// The indices of the scalars kept, in order.
  package var keptIndices: [Int] {
    words.indices.flatMap { word in
      var bits = words[word]
      var indices: [Int] = []
      while bits != 0 {
        indices.append(word << 6 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
      return indices
    }
  }

  private mutating func clearTail() {
    let used = count & 63
    if used != 0 { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
  }
}

// MARK: Set operations

extension PackedMask {
  package static func & (left: Self, right: Self) -> Self { left.combined(with: right, by: &) }
  package static func | (left: Self, right: Self) -> Self { left.combined(with: right, by: |) }
  package static func ^ (left: Self, right: Self) -> Self { left.combined(with: right, by: ^) }

  /// The scalars that `left` keeps and `right` does not.
  package static func - (left: Self, right: Self) -> Self { left.combined(with: right) { $0 & ~$1 } }

  /// The scalars that `mask` does not keep.
  package static prefix func ~ (mask: Self) -> Self {
    PackedMask(count: mask.count, words: mask.words.map { ~$0 })
  }

  /// The number of scalars that both masks keep; allocates nothing.
  package func intersectionCount(_ other: Self) -> Int { countOfCombined(with: other, by: &) }

  /// The number of scalars that either mask keeps; allocates nothing.
  package func unionCount(_ other: Self) -> Int { countOfCombined(with: other, by: |) }

  /// Whether `other` keeps every scalar that this mask keeps; allocates nothing.
  package func isSubset(of other: Self) -> Bool { countOfCombined(with: other) { $0 & ~$1 } == 0 }

  /// Whether no scalar is kept by both masks; allocates nothing.
  package func isDisjoint(with other: Self) -> Bool { intersectionCount(other) == 0 }

  private func combined(with other: Self, by operation: (UInt64, UInt64) -> UInt64) -> Self {
    precondition(count == other.count, "masks of one tensor have one size")
    return PackedMask(count: count, words: words.indices.map { operation(words[$0], other.words[$0]) })
  }

  private func countOfCombined(with other: Self, by operation: (UInt64, UInt64) -> UInt64) -> Int {
    precondition(count == other.count, "masks of one tensor have one size")
    var total = 0
    for index in words.indices { total += operation(words[index], other.words[index]).nonzeroBitCount }
    return total
  }
}
