import Testing

@testable import Randomness

/// One of the known answers that the authors of Philox publish with Random123 (`kat_vectors`, philox4x32-10).
struct KnownAnswer: Sendable {
  let counter: SIMD4<UInt32>
  let key: SIMD2<UInt32>
  let output: SIMD4<UInt32>
}

let knownAnswers = [
  KnownAnswer(counter: .zero, key: .zero, output: SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
  KnownAnswer(
    counter: SIMD4(repeating: 0xffff_ffff), key: SIMD2(repeating: 0xffff_ffff),
    output: SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
  KnownAnswer(
    counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0),
    output: SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
]

@Test(arguments: knownAnswers)
func philoxGivesThePublishedAnswers(answer: KnownAnswer) {
  #expect(philox4x32(counter: answer.counter, key: answer.key) == answer.output)
}

@Test func aStreamIsItsNames() {
  var first = RandomStream(seed: 7).derived("dropout", "ner", 3)
  var moved = RandomStream(seed: 7)
  _ = moved.next()
  var second = moved.derived("dropout", "ner", 3)
  #expect((0..<9).map { _ in first.next() } == (0..<9).map { _ in second.next() })
}

@Test func differentNamesGiveDifferentStreams() {
  let root = RandomStream(seed: 7)
  var streams = [
    root.derived("a"), root.derived("b"), root.derived("a", 0), root.derived("a", 1), RandomStream(seed: 8),
  ]
  let firsts = streams.indices.map { streams[$0].next() }
  #expect(Set(firsts).count == firsts.count)
}

@Test func indicesAreUniform() {
  var stream = RandomStream(seed: 1)
  var counts = [Int](repeating: 0, count: 7)
  for _ in 0..<70_000 { counts[stream.nextIndex(below: 7)] += 1 }
  // Ten standard deviations of a binomial count of mean 10,000.
  #expect(counts.allSatisfy { abs($0 - 10_000) < 930 })
}

@Test func aShuffleIsAPermutation() {
  var stream = RandomStream(seed: 2)
  let shuffled = stream.shuffled(Array(0..<100))
  #expect(shuffled != Array(0..<100))
  #expect(shuffled.sorted() == Array(0..<100))
}

@Test func floatsStayBelowOne() {
  var stream = RandomStream(seed: 3)
  #expect((0..<100_000).allSatisfy { _ in (0..<1).contains(stream.nextFloat()) })
}
