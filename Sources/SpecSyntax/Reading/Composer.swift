import Diagnostics

/// Builds the tree of one text out of libyaml's events, checking each against the bounds and rules of the language.
///
/// What is wrong is recorded and, where the rest of the text is still clear, composing goes on; the tree of a text
/// with errors is not to be used.
struct Composer: ~Copyable {
  private(set) var log = DiagnosticLog()

  let file: SourceFile
  let rules: SyntaxRules
  private let reader: EventReader

  /// Up to where gaps have been looked at: the end of the last scalar, alias or bracket, or what follows them.
  private var gapStart: Int

  /// The end of the last of these without the blank lines after a block scalar, where a block collection ends.
  private var contentEnd: Int

  private var layout: LayoutCheck

  /// Lines too far left in the brackets or quotes being read; forgotten if these turn out not to be closed.
  private var misplacedLines: [MisplacedLine] = []

  private var anchors = AnchorTable()
  private var nodeCount = 0

  /// Thrown where nothing more can be said about the text; the reason is in the log.
  struct Stop: Error {}

  /// A node and how many lists and mappings lie inside one another in it.
  typealias Composed = (node: Node, height: Int)

  init(reading reader: consuming EventReader, rules: SyntaxRules) {
    file = reader.file
    gapStart = reader.marks.text.lowerBound
    contentEnd = gapStart
    layout = LayoutCheck(of: file)
    self.reader = reader
    self.rules = rules
  }

  /// The root of the text's only document; `nil` if there is none or the text breaks off.
  mutating func composeDocument() -> Node? {
    do throws(Stop) {
      _ = try next()
      let start = try next()
      guard case .documentStart = start.kind else {
        try record(.emptyFile(file))
        return nil
      }
      try checkDirectives(of: start)
      let first = try next()
      let root = try compose(first, depth: 0).node
      _ = try next()
      let end = try next()
      try checkRoot(root, from: first)
      if case .documentStart = end.kind { try record(.secondDocument(range(documentMarker(of: end)))) }
      return root
    } catch {
      return nil
    }
  }

  /// Checks that `root`, which begins with `event`, is what the rules want at the root.
  private mutating func checkRoot(_ root: Node, from event: Event) throws(Stop) {
    switch (rules.root, event.kind) {
    case (.anything, _), (.mapping, .mappingStart), (.flow, .mappingStart(isFlow: true)),
      (.flow, .sequenceStart(isFlow: true)), (.flow, .scalar(.plain)), (.flow, .scalar(.quoted)),
      (.flow, .alias):
      break
    case (.mapping, _): try record(.rootNotMapping(root))
    case (.flow, _): try record(.overrideNotFlow(root))
    }
  }

  /// Checks the directives in front of the document that begins with `start`: `%YAML 1.2` is the only one allowed.
  private mutating func checkDirectives(of start: Event) throws(Stop) {
    guard !start.bytes.isEmpty else { return }
    for number in file.lineNumber(at: start.bytes.lowerBound)...file.lineNumber(at: start.bytes.upperBound) {
      let line = range(file.lineRange(number)).trimmed
      let words = line.text.split(separator: " ")
      guard line.text.hasPrefix("%") else { continue }
      if words.prefix(2) != ["%YAML", "1.2"] || words.count > 2 && !words[2].hasPrefix("#") {
        try record(.otherDirective(line))
      }
    }
  }

  /// The place of the `---` with which `start` ends, or of the document's first byte.
  private func documentMarker(of start: Event) -> Range<Int> {
    let end = start.bytes.upperBound
    return end - start.bytes.lowerBound >= 3 ? end - 3..<end : start.bytes
  }
}

// MARK: - Nodes

extension Composer {
  /// The node that begins with `event`, inside `depth` lists and mappings.
  private mutating func compose(_ event: Event, depth: Int) throws(Stop) -> Composed {
    try count(1, at: event.bytes)
    if case .alias(let name) = event.kind {
      misplacedLines += layout.misplacedLines(of: event, from: event.bytes.lowerBound)
      return try expand(name, at: event.bytes, depth: depth)
    }
    let sizeBefore = nodeCount - 1
    let start = try checkProperties(of: event)
    misplacedLines += layout.misplacedLines(of: event, from: start)
    let isNew = try open(event, upTo: start)
    let outerLayout = layout
    let composed: Composed
    switch event.kind {
    case .sequenceStart(let isFlow):
      layout.enter(isFlow: isFlow, at: start)
      composed = try composeSequence(from: start, depth: depth + 1)
    case .mappingStart(let isFlow):
      layout.enter(isFlow: isFlow, at: start)
      composed = try composeMapping(from: start, depth: depth + 1)
    case .scalar, .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      composed = (Node(.scalar(try scalar(event, from: start)), at: range(start..<contentEnd)), 0)
    }
    layout = outerLayout
    if layout.openBracket == nil, !misplacedLines.isEmpty {
      let lines = misplacedLines
      misplacedLines = []
      try record(.linesTooFarLeft(lines, of: file))
    }
    if let anchor = event.anchor, isNew {
      anchors.close(anchor, with: composed.node, height: composed.height, size: nodeCount - sizeBefore)
    }
    return composed
  }

