import Diagnostics

// What is wrong with texts that libyaml reads although they are not YAML.

extension Diagnostic {
  /// The `#` of a comment at `place` follows other text; `entry` is what it begins if it is an entry of a list.
  static func commentWithoutBlank(_ place: SourceRange, entry: SourceRange? = nil) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "a comment needs a blank before '#'", at: place,
      help: "put a blank before '#', or the text into quotes if '#' is part of it",
      fixIts: [
        entry.map(FixIt.init(quoting:)) ?? FixIt("put a blank before '#'", replacing: place.emptyAtStart, with: " ")
      ])
  }

  static func dashInFlow(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "a '-' alone has no meaning within brackets", at: place,
      help: "put it into quotes if it is a text",
      fixIts: [FixIt("put it into quotes", replacing: place, with: "\"-\"")])
  }

  /// One finding about all of `lines`, which are in order and not empty, in brackets or quotes of `file`.
  static func linesTooFarLeft(_ lines: [MisplacedLine], of file: SourceFile) -> Diagnostic {
    let (first, last) = (lines[0], lines[lines.count - 1])
    let blanks = first.missing == 1 ? "one blank" : "\(first.missing) blanks"
    var indented = ""
    for (line, next) in zip(lines, lines.dropFirst()) {
      indented += String(repeating: " ", count: line.missing) + file.text(in: line.start..<next.start)
    }
    indented += String(repeating: " ", count: last.missing)
    let fix = FixIt(
      lines.count == 1 ? "indent it by \(blanks) more" : "indent the lines",
      replacing: SourceRange(file, first.start..<last.start), with: indented)
    return Diagnostic(
      SyntaxCode.malformed, .error,
      "this line belongs to a value further up and must be indented more than its key",
      at: SourceRange(file, first.start..<first.start + 1),
      notes: lines.count == 1 ? [] : ["so must \(lines.count - 1) more of the lines after it"],
      help: "indent it by at least \(blanks) more", fixIts: [fix])
  }

  static func blankLineTooWide(_ place: SourceRange, indentation: Int) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error,
      "this blank line has \(place.bytes.count) blanks, more than the \(indentation) by which the text below is indented",
      at: place, help: "leave blank lines empty",
      fixIts: [FixIt("empty the line", replacing: place, with: "")])
  }

  static func oddName(_ place: SourceRange) -> Diagnostic {
    Diagnostic(
      SyntaxCode.malformed, .error, "names of anchors and aliases consist of letters, digits, '_' and '-'",
      at: place,
      help: "put a blank after the name, or the text into quotes if it begins with '\(place.text.prefix(1))'")
  }
}

extension FixIt {
  /// The change that puts `text`, which has neither quotes nor backslashes, into quotes.
  init(quoting text: SourceRange) {
    self.init("put it into quotes", replacing: text, with: "\"\(text.text)\"")
  }
}

extension SourceRange {
  /// The empty range where this one begins.
  var emptyAtStart: SourceRange { SourceRange(file, bytes.lowerBound..<bytes.lowerBound) }
}
