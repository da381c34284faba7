import Gzip
import TestSupport
import Testing

@testable import Corpora

private func failure(_ bytes: [UInt8]) -> WordVectorsError? {
  do {
    _ = try WordVectors.read(bytes, name: "v.bin", wanted: ["a", "b"])
    return nil
  } catch { return error }
}

private func word(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct BinaryVectorsTests {
  static let vectors: [(word: [UInt8], values: [Float])] = [
    (word("</s>"), [0.25, -1, 3]), (word("a"), [.leastNonzeroMagnitude, 1e38, -0.0]),
    ([0x63, 0x61, 0x66, 0xE9], [1, 2, 3]), (word(String(repeating: "long", count: 40)), [7, 8, 9]),
    ([], [1, 1, 1]), (word("\t"), [1, 1, 1]), (word("a"), [9, 9, 9]), (word("nan"), [.nan, .infinity, 0]),
    // The bytes of a line break, a blank and a sign are numbers here.
    (word("b"), [Float(bitPattern: 0x0A20_0A20), Float(bitPattern: 0x2020_2020), Float(bitPattern: 0x3D0A_0D0A)]),
  ]

  @Test(arguments: [true, false], [true, false])
  func readsWhatWord2vecWrites(lineBreaks: Bool, compressed: Bool) throws {
    let file = binaryVectors(Self.vectors, dimension: 3, lineBreaks: lineBreaks)
    let bytes = compressed ? gzipped(file, members: 7) : file
    let long = String(repeating: "long", count: 40)
    let wanted = ["b", "a", "</s>", long, "caf", "x"]
    let vectors = try WordVectors.read(bytes, name: "v.bin", wanted: wanted)
    #expect(vectors.words == ["</s>", "a", long, "b"])
    let expected = [0, 1, 3, 8].flatMap { Self.vectors[$0].values }
    #expect(vectors.values.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(vectors.tally.vectors == 9)
    #expect(
      vectors.tally.passedOver.map { "\($0)" } == [
        "1 word that is not UTF-8, in vector 3", "2 words that are blank, the first in vector 5",
        "1 word that has a vector before, in vector 7",
      ])
    let header = try WordVectors.survey(bytes, name: "v.bin")
    #expect((header.format, header.dimension, header.announced) == (.word2vecBinary, 3, 9))
    let coverage = try WordVectors.coverage(bytes, name: "v.bin", wanted: wanted)
    #expect(coverage.found == vectors.words)
    #expect(coverage.tally == vectors.tally)
  }

  @Test func aFileThatIsCutIsRefused() {
    let file = binaryVectors(Self.vectors, dimension: 3)
    let header = "9 3\n".utf8.count
    // The last line break may be missing.
    for count in header + 40..<file.count - 1 {
      guard case .cutOff("v.bin", let vector, announced: 9) = failure(Array(file[..<count])) else {
        Issue.record("\(count) bytes: \(String(describing: failure(Array(file[..<count]))))")
        continue
      }
      #expect((3...9).contains(vector))
    }
    for count in 0..<header + 40 { #expect(failure(Array(file[..<count])) != nil, "\(count) bytes") }
    #expect(failure(Array(file.dropLast())) == nil)
  }

  @Test func moreBytesThanAnnouncedAreRefused() {
    let file = binaryVectors(Self.vectors, dimension: 3)
    #expect(failure(file + [UInt8(ascii: "\n")]) == nil)
    #expect(failure(file + [0]) == .surplus(file: "v.bin", announced: 9))
    #expect(failure(file + file.dropFirst(4)) == .surplus(file: "v.bin", announced: 9))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func wantedVectorsAreFinite(value: Float) {
    let bytes = binaryVectors([(word("x"), [value]), (word("b"), [value])], dimension: 1)
    #expect(failure(bytes) == .notFinite(file: "v.bin", vector: 2, word: "b"))
  }

  /// Numbers whose bytes are all letters, in a file so small that nothing else tells it from a text.
  @Test func aBinaryFileMayLookLikeText() throws {
    let letters = Float(bitPattern: 0x4142_4344)
    let bytes = binaryVectors([(word("b"), [letters, letters])], dimension: 2)
    #expect(try WordVectors.read(bytes, name: "v.bin", wanted: ["b"]).values == [letters, letters])
  }

  @Test func announcedSizesAreNotBelieved() {
    for header in ["9223372036854775807 9223372036854775807", "9223372036854775807 1", "0 3", "1 4611686018427387904"] {
      #expect(failure(word("\(header)\na ") + [0, 1, 2, 3, 4, 5]) != nil, "\(header)")
    }
  }

  @Test func damagedCompressionIsTold() {
    let bytes = gzipped(binaryVectors(Self.vectors, dimension: 3))
    #expect(failure(Array(bytes.dropLast())) == .compressed(file: "v.bin", .truncated))
    #expect(failure(bytes + [1]) == .compressed(file: "v.bin", .trailingBytes(offset: bytes.count)))
    #expect(failure(bytes.dropLast(5) + [0, 0, 0, 0, 0]) == .compressed(file: "v.bin", .damaged))
    #expect(
      failure(Array(bytes.dropLast()))?.description
        == "v.bin: error: cannot expand the file: the gzip data ends early; the file may be incomplete; download it again"
    )
  }

  /// Of a compressed file, a mebibyte is enough to survey it, even if the rest is missing.
  @Test func surveysTheStartOfACompressedFile() throws {
    let line = "word 1 2 3 4 5\n"
    let text = Array(String(repeating: line, count: 100_000).utf8)
    let bytes = Array(gzipped(text).dropLast(1000))
    #expect(try WordVectors.survey(bytes, name: "v.gz").dimension == 5)
    #expect(throws: WordVectorsError.compressed(file: "v.gz", .truncated)) {
      try WordVectors.read(bytes, name: "v.gz", wanted: [])
    }
  }
}
