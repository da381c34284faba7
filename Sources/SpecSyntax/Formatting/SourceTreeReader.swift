import Diagnostics

/// Builds the source tree of a text that is known to be a specification.
struct SourceTreeReader: ~Copyable {
  private let file: SourceFile
  private let reader: EventReader
  private var comments: CommentScanner

  /// The column, from 0, of the innermost block collection that is being read.
  private var blockColumn = -1

  /// The column of the root.
  private var rootColumn = 0

  init(_ file: SourceFile) {
    self.file = file
    reader = EventReader(file, file.textRange)
    comments = CommentScanner(of: file)
  }

  /// The tree of the whole text.
  mutating func readTree() throws(SyntaxProblem) -> SourceTree {
    _ = try next()
    _ = try next()
    let first = try next()
    let start = valueStart(of: first)
    rootColumn = file.indent(at: start)
    var opening = comments.take(before: start)
    let hasBlankLine = comments.isFirstAfterBlankLine(first.bytes.lowerBound) || comments.isFirstAfterBlankLine(start)
    var root = try readNode(first, from: start)
    opening += root.comments
    root.comments = []
    return SourceTree(
      opening: opening, hasBlankLineAfterOpening: hasBlankLine, root: root,
      closing: comments.take(before: file.bytes.count))
  }

  private func next() throws(SyntaxProblem) -> Event { try reader.next(largestScalar: file.bytes.count) }

  /// The first byte of what `event` begins, without its anchor.
  private func valueStart(of event: Event) -> Int { NodeProperties(in: event.bytes, of: file).valueStart }
}

// MARK: - Values

extension SourceTreeReader {
  /// The value that `event` begins, written from `start` on.
  private mutating func readNode(_ event: Event, from start: Int) throws(SyntaxProblem) -> SourceNode {
    var node = SourceNode(anchor: event.anchor, content: .nothing([]), comments: [])
    let end = event.bytes.upperBound
    switch event.kind {
    case .alias(let name):
      node.content = .alias(name)
      comments.advance(to: end)
      node.comments = comments.takeBeside()
    case .scalar(.plain), .scalar(.quoted):
      if start < end { node.content = .scalar(file.scalarLines(at: start..<end)) }
      comments.advance(to: end)
      node.comments = comments.takeBeside()
    case .scalar(.block):
      let text = BlockText(start..<end, of: file, insideColumn: blockColumn)
      node.content = .block(text)
      node.comments = comments.take(before: file.endOfLine(at: start))
      comments.advance(to: end, overTextUpTo: text.end)
    case .sequenceStart(isFlow: true): try readFlow(.sequence, from: start, into: &node)
    case .mappingStart(isFlow: true): try readFlow(.mapping, from: start, into: &node)
    case .sequenceStart(isFlow: false): node.content = .collection(try readBlock(.sequence, from: start))
    case .mappingStart(isFlow: false): node.content = .collection(try readBlock(.mapping, from: start))
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd: break
    }
    return node
  }

  /// The entry that begins with `event`, with the comments `leading` above it.
  private mutating func readEntry(
    of kind: SourceCollection.Kind, _ event: Event, from start: Int, leading: [SourceComment]
  ) throws(SyntaxProblem) -> SourceEntry {
    let hasBlankLineBefore = comments.isFirstAfterBlankLine(start)
    var event = event
    var key: SourceKey?
    if kind == .mapping {
      let spelling = file.keySpelling(event, from: valueStart(of: event))
      key = SourceKey(name: event.text, anchor: event.anchor, spelling: spelling)
      comments.advance(to: event.bytes.upperBound)
      event = try next()
    }
    let valueStart = valueStart(of: event)
    let between = comments.take(before: valueStart)
    return SourceEntry(
      leading: leading, hasBlankLineBefore: hasBlankLineBefore, key: key, between: between,
      value: try readNode(event, from: valueStart))
  }

  /// Whether `event` ends a list or mapping.
  private func isEnd(_ event: Event) -> Bool {
    switch event.kind {
    case .sequenceEnd, .mappingEnd: true
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .alias, .scalar, .sequenceStart, .mappingStart: false
    }
  }
}

// MARK: - Lists and mappings

extension SourceTreeReader {
  /// The list or mapping whose first entry begins at `start` and whose others stand below that.
  private mutating func readBlock(
    _ kind: SourceCollection.Kind, from start: Int
  ) throws(SyntaxProblem) -> SourceCollection {
    let outer = blockColumn
    blockColumn = file.indent(at: start)
    defer { blockColumn = outer }
    var entries: [SourceEntry] = []
    while true {
      let event = try next()
      if let last = entries.indices.last { takeComments(inside: &entries[last]) }
      if isEnd(event) { break }
      var start = event.bytes.lowerBound
      if kind == .sequence { start = comments.nextToken() }
      let leading = comments.take(before: start)
      // Past the dash of a list's element.
      if kind == .sequence { comments.advance(to: start + 1) }
      entries.append(try readEntry(of: kind, event, from: start, leading: leading))
    }
    let closing = comments.take(indentedBy: blockColumn, outermost: rootColumn)
    return SourceCollection(kind, entries, closing: closing, isOnOneLine: false)
  }

  /// Takes the comments that stand where the value of `entry` might, if it has none.
  private mutating func takeComments(inside entry: inout SourceEntry) {
    guard case .nothing = entry.value.content else { return }
    var inside = comments.take(indentedBy: blockColumn + 1, outermost: rootColumn)
    if !inside.isEmpty { inside[0].hasBlankLineBefore = false }
    entry.value.content = .nothing(inside)
  }

  /// Reads the list or mapping in brackets at `start`, or the mapping there that is a single entry in a list, into
  /// `node`.
  private mutating func readFlow(
    _ kind: SourceCollection.Kind, from start: Int, into node: inout SourceNode
  ) throws(SyntaxProblem) {
    let hasBrackets = "[{".utf8.contains(file.bytes[start])
    if hasBrackets {
      comments.advance(to: start + 1)
      node.comments = comments.takeBeside()
    }
    var entries: [SourceEntry] = []
    var event = try next()
    while !isEnd(event) {
      let leading = comments.take(before: event.bytes.lowerBound)
      entries.append(try readEntry(of: kind, event, from: event.bytes.lowerBound, leading: leading))
      event = try next()
    }
    var closing: [SourceComment] = []
    if hasBrackets {
      closing = comments.take(before: event.bytes.lowerBound)
      comments.advance(to: event.bytes.upperBound)
    }
    if entries.isEmpty {
      node.comments += closing
      closing = []
    }
    let isOnOneLine = entries.isEmpty || !file.bytes[start..<comments.offset].contains(0x0A)
    node.comments += comments.takeBeside()
    node.content = .collection(
      SourceCollection(kind, entries, closing: closing, isOnOneLine: isOnOneLine))
  }
}
