import Randomness
import Testing

@testable import Corpora

private func read(_ text: String, wanted: [String]) throws(WordVectorsError) -> WordVectors {
  try WordVectors.read(Array(text.utf8), name: "v.txt", wanted: wanted)
}

private func failure(_ bytes: [UInt8]) -> WordVectorsError? {
  do {
    _ = try WordVectors.read(bytes, name: "v.txt", wanted: ["a", "b"])
    return nil
  } catch { return error }
}

@Suite struct WordVectorsTests {
  @Test func keepsTheWantedWords() throws {
    let vectors = try read("a 1 -2.5\nb 3e-1 4\nc x y\na 9 9\n", wanted: ["b", "a", "z"])
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.dimension == 2)
    #expect(vectors.row(of: "b").map { Array(vectors[$0]) } == [0.3, 4])
    #expect(vectors.row(of: "B") == 1)
    #expect(vectors.row(of: "c") == nil)
  }

  @Test func theHeaderOfWord2vecIsNoWord() throws {
    #expect(try read("2 3\na 1 2 3\nb 4 5 6\n", wanted: ["2", "a"]).words == ["a"])
  }

  @Test func wordsWithBlanksAreNoTokens() throws {
    #expect(try read("a 1 2\n. . 3 4\nat b.c 5 6\n", wanted: ["a", "at", "."]).words == ["a"])
  }

  /// A text that cannot be read, and the start of what is said about it.
  static let refused: [(String, String)] = [
    ("a 1 2\nb 3\n", "v.txt:2: error: found 1 component, expected 2"),
    ("a 1 2\nq 3 4 5\n", "v.txt:2: error: found 3 components, expected 2"),
    ("a 1 2\nb 3 4,5\n", "v.txt:2: error: found '4,5', expected a finite decimal number"),
    ("a 1 nan\n", "v.txt:1: error: found 'nan'"),
    ("a 1 1e39\n", "v.txt:1: error: found '1e39'"),
    ("a 1 0x1p3\n", "v.txt:1: error: found '0x1p3'"),
    ("a\n", "v.txt:1: error: found 0 components, expected 1"),
    ("3 2\na 1 2\nb 3 4\n", "v.txt:1: error: found 2 vectors, expected 3"),
    ("", "v.txt:1: error: found no vector"),
    ("2 3\n", "v.txt:1: error: found no vector"),
  ]

  @Test(arguments: refused)
  func refusesWithALine(text: String, message: String) {
    #expect(failure(Array(text.utf8))?.description.hasPrefix(message) == true)
  }

  @Test func refusesWhatIsNotUTF8() {
    #expect(failure([0x61, 0x20, 0x31, 0x0A, 0xE9, 0x20, 0x31])?.description.hasPrefix("v.txt:2") == true)
  }

  @Test(.needsSharedData) func everyPublishedVectorIsRead() throws {
    let bytes = try SharedFiles.bytes("glove/glove.6B.50d.subset.txt")
    let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    var vectors: WordVectors?
    let time = try ContinuousClock().measure {
      vectors = try WordVectors.read(bytes, name: "glove", wanted: words)
    }
    print("glove: \(words.count) words read in \(time)")
    #expect(vectors?.words.count == 41_382)
    #expect(vectors?.dimension == 50)
    #expect(vectors?[0].first == 0.418)
  }
}

@Suite struct FloatParsingTests {
  private func parse(_ text: String) -> Float? { parseFloat(Array(text.utf8), in: 0..<text.utf8.count) }

  @Test func agreesWithTheStandardLibrary() {
    var stream = RandomStream(seed: 11)
    for _ in 0..<20_000 {
      let digits = 1 + stream.nextIndex(below: 22)
      var text = stream.nextIndex(below: 2) == 0 ? "-" : ""
      let point = stream.nextIndex(below: digits + 1)
      for position in 0..<digits {
        if position == point { text += "." }
        text += String(stream.nextIndex(below: 10))
      }
      if stream.nextIndex(below: 2) == 0 { text += "e\(stream.nextIndex(below: 100) - 60)" }
      let expected = Float(text).flatMap { $0.isFinite ? $0 : nil }
      #expect(parse(text) == expected, "\(text)")
    }
  }

  /// Numerals whose nearest `Double` lies half way between two `Float`s, or is itself missed by two roundings, or that
  /// lie at a limit of the range.
  static let hard = [
    "1.00000005960464477539062", "1.000000059604644775390625", "1.00000005960464477539063", "16777217",
    "16777219",
    "16777217.0000001", "3.4028235e38", "1e-45", "7.0064923216240854e-46", "1.17549429e-38",
    "5947100697085261e-18", "1280912385936972e-21", "2318892702460289e-16", "18995512127876282e-16",
    "1899551212787628173e-18", "594710069708526135e-20", "9007199254740993", "-0", "0e999",
    "0.0000000000000000000000000000000000000000000001e46",
  ]

  @Test(arguments: hard)
  func roundsOnce(text: String) { #expect(parse(text)?.bitPattern == Float(text)?.bitPattern) }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "inf", "nan", "1_000", "1,5", " 1", "1-", "+-1",
    "1e999", "3.4028236e38",
  ])
  func refusesWhatIsNoNumeral(text: String) { #expect(parse(text) == nil) }

  @Test(arguments: [("1.", 1), (".5", 0.5), ("+2", 2), ("1E+2", 100)] as [(String, Float)])
  func readsShortForms(text: String, value: Float) { #expect(parse(text) == value) }
}
