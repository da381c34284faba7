import Model

/// The lines of a file in columns.
struct ColumnLines: CorpusLines {
  private let layout: ColumnLayout

  /// The index of each column of the corpus, and the column that stands furthest to the right.
  private let indices: [Int]
  private let last: (index: Int, name: String?)
  private let skipped: [[UInt8]]
  private let comments: [UInt8]?

  private(set) var builder: CorpusBuilder
  private var scanner: LineScanner
  private var fields: [Range<Int>] = []
  private var line = LineScanner.Line(number: 0, range: 0..<0)

  /// The number of columns of the first token of the file, or of the sentence, and its line.
  private var width: (columns: Int, line: Int)?

  /// The number of filled columns of the file's first line that is neither a comment nor skipped; `nil` before it was
  /// sought.
  private var usualWidth: Int??

  /// What the line before was.
  private var previous = Neighbour.other

  private enum Neighbour {
    case token

    /// A skipped line that has the columns of a token.
    case skippedToken(TextLine)
    case other
  }

  init(_ text: DataText, _ layout: ColumnLayout, _ layers: [CorpusReader.Layer], continuing builder: CorpusBuilder) {
    self.layout = layout
    self.builder = builder
    scanner = LineScanner(text)
    indices = [layout.token] + layers.map(\.columnIndex)
    let named = [(layout.token, CorpusReader.token)] + layers.map { ($0.columnIndex, $0.givenName) }
    last = named.max { $0.0 < $1.0 } ?? (0, nil)
    skipped = layout.skip.map { Array($0.utf8) }
    comments = layout.comments.map { Array($0.utf8) }
    if self.builder.tally.skipped.isEmpty {
      self.builder.tally.skipped = [Int](repeating: 0, count: skipped.count)
    }
    self.builder.beginFile(text.name)
  }

  var text: String { scanner.text(line.range) }

  var textOfColumns: String {
    scanner.text(line.range.lowerBound..<(fields.last?.upperBound ?? line.range.upperBound))
  }

  func shown(column: Int, token: Int) -> TextLine { scanner.shown(line, at: fields[indices[column]]) }

  mutating func next() throws(CorpusError) -> CorpusLineKind? {
    guard let next = try scanner.nextText() else {
      builder.endSentence()
      return nil
    }
    line = next
    split(next)
    guard let first = fields.first else {
      endSentence(before: .other)
      return .empty
    }
    if let entry = skipped.firstIndex(where: { $0.elementsEqual(scanner.bytes[first]) }) {
      skip(entry)
      return .other
    }
    if isComment() { return .other }
    try checkWidth()
    for (number, index) in indices.enumerated() {
      let field = fields[index]
      if layout.separator == .tab { try checkField(field, ofColumn: number) }
      builder.append(scanner.text(field), toColumn: number)
    }
    if let mark = scanner.byteOrderMark(in: line) { builder.tally.byteOrderMarks.add(scanner.shown(line, at: mark)) }
    if case .skippedToken(let line) = previous { builder.tally.skippedTokens.add(line) }
    previous = .token
    builder.endToken(line: line.number)
    return .token
  }

  private mutating func split(_ line: LineScanner.Line) {
    switch layout.separator {
    case .blanks: scanner.split(line, into: &fields)
    case .tab: scanner.splitAtTabs(line, into: &fields)
    }
  }

  private mutating func endSentence(before next: Neighbour) {
    builder.endSentence()
    previous = next
    if layout.width == .sentence { width = nil }
  }

  /// Passes over the line, whose first column is the entry of `skip` with this number. Documents begin after it.
  private mutating func skip(_ entry: Int) {
    builder.tally.skipped[entry] += 1
    let hasAllColumns = width.map { $0.columns == fields.count } ?? (fields.count > max(last.index, 1))
    let shown = scanner.shown(line)
    if hasAllColumns, case .token = previous { builder.tally.skippedTokens.add(shown) }
    let wasCounted = if case .token = previous { true } else { false }
    endSentence(before: hasAllColumns && !wasCounted ? .skippedToken(shown) : .other)
    builder.beginDocument()
  }

