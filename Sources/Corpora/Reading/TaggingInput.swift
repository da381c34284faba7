/// Sentences that are to be tagged, with everything that stands around them.
package struct TaggingInput: Hashable, Sendable {
  /// How sentences are written.
  package enum Form: String, Hashable, Sendable, CaseIterable {
    /// A token a line, with other columns, and an empty line between sentences.
    case columns

    /// A sentence a line, with blanks between its tokens.
    case text
  }

  /// A part of the input.
  package enum Item: Hashable, Sendable {
    /// The sentence of this number, from 0.
    case sentence(Int)

    /// An empty line.
    case emptyLine

    /// A line that is no token and is kept as it is.
    case skippedLine(String)
  }

  package let form: Form

  /// The sentences, with the column `token` and after it those that were asked for.
  package let corpus: Corpus

  /// The parts of the input, in order.
  package let items: [Item]

  /// The line of each token as it was read; empty if sentences are lines.
  package let lines: [String]
}

/// Every line of an input that cannot be read.
package struct TaggingInputErrors: Error, Hashable, Sendable, CustomStringConvertible {
  package let errors: [CorpusError]

  package init(errors: [CorpusError]) { self.errors = errors }

  /// A line for each kind of error: the first of it, and how many there are.
  package var description: String { errors.grouped.map(\.description).joined(separator: "\n") }
}

extension TaggingInput {
  /// Reads sentences that are lines.
  package init(text: DataText) throws(TaggingInputErrors) {
    var scanner = LineScanner(text)
    var builder = CorpusBuilder(columns: [CorpusReader.token])
    builder.beginFile(text.name)
    var fields: [Range<Int>] = []
    var items: [Item] = []
    try Self.collect { () throws(CorpusError) in
      guard let line = try scanner.nextText() else { return false }
      scanner.split(line, into: &fields)
      items.append(fields.isEmpty ? .emptyLine : .sentence(builder.sentenceCount))
      for field in fields {
        builder.append(scanner.text(field), toColumn: 0)
        builder.endToken(line: line.number)
      }
      builder.endSentence()
      return true
    }
    self.init(form: .text, corpus: builder.corpus, items: items, lines: [])
  }

  /// Reads sentences in the format of `reader`.
  package init(_ text: DataText, reading reader: CorpusReader) throws(TaggingInputErrors) {
    var input = reader.lines(of: text, continuing: CorpusBuilder(columns: reader.columnNames))
    var items: [Item] = []
    var lines: [String] = []
    var sentences = 0
    try Self.collect { () throws(CorpusError) in
      let tokens = input.builder.tokenCount
      let kind = try input.next()
      if input.builder.sentenceCount > sentences { items.append(.sentence(sentences)) }
      sentences = input.builder.sentenceCount
      switch kind {
      case .token: lines.append(input.textOfColumns)
      case .sentence: lines += (tokens..<input.builder.tokenCount).map { input.builder.columns[0].text(of: $0) }
      case .empty: items.append(.emptyLine)
      case .other: items.append(.skippedLine(input.text))
      case nil: return false
      }
      return true
    }
    self.init(form: .columns, corpus: input.builder.corpus, items: items, lines: lines)
  }

  /// Calls `next` for each line until it returns `false`. Throws: the errors of `next`.
  private static func collect(_ next: () throws(CorpusError) -> Bool) throws(TaggingInputErrors) {
    var errors: [CorpusError] = []
    var hasMore = true
    while hasMore {
      do throws(CorpusError) { hasMore = try next() } catch { errors.append(error) }
    }
    if !errors.isEmpty { throw TaggingInputErrors(errors: errors) }
  }
}
