/// A text that people wrote and that messages point into: a file, or the overrides of a command line.
///
/// Positions are half-open ranges of UTF-8 bytes; lines and columns are computed when they are shown.
package final class SourceFile: Sendable {
  /// The name under which messages show the text: a path as the user gave it, or `<command line>`.
  package let name: String

  /// Whether `name` is the path of a file, and not that of a preset or of the command line.
  package let isFile: Bool

  /// The text, in UTF-8, exactly as read: byte offsets in ranges count from its start.
  package let bytes: [UInt8]

  /// The offset of the first byte of each line, a byte-order mark being before the first; never empty.
  private let lineStarts: [Int]

  /// The number of Unicode scalars that begin before each multiple of `stride`, so that columns in long lines need not
  /// be counted from their start.
  private let scalarCounts: [Int]

  private static let stride = 1024

  /// Creates the source called `name` whose contents are `bytes`.
  package init(name: String, bytes: [UInt8], isFile: Bool = true) {
    self.name = name
    self.isFile = isFile
    self.bytes = bytes
    var starts = [bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    self.lineStarts = starts
    var counts = [0]
    counts.reserveCapacity(bytes.count / Self.stride + 1)
    var start = 0
    while start + Self.stride <= bytes.count {
      counts.append(counts[counts.count - 1] + Self.countScalars(bytes[start..<start + Self.stride]))
      start += Self.stride
    }
    scalarCounts = counts
  }

  /// The bytes that may stand in front of a text to say that it is UTF-8; they are no part of it.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes of the text without a leading byte-order mark.
  package var textRange: Range<Int> { lineStarts[0]..<bytes.count }

  /// Creates the source called `name` whose contents are `text`.
  package convenience init(name: String, text: String, isFile: Bool = true) {
    self.init(name: name, bytes: Array(text.utf8), isFile: isFile)
  }

  /// The number of lines, counting an empty last one.
  package var lineCount: Int { lineStarts.count }

  /// The line and column of the byte at `offset`, which is clamped to the text.
  ///
  /// Complexity: logarithmic in the number of lines.
  package func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, textRange.lowerBound), bytes.count)
    let line = lineIndex(containing: offset)
    return SourcePosition(line: line + 1, column: countScalars(lineStarts[line]..<offset) + 1)
  }

  /// The number of Unicode scalars that begin in `range`.
  private func countScalars(_ range: Range<Int>) -> Int {
    if range.count <= 2 * Self.stride { return Self.countScalars(bytes[range]) }
    func before(_ offset: Int) -> Int {
      let index = offset / Self.stride
      return scalarCounts[index] + Self.countScalars(bytes[index * Self.stride..<offset])
    }
    return before(range.upperBound) - before(range.lowerBound)
  }

  private static func countScalars(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0b1100_0000 != 0b1000_0000 }
  }

  /// The number, from 1, of the line that the byte at `offset` belongs to; `offset` is clamped to the text.
  ///
  /// Complexity: logarithmic in the number of lines.
  package func lineNumber(at offset: Int) -> Int { lineIndex(containing: offset) + 1 }

  /// The text of the line numbered `line` from 1, without its line break.
  package func lineText(_ line: Int) -> String {
    String(decoding: bytes[lineRange(line)], as: UTF8.self)
  }

  /// The bytes of the line numbered `line` from 1, without its line break.
  package func lineRange(_ line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The text of `range`.
  package func text(in range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }

  /// The index of the last line that starts at or before `offset`.
  private func lineIndex(containing offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A place in a text as people count: lines and columns from 1, a column being a Unicode scalar.
package struct SourcePosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// A half-open range of bytes of one source.
package struct SourceRange: Sendable, CustomStringConvertible {
  package let file: SourceFile
  package let bytes: Range<Int>

  package init(_ file: SourceFile, _ bytes: Range<Int>) {
    self.file = file
    self.bytes = bytes
  }

  /// Where the range begins.
  package var start: SourcePosition { file.position(at: bytes.lowerBound) }

  /// Where the range ends; the position after its last character.
  package var end: SourcePosition { file.position(at: bytes.upperBound) }

  /// The text that the range covers.
  package var text: String { file.text(in: bytes) }

  /// The place as compilers print it: `file:line:column`.
  package var description: String { description(calling: \.name) }

  /// The place in its file, which is called by what `name` makes of its name.
  package func description(calling name: (SourceFile) -> String) -> String { "\(name(file)):\(start)" }
}

extension SourceRange: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.file.name == right.file.name && left.bytes == right.bytes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(file.name)
    hasher.combine(bytes)
  }
}
