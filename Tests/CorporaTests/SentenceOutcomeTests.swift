import Model
import Randomness
import TensorFiles
import Testing

@testable import Corpora

@Suite struct SentenceOutcomeTests {
  private let tags = ["B-LOC", "B-PER", "I-LOC", "I-PER", "O"]

  /// Random sentences of random tags, some of which lack their gold tags, counted in the order of `numbers`.
  private func tally(
    _ metric: Metric, seed: UInt64, in order: ([Int]) -> [Int] = { $0 }
  ) throws -> (tally: ScoreTally, counts: [ScoreTally]) {
    let set = TagSet(training: CorpusColumn(name: "tag", texts: tags), others: [])
    var stream = RandomStream(seed: seed)
    let sentences = (0..<40).map { _ in
      (0..<stream.nextIndex(below: 9)).map { _ in
        let gold = Int32(stream.nextIndex(below: 5))
        let found = stream.nextIndex(below: 3) == 0 ? Int32(stream.nextIndex(below: 5)) : gold
        return (gold: stream.nextIndex(below: 15) == 0 ? Int32.missingTag : gold, predicted: found)
      }
    }
    var all = try ScoreTally(metric, tags: set, scheme: .bio2, task: "t")
    for number in order(Array(sentences.indices)) {
      all.count(gold: sentences[number].map(\.gold), predicted: sentences[number].map(\.predicted), ofSentence: number)
    }
    let single = try sentences.map { sentence in
      var one = try ScoreTally(metric, tags: set, scheme: .bio2, task: "t")
      one.count(gold: sentence.map(\.gold), predicted: sentence.map(\.predicted))
      return one
    }
    return (all, single)
  }

  /// The score of all sentences follows from what was counted of each, to the last bit.
  @Test(arguments: Metric.allCases, [UInt64(1), 2, 3])
  func scoresFollowFromSentences(metric: Metric, seed: UInt64) throws {
    let (tally, counts) = try tally(metric, seed: seed)
    let outcomes = tally.outcomes
    let width = outcomes.counterCount
    #expect(outcomes.sentenceCount == counts.count)
    var sums = [Int32](repeating: 0, count: width)
    for (place, count) in outcomes.counters.enumerated() { sums[place % width] += count }
    #expect(sums.withUnsafeBufferPointer { SentenceOutcomes.value(of: metric, $0) } == tally.score.value)
    for (number, one) in counts.enumerated() {
      let row = Array(outcomes.counters[number * width..<(number + 1) * width])
      #expect(row.withUnsafeBufferPointer { SentenceOutcomes.value(of: metric, $0) } == one.score.value)
      #expect(outcomes.tokens[number] == one.score.tags.tokens.total)
      #expect(outcomes.correct[number] == one.score.tags.tokens.correct)
    }
  }

  @Test(arguments: [Metric.spanF1, .macroF1, .accuracy])
  func sentencesAreCountedInAnyOrder(metric: Metric) throws {
    let inOrder = try tally(metric, seed: 9).tally
    let reversed = try tally(metric, seed: 9) { $0.reversed() }.tally
    #expect(inOrder.outcomes == reversed.outcomes)
    #expect(inOrder.confusion == reversed.confusion)
    #expect(inOrder.score == reversed.score)
  }

  /// Every gold span is right, missed or confused, and every wrong predicted one is spurious or overlaps a gold one.
  @Test(arguments: 0..<20)
  func everyGoldSpanIsAccountedFor(seed: UInt64) throws {
    let tally = try tally(.spanF1, seed: seed).tally
    let (errors, spans) = (tally.confusion, tally.score.spans)
    let confused = (errors.wrongType + errors.wrongBorder).map(\.count)
    #expect(spans.correct + errors.missed.map(\.count).reduce(0, +) + confused.reduce(0, +) == spans.gold)
    #expect(spans.correct + errors.spurious.map(\.count).reduce(0, +) <= spans.predicted)
    #expect(errors.tokens.map(\.count).reduce(0, +) == tally.score.tags.tokens.total - tally.score.tags.tokens.correct)
    #expect(errors.wrongType.allSatisfy { $0.gold != $0.predicted })
    #expect(zip(errors.tokens, errors.tokens.dropFirst()).allSatisfy { $0.count >= $1.count })
  }

  /// Tags that are canonically equivalent are two, in errors as everywhere.
  @Test func tagsAreToldApartByTheirBytes() throws {
    let set = TagSet(training: CorpusColumn(name: "tag", texts: ["\u{E9}", "e\u{301}", "x"]), others: [])
    var tally = try ScoreTally(.accuracy, tags: set, scheme: nil, task: "t")
    tally.count(gold: [0, 1, 2, 2], predicted: [1, 0, 0, 1])
    #expect(tally.confusion.tokens.map(\.count) == [1, 1, 1, 1])
    #expect(tally.score.tokensByTag.count == 3)
  }

