package import Model

/// Why a column cannot serve as a layer of spans.
package enum TagError: Error, Hashable, Sendable {
  /// A tag that is neither `O` nor a type after `B-`, `I-`, `E-` or `S-`.
  case notASpanTag(String, column: String, corpus: String)

  /// A tag that its scheme does not allow where it stands.
  case malformed(MalformedTag)
}

/// A tag that its scheme does not allow where it stands.
package struct MalformedTag: Hashable, Sendable {
  /// The corpus, as its user named it.
  package let corpus: String

  /// The line of the token, from 1; `nil` in a corpus that comes from no file.
  package let line: Int?

  package let column: String

  /// The number of the sentence from 1.
  package let sentence: Int

  /// The number of the token in the sentence from 1; one more than there are where a span never ends.
  package let token: Int

  /// The tag, and the one before it; `nil` before the first and after the last token.
  package let tag: String?
  package let previous: String?

  package let scheme: TagScheme

  /// The words of the sentence, and its tags.
  package let words: String
  package let tags: String

  init(corpus: Corpus, column: CorpusColumn, sentence: Int, position: Int, scheme: TagScheme) {
    let tokens = corpus.tokens(ofSentence: sentence)
    self.corpus = corpus.name
    line = corpus.origin.location(
      ofToken: tokens.lowerBound + min(position, tokens.count - 1), sentence: sentence)?.line
    self.column = column.name
    self.sentence = sentence + 1
    token = position + 1
    tag = position < tokens.count ? column[tokens.lowerBound + position] : nil
    previous = position > 0 ? column[tokens.lowerBound + position - 1] : nil
    self.scheme = scheme
    words = corpus.columns.first.map { corpus.text(ofSentence: sentence, in: $0) } ?? ""
    tags = corpus.text(ofSentence: sentence, in: column)
  }
}

extension TagError: CustomStringConvertible {
  /// The message with what was found, what was expected and what to do.
  package var description: String {
    switch self {
    case .notASpanTag(let tag, let column, let corpus):
      """
      \(corpus): error: found the tag '\(tag)' in column '\(column)', expected O or a type after B-, I-, E- or S-; \
      choose a column of spans, or the metric 'accuracy'
      """
    case .malformed(let place):
      """
      \(place.corpus)\(place.line.map { ":\($0)" } ?? ""): error: found \(place.tag.map { "'\($0)'" } ?? "the end") after \
      \(place.previous.map { "'\($0)'" } ?? "the start") at token \(place.token) of sentence \(place.sentence), \
      expected well-formed \(place.scheme.rawValue) tags in column '\(place.column)': "\(place.words)" is tagged \
      "\(place.tags)"; correct the file, name its scheme, or let malformed tags be read as by conlleval
      """
    }
  }
}
