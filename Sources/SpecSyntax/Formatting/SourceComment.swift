import Diagnostics

/// A comment as it is written.
struct SourceComment: Sendable, Hashable {
  /// The text from `#` on, without blanks at its end.
  let text: String

  /// The number of blanks before it; `nil` if something else stands before it in its line.
  let indentation: Int?

  /// Whether the line above it is blank.
  var hasBlankLineBefore: Bool

  /// The comment of `file` that begins at `offset`.
  init(at offset: Int, of file: SourceFile, hasBlankLineBefore: Bool) {
    text = SourceRange(file, offset..<file.endOfLine(at: offset)).trimmed.text
    indentation = file.indentation(ofLineStartingAt: offset)
    self.hasBlankLineBefore = hasBlankLineBefore
  }
}

extension SourceFile {
  /// The start of the blank line above `offset`; `nil` if there is none, or if no line begins with what stands there.
  func startOfBlankLine(above offset: Int) -> Int? {
    let start = textRange.lowerBound
    guard let indentation = indentation(ofLineStartingAt: offset), offset - indentation > start else { return nil }
    var place = offset - indentation - 1
    while place > start, bytes[place - 1] == UInt8(ascii: " ") || bytes[place - 1] == 0x0D { place -= 1 }
    return place == start || bytes[place - 1] == 0x0A ? place : nil
  }
}
