/// A line of a data file, as a message shows it.
package struct TextLine: Hashable, Sendable {
  /// The file, as the user gave it.
  package let file: String

  /// The line's number from 1.
  package let number: Int

  /// The line's text, cut after 80 characters, with what is not UTF-8 or not printable made visible.
  package let text: String

  /// The start of a compiler's message: `file:line`.
  package var place: String { "\(file):\(number)" }
}

/// The lines of a text one after the other: LF or CRLF ends a line, and a byte order mark is no text.
struct LineScanner {
  /// One line: its number from 1 and its bytes without the line break.
  struct Line {
    let number: Int
    let range: Range<Int>
  }

  let bytes: [UInt8]
  let file: String
  private var position: Int
  private var number = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line, or `nil` at the end of the text.
  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    position = end + 1
    number += 1
    if end > start, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Line(number: number, range: start..<end)
  }

  /// Moves the parts of `line` between blanks and tabs to `fields`.
  func split(_ line: Line, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var position = line.range.lowerBound
    while position < line.range.upperBound {
      while position < line.range.upperBound, isBlank(bytes[position]) { position += 1 }
      let start = position
      while position < line.range.upperBound, !isBlank(bytes[position]) { position += 1 }
      if position > start { fields.append(start..<position) }
    }
  }

  /// The text of `range`. Requires: it was found to be UTF-8.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// What a message shows of `line`.
  func shown(_ line: Line) -> TextLine {
    let text = String(decoding: bytes[line.range].prefix(400), as: UTF8.self)
    let visible = text.unicodeScalars.prefix(80).map { $0.value < 0x20 ? " " : String($0) }
    return TextLine(file: file, number: line.number, text: visible.joined())
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

extension LineScanner {
  /// The lines of `bytes`, which must not be more than are read of a file.
  init(checking bytes: [UInt8], file: String) throws(CorpusError) {
    guard bytes.count <= CorpusError.largestFile else { throw .tooLarge(file: file, bytes: bytes.count) }
    self.init(bytes, file: file)
  }

  /// The next line, or `nil` at the end. Throws: if the line has a control character other than a tab, or is
  /// not UTF-8.
  mutating func nextText() throws(CorpusError) -> Line? {
    guard let line = next() else { return nil }
    var isASCII = true
    for byte in bytes[line.range] {
      if byte < 0x20, byte != UInt8(ascii: "\t") { throw .controlCharacter(shown(line), byte) }
      if byte >= 0x80 { isASCII = false }
    }
    if !isASCII, String(validating: bytes[line.range], as: UTF8.self) == nil { throw .invalidUTF8(shown(line)) }
    return line
  }
}
