import Model

/// How much text there is.
package struct CorpusSize: Hashable, Sendable {
  package let sentences: Int
  package let tokens: Int

  package init(sentences: Int, tokens: Int) {
    self.sentences = sentences
    self.tokens = tokens
  }

  /// This part of the text, if sentences are of one length.
  func part(_ amount: SentenceAmount) -> CorpusSize {
    let part = min(amount.count(of: sentences), sentences)
    return CorpusSize(
      sentences: part, tokens: sentences == 0 ? 0 : Int((Double(tokens) * Double(part) / Double(sentences)).rounded()))
  }

  /// What is held out of the text: at least one sentence, and not all of them.
  func heldOut(_ rule: HoldOut) -> CorpusSize {
    part(.sentences(min(max(rule.amount.count(of: sentences), 1), max(sentences - 1, 0))))
  }

  /// This text and `other`.
  func and(_ other: CorpusSize) -> CorpusSize {
    func sum(_ left: Int, _ right: Int) -> Int {
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .max : sum
    }
    return CorpusSize(sentences: sum(sentences, other.sentences), tokens: sum(tokens, other.tokens))
  }

  /// The text without a part of it.
  func without(_ part: CorpusSize) -> CorpusSize {
    CorpusSize(sentences: sentences - part.sentences, tokens: tokens - part.tokens)
  }
}

/// The sizes of corpora as far as they are known without training: those of files that can be read here, and of
/// generated ones.
package struct CorpusSizes: Sendable {
  private var files: [Digest: CorpusSize] = [:]

  /// Nothing is known but what specifications say.
  package init() {}

  /// The tokens of a sentence of the built-in generator, in the mean.
  package static let syntheticSentenceLength = 12.0

  /// The size of the file with this content.
  package subscript(file: Digest) -> CorpusSize? {
    get { files[file] }
    set { files[file] = newValue }
  }

  /// The training sentences of `source`; `nil` if that is not known.
  package func training(_ source: CorpusSource) -> CorpusSize? {
    switch source {
    case .synthetic(let sentences): Self.generated(sentences.train)
    case .files(let corpus): training(corpus)
    }
  }

  private func training(_ corpus: CorpusFiles) -> CorpusSize? {
    guard let whole = size(corpus.train) else { return nil }
    let kept = corpus.dev.isEmpty ? whole.without(whole.heldOut(corpus.holdOut)) : whole
    return corpus.limit.map { kept.part($0.amount) } ?? kept
  }

  /// The sentences that selection looks at.
  package func development(_ source: CorpusSource) -> CorpusSize? {
    switch source {
    case .synthetic(let sentences): Self.generated(sentences.dev)
    case .files(let corpus):
      corpus.dev.isEmpty ? size(corpus.train)?.heldOut(corpus.holdOut) : size(corpus.dev)
    }
  }

  /// The sentences that results are reported on.
  package func reported(_ source: CorpusSource) -> CorpusSize? {
    switch source {
    case .synthetic(let sentences): Self.generated(sentences.test > 0 ? sentences.test : sentences.dev)
    case .files(let corpus): corpus.test.isEmpty ? development(source) : size(corpus.test)
    }
  }

  /// The sentences of a further test set.
  func size(of set: EvaluatedSet) -> CorpusSize? {
    switch (set.split, set.corpus) {
    case (.train, _): training(set.corpus)
    case (.dev, _): development(set.corpus)
    case (.test, .synthetic(let sentences)): Self.generated(sentences.test)
    case (.test, .files(let corpus)): size(corpus.test)
    }
  }

  private func size(_ files: [InputFile]) -> CorpusSize? { total(of: files.map(\.digest)) }

  /// The size of the files with these contents together; `nil` for no file, or if one of them is not known.
  package func total(of files: [Digest?]) -> CorpusSize? {
    if files.isEmpty { return nil }
    var sum = CorpusSize(sentences: 0, tokens: 0)
    for file in files {
      guard let size = file.flatMap({ self.files[$0] }) else { return nil }
      sum = sum.and(size)
    }
    return sum
  }

  private static func generated(_ sentences: Int) -> CorpusSize {
    CorpusSize(sentences: sentences, tokens: Int(Double(sentences) * syntheticSentenceLength))
  }
}
