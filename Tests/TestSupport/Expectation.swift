package import Diagnostics

/// A diagnostic that a comment in a fixture announces.
///
/// A comment of marks announces one about the nearest line above that is no such comment; the marks stand under the
/// range, and what follows the code must occur in the message or the label:
///
/// ```yaml
/// training: {batch: 10, batch: 20}
/// #                     ^~~~~ E0112 occurs twice
/// #          ^~~~~ see first
/// ```
///
/// A single `^` also stands for an empty range; `^~~>` for one that ends on a later line; `#<~~~` for one that begins
/// in column 1, where the `#` stands. A line with `see` announces a further place of some diagnostic.
///
/// Where no comment can stand below the line, `# expect 3:10-15 E0112 occurs twice` anywhere in the file announces the
/// same; the end may also be left out or be on another line (`3:10-4:2`), and `-` stands for no place at all.
///
/// A comment `# set training.batch=0` is an override of the command line, which the specification is read with; marks
/// under it announce a diagnostic about that text.
package struct Expectation: Hashable, Sendable {
  /// The name of the source that the place is in.
  package let file: String

  /// The code, or `nil` for a further place.
  package let code: String?

  /// The position at which the range begins; `nil` if there is no place.
  package let start: SourcePosition?

  package let end: End

  /// What must occur in the message or label.
  package let text: String

  package enum End: Hashable, Sendable {
    case anywhere
    case at(SourcePosition)

    /// On a line after that of the start.
    case onLaterLine
  }

  /// The expectations that the comments of `file` announce.
  package static func all(in file: SourceFile) -> [Expectation] {
    var expectations: [Expectation] = []
    var marked = MarkedLine(file: file.name, number: 0)
    var overrideCount = 0
    for number in 1...file.lineCount {
      let line = file.lineText(number)
      if let marks = Expectation(marks: line, under: marked) {
        expectations.append(marks)
      } else if line.hasPrefix(overrideMark) {
        overrideCount += 1
        marked = MarkedLine(file: "<command line>", number: overrideCount, indentation: overrideMark.count)
      } else {
        marked = MarkedLine(file: file.name, number: number)
        if let explicit = Expectation(explicit: line, in: file.name) { expectations.append(explicit) }
      }
    }
    return expectations
  }

  /// The overrides of the command line that comments of `file` hold.
  package static func overrides(in file: SourceFile) -> [String] {
    (1...file.lineCount).map(file.lineText).filter { $0.hasPrefix(overrideMark) }
      .map { String($0.dropFirst(overrideMark.count)) }
  }

  private static let overrideMark = "# set "

  /// The line that marks are about, and how much further to the right than in its source it stands in the fixture.
  private struct MarkedLine {
    let file: String
    let number: Int
    var indentation = 0
  }

  /// Reads a comment of marks about the line `marked`.
  private init?(marks line: String, under marked: MarkedLine) {
    let body = line.drop { $0 == " " }
    guard body.first == "#" else { return nil }
    let hash = line.count - body.count
    let marksAndText = body.dropFirst().drop { $0 == " " }
    guard let mark = marksAndText.first, mark == "^" || mark == "<" else { return nil }
    let marks = marksAndText.prefix { "^<~>".contains($0) }
    guard let (code, text) = Self.codeAndText(marksAndText.dropFirst(marks.count)) else { return nil }
    let column = (mark == "<" ? hash + 1 : line.count - marksAndText.count + 1) - marked.indentation
    let width = marks.count + (mark == "<" ? 1 : 0)
    file = marked.file
    start = SourcePosition(line: marked.number, column: column)
    if marks.last == ">" {
      end = .onLaterLine
    } else {
      end = .at(SourcePosition(line: marked.number, column: column + width))
    }
    (self.code, self.text) = (code, text)
  }

  /// Reads a comment of the form `# expect PLACE CODE TEXT` about `file`.
  private init?(explicit line: String, in file: String) {
    let words = line.drop { $0 == " " }.split(separator: " ", maxSplits: 3)
    guard words.count >= 4, words[0] == "#", words[1] == "expect" else { return nil }
    guard let (code, text) = Self.codeAndText(words[3]) else { return nil }
    (self.file, self.code, self.text) = (file, code, text)
    let ends = words[2].split(separator: "-", maxSplits: 1)
    start = ends.first.flatMap { Self.position($0, line: nil) }
    let end = ends.count == 2 ? Self.position(ends[1], line: start?.line) : nil
    self.end = end.map(End.at) ?? .anywhere
  }

  /// The position `LINE:COLUMN`, or the column in `line`.
  private static func position(_ text: Substring, line: Int?) -> SourcePosition? {
    let numbers = text.split(separator: ":").compactMap { Int($0) }
    if numbers.count == 2 { return SourcePosition(line: numbers[0], column: numbers[1]) }
    guard let line, numbers.count == 1 else { return nil }
    return SourcePosition(line: line, column: numbers[0])
  }

  /// Splits `E0112 a text` or `see a text`.
  private static func codeAndText(_ text: Substring) -> (code: String?, text: String)? {
    let words = text.split(separator: " ", maxSplits: 1)
    guard let first = words.first else { return nil }
    let rest = words.count > 1 ? String(words[1]) : ""
    if first == "see" { return (nil, rest) }
    let isCode =
      first.first?.isUppercase == true && first.count == 5 && first.dropFirst().allSatisfy(\.isNumber)
    return isCode ? (String(first), rest) : nil
  }
}
