import FoundationEssentials
import Model
import Randomness
import Testing

@testable import Corpora

/// The score of the tags of these sentences.
func score(
  _ metric: Metric, gold: [[String]], predicted: [[String]], scheme: TagScheme? = nil
) throws -> Score {
  let column = CorpusColumn(name: "tag", texts: (gold + predicted).flatMap(\.self))
  let tags = TagSet(training: column, others: [])
  var tally = try ScoreTally(metric, tags: tags, scheme: scheme, task: "t")
  for (right, found) in zip(gold, predicted) {
    tally.count(gold: right.compactMap(tags.number), predicted: found.compactMap(tags.number))
  }
  return tally.score
}

/// The texts between blanks.
func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

@Suite struct ScoreTests {
  @Test func accuracyIsTheShareOfTokens() throws {
    let score = try score(
      .accuracy, gold: [words("DT NN VB"), ["NN"]], predicted: [words("DT NN NN"), ["NN"]])
    #expect(score.value == 0.75)
    #expect(score.metric == .accuracy)
  }

  @Test func spansCountOnlyWhole() throws {
    let score = try score(
      .spanF1, gold: [words("B-PER I-PER O B-LOC O B-ORG")], predicted: [words("B-PER O O B-LOC B-LOC B-PER")]
    )
    let (spans, byType, tokens) = (score.spans, score.spansByType, score.tags.tokens)
    #expect((spans.correct, spans.predicted, spans.gold) == (1, 4, 3))
    #expect(byType.map(\.type) == ["LOC", "ORG", "PER"])
    #expect(byType.map(\.counts.gold) == [1, 1, 1])
    #expect(byType.map(\.counts.predicted) == [2, 0, 2])
    #expect(byType.map(\.counts.correct) == [1, 0, 0])
    #expect((tokens.correct, tokens.total) == (3, 6))
  }

  @Test func nothingFoundOrSoughtIsZero() throws {
    #expect(try score(.spanF1, gold: [["O"]], predicted: [["O"]]).value == 0)
    #expect(try score(.spanF1, gold: [["B-X"]], predicted: [["O"]]).value == 0)
    #expect(try score(.accuracy, gold: [], predicted: []).value == 0)
  }

  @Test func spansNeverCrossSentences() throws {
    let score = try score(.spanF1, gold: [["B-X"], ["I-X"]], predicted: [["B-X"], ["B-X"]])
    #expect(score.value == 1)
  }

  @Test func aPerfectPredictionScoresOneInAnyOrder() throws {
    var stream = RandomStream(seed: 5)
    let names = words("O B-X I-X E-X S-X B-Y I-Y E-Y S-Y")
    let gold = (0..<40).map { _ in ["B-X"] + (0..<9).map { _ in names[stream.nextIndex(below: 9)] } }
    let predicted = gold.map { $0.map { _ in names[stream.nextIndex(below: 9)] } }
    #expect(try score(.spanF1, gold: gold, predicted: gold).value == 1)
    #expect(
      try score(.spanF1, gold: gold, predicted: predicted)
        == score(.spanF1, gold: gold.reversed(), predicted: predicted.reversed()))
  }

  @Test func tagsUnseenInTrainingCountAsErrors() throws {
    let training = CorpusColumn(name: "ner", texts: words("O B-PER I-PER"))
    let dev = CorpusColumn(name: "ner", texts: words("B-LOC I-LOC O B-PER"))
    let tags = TagSet(training: training, others: [dev])
    #expect(tags.tags == words("B-PER I-PER O B-LOC I-LOC"))
    #expect(Array(tags.predictable) == words("B-PER I-PER O"))
    var tally = try ScoreTally(.spanF1, tags: tags, scheme: .bio2, task: "ner")
    tally.count(gold: tags.encode(dev), predicted: [2, 2, 2, 0])
    let spans = tally.score.spans
    #expect((spans.correct, spans.predicted, spans.gold) == (1, 1, 2))
  }

  @Test func spansNeedSpanTags() {
    let tag = MisplacedTag(tag: "NN", column: "tag", corpus: "task 't'", line: nil, scheme: .bioes)
    #expect(throws: TagError.notASpanTag(tag)) { try score(.spanF1, gold: [["NN"]], predicted: [["NN"]]) }
  }

  /// `L` ends a span in BILOU, where conlleval knows no such letter.
  @Test func lettersMeanWhatTheSchemeSays() throws {
    let score = try score(
      .spanF1, gold: [words("B-X L-X U-X O")], predicted: [words("B-X L-X O U-X")], scheme: .bilou)
    #expect((score.spans.correct, score.spans.predicted, score.spans.gold) == (1, 2, 2))
    let tag = MisplacedTag(tag: "L-X", column: "tag", corpus: "task 't'", line: nil, scheme: .bio2)
    #expect(throws: TagError.notASpanTag(tag)) {
      _ = try CorporaTests.score(.spanF1, gold: [["L-X"]], predicted: [["L-X"]], scheme: .bio2)
    }
  }

  @Test func spansWithoutTypesAreOfOneType() throws {
    let score = try score(.spanF1, gold: [words("B M E S O")], predicted: [words("B M E O S")], scheme: .bmes)
    #expect((score.spans.correct, score.spans.predicted, score.spans.gold) == (1, 2, 2))
    #expect(score.spansByType.map(\.type) == [""])
    #expect(score.spansByType.map(\.counts) == [score.spans])
  }

  @Test func goldAndPredictionsBothHaveTypesOrNeither() {
    let tag = MisplacedTag(tag: "B-X", column: "tag", corpus: "task 't'", line: nil, scheme: .bio2)
    #expect(throws: TagError.mixed(tag, other: "B")) {
      try score(.spanF1, gold: [["B"]], predicted: [["B-X"]], scheme: .bio2)
    }
  }
}
