import Diagnostics

/// What libyaml finds wrong with a text, in terms of what its author wrote.
///
/// libyaml says what its scanner missed at the byte where it noticed; the cause often stands further up.
struct MalformedText {
  let problem: SyntaxProblem
  let lines: LineView

  /// The place of the innermost bracket that is open.
  let openBracket: Int?

  init(_ problem: SyntaxProblem, in lines: LineView, openBracket: Int?) {
    self.problem = problem
    self.lines = lines
    self.openBracket = openBracket
  }

  /// The finding for the author.
  var diagnostic: Diagnostic {
    switch problem.message {
    case "could not find expected ':'":
      missingBlankAfterColon(inLineOf: problem.contextOffset) ?? neitherKeyNorValue(at: problem.contextOffset)
    case "mapping values are not allowed in this context": colonOutOfPlace
    case "block sequence entries are not allowed in this context":
      finding(
        "a list item cannot begin in the middle of a line", at: problem.offset,
        help: "begin the list on a line of its own, or write it in brackets")
    case "did not find expected key", "did not find expected '-' indicator": unexpectedInBlock
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'": unexpectedInFlow
    case "did not find expected node content": missingValue
    case "found unexpected ':'", "found character that cannot start any token": characterOutOfPlace
    default: ofQuotedText ?? ofName ?? ofHeader ?? other
    }
  }

  /// A finding about the word at `offset`.
  func finding(
    _ message: String, at offset: Int, help: String? = nil, code: DiagnosticCode = SyntaxCode.malformed,
    others: [SourceLabel] = [], fixIts: [FixIt] = []
  ) -> Diagnostic {
    Diagnostic(
      code, .error, message, at: lines.word(at: offset), notes: lines.unusualBlankNote(at: offset),
      help: help,
      fixIts: fixIts
    ).with(others)
  }
}

extension Diagnostic {
  /// The finding with `others` as further places.
  fileprivate func with(_ others: [SourceLabel]) -> Diagnostic {
    var copy = self
    copy.others = others
    return copy
  }
}

// MARK: - Block structure

extension MalformedText {
  private func neitherKeyNorValue(at offset: Int) -> Diagnostic {
    finding(
      "this is neither 'key: value' nor part of a value above", at: offset,
      help: "end a key with ':', and indent what belongs to a value more than its key")
  }

  private var colonOutOfPlace: Diagnostic {
    let line = lines.line(at: problem.offset)
    if let earlier = lines.firstKeyColon(in: line), earlier < problem.offset {
      return finding(
        "a second ': ' in the value of a key", at: problem.offset,
        help: "put the value into quotes if ': ' is part of it",
        others: [SourceLabel(lines.range(earlier..<earlier + 1), "the value begins after this")])
    }
    guard let above = lines.lineWithText(above: line) else { return colonWithoutKey }
    if let tight = missingBlankAfterColon(inLineOf: above.lowerBound) { return tight }
    guard let value = lines.valueStart(in: above) else {
      return neitherKeyNorValue(at: lines.textStart(of: above))
    }
    guard lines.indentation(of: line) > lines.indentation(of: above) else { return colonWithoutKey }
    return finding(
      "this line continues the value above, which cannot contain ': '", at: lines.textStart(of: line),
      help: "indent it like the line above if it is a key beside it",
      others: [SourceLabel(lines.range(value..<above.upperBound).trimmed, "the value")])
  }

  private var colonWithoutKey: Diagnostic {
    finding(
      "no key can end here", at: problem.offset,
      help: "put the text into quotes if ':' is part of it; a key stands on one line")
  }

  /// The finding that the line at `offset` is a key and a value with nothing between ':' and the value.
  func missingBlankAfterColon(inLineOf offset: Int) -> Diagnostic? {
    let line = lines.line(at: offset)
    guard lines.firstKeyColon(in: line) == nil, let colon = lines.tightColon(in: line) else { return nil }
    return Diagnostic(
      SyntaxCode.malformed, .error, "a blank is missing after ':'", at: lines.range(colon..<colon + 1),
      notes: lines.unusualBlankNote(at: colon), help: "write 'key: value'", fixIts: [lines.blank(after: colon)])
  }

