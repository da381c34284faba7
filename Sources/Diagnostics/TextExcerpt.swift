import Text

// The source lines that go with a message.

extension TextRenderer {
  /// The lines of `range` with the range underlined; of more than two lines, the first and the last.
  func excerpt(of range: SourceRange, label: String?, tint: Style, in gutter: Gutter) -> String {
    let file = range.file
    let first = file.lineNumber(at: range.bytes.lowerBound)
    let last = lastLine(of: range)
    let label = label.map { " " + paint($0.escapedForTerminals, tint) } ?? ""
    guard first < last else { return line(first, of: range, mark: "^", label: label, tint: tint, in: gutter) }
    return line(first, of: range, mark: "^", label: "", tint: tint, in: gutter)
      + (last > first + 1 ? gutter.unnumbered(":").trimmingEnd + "\n" : "")
      + line(last, of: range, mark: "~", label: label, tint: tint, in: gutter)
  }

  /// The line numbered `number` and, below it, marks under the part of `range` in it.
  private func line(
    _ number: Int, of range: SourceRange, mark: String, label: String, tint: Style, in gutter: Gutter
  ) -> String {
    let bytes = range.file.lineRange(number)
    var part = range.bytes.clamped(to: bytes)
    if range.bytes.lowerBound < bytes.lowerBound {
      let text = range.file.bytes[part].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      part = (text ?? part.lowerBound)..<part.upperBound
    }
    let shown = DisplayLine(bytes, of: range.file, marking: part, width: width)
    let marks = mark + String(repeating: "~", count: shown.marked.count - 1)
    let blanks = String(repeating: " ", count: shown.marked.lowerBound)
    return (gutter.numbered(number) + shown.text).trimmingEnd + "\n"
      + gutter.unnumbered() + blanks + paint(marks, tint) + label + "\n"
  }

  /// The number of the last line that has a byte of `range`.
  private func lastLine(of range: SourceRange) -> Int {
    range.file.lineNumber(at: max(range.bytes.lowerBound, range.bytes.upperBound - 1))
  }
}

// MARK: - Changes

extension TextRenderer {
  /// The changes that `diagnostic` offers, each with its line as it would be.
  func fixes(of diagnostic: Diagnostic, in gutter: Gutter) -> String {
    diagnostic.fixIts.map { fix in
      gutter.remark("fix", fix.message) + (fixedLine(of: fix).map { shown($0, in: gutter) } ?? "")
    }.joined()
  }

  /// A source line after a change.
  struct FixedLine {
    let number: Int
    let text: String

    /// The bytes of `text` that are new.
    let new: Range<Int>
  }

  func fixedLines(of diagnostic: Diagnostic) -> [FixedLine] { diagnostic.fixIts.compactMap(fixedLine) }

  /// The line that `fix` changes, if it is a single one before and after.
  private func fixedLine(of fix: FixIt) -> FixedLine? {
    let file = fix.range.file
    let number = file.lineNumber(at: fix.range.bytes.lowerBound)
    let line = file.lineRange(number)
    let isInLine =
      line.lowerBound <= fix.range.bytes.lowerBound && fix.range.bytes.upperBound <= line.upperBound
    guard isInLine, !fix.replacement.utf8.contains(0x0A), line.count <= 4 * width else { return nil }
    let before = file.text(in: line.lowerBound..<fix.range.bytes.lowerBound)
    let after = file.text(in: fix.range.bytes.upperBound..<line.upperBound)
    let start = before.utf8.count
    return FixedLine(
      number: number, text: before + fix.replacement + after, new: start..<start + fix.replacement.utf8.count)
  }

  private func shown(_ line: FixedLine, in gutter: Gutter) -> String {
    let file = SourceFile(name: "", text: line.text)
    let display = DisplayLine(0..<file.bytes.count, of: file, marking: line.new, width: width)
    return (gutter.numbered(line.number, "+") + paint(display.text, .fix)).trimmingEnd + "\n"
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmingEnd: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
