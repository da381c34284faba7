/// How much text there is.
package struct CorpusSize: Hashable, Sendable {
  package let sentences: Int
  package let tokens: Int

  package init(sentences: Int, tokens: Int) {
    self.sentences = sentences
    self.tokens = tokens
  }

  /// This fraction of the text, in whole sentences and tokens.
  func scaled(by fraction: Double) -> CorpusSize {
    CorpusSize(
      sentences: Int((Double(sentences) * fraction).rounded()), tokens: Int((Double(tokens) * fraction).rounded()))
  }
}

/// The sizes of corpora as far as they are known without training: those of files at hand, and of the generator's.
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
    case .files(let columns): size(columns.train)?.scaled(by: columns.dev == nil ? 1 - columns.holdOut : 1)
    }
  }

  /// The sentences that selection looks at.
  package func development(_ source: CorpusSource) -> CorpusSize? {
    switch source {
    case .synthetic(let sentences): Self.generated(sentences.dev)
    case .files(let columns): columns.dev.map { size($0) } ?? size(columns.train)?.scaled(by: columns.holdOut)
    }
  }

  /// The sentences that results are reported on.
  package func reported(_ source: CorpusSource) -> CorpusSize? {
    switch source {
    case .synthetic(let sentences): Self.generated(sentences.test > 0 ? sentences.test : sentences.dev)
    case .files(let columns): columns.test.map { size($0) } ?? development(source)
    }
  }

  private func size(_ file: InputFile) -> CorpusSize? { file.digest.flatMap { files[$0] } }

  private static func generated(_ sentences: Int) -> CorpusSize {
    CorpusSize(sentences: sentences, tokens: Int(Double(sentences) * syntheticSentenceLength))
  }
}