  private mutating func composeSequence(from start: Int, depth: Int) throws(Stop) -> Composed {
    try checkDepth(depth, at: start)
    var elements: [Node] = []
    var height = 0
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind { break }
      let element = try compose(event, depth: depth)
      elements.append(element.node)
      height = max(height, element.height)
    }
    return (Node(.sequence(elements), at: range(start..<max(start, contentEnd))), height + 1)
  }

  private mutating func composeMapping(from start: Int, depth: Int) throws(Stop) -> Composed {
    try checkDepth(depth, at: start)
    var entries: [Entry] = []
    var places: [String: Int] = [:]
    var height = 0
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { break }
      let key = try composeKey(event, depth: depth)
      let value = try compose(try next(), depth: depth)
      height = max(height, value.height)
      guard let key else { continue }
      if let first = places[key.text.text] {
        try record(.duplicateKey(key.text.text, at: key.text.whole, first: entries[first].keyRange))
      } else {
        places[key.text.text] = entries.count
        entries.append(Entry(key: key.text.text, keyRange: key.text.whole, value: value.node))
      }
    }
    let mapping = Mapping(entries: entries, places: places)
    return (Node(.mapping(mapping), at: range(start..<max(start, contentEnd))), height + 1)
  }

  /// The key that `event` begins; `nil`, with the reason recorded, if it is none.
  private mutating func composeKey(_ event: Event, depth: Int) throws(Stop) -> Scalar? {
    let composed = try compose(event, depth: depth)
    if case .alias = event.kind {
      try record(.keyNotText(range(event.bytes), found: "an alias"))
      return nil
    }
    guard let key = composed.node.scalar, !key.isEmpty else {
      try record(.keyNotText(composed.node.range, found: composed.node.kindName))
      return nil
    }
    if key.style == .plain, key.text.text == "<<" {
      try record(.mergeKey(key.text.whole))
      return nil
    }
    if key.style == .plain, let reading = PlainReading(of: key.text.text) {
      try record(.ambiguousKey(key, reading: reading))
    }
    return key
  }

  /// The scalar that `event` is, its value written from the byte `start` on.
  private mutating func scalar(_ event: Event, from start: Int) throws(Stop) -> Scalar {
    let place = range(start..<contentEnd)
    if event.textLength > rules.largestScalar {
      try record(.scalarTooLong(place, length: event.textLength, limit: rules.largestScalar))
      throw Stop()
    }
    let problems = layout.problems(ofScalar: event, from: start)
    try record(problems)
    if case .scalar(.block) = event.kind, !problems.isEmpty { throw Stop() }
    misplacedLines += layout.misplacedLines(ofScalar: event, from: start)
    if event.text.utf8.contains(0) { try record(.nullInText(place)) }
    let isPlain = if case .scalar(.plain) = event.kind { true } else { false }
    if isPlain, let blank = event.text.unicodeScalars.unusualBlankAtEdge {
      try record(.unusualBlank(blank, at: place))
    }
    return Scalar(LocatedText(event.text, at: place), style: isPlain ? .plain : .quoted)
  }
}

// MARK: - Anchors and aliases

extension Composer {
  /// Makes the anchor of `event`, if it has one, known; whether this is its first definition.
  private mutating func open(_ event: Event, upTo start: Int) throws(Stop) -> Bool {
    guard let name = event.anchor else { return false }
    let place = range(anchorPlace(name, in: event.bytes.lowerBound..<start))
    if let first = anchors[name] {
      try record(.anchorRedefined(name, at: place, first: first.place))
      return false
    }
    anchors.open(name, at: place)
    return true
  }

  /// The node that the alias called `name` stands for, after checking that there is room for it.
  private mutating func expand(_ name: String, at bytes: Range<Int>, depth: Int) throws(Stop) -> Composed {
    let nothing = Node(.scalar(Scalar(LocatedText("", at: range(bytes)), style: .quoted)), at: range(bytes))
    guard let anchor = anchors[name] else {
      try record(.unknownAnchor(name, at: range(bytes), known: anchors.names))
      return (nothing, 0)
    }
    guard let target = anchor.target else {
      try record(.aliasInsideItself(name, at: range(bytes), anchor: anchor.place))
      return (nothing, 0)
    }
    try count(target.size - 1, at: bytes)
    try checkDepth(depth + target.height, at: bytes.lowerBound)
    return (target.node, target.height)
  }

