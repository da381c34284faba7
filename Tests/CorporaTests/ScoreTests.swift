import FoundationEssentials
import Model
import Randomness
import Testing

@testable import Corpora

/// The score of these sentences, of which the tag `_` is missing, over `tags`, or else those that they have.
func score(
  _ metric: Metric, gold: [[String]], predicted: [[String]], scheme: TagScheme? = nil, tags: [String]? = nil
) throws -> Score {
  let names = tags ?? (gold + predicted).flatMap(\.self).filter { $0 != "_" }
  let tags = TagSet(training: CorpusColumn(name: "tag", texts: names), others: [])
  func numbers(_ sentence: [String]) throws -> [Int32] {
    try sentence.map { tag in tag == "_" ? .missingTag : try #require(tags.number(of: tag)) }
  }
  var tally = try ScoreTally(metric, tags: tags, scheme: scheme, task: "t")
  for (right, found) in zip(gold, predicted) {
    tally.count(gold: try numbers(right), predicted: try numbers(found))
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

  /// Tokens without a gold tag count neither as tokens nor for any tag, whatever is predicted for them.
  @Test func missingGoldTagsAreNotCounted() throws {
    let score = try score(
      .macroF1, gold: [words("DT _ NN VB"), words("_ NN")], predicted: [words("DT UH NN NN"), words("NN NN")])
    #expect((score.tags.tokens.correct, score.tags.tokens.total) == (3, 4))
    #expect(score[.accuracy] == 0.75)
    // DT 1, NN 2·2/(3 + 2), VB 0; UH and the NN without a gold tag are not in use.
    #expect(abs(score.value - (1 + 0.8 + 0) / 3) < 1e-12)
  }

  /// Sentences are cut where gold tags are missing: B-X of gold and prediction end there, and the rest starts afresh.
  @Test func spansAreCutAtMissingGoldTags() throws {
    let score = try score(
      .spanF1, gold: [words("B-X I-X _ I-X O B-Y"), words("_ _ B-Y")],
      predicted: [words("B-X I-X I-X I-X O O"), words("B-X B-Y I-Y")])
    // Gold: X at 0–1, X at 3, Y at 5; Y at 2. Predicted: X at 0–1, X at 3; Y at 2, as B-X and B-Y have no gold tag.
    #expect((score.spans.correct, score.spans.predicted, score.spans.gold) == (3, 3, 4))
    #expect(score.spansByType.map(\.type) == ["X", "Y"])
    #expect(score.spansByType.map(\.counts.correct) == [2, 1])
    #expect((score.tags.tokens.correct, score.tags.tokens.total) == (4, 6))
  }

  /// Counts are those of the runs between missing tags, each as a sentence.
  @Test(arguments: 0..<20)
  func runsOfLabelledTokensAreCountedAsSentences(seed: Int) throws {
    var stream = RandomStream(seed: 8).derived(seed)
    let names = words("O B-X I-X E-X S-X B-Y I-Y E-Y S-Y")
    let gold = (0..<12).map { _ in
      (0..<10).map { _ in stream.nextIndex(below: 4) == 0 ? "_" : names[stream.nextIndex(below: 9)] }
    }
    let predicted = gold.map { sentence in
      sentence.map { tag in
        tag != "_" && stream.nextIndex(below: 2) == 0 ? tag : names[stream.nextIndex(below: 9)]
      }
    }
    var runs: [(gold: [String], predicted: [String])] = []
    for (right, found) in zip(gold, predicted) {
      runs.append(([], []))
      for (tag, other) in zip(right, found) {
        if tag == "_" {
          runs.append(([], []))
        } else {
          runs[runs.count - 1].gold.append(tag)
          runs[runs.count - 1].predicted.append(other)
        }
      }
    }
    let expected = try score(.spanF1, gold: runs.map(\.gold), predicted: runs.map(\.predicted), tags: names)
    #expect(try score(.spanF1, gold: gold, predicted: predicted, tags: names) == expected)
    #expect(expected.spans.correct > 0)
  }

  @Test(arguments: Metric.allCases)
  func aSplitWithoutGoldTagsScoresZero(metric: Metric) throws {
    let score = try score(metric, gold: [words("_ _ _"), ["_"]], predicted: [words("B-X I-X O"), ["B-X"]])
    #expect(score.metrics.allSatisfy { score[$0] == 0 })
    #expect(score.counts.allSatisfy { $0.count == 0 })
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
