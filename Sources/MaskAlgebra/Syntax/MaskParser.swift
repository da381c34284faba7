package import Diagnostics

extension MaskExpression {
  /// The deepest nesting of parentheses and `~`.
  package static let maximumDepth = 200

  /// The longest text, in bytes.
  package static let maximumLength = 16_384

  /// Reads the expression that `located` holds.
  ///
  /// Every independent error is recorded in `log`, with `path` as the field it is about; the result is `nil` if there
  /// is any. The grammar is `Grammar/mask.ebnf`.
  package init?(parsing located: LocatedText, path: String? = nil, log: inout DiagnosticLog) {
    var parser = MaskParser(MaskReporter(located: located, path: path))
    let expression = parser.parseWhole()
    log.record(contentsOf: parser.reporter.log)
    guard parser.reporter.isEmpty else { return nil }
    self = expression
  }
}

/// A recursive-descent parser that climbs precedences and goes on after errors.
///
/// Where a mask is missing or wrong it reports that and puts `none`; the caller drops the result.
struct MaskParser {
  var reporter: MaskReporter
  private let tokens: [MaskToken]
  private var index = 0
  private var depth = 0

  /// Prepares to read the text of `reporter`, unless it is too long.
  init(_ reporter: MaskReporter) {
    var reporter = reporter
    let length = reporter.text.count
    if length > MaskExpression.maximumLength {
      reporter.report(.tooLong, at: 0..<length)
      tokens = [MaskToken(kind: .end, bytes: length..<length)]
    } else {
      tokens = MaskLexer(reportingTo: &reporter).tokens
    }
    self.reporter = reporter
  }

  /// Reads the text to its end.
  mutating func parseWhole() -> MaskExpression {
    if isAtEnd {
      if reporter.isEmpty { reporter.report(.emptyExpression, at: 0..<reporter.text.count) }
      return placeholder
    }
    let expression = parse(above: 0)
    while !isAtEnd { parseWhatFollows() }
    return expression
  }

  /// Reports what stands where an operator or the end should, and goes on behind it.
  private mutating func parseWhatFollows() {
    let found = current
    if consume(.rightParenthesis) {
      reporter.report(.unmatchedParenthesis, at: found.bytes)
    } else if current.infix == nil {
      let word = reporter.string(current.bytes)
      let meant = MaskSpelling.words[word]
      reporter.report(
        .expectedOperator(before: describe(current), meant: meant), at: current.bytes, replacement: meant)
      if meant != nil {
        advance()
      } else if !startsMask {
        advance()
        if !startsMask { skipOperand() }
      }
    } else {
      advance()
    }
    if startsMask { _ = parse(above: 0) }
  }

  /// Reads operands joined by operators that bind at least as tightly as `precedence`.
  private mutating func parse(above precedence: Int) -> MaskExpression {
    let start = current.bytes.lowerBound
    var left = parseOperand()
    while let combining = current.infix, combining.precedence >= precedence {
      var operands = [left]
      while current.infix == combining {
        advance()
        operands.append(parse(above: combining.precedence + 1))
      }
      left = .chain(combining, operands, at: range(from: start))
    }
    return left
  }

  /// Reads one operand: a primitive, a complement or an expression in parentheses.
  private mutating func parseOperand() -> MaskExpression {
    switch current.kind {
    case .word(let word):
      advance()
      return parsePrimitive(named: word)
    case .tilde:
      return parseComplement()
    case .leftParenthesis:
      return parseParentheses()
    case .end, .rightParenthesis, .or, .exclusiveOr, .minus, .and:
      reportMissingMask()
      return placeholder
    case .number, .string, .comma, .colon, .dot, .dotDot, .unknown:
      reportMissingMask()
      advance()
      return placeholder
    }
  }

  private mutating func reportMissingMask() {
    reporter.report(.expectedMask(after: previous.map(describe), found: describe(current)), at: current.bytes)
  }

  private mutating func parseComplement() -> MaskExpression {
    let start = current.bytes.lowerBound
    guard descend() else { return placeholder }
    defer { depth -= 1 }
    advance()
    let operand = parseOperand()
    return MaskExpression(.complement(operand), at: range(from: start))
  }

  private mutating func parseParentheses() -> MaskExpression {
    let opening = current
    guard descend() else { return placeholder }
    defer { depth -= 1 }
    advance()
    let inner = parse(above: 0)
    while !isAtEnd, current.kind != .rightParenthesis { parseWhatFollows() }
    if !consume(.rightParenthesis) { reporter.report(.unclosedParenthesis, at: opening.bytes) }
    return inner
  }

  /// Enters one more level of nesting; where there are too many, reports it and gives up the rest of the text.
  private mutating func descend() -> Bool {
    guard depth < MaskExpression.maximumDepth else {
      reporter.report(.tooDeep, at: current.bytes)
      reporter.close()
      index = tokens.count - 1
      return false
    }
    depth += 1
    return true
  }
}

extension MaskParser {
  /// The token to read next.
  var current: MaskToken { tokens[index] }

  /// The token read last.
  var previous: MaskToken? { index > 0 ? tokens[index - 1] : nil }

  /// The token after `current`.
  var next: MaskToken { tokens[min(index + 1, tokens.count - 1)] }

  /// What stands for a mask that could not be read.
  var placeholder: MaskExpression { MaskExpression(.none) }

  /// Whether all tokens are read.
  var isAtEnd: Bool { current.kind == .end }

  /// Goes to the next token, but not past the end.
  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  /// Reads `kind` if it comes next, and tells whether it did.
  mutating func consume(_ kind: MaskToken.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  /// The place from the byte `start` to the end of the token read last.
  func range(from start: Int) -> SourceRange { reporter.range(of: bytes(from: start)) }

  /// The bytes from `start` to the end of the token read last.
  func bytes(from start: Int) -> Range<Int> { start..<max(start, previous?.bytes.upperBound ?? start) }

  /// The text of `token` in quotes, for messages.
  func describe(_ token: MaskToken) -> String {
    let text = reporter.string(token.bytes)
    return text.isEmpty ? "the end" : "'\(text)'"
  }

  /// Whether a mask can begin at the current token.
  private var startsMask: Bool {
    switch current.kind {
    case .word, .tilde, .leftParenthesis: true
    case .number, .string, .rightParenthesis, .comma, .colon, .dot, .dotDot, .or, .exclusiveOr, .minus, .and,
      .unknown, .end:
      false
    }
  }
}
