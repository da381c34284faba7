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

/// Every line of an input that cannot be read, up to a number that is enough for anybody.
package struct TaggingInputErrors: Error, Hashable, Sendable, CustomStringConvertible {
  package let errors: [CorpusError]

  package var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension TaggingInput {
  /// The most lines that are complained of.
  private static let mostErrors = 20

  /// Reads sentences that are lines, which `name` stands for in messages.
  package init(text bytes: [UInt8], name: String) throws(TaggingInputErrors) {
    var scanner: LineScanner
    do throws(CorpusError) { scanner = try LineScanner(checking: bytes, file: name) } catch {
      throw TaggingInputErrors(errors: [error])
    }
    var builder = CorpusBuilder(name: name, columns: ["token"])
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

  /// Reads a token a line; `columns` are what is read of each, tokens first.
  package init(
    columns bytes: [UInt8], name: String, reading columns: [ColumnReader.Column], skip: [String]
  ) throws(TaggingInputErrors) {
    var input: ColumnLines
    do throws(CorpusError) {
      input = try ColumnLines(bytes, name: name, ColumnReader(columns: columns, skip: skip))
    } catch {
      throw TaggingInputErrors(errors: [error])
    }
    var items: [Item] = []
    var lines: [String] = []
    var sentences = 0
    try Self.collect { () throws(CorpusError) in
      let kind = try input.next()
      if input.sentenceCount > sentences { items.append(.sentence(sentences)) }
      sentences = input.sentenceCount
      switch kind {
      case .token: lines.append(input.textOfColumns)
      case .empty: items.append(.emptyLine)
      case .skipped: items.append(.skippedLine(input.text))
      case nil: return false
      }
      return true
    }
    self.init(form: .columns, corpus: input.corpus, items: items, lines: lines)
  }

  /// Calls `next` for each line until it returns `false`. Throws: the errors of `next`, at most `mostErrors`.
  private static func collect(_ next: () throws(CorpusError) -> Bool) throws(TaggingInputErrors) {
    var errors: [CorpusError] = []
    var hasMore = true
    while hasMore, errors.count < mostErrors {
      do throws(CorpusError) { hasMore = try next() } catch { errors.append(error) }
    }
    if !errors.isEmpty { throw TaggingInputErrors(errors: errors) }
  }
}
