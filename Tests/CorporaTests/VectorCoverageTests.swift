import Model
import Testing
import Text

@testable import Corpora

private func column(_ text: String) -> CorpusColumn {
  CorpusColumn(name: "token", texts: text.split(separator: " ").map(String.init))
}

private func vectors(_ words: [String]) -> WordVectors {
  WordVectors(name: "v", dimension: 1, words: words, values: words.indices.map(Float.init))
}

private func counts(_ coverage: VectorCoverage) -> [[Int]] {
  [coverage.exact, coverage.lowercased, coverage.missing].map { [$0.words, $0.tokens] }
}

@Suite struct VectorCoverageTests {
  static let columns = [column("The the the Paris EU x y y"), column("The EU EU z")]

  @Test func wordsAreCountedAsTheyAreInLowerCaseOrMissing() {
    let coverage = VectorCoverage(of: Self.columns, .init(), by: vectors(["the", "paris", "EU", "eu", "z"]))
    // the EU z; The Paris; x y
    #expect(counts(coverage) == [[3, 6], [2, 3], [2, 3]])
    #expect(coverage.mostFrequentMissing.map(\.form) == ["y", "x"])
    #expect(coverage.mostFrequentMissing.map(\.tokens) == [2, 1])
    #expect(coverage.total == VectorCoverage.Count(words: 7, tokens: 12))
    #expect(coverage.tokenShare == 0.75)
  }

  @Test func formsOfWordsAreLookedUp() {
    let normalization = WordNormalization(lowercase: true, normalizeDigits: true)
    let columns = [column("The the THE 1996 2021 Q")]
    #expect(
      counts(VectorCoverage(of: columns, normalization, by: vectors(["the", "0000"]))) == [[2, 5], [0, 0], [1, 1]])
    #expect(
      counts(VectorCoverage(of: columns, normalization, by: vectors(["The", "1996"]))) == [[0, 0], [0, 0], [3, 6]])
  }

  @Test func noVectorMatchesAndNoTokensThereAre() {
    let coverage = VectorCoverage(of: Self.columns, .init(), found: [])
    #expect(counts(coverage) == [[0, 0], [0, 0], [7, 12]])
    #expect(coverage.tokenShare == 0)
    #expect(VectorCoverage(of: [], .init(), found: ["a"]).tokenShare == nil)
  }

  @Test func theListIsLimitedAndInOrder() {
    let columns = [column("b a \u{E9} e\u{301} c c d d d")]
    let coverage = VectorCoverage(of: columns, .init(), found: [], listing: 4)
    #expect(coverage.mostFrequentMissing.map(\.form) == ["d", "c", "a", "b"])
    #expect(coverage.missing.words == 6, "equivalent texts are different words")
  }

  /// Both ways to find out agree, and with what the vocabulary takes from the vectors.
  @Test(arguments: [false, true]) func agreesWithTheFileAndTheVocabulary(lowercase: Bool) throws {
    let bytes = Array("the 1\nParis 2\neu 3\nEU 4\nq q 5\nz 6\n".utf8)
    let normalization = WordNormalization(lowercase: lowercase)
    let wanted = Vocabulary.wanted(Self.columns, normalization)
    let read = try WordVectors.read(bytes, name: "v", wanted: wanted)
    let found = try WordVectors.coverage(bytes, name: "v", wanted: wanted).found
    let coverage = VectorCoverage(of: Self.columns, normalization, found: found)
    #expect(coverage == VectorCoverage(of: Self.columns, normalization, by: read))
    let vocabulary = Vocabulary(training: Self.columns, others: [], vectors: read, normalization: normalization)
    let rows = vocabulary.rows(in: read).compactMap(\.self)
    #expect(rows.count == coverage.exact.words + coverage.lowercased.words)
  }

  @Test func isReadBackFromJSON() throws {
    let coverage = VectorCoverage(of: Self.columns, .init(), found: ["the", "\u{E9}"])
    #expect(try VectorCoverage(reading: JSONReader.read(JSONText.utf8(of: coverage.json, .compact))) == coverage)
  }

  @Test(.needsSharedData) func realWordsAreCovered() throws {
    let bytes = try SharedFiles.bytes("glove/glove.6B.50d.subset.txt")
    let corpus = try CorpusReader(.columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])))
      .read([DataText(SharedFiles.bytes("conll2003/dev.txt"), name: "dev.txt")])
    let columns = [try corpus.column("token")]
    let found = try WordVectors.coverage(bytes, name: "v", wanted: Vocabulary.wanted(columns, .init())).found
    let coverage = VectorCoverage(of: columns, .init(), found: found)
    // Counted by a script in another language.
    #expect(counts(coverage) == [[5626, 39316], [3667, 10992], [673, 1054]])
    #expect(coverage.mostFrequentMissing.map(\.form).prefix(3) == ["1996-08-31", "1996-08-30", "4."])
  }
}

@Test func talliesAreReadBackFromJSON() throws {
  var tally = WordVectorsTally(vectors: 9)
  tally.passOver(.blank, at: .line(4))
  tally.passOver(.notUTF8, at: .vector(5))
  tally.passOver(.blank, at: .line(7))
  let bytes = JSONText.utf8(of: tally.json, .compact)
  #expect(try WordVectorsTally(reading: JSONReader.read(bytes)) == tally)
  #expect(String(decoding: bytes, as: UTF8.self).contains(#"{"reason":"blank","count":2,"line":4}"#))
}
