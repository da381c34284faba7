/// A reader of the column format of the CoNLL shared tasks: a token a line, an empty line between sentences.
///
/// Columns are separated by blanks or tabs; LF and CRLF end a line; a byte order mark and a missing end of the last
/// sentence are no matter. A line whose first column is one of `skip`, such as `-DOCSTART-`, is no token and ends
/// the sentence before it. Everything else that is not the same number of columns in every line is refused.
package struct ColumnReader: Hashable, Sendable {
  /// A column to read.
  package struct Column: Hashable, Sendable {
    /// What specs call it.
    package let name: String

    /// Where it stands in a line, from 0.
    package let index: Int

    package init(_ name: String, _ index: Int) {
      self.name = name
      self.index = index
    }
  }

  /// The columns to read, in the order in which the corpus will have them.
  package let columns: [Column]

  /// What the first column of lines that are no tokens holds.
  package let skip: [String]

  /// Creates a reader. Requires: the columns have different names and no negative index.
  package init(columns: [Column], skip: [String] = []) {
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    precondition(columns.allSatisfy { $0.index >= 0 }, "a column before the first")
    self.columns = columns
    self.skip = skip
  }

  /// The corpus that `bytes` hold; `name` is the file they come from, for messages.
  ///
  /// Complexity: linear in the number of bytes.
  package func read(_ bytes: [UInt8], name: String) throws(CorpusError) -> Corpus {
    guard bytes.count <= CorpusError.largestFile else { throw .tooLarge(file: name, bytes: bytes.count) }
    var reading = ColumnReading(reader: self, lines: LineScanner(bytes, file: name))
    return try reading.run()
  }

  /// The column that stands furthest to the right.
  fileprivate var last: Column? { columns.max { $0.index < $1.index } }
}

/// The state of reading one file.
private struct ColumnReading {
  let reader: ColumnReader
  let skipped: [[UInt8]]
  let last: ColumnReader.Column?
  var lines: LineScanner
  var builder: CorpusBuilder
  var fields: [Range<Int>] = []

  /// The number of columns of the first token's line, and that line's number.
  var width: (columns: Int, line: Int)?

  init(reader: ColumnReader, lines: LineScanner) {
    self.reader = reader
    self.lines = lines
    skipped = reader.skip.map { Array($0.utf8) }
    last = reader.last
    builder = CorpusBuilder(name: lines.file, columns: reader.columns.map(\.name))
  }

  mutating func run() throws(CorpusError) -> Corpus {
    while let line = lines.next() {
      switch lines.flaw(of: line) {
      case .invalidUTF8: throw .invalidUTF8(lines.shown(line))
      case .controlCharacter(let byte): throw .controlCharacter(lines.shown(line), byte)
      case nil: try read(line)
      }
    }
    builder.endSentence()
    guard builder.sentenceCount > 0 else { throw .noSentences(file: lines.file) }
    return builder.corpus
  }

  private mutating func read(_ line: LineScanner.Line) throws(CorpusError) {
    lines.split(line, into: &fields)
    guard let first = fields.first, !isSkipped(first) else { return builder.endSentence() }
    try checkWidth(of: line)
    for (number, column) in reader.columns.enumerated() {
      builder.append(lines.text(fields[column.index]), toColumn: number)
    }
    builder.endToken(line: line.number)
  }

  private mutating func checkWidth(of line: LineScanner.Line) throws(CorpusError) {
    if let last, fields.count <= last.index {
      throw .tooFewColumns(
        lines.shown(line), found: fields.count, expected: last.index + 1, column: last.name)
    }
    if let width, width.columns != fields.count {
      throw .unequalColumns(
        lines.shown(line), found: fields.count, expected: width.columns, firstLine: width.line)
    }
    if width == nil { width = (fields.count, line.number) }
  }

  private func isSkipped(_ field: Range<Int>) -> Bool {
    skipped.contains { $0.elementsEqual(lines.bytes[field]) }
  }
}
