import Diagnostics
import Text

/// What can be wrong with the text of a mask expression; the reporter adds the place.
extension Diagnostic {
  /// An error whose place is still to be added.
  private init(
    _ code: DiagnosticCode, _ message: String, label: String? = nil, notes: [String] = [], help: String? = nil
  ) {
    self.init(code, .error, message, at: nil, label: label, notes: notes, help: help)
  }

  static var emptyExpression: Diagnostic {
    Diagnostic(MaskCode.empty, "expected a mask, found nothing", help: "write 'all' or 'none'")
  }

  static func unexpectedCharacter(_ text: String) -> Diagnostic {
    let help =
      text == "%"
      ? "write a fraction, as in 0.5" : MaskSpelling.signs[text].map { "perhaps '\($0)' is meant" }
    return Diagnostic(
      MaskCode.character, "expected an operator or a mask, found '\(printable(text))'",
      help: help ?? "the operators are '~', '&', '-', '^' and '|'")
  }

  static var singleQuotes: Diagnostic {
    Diagnostic(MaskCode.character, "expected double quotes around the string, found single ones")
  }

  static var unterminatedString: Diagnostic {
    Diagnostic(MaskCode.string, "expected '\"' at the end of the string", label: "begins here")
  }

  static var unknownEscape: Diagnostic {
    Diagnostic(
      MaskCode.string, "expected '\"' or '\\' after the backslash",
      help: "write '\\\\' for a backslash in a string")
  }

  static func invalidFraction(_ text: String) -> Diagnostic {
    Diagnostic(
      MaskCode.number, "expected a decimal number, found '\(clipped(text))'",
      help: "write the fraction with a digit before and after the point, as in 0.5")
  }

  static func invalidWholeNumber(_ text: String) -> Diagnostic {
    Diagnostic(
      MaskCode.number, "expected a whole number, found '\(clipped(text))'",
      help: "write it with digits only, without leading zeros")
  }

  static func expectedMask(after previous: String?, found: String) -> Diagnostic {
    Diagnostic(
      MaskCode.missingMask,
      "expected a mask\(previous.map { " after \(clipped($0))" } ?? ""), found \(clipped(found))",
      help: "a mask is, for example, 'all', 'encoder.1' or 'imp(self)'")
  }

  static func expectedOperator(before found: String, meant: String?) -> Diagnostic {
    Diagnostic(
      MaskCode.missingOperator, "expected an operator before \(clipped(found))",
      help: meant.map { "\(found) is written '\($0)'" } ?? "join masks with \(MaskSpelling.operators)")
  }

  static var unclosedParenthesis: Diagnostic {
    Diagnostic(MaskCode.parenthesis, "expected ')' for this '('", label: "never closed")
  }

  static var unmatchedParenthesis: Diagnostic {
    Diagnostic(MaskCode.parenthesis, "expected no ')' here: none is open")
  }

  static func unknownMask(_ name: String) -> Diagnostic {
    let meant = likelyMeant(by: name, among: MaskSpelling.primitives).first
    let help =
      meant.map { "perhaps '\($0)' is meant" } ?? "a task's mask is written imp(\(clipped(name))) or tower(…)"
    return Diagnostic(
      MaskCode.unknownMask, "expected a mask, found the unknown name '\(clipped(name))'",
      notes: ["masks begin with \(quotedList(MaskSpelling.primitives, joinedBy: "or"))"],
      help: name == "not" ? "'not' is written '~'" : help)
  }

  static func unknownPart(_ found: String, of region: String, expected: [String]) -> Diagnostic {
    let what = found.isEmpty ? "the end" : "'\(clipped(found))'"
    if expected.isEmpty {
      return Diagnostic(
        MaskCode.part, "expected nothing after '\(clipped(region))', found \(what)",
        help: "direction, part and attribute stand in this order, each once")
    }
    let alternatives = quotedList(expected, joinedBy: "or")
    let isLayer = !found.isEmpty && found.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let meant = likelyMeant(by: found, among: expected).first.map { "perhaps '\($0)' is meant" }
    return Diagnostic(
      MaskCode.part, "expected \(alternatives) in '\(clipped(region))', found \(what)",
      help: isLayer ? "the number of a layer stands right after 'encoder'" : meant)
  }

