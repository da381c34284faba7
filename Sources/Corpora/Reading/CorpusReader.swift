package import Model

/// A reader of corpora in one format.
///
/// The corpus has a column called `token`, and after it one for each of `layers`. LF and CRLF end a line; a byte-order
/// mark in front and a missing end of the last sentence make no difference. A line that does not fit the format is an
/// error: nothing is guessed.
package struct CorpusReader: Hashable, Sendable {
  /// The name of the column of tokens.
  package static let token = "token"

  package let format: CorpusFormat

  /// The columns of labels to read, in the order in which the corpus has them.
  package let layers: [Layer]

  /// Creates a reader. Requires: the layers have different names, and places that the format has.
  package init(_ format: CorpusFormat, layers: [Layer] = []) {
    precondition(Set(layers.map(\.name)).count == layers.count, "two columns of one name")
    self.format = format
    self.layers = layers
  }

  /// The names of the columns that the corpus has.
  var columnNames: [String] { [Self.token] + layers.map(\.name) }

  /// The corpus that `texts` hold one after the other. A sentence ends with its file.
  ///
  /// Throws: the first error. Complexity: linear in the number of bytes.
  package func read(_ texts: [DataText]) throws(CorpusError) -> Corpus {
    var builder = CorpusBuilder(columns: columnNames)
    for text in texts {
      var lines = lines(of: text, continuing: builder)
      let before = builder.sentenceCount
      while try lines.next() != nil {}
      builder = lines.builder
      guard builder.sentenceCount > before else { throw .noSentences(file: text.name) }
    }
    return builder.corpus
  }

  /// The most errors that a survey lists of one file, so that a file that does not fit at all takes no more memory than
  /// others.
  package static let mostErrors = 100_000

  /// The corpus that `texts` hold, as far as it can be read, and what is wrong with the rest: at most `mostErrors`
  /// errors of each file, its first.
  package func survey(_ texts: [DataText]) -> (corpus: Corpus, errors: [CorpusError]) {
    var builder = CorpusBuilder(columns: columnNames)
    var errors: [CorpusError] = []
    for text in texts {
      var lines = lines(of: text, continuing: builder)
      let before = (builder.sentenceCount, errors.count)
      var isAtEnd = false
      while !isAtEnd {
        do throws(CorpusError) { isAtEnd = try lines.next() == nil } catch {
          if errors.count - before.1 < Self.mostErrors { errors.append(error) }
        }
      }
      builder = lines.builder
      if builder.sentenceCount == before.0, errors.count == before.1 { errors.append(.noSentences(file: text.name)) }
    }
    return (builder.corpus, errors)
  }

  /// The lines of `text`, whose tokens go to `builder`.
  func lines(of text: DataText, continuing builder: CorpusBuilder) -> any CorpusLines {
    switch format {
    case .columns(let layout): ColumnLines(text, layout, layers, continuing: builder)
    case .conllu: ConlluLines(text, layers, continuing: builder)
    case .jsonl(let layout): JSONLines(text, layout, layers, continuing: builder)
    }
  }
}

/// The lines of a corpus, checked and taken into a corpus one at a time.
protocol CorpusLines {
  /// What has been read; its last sentence may be incomplete before the last line.
  var builder: CorpusBuilder { get }

  /// The text of the line that was read last.
  var text: String { get }

  /// The text of the line that was read last, up to the end of its last column.
  var textOfColumns: String { get }

  /// What a message shows of a label that was read last: that of the token numbered `token` in the line, in the
  /// corpus's column numbered `column`. Requires: the line is a token or a sentence.
  func shown(column: Int, token: Int) -> TextLine

  /// Reads the next line; `nil` at the end, which ends the last sentence. After an error, reading continues with
  /// the line after the refused one.
  mutating func next() throws(CorpusError) -> CorpusLineKind?
}

/// What a line of a corpus is.
enum CorpusLineKind: Hashable {
  /// A token, with its columns.
  case token

  /// A whole sentence.
  case sentence

  /// Empty; it ends the sentence before it.
  case empty

  /// Neither: a comment, or a line that is passed over.
  case other
}