  private func anchorPlace(_ name: String, in bytes: Range<Int>) -> Range<Int> {
    let start = file.bytes[bytes].firstIndex(of: UInt8(ascii: "&")) ?? bytes.lowerBound
    return start..<min(start + 1 + name.utf8.count, bytes.upperBound)
  }
}

// MARK: - Checks

extension Composer {
  /// The next event, after looking at what stands between the last one and it.
  private mutating func next() throws(Stop) -> Event {
    let event: Event
    do throws(SyntaxProblem) {
      event = try reader.next(largestScalar: rules.largestScalar)
    } catch {
      try record(
        MalformedText(error, in: LineView(file, reader.marks.text), openBracket: layout.openBracket)
          .diagnostic)
      throw Stop()
    }
    if event.bytes.lowerBound > gapStart {
      try checkGap(gapStart..<event.bytes.lowerBound)
      // The ends of several blocks may follow one gap, which is looked at once.
      gapStart = event.bytes.lowerBound
    }
    try record(layout.problems(of: event))
    advance(past: event)
    return event
  }

  private mutating func advance(past event: Event) {
    let end = event.bytes.upperBound
    switch event.kind {
    case .scalar(.block):
      gapStart = end
      contentEnd = endOfContent(of: event.bytes)
    case .scalar, .alias:
      (gapStart, contentEnd) = (end, end)
    case .sequenceEnd, .mappingEnd:
      // A flow collection ends with its bracket, a block collection only where the next token is found.
      let last = file.text(in: event.bytes)
      guard last == "]" || last == "}" else { return }
      misplacedLines += layout.misplacedLines(of: event, from: event.bytes.lowerBound)
      (gapStart, contentEnd) = (end, end)
    case .documentStart, .documentEnd:
      gapStart = max(gapStart, end)
    case .streamStart, .streamEnd, .sequenceStart, .mappingStart:
      break
    }
  }

  /// Records what the bytes between two events say that the events don't: explicit keys, and comments where a
  /// comment would cut an override short.
  private mutating func checkGap(_ bytes: Range<Int>) throws(Stop) {
    let gap = Gap(bytes, of: file)
    try record(layout.problems(in: gap))
    misplacedLines += layout.misplacedLines(in: gap)
    for offset in gap.questionMarks { try record(.explicitKey(range(offset..<offset + 1))) }
    if rules.root == .flow, let comment = gap.comments.first {
      try record(.commentInOverride(range(comment)))
    }
  }

  /// The first byte of the node of `event` after its anchor and tag, of which the tag is refused.
  private mutating func checkProperties(of event: Event) throws(Stop) -> Int {
    let properties = NodeProperties(in: event.bytes, of: file)
    if let tag = properties.tag { try record(.tag(range(tag))) }
    switch event.kind {
    case .sequenceStart, .mappingStart: gapStart = properties.valueStart
    case .scalar, .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd: break
    }
    return properties.valueStart
  }

  private mutating func checkDepth(_ depth: Int, at offset: Int) throws(Stop) {
    guard depth > rules.deepestNesting else { return }
    try record(.tooDeep(range(offset..<min(offset + 1, file.bytes.count)), limit: rules.deepestNesting))
    throw Stop()
  }

  private mutating func count(_ nodes: Int, at bytes: Range<Int>) throws(Stop) {
    nodeCount += nodes
    guard nodeCount > rules.mostNodes else { return }
    try record(.tooManyNodes(range(bytes), limit: rules.mostNodes))
    throw Stop()
  }

  private mutating func record(_ diagnostic: Diagnostic) throws(Stop) {
    var diagnostic = diagnostic
    let isLast = log.errorCount + 1 >= rules.mostErrors
    if isLast { diagnostic.notes.append("reading stopped after \(rules.mostErrors) errors") }
    log.record(diagnostic)
    if isLast { throw Stop() }
  }

  private mutating func record(_ diagnostics: [Diagnostic]) throws(Stop) {
    for diagnostic in diagnostics { try record(diagnostic) }
  }

  private func range(_ bytes: Range<Int>) -> SourceRange { SourceRange(file, bytes) }

  /// The end of the block scalar at `bytes` without the blank lines after it.
  private func endOfContent(of bytes: Range<Int>) -> Int {
    let last = file.bytes[bytes].lastIndex { $0 != UInt8(ascii: " ") && $0 != 0x0A && $0 != 0x0D }
    return last.map { $0 + 1 } ?? bytes.upperBound
  }
}