  @Test func errorsOfSpansAreOfFourKinds() throws {
    let set = TagSet(training: CorpusColumn(name: "tag", texts: tags), others: [])
    var tally = try ScoreTally(.spanF1, tags: set, scheme: .bio2, task: "t")
    func numbers(_ text: String) -> [Int32] { words(text).compactMap { set.number(of: $0) } }
    tally.count(gold: numbers("B-PER I-PER O B-LOC O"), predicted: numbers("B-LOC I-LOC O O B-PER"))
    tally.count(gold: numbers("B-PER I-PER I-PER O B-LOC"), predicted: numbers("B-PER O B-LOC O B-LOC"))
    tally.count(gold: numbers("B-PER I-PER"), predicted: numbers("B-LOC B-PER"))
    let errors = tally.confusion
    #expect(errors.wrongType == [Confusion.Pair(gold: "PER", predicted: "LOC", count: 1)])
    #expect(errors.missed == [Confusion.Single(type: "LOC", count: 1)])
    #expect(errors.spurious == [Confusion.Single(type: "PER", count: 1)])
    #expect(errors.wrongBorder == [Confusion.Pair(gold: "PER", predicted: "PER", count: 2)])
    #expect(errors.tokens.contains(Confusion.Pair(gold: "I-PER", predicted: "B-PER", count: 1)))
  }
}

@Suite struct OutcomesFileTests {
  private let outcomes = SentenceOutcomes(
    metric: .spanF1, categories: ["LOC", "P\"ER"], tokens: [3, 0, 70_000], correct: [2, 0, 300],
    entries: [
      SentenceOutcomes.Entry(sentence: 0, category: 1, counts: MatchCounts(correct: 1, predicted: 1, gold: 2)),
      SentenceOutcomes.Entry(sentence: 2, category: 0, counts: MatchCounts(correct: 0, predicted: 300, gold: 0)),
      SentenceOutcomes.Entry(sentence: 2, category: 1, counts: MatchCounts(correct: 0, predicted: 0, gold: 1)),
    ])

  /// What is written is read again, whatever the size of its numbers and the names of tasks and types.
  @Test func outcomesAreReadAsTheyWereWritten() throws {
    let tokens = SentenceOutcomes(metric: .accuracy, categories: [], tokens: [3, 5], correct: [1, 5], entries: [])
    let empty = SentenceOutcomes(metric: .mcc, categories: ["A"], tokens: [], correct: [], entries: [])
    let file = OutcomesFile(tasks: ["a.tokens": outcomes, "b": tokens, "ü x": empty])
    let bytes = file.tensors.serialised()
    #expect(try OutcomesFile(Safetensors(parsing: bytes), of: ["a.tokens", "b", "ü x"]) == file)
  }

  /// A sentence of usual length takes a few bytes: three, and four for each type that it has.
  @Test func sentencesTakeFewBytes() {
    let many = SentenceOutcomes(
      metric: .spanF1, categories: ["LOC"], tokens: Array(repeating: 20, count: 1000),
      correct: Array(repeating: 19, count: 1000),
      entries: (0..<1000).map {
        SentenceOutcomes.Entry(sentence: $0, category: 0, counts: MatchCounts(correct: 1, predicted: 1, gold: 1))
      })
    #expect(OutcomesFile(tasks: ["t": many]).tensors.serialised().count < 7600)
  }

  /// Files that contradict themselves are refused with a reason.
  @Test(
    arguments: [
      ("t.tokens", nil, "expected the tensor 't.tokens'"),
      ("t.correct", [4, 0, 300], "more right tokens than tokens in 't.correct'"),
      ("t.correct", [2, 0], "expected a whole number for each sentence in 't.correct'"),
      ("t.entries", [0, 1, 1, 1], "expected four numbers for each row of 't.entries'"),
      ("t.entries", [0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0], "numbers that contradict each other in 't.entries'"),
      ("t.entries", [2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], "numbers that contradict each other in 't.entries'"),
    ] as [(String, [Int]?, String)])
  func contradictionsAreRefused(tensor: String, numbers: [Int]?, reason: String) {
    var file = OutcomesFile(tasks: ["t": outcomes]).tensors
    file.tensors[tensor] = numbers.map { Safetensors.Tensor(smallest: $0) }
    #expect(throws: OutcomesError(description: reason)) { try OutcomesFile(file, of: ["t"]) }
  }
}
