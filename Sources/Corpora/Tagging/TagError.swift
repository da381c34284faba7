package import Model
import Text

/// Why labels are not the tags of spans in a scheme.
package enum TagError: Error, Hashable, Sendable {
  /// A tag that its scheme does not have.
  case notASpanTag(MisplacedTag)

  /// A tag with a type in a column of tags without, or the reverse; `other` is an earlier tag.
  case mixed(MisplacedTag, other: String)

  /// A tag that its scheme does not allow where it stands.
  case malformed(MalformedTag)
}

/// A tag that cannot stand anywhere in its column.
package struct MisplacedTag: Hashable, Sendable {
  package let tag: String
  package let column: String

  /// The corpus, as its user named it.
  package let corpus: String

  /// The line of the first token with the tag, from 1; `nil` in a corpus that comes from no file.
  package let line: Int?

  package let scheme: TagScheme

  package init(tag: String, column: String, corpus: String, line: Int?, scheme: TagScheme) {
    self.tag = tag
    self.column = column
    self.corpus = corpus
    self.line = line
    self.scheme = scheme
  }
}

extension TagError {
  /// The tag that is wrong, or the one that contradicts the scheme; `nil` where a span never ends.
  var tag: String? {
    switch self {
    case .notASpanTag(let found), .mixed(let found, other: _): found.tag
    case .malformed(let found): found.tag
    }
  }
}

extension TagError {
  /// What `error` says of the tags of `column`, the place being that of the first such tag.
  init(_ error: SpanTagSetError, column: CorpusColumn, corpus: Corpus, scheme: TagScheme) {
    let line = corpus.line(of: error.tag, in: column)
    self.init(error, column: column.name, corpus: corpus.name, line: line, scheme: scheme)
  }

  init(_ error: SpanTagSetError, column: String, corpus: String, line: Int?, scheme: TagScheme) {
    let place = MisplacedTag(tag: error.tag, column: column, corpus: corpus, line: line, scheme: scheme)
    switch error {
    case .notATag: self = .notASpanTag(place)
    case .mixed(_, after: let other): self = .mixed(place, other: other)
    }
  }
}

extension SpanTagSetError {
  /// The tag that is wrong.
  fileprivate var tag: String {
    switch self {
    case .notATag(let tag), .mixed(let tag, after: _): tag
    }
  }
}

extension Corpus {
  /// The line of the first token whose text in `column` is `text`; `nil` where the corpus comes from no file.
  fileprivate func line(of text: String, in column: CorpusColumn) -> Int? {
    let exact = ExactText(text)
    guard let id = column.values.firstIndex(where: { ExactText($0) == exact }),
      let token = column.ids.firstIndex(of: Int32(id)),
      let sentence = (0..<sentenceCount).first(where: { tokens(ofSentence: $0).contains(token) })
    else { return nil }
    return origin.location(ofToken: token, sentence: sentence)?.line
  }
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
    line =
      corpus.origin.location(
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
  /// The message with what was expected, what was found and what to do.
  package var description: String {
    switch self {
    case .notASpanTag(let found):
      "\(found.place): error: \(found.message); \(found.advice)"
    case .mixed(let found, let other):
      "\(found.place): error: \(found.messageOfMixedTypes) in a column with '\(other.visible)'; correct the file"
    case .malformed(let place):
      """
      \(place.corpus)\(place.line.map { ":\($0)" } ?? ""): error: found \
      \(place.tag.map { "'\($0.visible)'" } ?? "the end") after \
      \(place.previous.map { "'\($0.visible)'" } ?? "the start") at token \(place.token) of sentence \
      \(place.sentence), expected well-formed \(place.scheme.rawValue) tags in column '\(place.column)': \
      "\(place.words.visible)" is tagged "\(place.tags.visible)"; correct the file, name its scheme, or let malformed \
      tags be read as by conlleval
      """
    }
  }
}

extension MisplacedTag {
  /// The corpus and the line, as messages begin.
  fileprivate var place: String { corpus + (line.map { ":\($0)" } ?? "") }

  /// What was expected, and what was found.
  package var message: String {
    "expected a \(scheme.rawValue) tag in column '\(column)' (\(scheme.tagForms)), found '\(tag.shownInMessages)'"
  }

  /// What was expected and found where only some tags of the column have types.
  package var messageOfMixedTypes: String {
    "expected a type in all tags of column '\(column)' but O, or in none, found '\(tag.visible)'"
  }

  /// What to do about a tag that the scheme does not have.
  package var advice: String {
    scheme.advice(onTag: tag) ?? "choose a column of spans, or the metric 'accuracy'"
  }
}

extension TagScheme {
  /// What to do about `text`, which the scheme does not have, if it is like a tag.
  func advice(onTag text: String) -> String? {
    let others = TagScheme.allCases.filter { $0 != self && $0.has(text) }.map(\.rawValue)
    if !others.isEmpty { return "it is a tag of \(list(others)): name the scheme of the file" }
    return text.visible == text ? nil : "remove the characters that are shown by their numbers"
  }

  /// The forms of the scheme's tags, as messages list them.
  var tagForms: String {
    list(["O"] + rolesInSpans.map { "\(letter(of: $0))-TYPE" }, joinedBy: "or")
  }
}

extension String {
  /// The text as messages show a token or a label: what cannot be seen as numbers, and no more than fits a line.
  package var shownInMessages: String { visible.shortened(to: 60) }
}
