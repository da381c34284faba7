import Diagnostics

extension SourceFile {
  /// The lines of the plain or quoted scalar at `bytes`, without the blanks at their ends that don't count.
  func scalarLines(at bytes: Range<Int>) -> [String] {
    let hasEscapes = self.bytes[bytes.lowerBound] == UInt8(ascii: "\"")
    let lines = lines(in: bytes)
    return lines.enumerated().map { index, line in
      let start = index == 0 ? line.lowerBound : firstText(in: line)
      return text(in: start..<(index == lines.count - 1 ? line.upperBound : textEnd(of: start..<line.upperBound, hasEscapes: hasEscapes)))
    }
  }

  /// The first byte of `line` that is not a blank, or its end.
  private func firstText(in line: Range<Int>) -> Int {
    bytes[line].firstIndex { $0 != UInt8(ascii: " ") } ?? line.upperBound
  }

  /// The end of `line` without the blanks there, except for one that is escaped.
  private func textEnd(of line: Range<Int>, hasEscapes: Bool) -> Int {
    let last = bytes[line].lastIndex { $0 != UInt8(ascii: " ") }
    let end = last.map { $0 + 1 } ?? line.lowerBound
    let backslashes = bytes[line.lowerBound..<end].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
    return hasEscapes && backslashes % 2 == 1 && end < line.upperBound ? end + 1 : end
  }
}
