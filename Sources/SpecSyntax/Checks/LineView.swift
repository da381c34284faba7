package import Diagnostics
import Text

/// A text as lines and words, for finding the cause of a problem near the place where it was noticed.
struct LineView {
  let file: SourceFile

  /// The bytes of the file that were read.
  let text: Range<Int>

  init(_ file: SourceFile, _ text: Range<Int>) {
    self.file = file
    self.text = text
  }

  func range(_ bytes: Range<Int>) -> SourceRange {
    SourceRange(file, bytes.clamped(to: 0..<file.bytes.count))
  }

  /// The byte at `offset`; a line feed after the end of the text.
  func byte(at offset: Int) -> UInt8 { offset < text.upperBound ? file.bytes[offset] : 0x0A }

  /// The bytes of the line that contains `offset`, without its break.
  func line(at offset: Int) -> Range<Int> {
    file.lineRange(file.lineNumber(at: min(offset, file.bytes.count)))
  }

  /// The last line above `line` that holds more than blanks and a comment.
  func lineWithText(above line: Range<Int>) -> Range<Int>? {
    var number = file.lineNumber(at: line.lowerBound) - 1
    while number > 0 {
      let above = file.lineRange(number)
      guard above.lowerBound >= text.lowerBound else { return nil }
      let start = textStart(of: above)
      if start < above.upperBound, file.bytes[start] != UInt8(ascii: "#") { return above }
      number -= 1
    }
    return nil
  }

  /// The first byte of `line` that is not a blank, or its end.
  func textStart(of line: Range<Int>) -> Int {
    file.bytes[line].firstIndex { $0 != UInt8(ascii: " ") } ?? line.upperBound
  }

  func indentation(of line: Range<Int>) -> Int { textStart(of: line) - line.lowerBound }

  /// The number of bytes before `offset` in its line.
  func indent(at offset: Int) -> Int { offset - line(at: offset).lowerBound }

  /// Whether nothing but blanks and line breaks follows `offset`.
  func isAtEnd(_ offset: Int) -> Bool {
    offset >= text.upperBound || file.bytes[offset..<text.upperBound].allSatisfy { $0 <= 0x20 }
  }

  /// The first ':' in `line` that is followed by a blank or the end of the line.
  func firstKeyColon(in line: Range<Int>) -> Int? {
    line.first { place in
      file.bytes[place] == UInt8(ascii: ":")
        && (place + 1 == line.upperBound || file.bytes[place + 1] == UInt8(ascii: " "))
    }
  }

  /// Where the value of the key or list item in `line` begins, blanks before it included.
  func valueStart(in line: Range<Int>) -> Int? {
    let start = textStart(of: line)
    let isItem = start + 1 < line.upperBound && file.bytes[start...start + 1].elementsEqual("- ".utf8)
    return firstKeyColon(in: line).map { $0 + 1 } ?? (isItem ? start + 1 : nil)
  }

  /// The ':' that directly follows a first word of letters, digits, '_', '-' and '.' in `line`, with text behind it.
  func tightColon(in line: Range<Int>) -> Int? {
    let start = textStart(of: line)
    let word = file.bytes[start..<line.upperBound].prefix { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        || [0x5F, 0x2D, 0x2E, 0x22, 0x27].contains(byte)
    }
    let colon = word.endIndex
    guard !word.isEmpty, colon + 1 < line.upperBound, file.bytes[colon] == UInt8(ascii: ":") else {
      return nil
    }
    return colon
  }

  /// The characters from `offset` on that look like blanks and are none; empty if there are none.
  func unusualBlanks(at offset: Int) -> SourceRange {
    var end = offset
    while end < text.upperBound {
      let (scalar, length) = decodeScalar(in: file.bytes, at: end)
      guard scalar.isUnusualBlank else { break }
      end += length
    }
    return range(offset..<end)
  }

  /// The '#' after a blank with which a comment begins in `bytes`, a part of a line; `nil` where there is none, or
  /// where quotes make that uncertain.
  func comment(in bytes: Range<Int>) -> Int? {
    let hash = bytes.first { $0 > bytes.lowerBound && file.bytes[$0 - 1...$0].elementsEqual(" #".utf8) }
    guard let hash else { return nil }
    let quotes = file.bytes[bytes.lowerBound..<hash].reduce(into: (double: 0, single: 0)) { count, byte in
      if byte == UInt8(ascii: "\"") { count.double += 1 }
      if byte == UInt8(ascii: "'") { count.single += 1 }
    }
    return quotes.double % 2 == 0 && quotes.single % 2 == 0 ? hash : nil
  }

  /// The change that puts a blank after the ':' at `colon`, in the place of what only looks like one.
  func blank(after colon: Int) -> FixIt {
    let other = unusualBlanks(at: colon + 1)
    let message = other.text.unicodeScalars.first.map { "write a blank for \($0.codePointName)" }
    return FixIt(message ?? "put a blank after ':'", replacing: other, with: " ")
  }

  /// The text from the '#' at `offset` to the end of its entry in a list that opens at `bracket` in the same line;
  /// `nil` if no bracket or comma follows, so that a comment may be meant.
  func entry(withHashAt offset: Int, inBracketAt bracket: Int) -> SourceRange? {
    let line = line(at: offset)
    guard file.bytes[bracket] == UInt8(ascii: "["), line.contains(bracket), bracket < offset else { return nil }
    guard let end = file.bytes[offset..<line.upperBound].firstIndex(where: { ",]".utf8.contains($0) }) else {
      return nil
    }
    let entry = range(offset..<end).trimmed
    return entry.text.utf8.contains { "\"\\".utf8.contains($0) } ? nil : entry
  }

  /// The character at `offset`, or nothing at the end of the text.
  func character(at offset: Int) -> SourceRange {
    guard offset < text.upperBound else { return range(text.upperBound..<text.upperBound) }
    return range(offset..<offset + decodeScalar(in: file.bytes, at: offset).length)
  }

  /// The word at `offset`: a run of anything but blanks and the punctuation of YAML, or one such character; where no
  /// text is left in the line, the place after the last text before it.
  func word(at offset: Int) -> SourceRange {
    let punctuation = Array(",:[]{}#\"'".utf8)
    guard offset < text.upperBound, file.bytes[offset] > 0x20 else {
      let before = file.bytes[text.lowerBound..<min(offset, text.upperBound)]
      let end = before.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? text.lowerBound
      return range(end..<end)
    }
    let rest = file.bytes[offset..<text.upperBound].prefix { $0 > 0x20 && !punctuation.contains($0) }
    return rest.isEmpty ? character(at: offset) : range(offset..<rest.endIndex)
  }

  /// A note if the line at `offset` has a character that looks like a blank and isn't.
  func unusualBlankNote(at offset: Int) -> [String] {
    let line = line(at: offset)
    var place = line.lowerBound
    while place < line.upperBound {
      let (scalar, length) = decodeScalar(in: file.bytes, at: place)
      if scalar.isUnusualBlank {
        let column = file.position(at: place).column
        return [
          "column \(column) of this line holds \(scalar.codePointName), which looks like a blank but is not"
        ]
      }
      place += length
    }
    return []
  }
}

extension SourceRange {
  /// The range without the blanks at its ends.
  package var trimmed: SourceRange {
    let content = file.bytes[bytes]
    guard let first = content.firstIndex(where: { $0 > 0x20 }),
      let last = content.lastIndex(where: { $0 > 0x20 })
    else { return self }
    return SourceRange(file, first..<last + 1)
  }
}
