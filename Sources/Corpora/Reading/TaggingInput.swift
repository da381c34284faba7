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
    var reading = try Reading(bytes, name: name, columns: [ColumnReader.Column("token", 0)], skip: [])
    reading.run { reading, line in
      for field in reading.fields {
        reading.builder.append(reading.scanner.text(field), toColumn: 0)
        reading.builder.endToken(line: line.number)
      }
      reading.endSentence()
    }
    self = try reading.input(.text)
  }

  /// Reads a token a line; `columns` are what is read of each, tokens first.
  package init(
    columns bytes: [UInt8], name: String, reading columns: [ColumnReader.Column], skip: [String]
  ) throws(TaggingInputErrors) {
    var reading = try Reading(bytes, name: name, columns: columns, skip: skip)
    reading.run { $0.readToken($1) }
    self = try reading.input(.columns)
  }

  /// The state of reading an input.
  private struct Reading {
    let columns: [ColumnReader.Column]
    let skip: [String]
    var scanner: LineScanner
    var builder: CorpusBuilder
    var fields: [Range<Int>] = []
    var items: [Item] = []
    var lines: [String] = []
    var errors: [CorpusError] = []
    var width: (columns: Int, line: Int)?

    init(
      _ bytes: [UInt8], name: String, columns: [ColumnReader.Column], skip: [String]
    ) throws(TaggingInputErrors) {
      guard bytes.count <= CorpusError.largestFile else {
        throw TaggingInputErrors(errors: [.tooLarge(file: name, bytes: bytes.count)])
      }
      self.columns = columns
      self.skip = skip
      scanner = LineScanner(bytes, file: name)
      builder = CorpusBuilder(name: name, columns: columns.map(\.name))
    }

    /// Reads all lines; `body` takes those that hold anything.
    mutating func run(_ body: (inout Reading, LineScanner.Line) -> Void) {
      while errors.count < mostErrors, let line = scanner.next() {
        switch scanner.flaw(of: line) {
        case .invalidUTF8: errors.append(.invalidUTF8(scanner.shown(line)))
        case .controlCharacter(let byte): errors.append(.controlCharacter(scanner.shown(line), byte))
        case nil:
          scanner.split(line, into: &fields)
          if fields.isEmpty {
            endSentence()
            items.append(.emptyLine)
          } else {
            body(&self, line)
          }
        }
      }
      endSentence()
    }

    mutating func readToken(_ line: LineScanner.Line) {
      if skip.contains(scanner.text(fields[0])) {
        endSentence()
        return items.append(.skippedLine(scanner.text(line.range)))
      }
      guard hasItsColumns(line) else { return }
      for (number, column) in columns.enumerated() {
        builder.append(scanner.text(fields[column.index]), toColumn: number)
      }
      builder.endToken(line: line.number)
      lines.append(scanner.text(line.range.lowerBound..<(fields.last?.upperBound ?? line.range.upperBound)))
    }

    private mutating func hasItsColumns(_ line: LineScanner.Line) -> Bool {
      if let last = columns.max(by: { $0.index < $1.index }), fields.count <= last.index {
        errors.append(
          .tooFewColumns(scanner.shown(line), found: fields.count, expected: last.index + 1, column: last.name))
        return false
      }
      if let width, width.columns != fields.count {
        errors.append(
          .unequalColumns(scanner.shown(line), found: fields.count, expected: width.columns, firstLine: width.line))
        return false
      }
      if width == nil { width = (fields.count, line.number) }
      return true
    }

    mutating func endSentence() {
      let count = builder.sentenceCount
      builder.endSentence()
      if builder.sentenceCount > count { items.append(.sentence(count)) }
    }

    func input(_ form: Form) throws(TaggingInputErrors) -> TaggingInput {
      if !errors.isEmpty { throw TaggingInputErrors(errors: errors) }
      return TaggingInput(form: form, corpus: builder.corpus, items: items, lines: lines)
    }
  }
}