  // MARK: Comments

  /// Whether the line is a comment: it begins like one and does not have the columns of a token.
  private mutating func isComment() -> Bool {
    guard let comments, scanner.bytes[line.range].starts(with: comments) else { return false }
    let isToken: Bool
    switch layout.width {
    case .file: isToken = filledCount == knownWidth()
    case .sentence: isToken = width.map { $0.columns == fields.count } ?? false
    }
    if isToken {
      builder.tally.tokensLikeComments.add(scanner.shown(line))
      return false
    }
    builder.tally.comments += 1
    if scanner.text(line.range).beginsDocument(after: layout.comments ?? "") { builder.beginDocument() }
    previous = .other
    return true
  }

  /// How many columns of the line hold something. A comment may end with a tab.
  private var filledCount: Int { fields.count { !$0.isEmpty } }

  /// The number of filled columns of the first line that is neither empty, nor skipped, nor begins like a comment.
  private mutating func knownWidth() -> Int? {
    if let usualWidth { return usualWidth }
    var ahead = self
    var found: Int?
    while found == nil, let line = ahead.scanner.next() {
      ahead.split(line)
      guard let first = ahead.fields.first, let comments else { continue }
      let isSkipped = skipped.contains { $0.elementsEqual(scanner.bytes[first]) }
      if !isSkipped, !scanner.bytes[line.range].starts(with: comments) { found = ahead.filledCount }
    }
    usualWidth = .some(found)
    return found
  }

  // MARK: Checks

  private mutating func checkWidth() throws(CorpusError) {
    if let other = otherFormat { throw .otherFormat(scanner.shown(line), other) }
    if fields.count <= last.index {
      throw .tooFewColumns(scanner.shown(line), found: fields.count, expected: last.index + 1, column: last.name)
    }
    if let width, width.columns != fields.count {
      throw .unequalColumns(
        scanner.shown(line), found: fields.count, expected: width.columns, firstLine: width.line)
    }
    if width == nil {
      width = (fields.count, line.number)
      builder.tally.addWidth(fields.count)
    }
  }

  /// The format that the line is of, if that is another one and columns do not fit.
  private var otherFormat: OtherFormat? {
    let bytes = scanner.bytes[line.range]
    let isOdd = fields.count <= last.index || width.map { $0.columns != fields.count } ?? false
    if isOdd || width == nil, bytes.starts(with: Array("{\"".utf8)), bytes.last == UInt8(ascii: "}") { return .jsonl }
    // The first line of a CoNLL-U file decides on the width, unless comments are recognized.
    let isFirst = width == nil && layout.comments == nil
    if isOdd || isFirst, bytes.starts(with: Array("# ".utf8)), scanner.text(line.range).contains(" = ") {
      return .comments("#")
    }
    if isOdd, bytes.first == UInt8(ascii: "#"), layout.comments == nil { return .comments("#") }
    if fields.count == ConlluColumn.allCases.count, layout.token != 0,
      ConlluID(scanner.bytes[fields[0]])?.isPartOfSentence == false
    {
      return .conllu
    }
    return nil
  }

  private func checkField(_ field: Range<Int>, ofColumn number: Int) throws(CorpusError) {
    if scanner.bytes[field].contains(where: { $0 != UInt8(ascii: " ") }) { return }
    throw .emptyColumn(scanner.shown(line, at: field), column: builder.columns[number].name)
  }
}

extension CorpusReader.Layer {
  /// The index of the layer's column. Requires: the layer is in a column.
  fileprivate var columnIndex: Int {
    guard case .column(let index) = place else { preconditionFailure("a layer of another format") }
    return index
  }
}

extension String {
  /// Whether the text, a comment that begins with `prefix`, begins a document, as CoNLL-U and CoNLL-2012 write it.
  func beginsDocument(after prefix: String) -> Bool {
    let comment = dropFirst(prefix.count).drop { $0 == " " || $0 == "\t" }
    return comment.hasPrefix("newdoc") || comment.hasPrefix("begin document")
  }
}
