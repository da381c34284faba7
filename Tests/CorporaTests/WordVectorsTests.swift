import TestSupport
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

/// Reasons with how often they were found and the line of the first.
private func oddities(_ tally: WordVectorsTally) -> [String] {
  tally.passedOver.map { "\($0.reason.rawValue) \($0.count) \($0.first)" }
}

@Suite struct WordVectorsTests {
  @Test func keepsTheWantedWords() throws {
    let vectors = try read("a 1 -2.5\nb 3e-1 4\nc x y\na 9 9\n", wanted: ["b", "a", "z"])
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.dimension == 2)
    #expect(vectors.row(of: "b").map { Array(vectors[$0]) } == [0.3, 4])
    #expect(vectors.row(of: "B") == 1)
    #expect(vectors.row(of: "c") == nil)
    #expect(vectors.tally.vectors == 4)
    #expect(oddities(vectors.tally) == ["repeated 1 in line 4"])
    #expect(vectors.tally.duplicates == 1)
  }

  @Test func theHeaderOfWord2vecIsNoWord() throws {
    #expect(try read("2 3\na 1 2 3\nb 4 5 6\n", wanted: ["2", "a"]).words == ["a"])
  }

  /// fastText ends each line with a blank, and has words that other programs take for line breaks or blanks.
  @Test func readsTheTextOfFastText() throws {
    let words = ["</s>", "\u{A0}", "\u{2028}", "x\u{85}y", "\u{3000}", "1", "\u{FEFF}"]
    let text = "\(words.count) 2 \n" + words.map { "\($0) 0.5 -1 \n" }.joined()
    let vectors = try read(text, wanted: words + ["x", "y", ""])
    #expect(vectors.words == words)
    #expect(vectors.values == words.flatMap { _ in [0.5, -1] })
    #expect(vectors.tally == WordVectorsTally(vectors: words.count))
  }

  @Test(arguments: ["\u{FEFF}a 1 2\r\nb 3 4\r\n", "a\t1\t2\nb\t3\t4", "a 1 2\n\n   \nb 3 4\n", " a 1 2\nb  3  4  \n"])
  func layoutOfLinesIsNoMatter(text: String) throws {
    let vectors = try read(text, wanted: ["a", "b"])
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.values == [1, 2, 3, 4])
    #expect(oddities(vectors.tally) == [])
  }

  /// Lines of real files that stop other programs, in a file of four dimensions, and why each is passed over.
  static let odd: [(String, [String])] = [
    ("  0.1 0.2 0.3 0.4\n", ["blank 1 in line 2"]),
    ("\t 0.1 0.2 0.3 0.4\n", ["blank 1 in line 2"]),
    (" 0.1 0.2 0.3 0.4\n", ["blank 1 in line 2"]),
    ("10 000 0.1 0.2 0.3 0.4\n", ["holds_blanks 1 in line 2"]),
    (". . . 0.1 0.2 0.3 0.4\n", ["holds_blanks 1 in line 2"]),
    ("at name@domain.com 0.1 0.2 0.3 0.4\n", ["holds_blanks 1 in line 2"]),
    ("a\tb 0.1 0.2 0.3 nan\n", ["holds_blanks 1 in line 2"]),
    ("caf\u{FFFF} 1 2 3 4\n", ["not_utf8 1 in line 2"]),
    ("a 5 6 7 8\n", ["repeated 1 in line 2"]),
    (
      "  1 2 3 4\n1 1 1 1 1 1\n\t 1 2 3 4\na 1 1 1 1\na 1 1 1 1\n",
      [
        "blank 2 in line 2", "holds_blanks 1 in line 3", "repeated 2 in line 5",
      ]
    ),
  ]

  @Test(arguments: odd, ["", "header"])
  func linesThatNoTokenEqualsArePassedOver(odd: (text: String, found: [String]), kind: String) throws {
    let text = "a 1 2 3 4\n\(odd.text)b 5 6 7 8\n"
    // U+FFFF stands for a byte that is not UTF-8.
    var bytes = Array(text.utf8)
    if let place = bytes.firstIndex(of: 0xEF) { bytes.replaceSubrange(place..<place + 3, with: [0xE9]) }
    let count = text.split(separator: "\n").count
    var found = odd.found
    if kind == "header" {
      bytes = Array("\(count) 4\n".utf8) + bytes
      found = found.map { $0.dropLast() + "\((Int($0.suffix(1)) ?? 0) + 1)" }
    }
    let wanted = ["a", "b", ".", "at", "10", "0.1", "caf", "1"]
    let vectors = try WordVectors.read(bytes, name: "v.txt", wanted: wanted)
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.values == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(vectors.tally.vectors == count)
    #expect(oddities(vectors.tally) == found)
    let coverage = try WordVectors.coverage(bytes, name: "v.txt", wanted: wanted)
    #expect(coverage.found == ["a", "b"])
    #expect(coverage.tally == vectors.tally)
  }

  @Test(arguments: [". . 0.1 0.2\n", "10 000 0.1 0.2\n", "  0.1 0.2\n", "at 10 000 1 2\n"])
  func aFirstLineWithABlankInItsWordDoesNotDecide(line: String) throws {
    let vectors = try read(line + "a 1 2\nb 3 4\n", wanted: ["a", "b", ".", "10", "0.1"])
    #expect(vectors.dimension == 2)
    #expect(vectors.words == ["a", "b"])
    #expect(vectors.tally.passedOver.map(\.first) == [.line(1)])
    #expect(vectors.tally.usable == 2)
  }

  @Test func aLineOfTwoFieldsIsAHeaderIfBothAreWholeNumbers() throws {
    #expect(try read("a 3\nb 4\n", wanted: ["a", "b"]).values == [3, 4])
    #expect(try read("5 3.5\n7 2\n", wanted: ["5", "7"]).words == ["5", "7"])
    #expect(try read("1 1\n7 2\n", wanted: ["1", "7"]).words == ["7"])
  }

  /// Some of the words that are asked for are in a file, which counts as read even if none is.
  @Test func vectorsThatMatchNoWordAreCounted() throws {
    let coverage = try WordVectors.coverage(Array("a 1\nb 2\n".utf8), name: "v.txt", wanted: ["X", "Y"])
    #expect(coverage.found == [])
    #expect(coverage.tally == WordVectorsTally(vectors: 2))
    #expect(try read("a 1\nb 2\n", wanted: ["X"]).words == [])
  }

  @Test func wordsAreComparedByTheirBytes() throws {
    let vectors = try read("\u{E9} 1\ne\u{301} 2\n", wanted: ["e\u{301}"])
    #expect(vectors.words.map { Array($0.utf8) } == [[0x65, 0xCC, 0x81]])
    #expect(vectors.values == [2])
  }

  @Test func beginningsOfWordsAreOtherWords() {
    let words = (1000...1999).map { "x\($0)" }
    let table = WordTable(words + words)
    #expect(table.words == words)
    func number(_ text: String) -> Int? { Array(text.utf8).withUnsafeBufferPointer { table.number(of: $0) } }
    for (index, word) in words.enumerated() { #expect(number(word) == index) }
    for text in ["", "x", "x1", "x20000"] + (10...19).map({ "x\($0)" }) + (100...199).map({ "x\($0)" }) {
      #expect(number(text) == nil, "\(text)")
    }
  }

  /// A text that cannot be read, and the start of what is said about it.
  static let refused: [(String, String)] = [
    ("a 1 2\nb 3\n", "v.txt:2: error: expected 2 components, found 1: \"b 3\"; the file may be incomplete"),
    ("a 1 2\nb\n", "v.txt:2: error: expected 2 components, found 0: \"b\""),
    ("a 1 2\n b 3\n", "v.txt:2: error: expected 2 components, found 1"),
    ("a 1 2\n5 3\n", "v.txt:2: error: expected 2 components, found 1"),
    ("a 1 2\nq 3 4,5 6\n", "v.txt:2: error: expected 2 components, found 3"),
    ("a 1 2\nb 3 4,5\n", "v.txt:2: error: expected a finite decimal number, found '4,5': \"b 3 4,5\"; co"),
    ("a 1 nan\n", "v.txt:1: error: expected a finite decimal number, found 'nan'"),
    ("a 1 1e39\n", "v.txt:1: error: expected a finite decimal number, found '1e39'"),
    ("a 1 0x1p3\n", "v.txt:1: error: expected a finite decimal number, found '0x1p3'"),
    ("a x y\n", "v.txt:1: error: expected a finite decimal number, found 'y'"),
    ("a\n", "v.txt:1: error: expected 1 component, found 0"),
    ("a 1 2\nq 3 4e-", "v.txt:2: error: expected a finite decimal number, found '4e-'"),
    ("a 1 2\nb 3", "v.txt:2: error: expected 2 components, found 1"),
    ("3 2\na 1 2\nb 3 4\n", "v.txt:1: error: expected 3 vectors as the first line says, found 2"),
    ("1 2\na 1 2\nb 3 4\n", "v.txt:1: error: expected 1 vector as the first line says, found 2"),
    ("2 3\na 1 2\nb 3 4\n", "v.txt:2: error: expected 3 components, found 2"),
    ("1 9223372036854775807\na 1\n", "v.txt:2: error: expected 9223372036854775807 components, found 1"),
    ("", "v.txt:1: error: expected at least one vector, found none"),
    ("\n \n", "v.txt:1: error: expected at least one vector, found none"),
    ("2 3\n", "v.txt:1: error: expected at least one vector, found none"),
    (
      "1 2\na 1 2 3\n",
      "v.txt: error: expected vectors of words without blanks, found only 1 word that contains"
    ),
    ("a 1 2\nb\u{200B}\u{A0}\t3\n", "v.txt:2: error: expected 2 components, found 1: \"b<U+200B><U+00A0> 3\""),
    ("<!DOCTYPE html>\n", "v.txt: error: expected vectors of words, found an HTML page; the download"),
    (
      "version https://git-lfs.github.com/spec/v1\n",
      "v.txt: error: expected vectors of words, found a pointer"
    ),
    ("PK\u{3}\u{4}...", "v.txt: error: expected vectors of words, found a zip archive; unpack it"),
  ]

  @Test(arguments: refused)
  func refusesWithALine(text: String, message: String) throws {
    let description = try #require(failure(Array(text.utf8))?.description)
    #expect(description.hasPrefix(message), "\(description)")
  }

  @Test(
    arguments: [
      ([0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0], .fastTextModel), ([0x80, 4, 0x95], .pickle),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], .xz), (Array("BZh91AY&SY".utf8), .bzip2),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip), ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstandard),
      ([UInt8](repeating: 0, count: 257) + Array("ustar".utf8), .tar),
    ] as [([UInt8], ForeignFormat)])
  func otherFormatsAreNamed(bytes: [UInt8], format: ForeignFormat) {
    #expect(failure(bytes) == .otherFormat(file: "v.txt", format))
    #expect(failure(gzipped(bytes)) == .otherFormat(file: "v.txt", format))
  }

  @Test func surveysWithoutReadingAll() throws {
    func survey(_ text: String) throws -> WordVectorsHeader {
      try WordVectors.survey(Array(text.utf8), name: "v.txt")
    }
    let glove = try survey("a 1 2 3\nb 1 2\n")
    #expect((glove.format, glove.dimension, glove.announced) == (.glove, 3, nil))
    let text = try survey("400000 2\na 1 2\nb\n")
    #expect((text.format, text.dimension, text.announced) == (.word2vecText, 2, 400_000))
    #expect(throws: WordVectorsError.empty(file: "v.txt")) { try survey("") }
    // Hundred lines decide, whatever follows.
    let lines = String(repeating: "a 1 2\n", count: 60) + String(repeating: "b c 1 2\n", count: 5000)
    #expect(try survey(lines).dimension == 2)
  }

  @Test(.needsSharedData) func everyPublishedVectorIsRead() throws {
    let bytes = try SharedFiles.bytes("glove/glove.6B.50d.subset.txt")
    let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    let vectors = try WordVectors.read(bytes, name: "glove", wanted: words)
    #expect(vectors.words.count == 41_382)
    #expect(vectors.dimension == 50)
    #expect(vectors[0].first == 0.418)
    #expect(vectors.tally == WordVectorsTally(vectors: 41_382))
    let coverage = try WordVectors.coverage(bytes, name: "glove", wanted: words)
    #expect(coverage.found == words)
  }
}
