import Model
import Randomness
import Testing

@testable import Corpora

/// Lengths of sentences from 1 to 40.
private func lengths(_ count: Int, seed: UInt64) -> [Int] {
  var stream = RandomStream(seed: seed)
  return (0..<count).map { _ in 1 + stream.nextIndex(below: 40) }
}

@Suite struct BatchPlanTests {
  @Test(arguments: [1, 3, 10, 64], [0, 1, 10, 207])
  func everySentenceIsInOneBatch(size: Int, count: Int) {
    let lengths = lengths(count, seed: 3)
    let plans = [
      BatchPlan.training(lengths: lengths, size: size, stream: RandomStream(seed: 1)),
      BatchPlan.evaluation(lengths: lengths, size: size),
    ]
    for plan in plans {
      #expect(plan.batches.flatMap(\.self).sorted() == Array(0..<count))
      #expect(plan.batches.allSatisfy { (1...size).contains($0.count) })
      #expect(plan.batches.count { $0.count < size } <= 1)
    }
  }

  @Test func sentencesOfABatchAreOfSimilarLength() {
    let lengths = lengths(2_000, seed: 4)
    let plan = BatchPlan.training(lengths: lengths, size: 10, stream: RandomStream(seed: 1))
    let spreads = plan.batches.map { batch in
      let sizes = batch.map { lengths[$0] }
      return (sizes.max() ?? 0) - (sizes.min() ?? 0)
    }
    #expect(spreads.allSatisfy { $0 <= 3 })
  }

  @Test func epochsDifferAndRepeat() {
    let lengths = lengths(300, seed: 5)
    let root = RandomStream(seed: 1)
    let plans = (0..<3).map {
      BatchPlan.training(lengths: lengths, size: 10, stream: root.derived("epoch", $0))
    }
    #expect(plans[0] == BatchPlan.training(lengths: lengths, size: 10, stream: root.derived("epoch", 0)))
    #expect(plans[0] != plans[1])
    #expect(Set(plans[0].batches.map { Set($0) }) != Set(plans[1].batches.map { Set($0) }), "company changes")
    #expect(plans[0].batches.map { lengths[$0[0]] } != plans[0].batches.map { lengths[$0[0]] }.sorted())
  }

  @Test func evaluationIsByLength() {
    let plan = BatchPlan.evaluation(lengths: [3, 1, 2, 1, 3], size: 2)
    #expect(plan.batches == [[1, 3], [2, 0], [4]])
  }
}

@Suite struct DatasetTests {
  /// A corpus of sentences of these lengths, with words `0`, `1`, ….
  private func corpus(_ lengths: [Int]) -> Corpus {
    let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let words = CorpusColumn(name: "token", texts: (0..<lengths.reduce(0, +)).map(String.init))
    return Corpus(name: "a.txt", columns: [words], sentenceStarts: starts)
  }

  @Test(arguments: [(2, 0.1, 1), (10, 0.1, 1), (14, 0.1, 1), (15, 0.1, 2), (8_936, 0.1, 894), (2, 0.9, 1)])
  func theLastSentencesAreHeldOut(count: Int, fraction: Double, heldOut: Int) throws {
    let whole = corpus(Array(repeating: 2, count: count))
    let parts = try whole.holdingOut(HoldOut(.fraction(fraction)))
    #expect(parts.heldOut.sentenceCount == heldOut)
    #expect(parts.kept.sentenceCount == count - heldOut)
    let texts = [parts.kept, parts.heldOut].flatMap { part in
      (0..<part.tokenCount).map { part.columns[0][$0] }
    }
    #expect(texts == (0..<whole.tokenCount).map { whole.columns[0][$0] })
    #expect(parts.heldOut.name == "a.txt (sentences \(count - heldOut + 1) to \(count))")
  }

  @Test func oneSentenceCannotBeShared() {
    #expect(throws: CorpusError.tooShortToHoldOut(file: "a.txt", unit: "sentence", found: 1)) {
      try corpus([5]).holdingOut(HoldOut(.fraction(0.1)))
    }
  }

  @Test func statisticsAreOfTheSplitsThereAre() {
    let dataset = Dataset(train: corpus([1, 2]), dev: corpus([3]))
    #expect(
      dataset.statistics == [
        SplitStatistics(split: .train, sentences: 2, tokens: 3),
        SplitStatistics(split: .dev, sentences: 1, tokens: 3),
      ])
  }

  @Test func positionsAreCounted() {
    let corpus = corpus([1, 4, 2])
    let plain = corpus.positionColumn()
    #expect((0..<7).map { plain[$0] } == ["0", "0", "1", "2", "3", "0", "1"])
    let capped = corpus.positionColumn(name: "pp", cap: 2)
    #expect((0..<7).map { capped[$0] } == ["0", "0", "1", "2", "2", "0", "1"])
    #expect(corpus.positionColumn(cap: 9) == plain)
    #expect(corpus.positionColumn(cap: 0).values == ["0"])
    #expect(corpus.adding(capped).columns.map(\.name) == ["token", "pp"])
  }
}
