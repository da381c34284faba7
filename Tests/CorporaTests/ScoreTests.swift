import FoundationEssentials
import Model
import Randomness
import Testing

@testable import Corpora

/// The score of these sentences, whose tags stand between blanks.
func score(_ metric: Metric, gold: [[String]], predicted: [[String]]) throws -> Score {
  let column = CorpusColumn(name: "tag", texts: (gold + predicted).flatMap(\.self))
  let tags = TagSet(training: column, others: [])
  var tally = try ScoreTally(metric, tags: tags, task: "t")
  for (right, found) in zip(gold, predicted) {
    tally.count(gold: right.compactMap(tags.number), predicted: found.compactMap(tags.number))
  }
  return tally.score
}

private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

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
    var tally = try ScoreTally(.spanF1, tags: tags, task: "ner")
    tally.count(gold: tags.encode(dev), predicted: [2, 2, 2, 0])
    let spans = tally.score.spans
    #expect((spans.correct, spans.predicted, spans.gold) == (1, 1, 2))
  }

  @Test func spansNeedSpanTags() {
    #expect(throws: TagError.notASpanTag("NN", column: "tag", corpus: "task 't'")) {
      try score(.spanF1, gold: [["NN"]], predicted: [["NN"]])
    }
  }
}