  /// The finding that a ':' stands where a key or value should begin.
  private var missingKey: Diagnostic? {
    guard lines.byte(at: problem.offset) == UInt8(ascii: ":") else { return nil }
    return finding("a key is missing before ':'", at: problem.offset, code: SyntaxCode.keyNotText)
  }

  private var unexpectedInBlock: Diagnostic {
    if let missingKey { return missingKey }
    let line = lines.line(at: problem.offset)
    let isList = problem.message.contains("'-'")
    let start = SourceLabel(lines.word(at: problem.contextOffset), isList ? "the list" : "the mapping")
    if lines.textStart(of: line) < problem.offset || "]}".utf8.contains(lines.byte(at: problem.offset)) {
      return finding(
        "unexpected text after a value", at: problem.offset,
        help: "remove it, or put the whole value into one pair of quotes")
    }
    if lines.indent(at: problem.offset) == lines.indent(at: problem.contextOffset) {
      return finding(
        isList
          ? "a list item that begins with '- ' was expected here"
          : "a key was expected here, not a list item",
        at: problem.offset, help: "a list and a mapping cannot be mixed", others: [start])
    }
    return finding(
      "the indentation of this line fits nothing above", at: problem.offset,
      help: "indent it like the lines that it belongs to", others: [start])
  }
}

// MARK: - Brackets

extension MalformedText {
  private var unexpectedInFlow: Diagnostic {
    if let unclosed = unclosedBracket(from: problem.contextOffset) { return unclosed }
    let isList = lines.byte(at: problem.contextOffset) == UInt8(ascii: "[")
    return finding(
      "',' or '\(isList ? "]" : "}")' was expected here", at: problem.offset,
      help: "entries in brackets are separated by commas",
      others: [SourceLabel(bracket(problem.contextOffset), isList ? "the list" : "the mapping")])
  }

  private var missingValue: Diagnostic {
    if let openBracket, let unclosed = unclosedBracket(from: openBracket) { return unclosed }
    if let missingKey { return missingKey }
    let help =
      lines.byte(at: problem.offset) == UInt8(ascii: ",") ? "remove a comma, or write what it separates" : nil
    return finding("a value was expected here", at: problem.offset, help: help)
  }

  /// The finding that the bracket at `start` is open where the text ends or goes on in a line of its own.
  private func unclosedBracket(from start: Int) -> Diagnostic? {
    let opening = lines.line(at: start)
    let line = lines.line(at: problem.offset)
    let isAtEnd = lines.isAtEnd(problem.offset)
    let isOutside = line.lowerBound > start && lines.indentation(of: line) <= lines.indentation(of: opening)
    let isCloser = "]}".utf8.contains(lines.byte(at: problem.offset))
    guard isAtEnd || (isOutside && !isCloser) else { return nil }
    let others =
      isAtEnd ? [] : [SourceLabel(lines.word(at: lines.textStart(of: line)), "this would be part of it")]
    let character = String(decoding: [lines.byte(at: start)], as: UTF8.self)
    // A '#' without a blank before it is reported as such.
    let comment = lines.comment(in: start + 1..<opening.upperBound)
    let entry = comment.flatMap { lines.entry(withHashAt: $0, inBracketAt: start) }
    return Diagnostic(
      SyntaxCode.malformed, .error, "this '\(character)' is not closed", at: bracket(start), others: others,
      help: entry.map { "put '\($0.text)' into quotes: a '#' after a blank begins a comment" },
      fixIts: [entry.map(FixIt.init(quoting:))].compactMap(\.self))
  }

  private func bracket(_ offset: Int) -> SourceRange { lines.range(offset..<offset + 1) }
}
