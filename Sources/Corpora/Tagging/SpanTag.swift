import Model

/// What a tag says about its token's place in a span; each scheme has its own letters for it.
enum SpanRole: Hashable, Sendable, CaseIterable {
  case begin
  case inside
  case end
  case single
  case outside
}

/// A tag of a column of spans, its type being a number.
struct SpanTag: Hashable, Sendable {
  let role: SpanRole

  /// The index of the type in `SpanTagSet.types`; that of the empty type where the tag is `O` or has no type.
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

/// A tag taken apart into its letter and its type.
struct ParsedTag {
  let role: SpanRole

  /// The text after the hyphen; empty where there is no hyphen.
  let type: String

  /// Takes `text` apart, or is `nil` where it is no tag of `scheme`.
  init?(_ text: String, in scheme: TagScheme) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let letter = parts.first, let role = scheme.role(of: letter) else { return nil }
    let type = parts.dropFirst().first.map(String.init)
    if type == "" || role == .outside && type != nil { return nil }
    self.role = role
    self.type = type ?? ""
  }
}

/// The tags of a column of spans, taken apart.
///
/// Either all spans of a column have types, or none has.
struct SpanTagSet: Hashable, Sendable {
  /// The types of spans in the order of their bytes, after the empty one, which is that of `O` and of all spans where
  /// they have no types.
  let types: [String]

  /// The parts of each text, in the order given.
  let tags: [SpanTag]

  /// The tag outside all spans.
  static let outside = SpanTag(role: .outside, type: 0)

  /// The indices of the types that spans of the column can have.
  var spanTypes: Range<Int> {
    let isUntyped = tags.contains { $0.role != .outside && $0.type == 0 }
    return (isUntyped ? 0 : 1)..<types.count
  }

  /// Takes `texts` apart by the letters of `scheme`.
  ///
  /// Throws: the first text that is no tag of the scheme, or the first with a type where an earlier one has none or the
  /// reverse.
  init(_ texts: [String], in scheme: TagScheme) throws(SpanTagSetError) {
    var parsed: [ParsedTag] = []
    var first: (text: String, hasType: Bool)?
    for text in texts {
      guard let tag = ParsedTag(text, in: scheme) else { throw .notATag(text) }
      parsed.append(tag)
      guard tag.role != .outside else { continue }
      let hasType = !tag.type.isEmpty
      if let first, first.hasType != hasType { throw .mixed(text, after: first.text) }
      first = first ?? (text, hasType)
    }
    let types = [""] + Set(parsed.map { ExactText($0.type) }).sorted().map(\.text).filter { !$0.isEmpty }
    let numbers = Dictionary(uniqueKeysWithValues: types.enumerated().map { (ExactText($1), $0) })
    self.types = types
    tags = parsed.map { SpanTag(role: $0.role, type: numbers[ExactText($0.type)] ?? 0) }
  }

}

extension TagScheme {
  /// The text of a tag with this type; an empty one is that of `O` and of tags without types.
  func text(_ role: SpanRole, type: String) -> String {
    let letter = letter(of: role)
    return type.isEmpty ? letter : "\(letter)-\(type)"
  }
}

/// Why texts are not the tags of a column of spans.
enum SpanTagSetError: Error, Hashable {
  /// A text that is no tag of the scheme.
  case notATag(String)

  /// A tag with a type after one without, or the reverse.
  case mixed(String, after: String)
}

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
