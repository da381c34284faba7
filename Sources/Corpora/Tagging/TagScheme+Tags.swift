import Model

extension TagScheme {
  /// Whether `tag` may follow `previous`; outside tags stand before and after a sentence.
  func allows(_ tag: SpanTag, after previous: SpanTag) -> Bool {
    let continues = previous.role != .outside && previous.type == tag.type
    switch self {
    case .bio1:
      switch tag.role {
      case .outside, .inside: return true
      case .begin: return continues
      case .end, .single: return false
      }
    case .bio2:
      switch tag.role {
      case .outside, .begin: return true
      case .inside: return continues
      case .end, .single: return false
      }
    case .io:
      switch tag.role {
      case .outside, .inside: return true
      case .begin, .end, .single: return false
      }
    case .bioes, .bilou, .bmes:
      let isOpen = previous.role == .begin || previous.role == .inside
      switch tag.role {
      case .outside, .begin, .single: return !isOpen
      case .inside, .end: return isOpen && continues
      }
    }
  }

  /// The positions of `tags` that the scheme does not allow where they stand; the position after the last tag
  /// stands for a span that is never ended.
  func malformations(in tags: some Collection<SpanTag>) -> [Int] {
    var found: [Int] = []
    var previous = SpanTagSet.outside
    for (position, tag) in tags.enumerated() {
      if !allows(tag, after: previous) { found.append(position) }
      previous = tag
    }
    if !allows(SpanTagSet.outside, after: previous) { found.append(tags.count) }
    return found
  }

  /// The tags of a sentence of `count` tokens with `spans`; IO makes adjacent spans of one type a single span.
  ///
  /// Requires: the spans are in order and do not overlap.
  func tags(for spans: [TagSpan], count: Int) -> [SpanTag] {
    var tags = [SpanTag](repeating: SpanTagSet.outside, count: count)
    var previous: TagSpan?
    for span in spans {
      let isAdjacent = previous.map { $0.type == span.type && $0.tokens.upperBound == span.tokens.lowerBound }
      for token in span.tokens {
        let role = role(of: token, in: span.tokens, followingItsType: isAdjacent ?? false)
        tags[token] = SpanTag(role: role, type: span.type)
      }
      previous = span
    }
    return tags
  }

  private func role(of token: Int, in span: Range<Int>, followingItsType: Bool) -> SpanRole {
    let isFirst = token == span.lowerBound
    let isLast = token == span.upperBound - 1
    switch self {
    case .bio1: return isFirst && followingItsType ? .begin : .inside
    case .bio2: return isFirst ? .begin : .inside
    case .io: return .inside
    case .bioes, .bilou, .bmes:
      if isFirst { return isLast ? .single : .begin }
      return isLast ? .end : .inside
    }
  }
}
