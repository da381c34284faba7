package import Model
import Text

/// Predicted tags beside the gold tags of the same tokens, both in the scheme of the data.
package struct TagComparison: Sendable {
  private let corpus: Corpus
  private let gold: CorpusColumn
  private let predicted: CorpusColumn

  /// The scheme of both; `nil` where they are not of spans.
  private let scheme: TagScheme?

  /// Compares tags of the sentences of `corpus`. Missing gold tags are `CorpusColumn.missingLabel`.
  ///
  /// Requires: a predicted tag for each token.
  package init(gold: CorpusColumn, predicted: [String], of corpus: Corpus, scheme: TagScheme?) {
    precondition(predicted.count == corpus.tokenCount && gold.ids.count == corpus.tokenCount, "a tag for each token")
    self.gold = gold
    self.predicted = CorpusColumn(name: gold.name, texts: predicted)
    self.corpus = corpus
    self.scheme = scheme
  }

  /// The score by `metric`: tag by tag, or of the spans that conlleval reads from both.
  ///
  /// Throws: `TagError` where the metric is of spans and a tag is none of the scheme, or only some tags have types.
  package func score(_ metric: Metric, task: String) throws(TagError) -> Score {
    let tags = TagSet(training: predicted, others: [gold])
    let numbers = (gold: tags.encode(gold), predicted: tags.encode(predicted))
    var tally = try ScoreTally(metric, tags: tags, scheme: scheme, task: task)
    for sentence in 0..<corpus.sentenceCount {
      let tokens = corpus.tokens(ofSentence: sentence)
      tally.count(gold: numbers.gold[tokens], predicted: numbers.predicted[tokens])
    }
    return tally.score
  }

  /// Whether the token has a gold tag, and another predicted one.
  private func isWrong(_ token: Int) -> Bool {
    gold[token] != CorpusColumn.missingLabel && ExactText(gold[token]) != ExactText(predicted[token])
  }

  private func hasErrors(_ sentence: Int) -> Bool { corpus.tokens(ofSentence: sentence).contains(where: isWrong) }

  // MARK: Columns

  /// A token a line with its gold tag, its predicted tag and those of `extra`, and an empty line after each sentence.
  ///
  /// With `onlyErrors` only the sentences with a wrong tag; a fourth column then is `*` for wrong tokens and `-` for
  /// others. `missing` stands for missing gold tags.
  package func columns(
    separator: String, missing: String, onlyErrors: Bool, extra: (Int) -> [String] = { _ in [] }
  ) -> String {
    var text = ""
    for sentence in 0..<corpus.sentenceCount where !onlyErrors || hasErrors(sentence) {
      for token in corpus.tokens(ofSentence: sentence) {
        let right = gold[token] == CorpusColumn.missingLabel ? missing : gold[token]
        let mark = onlyErrors ? [isWrong(token) ? "*" : "-"] : []
        let fields = [corpus.columns[0][token], right, predicted[token]] + mark + extra(token)
        text += fields.map(\.withoutControls).joined(separator: separator) + "\n"
      }
      text += "\n"
    }
    return text
  }

  // MARK: Errors

  /// How many tags are wrong, and which types were taken for which.
  package var errors: TagErrors {
    var counts: [TagErrors.Kind: Int] = [:]
    var sentences = 0
    for sentence in 0..<corpus.sentenceCount {
      let wrong = corpus.tokens(ofSentence: sentence).filter(isWrong)
      if !wrong.isEmpty { sentences += 1 }
      for token in wrong {
        counts[TagErrors.Kind(gold: type(of: gold[token]), predicted: type(of: predicted[token])), default: 0] += 1
      }
    }
    let kinds = counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0.key) < ($0.1, $1.0.key) }
    return TagErrors(sentences: sentences, allSentences: corpus.sentenceCount, kinds: kinds)
  }

  /// The type of spans that the tag is of; the tag itself where it has none.
  private func type(of tag: String) -> String {
    guard let scheme, let parsed = ParsedTag(tag, in: scheme), !parsed.type.isEmpty else { return tag.visible }
    return parsed.type.visible
  }
}

/// How many predicted tags are wrong.
package struct TagErrors: Sendable, CustomStringConvertible {
  /// The type of a gold tag, or the tag itself, and that of the predicted one.
  package struct Kind: Hashable, Sendable {
    package let gold: String
    package let predicted: String

    /// What kinds of one count are in the order of.
    fileprivate var key: String { "\(gold)\t\(predicted)" }
  }

  /// The sentences with a wrong tag, and all.
  package let sentences: Int
  package let allSentences: Int

  /// How many wrong tags of each kind there are, the most frequent first.
  package let kinds: [(kind: Kind, count: Int)]

  init(sentences: Int, allSentences: Int, kinds: [(Kind, Int)]) {
    self.sentences = sentences
    self.allSentences = allSentences
    self.kinds = kinds.map { ($0.0, $0.1) }
  }

  /// The counts, and the ten most frequent kinds: `3 wrong tags in 2 of 9 sentences: PER → LOC 2, O → PER 1`.
  package var description: String {
    let tags = counted(kinds.map(\.count).reduce(0, +), "wrong tag")
    let start = "\(tags) in \(sentences) of \(counted(allSentences, "sentence"))"
    if kinds.isEmpty { return start }
    let shown = kinds.prefix(10).map { "\($0.kind.gold) → \($0.kind.predicted) \($0.count)" }
    let others = kinds.dropFirst(10)
    let rest = others.isEmpty ? [] : ["others \(others.map(\.count).reduce(0, +))"]
    return "\(start): \((shown + rest).joined(separator: ", "))"
  }
}
