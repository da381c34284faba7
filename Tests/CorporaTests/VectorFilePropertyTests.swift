import Foundation
import Randomness
import TestSupport
import Testing

@testable import Corpora

/// What is read of a file, or why nothing is.
private struct Outcome: Hashable {
  var words: [String] = []
  var values: [UInt32] = []
  var tally = WordVectorsTally()
  var error: WordVectorsError?

  static func read(_ bytes: [UInt8], wanted: [String]) -> Outcome {
    do throws(WordVectorsError) {
      let vectors = try WordVectors.read(bytes, name: "v", wanted: wanted)
      return Outcome(words: vectors.words, values: vectors.values.map(\.bitPattern), tally: vectors.tally)
    } catch { return Outcome(error: error) }
  }

  static func coverage(_ bytes: [UInt8], wanted: [String]) -> Outcome {
    do throws(WordVectorsError) {
      let coverage = try WordVectors.coverage(bytes, name: "v", wanted: wanted)
      return Outcome(words: coverage.found, tally: coverage.tally)
    } catch { return Outcome(error: error) }
  }
}

/// Files of vectors that are drawn at random, with words and layouts that real files have.
private struct VectorFileMaker {
  var stream: RandomStream

  static let words: [[UInt8]] =
    [
      "a", "the", ",", "1", "-0.5", "</s>", "\u{A0}", "\u{2028}", "\u{E9}", "e\u{301}", "\u{4E2D}\u{6587}", "x\u{85}",
      "nan", "1e5", "\u{1F600}",
    ].map { Array($0.utf8) } + [[0x63, 0xE9], [0xFF], [0xC3]]
  static let oddWords: [[UInt8]] = ["", " ", "\t", ". .", "10 000", "a\tb", "at name@domain.com"].map { Array($0.utf8) }

  struct File {
    let bytes: [UInt8]
    let dimension: Int
    let format: WordVectorsHeader.Format
  }

  mutating func next() -> File {
    let dimension = 2 + stream.nextIndex(below: 6)
    let format = WordVectorsHeader.Format.allCases[stream.nextIndex(below: 3)]
    let count = 12 + stream.nextIndex(below: 30)
    let bytes =
      switch format {
      case .word2vecBinary: binary(count, dimension)
      case .glove: text(count, dimension)
      case .word2vecText: Array("\(count) \(dimension)\n".utf8) + text(count, dimension)
      }
    return File(bytes: stream.nextIndex(below: 4) == 0 ? gzipped(bytes) : bytes, dimension: dimension, format: format)
  }

  private mutating func word(odd: Bool) -> [UInt8] {
    let choices = odd && stream.nextIndex(below: 5) == 0 ? Self.oddWords : Self.words
    return choices[stream.nextIndex(below: choices.count)]
  }

  private mutating func text(_ count: Int, _ dimension: Int) -> [UInt8] {
    let lineEnd = ["\n", " \n", "\r\n"][stream.nextIndex(below: 3)]
    return (0..<count).flatMap { _ in
      let numbers = (0..<dimension).map { _ in Double(stream.nextIndex(below: 2_000_001) - 1_000_000) / 100_000 }
      return word(odd: true) + Array((numbers.map { " \($0)" }.joined() + lineEnd).utf8)
    }
  }

  private mutating func binary(_ count: Int, _ dimension: Int) -> [UInt8] {
    let vectors = (0..<count).map { _ in
      (word: word(odd: false), values: (0..<dimension).map { _ in Float(stream.nextIndex(below: 1 << 20)) - 4e5 })
    }
    return binaryVectors(vectors, dimension: dimension, lineBreaks: stream.nextIndex(below: 2) == 0)
  }
}

