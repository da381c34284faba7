import Model

extension TagScheme {
  /// The letter that stands for `role` in tags.
  ///
  /// The schemes of I, B and O alone have the letters of BIOES for the roles that they lack, since conlleval reads
  /// those in any file.
  func letter(of role: SpanRole) -> String {
    switch (self, role) {
    case (_, .outside): "O"
    case (_, .begin): "B"
    case (.bmes, .inside): "M"
    case (.bio1, .inside), (.bio2, .inside), (.bioes, .inside), (.bilou, .inside), (.io, .inside): "I"
    case (.bilou, .end): "L"
    case (.bio1, .end), (.bio2, .end), (.bioes, .end), (.bmes, .end), (.io, .end): "E"
    case (.bilou, .single): "U"
    case (.bio1, .single), (.bio2, .single), (.bioes, .single), (.bmes, .single), (.io, .single): "S"
    }
  }

  /// The role that `letter` stands for, or `nil` where the scheme does not have the letter.
  func role(of letter: some StringProtocol) -> SpanRole? {
    SpanRole.allCases.first { self.letter(of: $0) == letter }
  }

  /// The roles that tokens of spans have in well-formed tags.
  var rolesInSpans: [SpanRole] {
    switch self {
    case .bio1, .bio2: [.begin, .inside]
    case .bioes, .bilou, .bmes: [.begin, .inside, .end, .single]
    case .io: [.inside]
    }
  }

  /// Whether `text` is a tag that can stand in a well-formed file of the scheme.
  func has(_ text: String) -> Bool {
    guard let tag = ParsedTag(text, in: self) else { return false }
    return tag.role == .outside || rolesInSpans.contains(tag.role)
  }
}
