/// The lines of a column file, checked and taken into a corpus one at a time: what corpora and sentences that are to be
/// tagged are read by.
struct ColumnLines {
  /// What a line is.
  enum Kind: Hashable {
    /// A token, with its columns.
    case token

    /// No token; it ends the sentence before it.
    case empty

    /// No token, but a line that is known by its first column; it ends the sentence before it.
    case skipped
  }

  private let columns: [ColumnReader.Column]
  private let skipped: [[UInt8]]

  /// The column that stands furthest to the right.
  private let last: ColumnReader.Column?

  private var scanner: LineScanner
  private var builder: CorpusBuilder
  private var fields: [Range<Int>] = []
  private var line: LineScanner.Line

  /// The number of columns of the first token's line, and that line's number.
  private var width: (columns: Int, line: Int)?

  /// The lines of `bytes`, read as `reader` says; `name` is the file they come from, for messages.
  init(_ bytes: [UInt8], name: String, _ reader: ColumnReader) throws(CorpusError) {
    scanner = try LineScanner(checking: bytes, file: name)
    columns = reader.columns
    skipped = reader.skip.map { Array($0.utf8) }
    last = reader.columns.max { $0.index < $1.index }
    builder = CorpusBuilder(name: name, columns: reader.columns.map(\.name))
    line = LineScanner.Line(number: 0, range: 0..<0)
  }

  /// What has been read, up to the last end of a sentence.
  var corpus: Corpus { builder.corpus }

  /// How many sentences have ended.
  var sentenceCount: Int { builder.sentenceCount }

  /// The text of the line that was read last.
  var text: String { scanner.text(line.range) }

  /// The text of the line that was read last, up to the end of its last column.
  var textOfColumns: String {
    scanner.text(line.range.lowerBound..<(fields.last?.upperBound ?? line.range.upperBound))
  }

  /// Reads the next line; `nil` at the end, which ends the last sentence. After an error, reading continues with
  /// the line after the refused one.
  mutating func next() throws(CorpusError) -> Kind? {
    guard let next = try scanner.nextText() else {
      builder.endSentence()
      return nil
    }
    line = next
    scanner.split(line, into: &fields)
    guard let first = fields.first else {
      builder.endSentence()
      return .empty
    }
    if skipped.contains(where: { $0.elementsEqual(scanner.bytes[first]) }) {
      builder.endSentence()
      return .skipped
    }
    try checkWidth()
    for (number, column) in columns.enumerated() {
      builder.append(scanner.text(fields[column.index]), toColumn: number)
    }
    builder.endToken(line: line.number)
    return .token
  }

  private mutating func checkWidth() throws(CorpusError) {
    if let last, fields.count <= last.index {
      throw .tooFewColumns(
        scanner.shown(line), found: fields.count, expected: last.index + 1, column: last.name)
    }
    if let width, width.columns != fields.count {
      throw .unequalColumns(
        scanner.shown(line), found: fields.count, expected: width.columns, firstLine: width.line)
    }
    if width == nil { width = (fields.count, line.number) }
  }
}
