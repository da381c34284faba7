import Glibc

/// The lines of a text of vectors one after the other: LF or CRLF ends a line, and a byte order mark is no text.
///
/// Unlike `LineScanner` it looks for line ends with `memchr` and counts fields without keeping them, since files of
/// vectors have gigabytes of lines that nobody wants.
struct WordVectorsLines {
  /// One line: its number from 1, and its bytes without the line break.
  struct Line {
    let number: Int
    let range: Range<Int>

    /// Whether a line break ends it.
    let isEnded: Bool
  }

  let bytes: UnsafeBufferPointer<UInt8>

  /// Where the next line begins.
  private(set) var position: Int

  /// The number of the line that was read last.
  private(set) var number: Int

  /// The lines from the beginning.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    number = 0
  }

  /// The lines of vectors after `header`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, after header: WordVectorsHeader) {
    self.bytes = bytes
    position = header.offset
    number = header.line - 1
  }

  /// The next line, or `nil` at the end of the text.
  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start)
    var end = lineEnd ?? bytes.count
    position = end + 1
    number += 1
    if lineEnd != nil, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Line(number: number, range: start..<end, isEnded: lineEnd != nil)
  }

  /// The number of parts of `line` between blanks and tabs.
  func fieldCount(_ line: Line) -> Int {
    var count = 0
    var followsBlank = true
    for byte in UnsafeBufferPointer(rebasing: bytes[line.range]) {
      let isBlank = isBlank(byte)
      count &+= followsBlank && !isBlank ? 1 : 0
      followsBlank = isBlank
    }
    return count
  }

  /// The part of `line` between blanks and tabs that begins at `position` or later.
  func field(of line: Line, from position: Int) -> Range<Int>? {
    var start = position
    while start < line.range.upperBound, isBlank(bytes[start]) { start += 1 }
    guard start < line.range.upperBound else { return nil }
    var end = start + 1
    while end < line.range.upperBound, !isBlank(bytes[end]) { end += 1 }
    return start..<end
  }

  /// The last part of `line` between blanks and tabs, if it has any.
  func lastField(of line: Line) -> Range<Int>? {
    var end = line.range.upperBound
    while end > line.range.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > line.range.lowerBound, !isBlank(bytes[start - 1]) { start -= 1 }
    return start < end ? start..<end : nil
  }

  /// Whether all fields of `line` after the first `skipped` ones are numbers.
  func holdsNumbers(_ line: Line, after skipped: Int) -> Bool {
    var (position, number) = (line.range.lowerBound, 0)
    while let field = field(of: line, from: position) {
      number += 1
      if number > skipped, !bytes.holdNumber(in: field) { return false }
      position = field.upperBound
    }
    return true
  }

  /// The parts of `line` between blanks and tabs.
  func fields(_ line: Line) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var position = line.range.lowerBound
    while let field = field(of: line, from: position) {
      fields.append(field)
      position = field.upperBound
    }
    return fields
  }

  /// Whether `line` begins with a blank or tab.
  func startsWithBlank(_ line: Line) -> Bool { bytes[line.range].first.map(isBlank) ?? false }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where `byte` is first, at `start` or later.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
