/// A stream of random numbers that is named, not shared: equal names give equal numbers, whatever else runs.
///
/// A stream is derived from a seed by naming its purpose step by step, as in
/// `RandomStream(seed: 7).derived("dropout", task, epoch)`; nothing is drawn from one stream to make another, so
/// results depend on no order of execution.
package struct RandomStream: Sendable, Hashable {
  private var key: SIMD2<UInt32>
  private var blockIndex: UInt64 = 0
  private var block: SIMD4<UInt32> = .zero
  private var position = 4

  /// The root stream of an experiment with this seed.
  package init(seed: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The stream for the purpose that `names` spell out under this one; where this one stands does not matter.
  package func derived(_ names: any StreamName...) -> RandomStream {
    names.reduce(self) { $0.derived(word: $1.streamWord) }
  }

  /// The stream for the purpose that one name spells out, made without memory from the heap.
  package func derived(_ name: some StreamName) -> RandomStream { derived(word: name.streamWord) }

  private func derived(word: UInt64) -> RandomStream {
    let mixed = philox4x32(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32), 0x7368_6172, 0x6573_7063),
      key: key)
    return RandomStream(key: SIMD2(mixed[0], mixed[1]))
  }

  private init(key: SIMD2<UInt32>) { self.key = key }

  /// The next 32 random bits.
  package mutating func nextBits() -> UInt32 {
    if position == 4 {
      block = philox4x32(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: blockIndex), UInt32(truncatingIfNeeded: blockIndex >> 32), 0, 0),
        key: key)
      blockIndex += 1
      position = 0
    }
    defer { position += 1 }
    return block[position]
  }

  /// The next number, uniform in `[0, 1)`, a multiple of 2⁻²⁴.
  package mutating func nextFloat() -> Float { Float(nextBits() >> 8) * 0x1p-24 }

  /// The next number, uniform in `[0, 1)`, a multiple of 2⁻⁵³.
  package mutating func nextDouble() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension RandomStream: RandomNumberGenerator {
  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    let low = UInt64(nextBits())
    return UInt64(nextBits()) << 32 | low
  }
}

extension RandomStream {
  /// `elements` in random order (Fisher and Yates's shuffle, written out so that no library's version can change it).
  package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    var last = result.count - 1
    while last > 0 {
      result.swapAt(last, nextIndex(below: last + 1))
      last -= 1
    }
    return result
  }

  /// The next number, uniform in `0..<bound`: the high half of a 64-bit product, with Lemire's rejection of the
  /// biased remainder. Requires: `bound` is positive and fits 32 bits.
  package mutating func nextIndex(below bound: Int) -> Int {
    let bound = UInt32(bound)
    var product = UInt64(nextBits()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold { product = UInt64(nextBits()) * UInt64(bound) }
    }
    return Int(product >> 32)
  }
}

/// Something that can name a stream: a text or a number.
package protocol StreamName: Sendable {
  /// 64 bits that stand for the name.
  var streamWord: UInt64 { get }
}

extension Int: StreamName {
  package var streamWord: UInt64 { UInt64(bitPattern: Int64(self)) }
}

extension String: StreamName {
  /// The FNV-1a hash of the UTF-8 bytes.
  package var streamWord: UInt64 {
    utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
