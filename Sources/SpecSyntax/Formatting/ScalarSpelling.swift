import Diagnostics

extension SourceFile {
  /// The lines of the plain or quoted scalar at `bytes`, without the blanks at their ends that don't count.
  func scalarLines(at bytes: Range<Int>) -> [String] {
    let hasEscapes = self.bytes[bytes.lowerBound] == UInt8(ascii: "\"")
    let lines = lines(in: bytes)
    return lines.enumerated().map { index, line in
      let start = index == 0 ? line.lowerBound : firstText(in: line)
      let rest = start..<line.upperBound
      return text(in: index == lines.count - 1 ? rest : start..<textEnd(of: rest, hasEscapes: hasEscapes))
    }
  }

  /// The spelling of the key `event`, written from `start` on: as it is if it stands on one line.
  ///
  /// In brackets a key without a value may run over several lines; outside of them it may not.
  func keySpelling(_ event: Event, from start: Int) -> String {
    let bytes = start..<event.bytes.upperBound
    guard self.bytes[bytes].contains(0x0A) else { return text(in: bytes) }
    let isPlain = if case .scalar(.plain) = event.kind { true } else { false }
    return isPlain && !event.text.utf8.contains(0x0A) ? event.text : doubleQuoted(event.text)
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
