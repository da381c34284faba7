package import Model

/// Sentences that are to be tagged, with everything that stands around them.
package struct TaggingInput: Hashable, Sendable {
  /// A line of the input.
  package enum Item: Hashable, Sendable {
    /// The token of this number, from 0 within the corpus.
    case token(Int)

    /// The whole sentence of this number, from 0.
    case sentence(Int)

    /// An empty line.
    case emptyLine

    /// A line that is no token and is kept as it is; among JSON objects, one without tokens.
    case skippedLine(String)
  }

  package let form: SentenceForm

  /// The sentences, with the column `token` and after it those that were asked for.
  package let corpus: Corpus

  /// The lines of the input, in order.
  package let items: [Item]

  /// The line of each token as it was read, or of each sentence if they are JSON objects; empty if sentences are text.
  package let lines: [String]
}

/// Every line of an input that cannot be read.
package struct TaggingInputErrors: Error, Hashable, Sendable, CustomStringConvertible {
  package let errors: [CorpusError]

  package init(errors: [CorpusError]) { self.errors = errors }

  /// A line for each of the first ten kinds of error: the first of the kind, and how many there are.
  package var description: String {
    let groups = errors.grouped
    let more = groups.count - Self.shownKinds
    let closing = more > 0 ? ["error: \(more) other \(more == 1 ? "kind" : "kinds") of error"] : []
    return (groups.prefix(Self.shownKinds).map(\.description) + closing).joined(separator: "\n")
  }

  private static let shownKinds = 10
}

extension TaggingInput {
  /// Reads sentences that are lines.
  package init(text: DataText) throws(TaggingInputErrors) {
    var scanner = LineScanner(text)
    var builder = CorpusBuilder(columns: [CorpusReader.token])
    builder.beginFile(text.name)
    var fields: [Range<Int>] = []
    var items: [Item] = []
    var errors: [CorpusError] = []
    Self.collect(into: &errors) { () throws(CorpusError) in
      guard let line = try scanner.nextText() else { return false }
      scanner.split(line, into: &fields)
      items.append(fields.isEmpty ? .emptyLine : .sentence(builder.sentenceCount))
      if fields.count > CorpusError.longestSentence { throw .sentenceTooLong(scanner.shown(line)) }
      for field in fields {
        builder.append(scanner.text(field), toColumn: 0)
        builder.endToken(line: line.number)
      }
      builder.endSentence()
      return true
    }
    if !errors.isEmpty { throw TaggingInputErrors(errors: errors) }
    self.init(form: .text, corpus: builder.corpus, items: items, lines: [])
  }

  /// Takes the sentences of `corpus`, each as a line.
  package init(sentencesOf corpus: Corpus) {
    self.init(form: .text, corpus: corpus, items: (0..<corpus.sentenceCount).map(Item.sentence), lines: [])
  }

  /// Reads sentences in the format of `reader`, whose first column of labels must pass `check`, if there is one.
  package init(
    _ text: DataText, reading reader: CorpusReader, checking check: TagCheck? = nil
  ) throws(TaggingInputErrors) {
    var input = reader.lines(of: text, continuing: CorpusBuilder(columns: reader.columnNames))
    var check = reader.layers.isEmpty ? nil : check
    var items: [Item] = []
    var lines: [String] = []
    var errors: [CorpusError] = []
    var wrongTags: [CorpusError] = []
    Self.collect(into: &errors) { () throws(CorpusError) in
      let (token, sentence) = (input.builder.tokenCount, input.builder.sentenceCount)
      guard let kind = try input.next() else { return false }
      switch kind {
      case .token:
        items.append(.token(token))
        lines.append(input.textOfColumns)
      case .sentence:
        items.append(.sentence(sentence))
        lines.append(input.text)
      case .empty: items.append(.emptyLine)
      case .other: items.append(.skippedLine(input.text))
      }
      let tokens = token..<input.builder.tokenCount
      for token in tokens {
        guard let problem = check?.problem(of: input.builder.columns[1].text(of: token)) else { continue }
        wrongTags.append(.wrongTag(input.shown(column: 1, token: token - tokens.lowerBound), problem))
      }
      return true
    }
    errors += wrongTags
    if !errors.isEmpty { throw TaggingInputErrors(errors: errors) }
    self.init(form: SentenceForm(reader.format), corpus: input.builder.corpus, items: items, lines: lines)
  }

  /// Calls `next` for each line until it returns `false`, and adds its errors to `errors`.
  private static func collect(into errors: inout [CorpusError], _ next: () throws(CorpusError) -> Bool) {
    var hasMore = true
    while hasMore {
      do throws(CorpusError) { hasMore = try next() } catch { errors.append(error) }
    }
  }
}

extension SentenceForm {
  fileprivate init(_ format: CorpusFormat) {
    self =
      switch format {
      case .columns: .columns
      case .conllu: .conllu
      case .jsonl: .jsonl
      }
  }
}
