import Model
import Testing

@testable import Corpora

private func column(_ text: String) -> CorpusColumn {
  CorpusColumn(name: "token", texts: text.split(separator: " ").map(String.init))
}

private func vectors(_ words: [String]) -> WordVectors {
  WordVectors(name: "v", dimension: 1, words: words, values: words.indices.map(Float.init))
}

@Suite struct VocabularyTests {
  @Test func wordsStandByCountThenByBytes() {
    let vocabulary = Vocabulary(
      training: [column("b a b c The"), column("the c b")], others: [column("a zebra")],
      normalization: .init())
    #expect(vocabulary.words == ["<unknown>", "b", "c", "The", "a", "the"])
    #expect(vocabulary.number(ofWord: "b") == 1)
    #expect(vocabulary.number(ofWord: "zebra") == 0)
    #expect(vocabulary.characters.first == "<unknown>")
    #expect(vocabulary.characters.dropFirst().first == "b")
    #expect(vocabulary.number(of: "z") == 0)
  }

  @Test func normalizationMergesForms() {
    let normalization = WordNormalization(lowercase: true, normalizeDigits: true)
    let vocabulary = Vocabulary(
      training: [column("The the 1996 1987 \u{C9}T\u{C9} U2 \u{664}")], others: [],
      normalization: normalization)
    #expect(vocabulary.words == ["<unknown>", "0000", "the", "0", "u0", "\u{E9}t\u{E9}"])
    #expect(vocabulary.number(ofWord: "2019") == 1)
    #expect(vocabulary.number(of: "T") != 0, "characters are those of the words as written")
  }

  @Test func rareWordsNeedAVector() {
    let vocabulary = Vocabulary(
      training: [column("a a b Paris")], others: [column("x y b")], vectors: vectors(["paris", "y", "q"]),
      normalization: .init(), minimumCount: 2)
    #expect(vocabulary.words == ["<unknown>", "a", "Paris", "y"])
    #expect(vocabulary.rows(in: vectors(["paris", "y", "q"])) == [nil, nil, 0, 1])
  }

  @Test func aWordMayLookLikeTheUnknownOne() {
    let vocabulary = Vocabulary(training: [column("<unknown> a")], others: [], normalization: .init())
    #expect(vocabulary.words == ["<unknown>", "<unknown>", "a"])
    #expect(vocabulary.number(ofWord: "<unknown>") == 1)
  }

  @Test func canonicallyEquivalentWordsHaveTheirOwnNumbers() {
    let vocabulary = Vocabulary(training: [column("\u{E9} e\u{301}")], others: [], normalization: .init())
    #expect(vocabulary.words.count == 3)
    #expect(vocabulary.number(ofWord: "\u{E9}") != vocabulary.number(ofWord: "e\u{301}"))
  }

  @Test func vectorsAreWantedForFormsInLowerCaseToo() {
    let wanted = Vocabulary.wanted([column("Paris In 3")], WordNormalization(normalizeDigits: true))
    #expect(wanted == ["0", "In", "Paris", "in", "paris"])
  }
}

@Suite struct EncodedCorpusTests {
  @Test func everyTokenHasItsWordAndCharacters() throws {
    let reader = CorpusReader(.columns(ColumnLayout(token: 0)), layers: [.init("pos", at: .column(1))])
    let corpus = try reader.read([DataText(Array("The DT\nplan NN\n\nthe DT\n".utf8), name: "a.txt")])
    let words = try corpus.column("token")
    let vocabulary = Vocabulary(
      training: [words.subset([0, 1])], others: [], normalization: .init(lowercase: true))
    let encoded = try EncodedCorpus(corpus, vocabulary: vocabulary)
    #expect(encoded.words.map { vocabulary.words[Int($0)] } == ["the", "plan", "the"])
    #expect(encoded.tokens(ofSentence: 1) == 2..<3)
    #expect(encoded.sentenceCount == 2)
    let spelled = (0..<3).map { token in
      encoded.characters(ofToken: token).map { vocabulary.characters[Int($0)] }
    }
    #expect(spelled == [["T", "h", "e"], ["p", "l", "a", "n"], ["<unknown>", "h", "e"]])
    let tags = TagSet(training: try corpus.column("pos"), others: [])
    #expect(tags.encode(try corpus.column("pos")) == [0, 1, 0])
  }
}
