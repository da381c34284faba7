import Diagnostics
import Text

// Findings about single characters, quoted texts, names and headers that libyaml cannot read.

extension MalformedText {
  /// The finding about a character with which nothing can begin.
  var characterOutOfPlace: Diagnostic {
    let place = lines.character(at: problem.offset)
    var diagnostic = finding(
      "nothing can begin with '\(place.text)' here", at: problem.offset, help: "put the text into quotes")
    diagnostic.range = place
    return diagnostic
  }

  /// The finding about a text in quotes, if that is where the problem is.
  var ofQuotedText: Diagnostic? {
    guard problem.context.hasSuffix("a quoted scalar") else { return nil }
    let quote = lines.range(problem.contextOffset..<problem.contextOffset + 1)
    switch problem.message {
    case "found unexpected end of stream", "found unexpected document indicator":
      return Diagnostic(SyntaxCode.malformed, .error, "this quote is not closed", at: quote)
    case "found unknown escape character":
      let escape = lines.range(problem.offset..<lines.character(at: problem.offset + 1).bytes.upperBound)
      return Diagnostic(
        SyntaxCode.malformed, .error, "'\(escape.text)' stands for no character", at: escape,
        help:
          "write '\\\\' for a backslash, or put the text into single quotes, where '\\' has no special meaning"
      )
    default:
      return finding(
        "these digits stand for no character", at: problem.offset,
        help: "write '\\x' with 2, '\\u' with 4 or '\\U' with 8 hexadecimal digits")
    }
  }

  /// The finding about the name of an anchor or alias, if that is where the problem is.
  var ofName: Diagnostic? {
    switch problem.context {
    case "while scanning an alias":
      let star = lines.range(problem.contextOffset..<problem.contextOffset + 1)
      return Diagnostic(
        SyntaxCode.malformed, .error, "'*' begins the name of an alias, and here is no name", at: star,
        help: "put the text into quotes if '*' is part of it",
        fixIts: [FixIt("put '*' into quotes", replacing: star, with: "\"*\"")])
    case "while scanning an anchor":
      let mark = lines.range(problem.contextOffset..<problem.contextOffset + 1)
      return Diagnostic(
        SyntaxCode.malformed, .error, "'&' begins the name of an anchor, and here is no name", at: mark,
        help: "put the text into quotes if '&' is part of it")
    default: return nil
    }
  }

  /// The finding about a tag, a directive or the header of a block of text, if that is where the problem is.
  var ofHeader: Diagnostic? {
    switch (problem.context, problem.message) {
    case (_, "found undefined tag handle"), ("while scanning a tag", _), ("while parsing a tag", _):
      let start = problem.message == "found undefined tag handle" ? problem.offset : problem.contextOffset
      return .tag(lines.word(at: start))
    case ("while scanning a directive", _), ("while scanning a %YAML directive", _),
      ("while scanning a %TAG directive", _), ("while parsing a %TAG directive", _),
      ("while parsing a tag directive", _), (_, "found incompatible YAML document"),
      (_, "found duplicate %YAML directive"), (_, "found duplicate %TAG directive"):
      return .otherDirective(lines.range(lines.line(at: problem.offset)).trimmed)
    case ("while scanning a block scalar", _):
      return finding(
        "after '|' or '>' the line must end", at: problem.offset,
        help: "begin the text on the next line, or put it into quotes if it begins with '|' or '>'")
    case (_, "mapping keys are not allowed in this context"):
      return .explicitKey(lines.character(at: problem.offset))
    default: return nil
    }
  }

  /// The finding about anything else.
  var other: Diagnostic {
    if problem.message == "did not find expected <document start>" {
      let line = lines.line(at: problem.offset)
      for candidate in [line, lines.lineWithText(above: line)].compactMap({ $0 }) {
        if let tight = missingBlankAfterColon(inLineOf: candidate.lowerBound) { return tight }
      }
      if lines.byte(at: 0) == UInt8(ascii: "%") {
        return finding(
          "'---' was expected between a directive and this", at: problem.offset,
          help: "leave the directive out")
      }
      return finding("the document has ended before this", at: problem.offset, help: "check the line above")
    }
    let context = problem.context.isEmpty ? "" : " \(problem.context)"
    return finding("this is not YAML: \(problem.message)\(context)", at: problem.offset)
  }
}
