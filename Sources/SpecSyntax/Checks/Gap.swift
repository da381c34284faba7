import Diagnostics

/// What stands between two events of libyaml: blanks, comments and indicators.
struct Gap {
  /// The places of the `?` that announce a key; libyaml makes keys of them without a trace in its events.
  private(set) var questionMarks: [Int] = []

  /// The comments, from `#` to the end of the line.
  private(set) var comments: [Range<Int>] = []

  /// The places of the indicators with which a line begins.
  private(set) var lineStarts: [Int] = []

  init(_ bytes: Range<Int>, of file: SourceFile) {
    var offset = bytes.lowerBound
    while offset < bytes.upperBound {
      let byte = file.bytes[offset]
      switch byte {
      case UInt8(ascii: " "), 0x0A, 0x0D: break
      case UInt8(ascii: "#"):
        let end = file.endOfLine(at: offset)
        comments.append(offset..<end)
        offset = end
        continue
      default:
        if byte == UInt8(ascii: "?") { questionMarks.append(offset) }
        if file.indentation(ofLineStartingAt: offset) != nil { lineStarts.append(offset) }
      }
      offset += 1
    }
  }
}

extension SourceFile {
  /// The offset of the line break at or after `offset`, or the end of the text.
  func endOfLine(at offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
  }

  /// The number of blanks before `offset` in its line; `nil` if there is anything else before it.
  func indentation(ofLineStartingAt offset: Int) -> Int? {
    let start = textRange.lowerBound
    var before = offset
    while before > start, bytes[before - 1] == UInt8(ascii: " ") { before -= 1 }
    return before == start || bytes[before - 1] == 0x0A ? offset - before : nil
  }

  /// The number of bytes before `offset` in its line.
  func indent(at offset: Int) -> Int {
    let start = textRange.lowerBound
    let lineBreak = bytes[start..<offset].lastIndex(of: 0x0A)
    return offset - (lineBreak.map { $0 + 1 } ?? start)
  }
}