  static func noParts(of name: String) -> Diagnostic {
    Diagnostic(
      MaskCode.part, "expected an operator or the end: '\(name)' has no parts",
      help: "parts are picked with '&', as in imp(self) & weights")
  }

  static func missingArguments(of name: String) -> Diagnostic {
    Diagnostic(
      MaskCode.arguments, "expected '(' after '\(name)'",
      help: MaskSpelling.examples[name].map { "write, for example, \($0)" })
  }

  static func missingArgument(_ what: String, of name: String) -> Diagnostic {
    Diagnostic(
      MaskCode.arguments, "expected \(what) in '\(name)'",
      help: MaskSpelling.examples[name].map { "write, for example, \($0)" })
  }

  static func expectedArgument(found: String) -> Diagnostic {
    Diagnostic(MaskCode.arguments, "expected an argument, found \(clipped(found))")
  }

  static func expectedEndOfArgument(found: String) -> Diagnostic {
    Diagnostic(MaskCode.arguments, "expected ',' or ')' after the argument, found \(clipped(found))")
  }

  static func unexpectedArgument(_ text: String, of name: String, known: [String]) -> Diagnostic {
    let expected =
      known.isEmpty
      ? "no further argument of '\(name)'" : "\(quotedList(known, joinedBy: "or")) and a colon in '\(name)'"
    return Diagnostic(
      MaskCode.arguments, "expected \(expected), found '\(clipped(text))'",
      help: MaskSpelling.examples[name].map { "write, for example, \($0)" })
  }

  static func repeatedLabel(_ label: String, of name: String) -> Diagnostic {
    Diagnostic(MaskCode.arguments, "expected '\(label)' once in '\(name)'")
  }

  static func unknownLabel(_ label: String, of name: String, known: [String]) -> Diagnostic {
    let expected = known.isEmpty ? "no label" : quotedList(known, joinedBy: "or")
    return Diagnostic(MaskCode.arguments, "expected \(expected) in '\(name)', found '\(clipped(label))'")
  }

  static func expectedLayers(found text: String) -> Diagnostic {
    Diagnostic(
      MaskCode.arguments, "expected a layer or a range of layers, found '\(clipped(text))'",
      help: "write, for example, layers(2) or layers(1..2)")
  }

  static var expectedPath: Diagnostic {
    Diagnostic(MaskCode.arguments, "expected a path in double quotes")
  }

  static func invalidTaskName(_ name: String) -> Diagnostic {
    Diagnostic(
      MaskCode.arguments, "expected a task, found '\(clipped(name))'",
      help: "names of other signs than letters, digits, '_' and '-' stand in double quotes")
  }

  static var keepAndRound: Diagnostic {
    Diagnostic(MaskCode.keepAndRound, "expected either 'keep' or 'round', found both")
  }

  static var tooLong: Diagnostic {
    Diagnostic(
      MaskCode.size, "expected at most \(MaskExpression.maximumLength) bytes in a mask expression")
  }

  static var tooDeep: Diagnostic {
    Diagnostic(
      MaskCode.size, "expected at most \(MaskExpression.maximumDepth) levels of parentheses and '~'")
  }
}

/// `text`, cut off where it would bury the message.
private func clipped(_ text: String) -> String {
  text.count > 40 ? text.prefix(40) + "…" : text
}

/// `text` with control characters as their numbers.
private func printable(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F
      ? "U+" + String(scalar.value, radix: 16, uppercase: true) : "\(scalar)"
  }
  return scalars.joined()
}
