/// A part of a dataset and what it is for.
package enum Split: String, Hashable, Sendable, CaseIterable {
  /// What parameters and masks are learned from.
  case train

  /// What models are selected by.
  case dev

  /// What is only reported on.
  case test
}

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
  /// The corpus in two parts, for a dataset without dev data: its last sentences are held out.
  ///
  /// `fraction` of the sentences are held out, rounded to the nearest number but at least one, and at least one is
  /// kept. They are the last ones, so that neighbouring sentences of one article stay on one side.
  ///
  /// Requires: `fraction` lies between 0 and 1. Throws: `CorpusError.tooShortToHoldOut` for a single sentence.
  package func holdingOut(fraction: Double) throws(CorpusError) -> (kept: Corpus, heldOut: Corpus) {
    precondition(fraction > 0 && fraction < 1, "a fraction between 0 and 1")
    guard sentenceCount > 1 else { throw .tooShortToHoldOut(file: name, sentences: sentenceCount) }
    let rounded = Int((Double(sentenceCount) * fraction).rounded(.toNearestOrAwayFromZero))
    let first = sentenceCount - min(max(rounded, 1), sentenceCount - 1)
    return (
      slice(sentences: 0..<first, name: "\(name) (sentences 1 to \(first))"),
      slice(sentences: first..<sentenceCount, name: "\(name) (sentences \(first + 1) to \(sentenceCount))")
    )
  }
}
