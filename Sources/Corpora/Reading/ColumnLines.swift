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

  /// The first columns of the line, as many as are looked at; how many there are; and where the last one ends.
  private var fields: [Range<Int>] = []
  private var count = 0
  private var end = 0
  private var line = LineScanner.Line(number: 0, range: 0..<0)

  /// The number of columns of the first token of the file, or of the sentence, and its line.
  private var width: (columns: Int, line: Int)?

  /// The number of filled columns of the file's first line that is neither empty, nor skipped, nor begins like a
  /// comment; `nil` where no line does, or nothing begins like a comment.
  private var usualWidth: Int?

  /// The number of words in the sentence if they are numbered as in CoNLL-U; `nil` if they are not.
  private var lastWord: Int? = 0

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
    if let comments { usualWidth = widthOfFirstToken(comments) }
  }

  var text: String { scanner.text(line.range) }

  var textOfColumns: String {
    scanner.text(line.range.lowerBound..<(count > 0 ? end : line.range.upperBound))
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
    if layout.separator == .tab { try checkFields() }
    for (number, index) in indices.enumerated() {
      let field = fields[index]
      scanner.bytes.withUnsafeBufferPointer {
        builder.append(UnsafeBufferPointer(rebasing: $0[field]), toColumn: number)
      }
    }
    if let mark = scanner.byteOrderMark(in: line) { builder.tally.byteOrderMarks.add(scanner.shown(line, at: mark)) }
    if case .skippedToken(let line) = previous { builder.tally.skippedTokens.add(line) }
    previous = .token
    if count == ConlluColumn.count { countWord() }
    builder.endToken(line: line.number)
    try builder.checkLength(at: scanner.shown(line))
    return .token
  }

  private mutating func split(_ line: LineScanner.Line) {
    switch layout.separator {
    case .blanks: (count, end) = scanner.split(line, keeping: max(last.index + 1, 3), in: &fields)
    case .tab:
      count = scanner.splitAtTabs(line, keeping: max(last.index + 1, 3), in: &fields)
      end = line.range.upperBound
    }
  }

  private mutating func countWord() {
    guard let number = lastWord, layout.token != 0 else { return }
    switch ConlluID(scanner.bytes[fields[0]]) {
    case .word(let next) where next == number + 1: lastWord = next
    case .word, .range, .emptyNode, nil: lastWord = nil
    }
  }

  private mutating func endSentence(before next: Neighbour) {
    builder.endSentence()
    previous = next
    lastWord = 0
    if layout.width == .sentence { width = nil }
  }

  /// Passes over the line, whose first column is the entry of `skip` with this number. Documents begin after it.
  private mutating func skip(_ entry: Int) {
    builder.tally.skipped[entry] += 1
    let hasAllColumns = width.map { $0.columns == count } ?? (count > max(last.index, 1))
    let shown = scanner.shown(line)
    if hasAllColumns, case .token = previous { builder.tally.skippedTokens.add(shown) }
    let wasCounted = if case .token = previous { true } else { false }
    endSentence(before: hasAllColumns && !wasCounted ? .skippedToken(shown) : .other)
    builder.beginDocument()
  }

  // MARK: Comments

  /// Whether the line is a comment: it begins like one, and does not have the columns of a token, or nothing in one.
  private mutating func isComment() -> Bool {
    guard let comments, scanner.bytes[line.range].starts(with: comments) else { return false }
    let isToken: Bool
    switch layout.width {
    case .file: isToken = filledCount == usualWidth
    case .sentence: isToken = width.map { $0.columns == count } ?? false
    }
    if isToken, layout.separator == .blanks || hasText(inColumns: indices) {
      builder.tally.tokensLikeComments.add(scanner.shown(line))
      return false
    }
    builder.tally.comments += 1
    if scanner.text(line.range).beginsDocument(after: layout.comments ?? "") { builder.beginDocument() }
    previous = .other
    return true
  }

  /// How many columns of the line hold something. A comment may end with a tab.
  private var filledCount: Int {
    switch layout.separator {
    case .blanks: return count
    case .tab:
      let tab = UInt8(ascii: "\t")
      let bytes = scanner.bytes[line.range]
      return (bytes.first == tab || bytes.isEmpty ? 0 : 1)
        + zip(bytes, bytes.dropFirst()).count { $0 == tab && $1 != tab }
    }
  }

  private func widthOfFirstToken(_ comments: [UInt8]) -> Int? {
    var ahead = self
    while let line = ahead.scanner.next() {
      ahead.line = line
      ahead.split(line)
      guard let first = ahead.fields.first else { continue }
      let isSkipped = skipped.contains { $0.elementsEqual(scanner.bytes[first]) }
      if !isSkipped, !scanner.bytes[line.range].starts(with: comments) { return ahead.filledCount }
    }
    return nil
  }

  // MARK: Checks

  private mutating func checkWidth() throws(CorpusError) {
    let beginsLikeComment = scanner.bytes[fields[0].lowerBound] == UInt8(ascii: "#")
    // What most lines are.
    if width?.columns == count, !beginsLikeComment, count != ConlluColumn.count { return }
    if let other = otherFormat { throw .otherFormat(scanner.shown(line), other) }
    if count <= last.index {
      throw .tooFewColumns(scanner.shown(line), found: count, expected: last.index + 1, column: last.name)
    }
    if let width, width.columns != count {
      throw .unequalColumns(
        scanner.shown(line), found: count, expected: width.columns, firstLine: width.line)
    }
    if width == nil {
      width = (count, line.number)
      builder.tally.addWidth(count)
    }
    if beginsLikeComment, isFirstOfSentence, layout.comments == nil, looksLikeComment {
      builder.tally.commentsLikeTokens.add(scanner.shown(line))
    }
  }

  private func checkFields() throws(CorpusError) {
    for (number, index) in indices.enumerated() where !hasText(fields[index]) {
      throw .emptyColumn(scanner.shown(line, at: fields[index]), column: builder.columns[number].name)
    }
  }

  private func hasText(_ field: Range<Int>) -> Bool {
    scanner.bytes[field].contains { $0 != UInt8(ascii: " ") }
  }

  /// Whether each of these columns holds something, as far as the line has them.
  private func hasText(inColumns indices: [Int]) -> Bool {
    indices.allSatisfy { $0 >= count || hasText(fields[$0]) }
  }

  // MARK: Other formats

  /// The format that the line is of, if that is another one.
  ///
  /// A line that could be a token in a file that can be read is one: what names another format is a number of columns
  /// that does not fit, here or in a line that follows, or something that only that format has.
  private var otherFormat: OtherFormat? {
    let isOdd = count <= last.index || width.map { $0.columns != count } ?? false
    if isOdd || width == nil, looksLikeJSON { return .jsonl }
    if layout.comments == nil, scanner.bytes[fields[0].lowerBound] == UInt8(ascii: "#") {
      let isFirst = width == nil && (looksLikeComment || fields[0].count == 1) && widthChanges
      if isOdd || isFirst || isSentenceID { return .comments("#") }
    }
    return isBesideWords ? .conllu : nil
  }

  private var isFirstOfSentence: Bool { if case .token = previous { false } else { true } }

  private var looksLikeJSON: Bool {
    let bytes = scanner.bytes[line.range]
    return bytes.starts(with: Array("{\"".utf8)) && bytes.last == UInt8(ascii: "}")
      && zip(bytes, bytes.dropFirst()).contains { $0 == (UInt8(ascii: "\""), UInt8(ascii: ":")) }
  }

  /// Whether the line is `# KEY = VALUE`, as the comments of CoNLL-U are; the key may be a few words.
  private var looksLikeComment: Bool {
    let start = scanner.bytes[line.range].prefix(100)
    guard start.starts(with: Array("# ".utf8)) else { return false }
    let words = start.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return words.dropFirst(2).prefix(3).contains { $0.elementsEqual("=".utf8) }
  }

  /// Whether the line is the comment that each sentence of CoNLL-U has.
  private var isSentenceID: Bool {
    looksLikeComment && isFirstOfSentence && count > 2 && scanner.bytes[fields[1]].elementsEqual("sent_id".utf8)
  }

  /// Whether a line that follows, and must have as many columns as this one, has another number: one of them is not a
  /// token.
  private var widthChanges: Bool {
    var ahead = self
    for _ in 0..<100 {
      guard let next = ahead.scanner.next() else { return false }
      ahead.split(next)
      guard let first = ahead.fields.first else {
        if layout.width == .sentence { return false }
        continue
      }
      if skipped.contains(where: { $0.elementsEqual(scanner.bytes[first]) }) {
        if layout.width == .sentence { return false }
        continue
      }
      if ahead.count != count { return true }
      if scanner.bytes[first.lowerBound] != UInt8(ascii: "#") { return false }
    }
    return false
  }

  /// Whether the line stands beside words that are numbered as in CoNLL-U, and is a range of them or an empty node.
  ///
  /// What precedes and follows matters: in other formats, a first column such as `1-2` or `0.5` means something else.
  private var isBesideWords: Bool {
    guard count == ConlluColumn.count, layout.token != 0 else { return false }
    switch ConlluID(scanner.bytes[fields[0]]) {
    case .range(let first): return lastWord == first - 1 && followingIDs(1) == [.word(first)]
    case .emptyNode(0, 1): return isFirstOfSentence && followingIDs(2) == [.word(1), .word(2)]
    case .emptyNode(let word, 1): return lastWord == word
    case .emptyNode, .word, nil: return false
    }
  }

  /// The first columns of the next `lines` lines, as IDs of CoNLL-U; those before the first that is none.
  private func followingIDs(_ lines: Int) -> [ConlluID] {
    var ahead = self
    var found: [ConlluID] = []
    while found.count < lines, let next = ahead.scanner.next() {
      ahead.split(next)
      guard ahead.count == count, let id = ConlluID(scanner.bytes[ahead.fields[0]]) else { break }
      found.append(id)
    }
    return found
  }
}
