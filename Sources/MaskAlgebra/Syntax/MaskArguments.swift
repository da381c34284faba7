/// One argument of a primitive as written: `ner`, `1..2`, `"masks.safetensors"` or `keep: 0.5`.
struct MaskArgument: Sendable {
  /// The name before the colon, if there is one.
  let label: String?

  let value: Value

  /// The bytes of the value.
  let bytes: Range<Int>

  /// The bytes of the argument with its label.
  let whole: Range<Int>

  enum Value: Hashable, Sendable {
    /// Letters, digits, dots and signs outside quotes.
    case bare(String)

    /// The contents of a string.
    case quoted(String)
  }
}

extension MaskParser {
  /// Reads the arguments of the primitive `name`, which was read last; `nil` after an error.
  mutating func parseArguments(of name: String) -> [MaskArgument]? {
    let nameBytes = previous?.bytes ?? 0..<0
    let opening = current.bytes
    guard consume(.leftParenthesis) else {
      reporter.report(.missingArguments(of: name), at: nameBytes)
      skipOperand()
      return nil
    }
    if consume(.rightParenthesis) { return [] }
    var arguments: [MaskArgument] = []
    repeat {
      guard let argument = parseArgument() else {
        skipArguments()
        return nil
      }
      arguments.append(argument)
    } while consume(.comma)
    if consume(.rightParenthesis) { return arguments }
    if isAtEnd {
      reporter.report(.unclosedParenthesis, at: opening)
    } else {
      reporter.report(.expectedEndOfArgument(found: describe(current)), at: current.bytes)
      skipArguments()
    }
    return nil
  }

  private mutating func parseArgument() -> MaskArgument? {
    let start = current.bytes.lowerBound
    var label: String?
    if case .word(let word) = current.kind, next.kind == .colon {
      label = word
      advance()
      advance()
    }
    let valueStart = current.bytes.lowerBound
    if let value = parseValue() {
      return MaskArgument(
        label: label, value: value, bytes: bytes(from: valueStart), whole: bytes(from: start))
    }
    reporter.report(.expectedArgument(found: describe(current)), at: current.bytes)
    return nil
  }

  /// Reads a string, or the words, numbers, signs and dots that stand together without space.
  private mutating func parseValue() -> MaskArgument.Value? {
    if case .string(let text) = current.kind {
      advance()
      return .quoted(text)
    }
    var text = ""
    var end = current.bytes.lowerBound
    var afterRange = false
    while isBarePart(current.kind),
      text.isEmpty || afterRange || current.kind == .dotDot || current.bytes.lowerBound == end
    {
      text += reporter.string(current.bytes)
      end = current.bytes.upperBound
      afterRange = current.kind == .dotDot
      advance()
    }
    return text.isEmpty ? nil : .bare(text)
  }

  private func isBarePart(_ kind: MaskToken.Kind) -> Bool {
    switch kind {
    case .word, .number, .minus, .dot, .dotDot: true
    case .string, .leftParenthesis, .rightParenthesis, .comma, .colon, .tilde, .or, .exclusiveOr, .and,
      .unknown, .end:
      false
    }
  }

  /// Goes behind the parenthesis that closes the arguments being read, or to the end.
  private mutating func skipArguments() {
    var depth = 1
    while depth > 0, !isAtEnd {
      if current.kind == .leftParenthesis { depth += 1 }
      if current.kind == .rightParenthesis { depth -= 1 }
      advance()
    }
  }

  /// Goes to the next operator, closing parenthesis or end.
  mutating func skipOperand() {
    while current.infix == nil, current.kind != .rightParenthesis, !isAtEnd {
      if consume(.leftParenthesis) { skipArguments() } else { advance() }
    }
  }
}
