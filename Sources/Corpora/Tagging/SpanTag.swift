/// What a tag says about its token's place in a span: the prefix of `B-PER`, `I-PER`, `E-PER`, `S-PER` or `O`.
enum SpanRole: String, Hashable, Sendable {
  case begin = "B"
  case inside = "I"
  case end = "E"
  case single = "S"
  case outside = "O"
}

/// A tag of a span layer, its type being a number.
struct SpanTag: Hashable, Sendable {
  let role: SpanRole

  /// The index of the type in `SpanTagSet.types`; that of the empty type where the tag is `O`.
  let type: Int

  /// Whether a span begins with this tag, by the rules of conlleval, which read any sequence of tags.
  func startsSpan(after previous: SpanTag) -> Bool {
    switch role {
    case .outside: false
    case .begin, .single: true
    case .inside, .end:
      switch previous.role {
      case .end, .single, .outside: true
      case .begin, .inside: type != previous.type
      }
    }
  }

  /// Whether a span that holds this tag's token ends with it, by the rules of conlleval.
  func endsSpan(before next: SpanTag) -> Bool {
    switch role {
    case .outside: false
    case .end, .single: true
    case .begin, .inside:
      switch next.role {
      case .begin, .single, .outside: true
      case .inside, .end: type != next.type
      }
    }
  }
}

/// A run of tokens under one type.
struct TagSpan: Hashable, Sendable {
  /// The index of the type in `SpanTagSet.types`.
  let type: Int

  /// The tokens, counted within the sentence; never empty.
  let tokens: Range<Int>
}

/// The tags of a span layer, taken apart.
struct SpanTagSet: Hashable, Sendable {
  /// The types of spans in the order of their bytes, after the empty one, which is that of `O`.
  let types: [String]

  /// The parts of each text, in the order given.
  let tags: [SpanTag]

  /// The tag outside all spans.
  static let outside = SpanTag(role: .outside, type: 0)

  /// Takes `texts` apart; the first of them that is no tag of a span layer is thrown.
  init(_ texts: [String]) throws(NotASpanTag) {
    var parsed: [(role: SpanRole, type: String)] = []
    for text in texts { parsed.append(try Self.parse(text)) }
    let types = [""] + Set(parsed.map { ExactText($0.type) }).sorted().map(\.text).filter { !$0.isEmpty }
    let numbers = Dictionary(uniqueKeysWithValues: types.enumerated().map { (ExactText($1), $0) })
    self.types = types
    tags = parsed.map { SpanTag(role: $0.role, type: numbers[ExactText($0.type)] ?? 0) }
  }

  /// The text of `tag`.
  func text(_ tag: SpanTag) -> String {
    switch tag.role {
    case .outside: tag.role.rawValue
    case .begin, .inside, .end, .single: "\(tag.role.rawValue)-\(types[tag.type])"
    }
  }

  private static func parse(_ text: String) throws(NotASpanTag) -> (SpanRole, String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let role = SpanRole(rawValue: String(first)) else {
      throw NotASpanTag(text: text)
    }
    switch (role, parts.count) {
    case (.outside, 1): return (.outside, "")
    case (.begin, 2), (.inside, 2), (.end, 2), (.single, 2):
      if parts[1].isEmpty { throw NotASpanTag(text: text) }
      return (role, String(parts[1]))
    default: throw NotASpanTag(text: text)
    }
  }
}

/// A text that is no tag of a span layer.
struct NotASpanTag: Error, Hashable { let text: String }

extension Collection<SpanTag> {
  /// The spans of a sentence with these tags, as conlleval reads them whether or not the tags are well formed.
  var spans: [TagSpan] {
    var spans: [TagSpan] = []
    var start: Int?
    var previous = SpanTagSet.outside
    for (position, tag) in enumerated() {
      if let first = start, previous.endsSpan(before: tag) {
        spans.append(TagSpan(type: previous.type, tokens: first..<position))
        start = nil
      }
      if tag.startsSpan(after: previous) { start = position }
      previous = tag
    }
    if let start { spans.append(TagSpan(type: previous.type, tokens: start..<count)) }
    return spans
  }
}
