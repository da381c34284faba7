package import Model
import Randomness

/// The splits of one dataset.
package struct Dataset: Hashable, Sendable {
  package let train: Corpus
  package let dev: Corpus
  package let test: Corpus?

  package init(train: Corpus, dev: Corpus, test: Corpus? = nil) {
    self.train = train
    self.dev = dev
    self.test = test
  }

  /// The corpus of `split`; `nil` where the dataset has none.
  package subscript(split: Split) -> Corpus? {
    switch split {
    case .train: train
    case .dev: dev
    case .test: test
    }
  }

  /// The sizes of the splits there are.
  package var statistics: [SplitStatistics] {
    Split.allCases.compactMap { split in
      self[split].map { SplitStatistics(split: split, sentences: $0.sentenceCount, tokens: $0.tokenCount) }
    }
  }
}

/// The size of a split.
package struct SplitStatistics: Hashable, Sendable {
  package let split: Split
  package let sentences: Int
  package let tokens: Int
}

extension Corpus {
  /// The corpus in two parts, for a dataset without dev data.
  ///
  /// At least one sentence is held out, and at least one is kept. By default the last ones are held out, so that
  /// neighbouring sentences of one article stay on one side. Both parts keep the order of the files.
  ///
  /// Throws: `CorpusError.tooShortToHoldOut` for a single sentence, or document, and `tooFewToHoldOut` for a number of
  /// sentences that leaves none.
  package func holdingOut(_ rule: HoldOut) throws(CorpusError) -> (kept: Corpus, heldOut: Corpus) {
    if case .sentences(let count) = rule.amount, count >= sentenceCount {
      throw .tooFewToHoldOut(file: name, wanted: count, found: sentenceCount)
    }
    let units = try units(of: rule.unit)
    let wanted = max(rule.amount.count(of: sentenceCount), 1)
    var heldOut: [Range<Int>] = []
    var count = 0
    for unit in order(of: units.count, rule.order, purpose: "hold out") {
      if count >= wanted || heldOut.count == units.count - 1 { break }
      heldOut.append(units[unit])
      count += units[unit].count
    }
    let held = Set(heldOut.flatMap(\.self))
    let kept = (0..<sentenceCount).filter { !held.contains($0) }
    return (
      subset(kept, name: partName(kept)), subset(held.sorted(), name: partName(held.sorted()))
    )
  }

  /// The corpus of some sentences, in the order of the files.
  package func limited(to limit: TrainingLimit) -> Corpus {
    let count = min(max(limit.amount.count(of: sentenceCount), 1), sentenceCount)
    if count == sentenceCount { return self }
    let chosen: [Int]
    switch limit.order {
    case .files: chosen = Array(0..<count)
    case .random(let seed): chosen = permutation(of: sentenceCount, seed: seed, purpose: "limit").prefix(count).sorted()
    }
    return subset(chosen, name: partName(chosen))
  }

  /// What is held out together, as ranges of sentences.
  private func units(of unit: HoldOutUnit) throws(CorpusError) -> [Range<Int>] {
    let units: [Range<Int>]
    switch unit {
    case .sentence: units = (0..<sentenceCount).map { $0..<$0 + 1 }
    case .document:
      let starts = origin.documentStarts + [sentenceCount]
      units = zip(starts, starts.dropFirst()).map { $0..<$1 }
    }
    guard units.count > 1 else { throw .tooShortToHoldOut(file: name, unit: unit.keyName, found: units.count) }
    return units
  }

  /// The numbers below `count` in the order in which they are held out.
  private func order(of count: Int, _ order: SentenceOrder, purpose: String) -> [Int] {
    switch order {
    case .files: (0..<count).reversed()
    case .random(let seed): permutation(of: count, seed: seed, purpose: purpose)
    }
  }

  private func permutation(of count: Int, seed: Int, purpose: String) -> [Int] {
    var stream = RandomStream(seed: UInt64(seed)).derived(purpose)
    return stream.shuffled(Array(0..<count))
  }

  private func partName(_ sentences: [Int]) -> String {
    guard let first = sentences.first, let last = sentences.last else { return name }
    let isRun = last - first == sentences.count - 1
    return isRun
      ? "\(name) (sentences \(first + 1) to \(last + 1))" : "\(name) (\(sentences.count) of \(sentenceCount) sentences)"
  }
}
