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
package struct Expectation: Hashable, Sendable {
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
    var markedLine = 0
    for number in 1...file.lineCount {
      let line = file.lineText(number)
      if let marks = Expectation(marks: line, under: markedLine) {
        expectations.append(marks)
      } else {
        markedLine = number
        if let explicit = Expectation(explicit: line) { expectations.append(explicit) }
      }
    }
    return expectations
  }

  /// Reads a comment of marks about the line numbered `number`.
  private init?(marks line: String, under number: Int) {
    let body = line.drop { $0 == " " }
    guard body.first == "#" else { return nil }
    let hash = line.count - body.count
    let marksAndText = body.dropFirst().drop { $0 == " " }
    guard let mark = marksAndText.first, mark == "^" || mark == "<" else { return nil }
    let marks = marksAndText.prefix { "^<~>".contains($0) }
    guard let (code, text) = Self.codeAndText(marksAndText.dropFirst(marks.count)) else { return nil }
    let column = mark == "<" ? hash + 1 : line.count - marksAndText.count + 1
    let width = marks.count + (mark == "<" ? 1 : 0)
    start = SourcePosition(line: number, column: column)
    if marks.last == ">" {
      end = .onLaterLine
    } else {
      end = .at(SourcePosition(line: number, column: column + width))
    }
    (self.code, self.text) = (code, text)
  }

  /// Reads a comment of the form `# expect PLACE CODE TEXT`.
  private init?(explicit line: String) {
    let words = line.drop { $0 == " " }.split(separator: " ", maxSplits: 3)
    guard words.count >= 4, words[0] == "#", words[1] == "expect" else { return nil }
    guard let (code, text) = Self.codeAndText(words[3]) else { return nil }
    (self.code, self.text) = (code, text)
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