/// The words of a file and their components' bytes in hexadecimal, as `read-vectors.py` reads them.
private func oracle(_ file: VectorFileMaker.File) throws -> [String] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let path = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID().uuidString)")
  try Data(file.bytes).write(to: path)
  defer { try? FileManager.default.removeItem(at: path) }
  let form =
    switch file.format {
    case .word2vecBinary: "binary"
    case .glove, .word2vecText: "text"
    }
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [
    "python3", folder.appending(path: "read-vectors.py").path, path.path, "\(file.dimension)", form,
  ]
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  try #require(process.terminationStatus == 0)
  return text.split(separator: "\n").map(String.init)
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

@Suite struct VectorFilePropertyTests {
  @Test(arguments: 0..<25) func filesAreReadAsPythonReadsThem(seed: Int) throws {
    var maker = VectorFileMaker(stream: RandomStream(seed: UInt64(seed)))
    let file = maker.next()
    let words = VectorFileMaker.words.compactMap { String(validating: $0, as: UTF8.self) }
    let vectors = try WordVectors.read(file.bytes, name: "v", wanted: words)
    #expect(vectors.dimension == file.dimension)
    let lines = vectors.words.indices.map { row in
      let components = vectors[row].flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
      return "\(hexadecimal(vectors.words[row].utf8)) \(hexadecimal(components))"
    }
    #expect(try lines == oracle(file))
    let header = try WordVectors.survey(file.bytes, name: "v")
    #expect(header.format == file.format)
    #expect(header.announced == (file.format == .glove ? nil : vectors.tally.vectors))
  }

  /// Whatever the bytes: nothing crashes, no more is kept than the file holds, and all ways to look at it agree.
  @Test func damagedFilesAreReadOrRefused() {
    var maker = VectorFileMaker(stream: RandomStream(seed: 5))
    let seeds = (0..<30).map { _ in maker.next().bytes } + [gzipped(Array("a 1 2\nb 3 4\n".utf8))]
    let tokens = [
      " ", "\t", "\n", "\r\n", " 0.5", "nan", "1e39", "-", "a", "9223372036854775807 ", "2 3\n", "0 1\n", "\u{FEFF}",
      "PK\u{3}\u{4}", "\u{0}",
    ]
    var mutator = Mutator(seeds: seeds, tokens: tokens, seed: 17)
    let wanted = VectorFileMaker.words.compactMap { String(validating: $0, as: UTF8.self) } + ["", " ", "2"]
    var readable = 0
    var meter = FuzzMeter("word vectors")
    for _ in 0..<fuzzCount(usual: 2000) {
      let bytes = mutator.next()
      meter.measure(bytes) { Outcome.read($0, wanted: wanted).error == nil }
      let outcome = Outcome.read(bytes, wanted: wanted)
      let coverage = Outcome.coverage(bytes, wanted: wanted)
      if let error = outcome.error {
        #expect(!error.description.utf8.contains { $0 < 0x20 })
        #expect(error.isAboutComponents || coverage.error == error, "\(bytes)")
        continue
      }
      readable += 1
      #expect(coverage.words == outcome.words, "\(bytes)")
      #expect(coverage.tally == outcome.tally, "\(bytes)")
      #expect(outcome.values.count * 2 <= bytes.count * 8, "\(bytes)")
      let header = try? WordVectors.survey(bytes, name: "v")
      #expect(header.map { $0.dimension * outcome.words.count } == outcome.values.count, "\(bytes)")
      if bytes.first != 0x1F, readable.isMultiple(of: 8) {
        #expect(Outcome.read(gzipped(bytes), wanted: wanted) == outcome, "\(bytes)")
      }
    }
    #expect(readable > 200, "some files stay readable")
    #expect(meter.finish() == [])
  }
}

extension WordVectorsError {
  /// Whether the error is one that reading finds and coverage does not look for.
  fileprivate var isAboutComponents: Bool {
    switch self {
    case .notANumber, .notFinite: true
    case .wrongDimension, .lineTooLong, .wrongCount, .cutOff, .surplus, .empty, .noneUsable, .compressed, .otherFormat:
      false
    }
  }
}
