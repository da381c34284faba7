import Glibc
import Text

/// A line of a data file, as a message shows it.
package struct TextLine: Hashable, Sendable {
  /// The file, as the user gave it.
  package let file: String

  /// The line's number from 1.
  package let number: Int

  /// The bytes of the file's text that the message is about: the line, or a part of it.
  package let bytes: Range<Int>

  /// The column of the first of these bytes, from 1, a column being a Unicode scalar; `nil` for the line as a whole.
  package let column: Int?

  /// The line's text, cut after 80 characters, with what is not UTF-8 or not printable made visible.
  package let text: String

  /// The start of a compiler's message: `file:line` or `file:line:column`.
  package var place: String { "\(file.visible):\(number)\(column.map { ":\($0)" } ?? "")" }

  /// At most 80 characters of `bytes`; characters that cannot be seen as `<U+200B>`, tabs as blanks.
  static func visible(_ bytes: some Collection<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(400), as: UTF8.self)
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(80).map { $0 == "\t" ? " " : $0 })).visible
  }
}

/// The lines of a text one after the other: LF or CRLF ends a line, and a byte-order mark is not part of the text.
struct LineScanner {
  /// One line: its number from 1 and its bytes without the line break.
  struct Line {
    let number: Int
    let range: Range<Int>

    /// Whether all bytes are known to be ASCII.
    var isASCII = false
  }

  let bytes: [UInt8]
  let file: String
  private var position: Int
  private var number = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    position = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The next line, or `nil` at the end of the text.
  mutating func next() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    var end = bytes.withUnsafeBytes { all -> Int in
      guard let base = all.baseAddress, let found = memchr(base + start, 0x0A, all.count - start) else {
        return all.count
      }
      return base.distance(to: UnsafeRawPointer(found))
    }
    position = end + 1
    number += 1
    if end > start, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Line(number: number, range: start..<end)
  }

  /// Moves the parts of `line` between blanks and tabs to `fields`.
  func split(_ line: Line, into fields: inout [Range<Int>]) { _ = split(line, keeping: .max, in: &fields) }

  /// Moves the first `limit` parts of `line` between blanks and tabs to `fields`.
  ///
  /// Returns: how many parts there are, and where the last one ends.
  func split(_ line: Line, keeping limit: Int, in fields: inout [Range<Int>]) -> (count: Int, end: Int) {
    fields.removeAll(keepingCapacity: true)
    return bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      var end = line.range.lowerBound
      var position = line.range.lowerBound
      while position < line.range.upperBound {
        while position < line.range.upperBound, Self.isBlank(bytes[position]) { position += 1 }
        let start = position
        while position < line.range.upperBound, !Self.isBlank(bytes[position]) { position += 1 }
        if position > start {
          if count < limit { fields.append(start..<position) }
          count += 1
          end = position
        }
      }
      return (count, end)
    }
  }

  /// Moves the parts of `line` between single tabs to `fields`; none for a line of blanks.
  func splitAtTabs(_ line: Line, into fields: inout [Range<Int>]) { _ = splitAtTabs(line, keeping: .max, in: &fields) }

  /// Moves the first `limit` parts of `line` between single tabs to `fields`; none for a line of blanks.
  ///
  /// Returns: how many parts there are.
  func splitAtTabs(_ line: Line, keeping limit: Int, in fields: inout [Range<Int>]) -> Int {
    fields.removeAll(keepingCapacity: true)
    return bytes.withUnsafeBufferPointer { bytes in
      if bytes[line.range].allSatisfy(Self.isBlank) { return 0 }
      var count = 0
      var start = line.range.lowerBound
      for position in line.range where bytes[position] == UInt8(ascii: "\t") {
        if count < limit { fields.append(start..<position) }
        count += 1
        start = position + 1
      }
      if count < limit { fields.append(start..<line.range.upperBound) }
      return count + 1
    }
  }

  /// The text of `range`. Requires: it was found to be UTF-8.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// What a message shows of `line`, or of `part` of it.
  func shown(_ line: Line, at part: Range<Int>? = nil) -> TextLine {
    let column = part.map { part in
      String(decoding: bytes[line.range.lowerBound..<part.lowerBound], as: UTF8.self).unicodeScalars.count + 1
    }
    return TextLine(
      file: file, number: line.number, bytes: part ?? line.range, column: column,
      text: TextLine.visible(bytes[line.range]))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}

extension LineScanner {
  /// The lines of `text`.
  init(_ text: DataText) { self.init(text.bytes, file: text.name) }

  /// The next line, or `nil` at the end.
  ///
  /// Throws: if the line is too long, has a control character other than a tab, or is not UTF-8.
  mutating func nextText() throws(CorpusError) -> Line? {
    guard var line = next() else { return nil }
    if line.range.count > CorpusError.longestLine { throw .lineTooLong(shown(line)) }
    var union: UInt8 = 0
    let control = bytes.withUnsafeBufferPointer { bytes in
      bytes[line.range].firstIndex { byte in
        union |= byte
        return byte < 0x20 && byte != UInt8(ascii: "\t")
      }
    }
    if let control { throw .controlCharacter(shown(line, at: control..<control + 1), bytes[control]) }
    line.isASCII = union < 0x80
    if !line.isASCII, let wrong = firstIllFormedSequence(in: bytes, within: line.range) {
      throw .invalidUTF8(shown(line, at: wrong))
    }
    return line
  }

  /// The first byte-order mark in `line`, which has no meaning there.
  func byteOrderMark(in line: Line) -> Range<Int>? {
    if line.isASCII { return nil }
    for position in line.range where bytes[position] == Self.byteOrderMark[0] {
      if bytes[position...].starts(with: Self.byteOrderMark) { return position..<position + Self.byteOrderMark.count }
    }
    return nil
  }
}
