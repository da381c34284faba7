import Diagnostics

/// The anchor and tag in front of a node.
struct NodeProperties {
  /// The place of the tag, if there is one.
  private(set) var tag: Range<Int>?

  /// The first byte after them.
  private(set) var valueStart: Int

  /// Finds the properties at the start of the event at `bytes`.
  init(in bytes: Range<Int>, of file: SourceFile) {
    var offset = bytes.lowerBound
    valueStart = offset
    var hasProperties = false
    scan: while offset < bytes.upperBound {
      switch file.bytes[offset] {
      case UInt8(ascii: "&"):
        offset = file.endOfWord(at: offset)
        hasProperties = true
      case UInt8(ascii: "!"):
        let isVerbatim = file.bytes[offset...].starts(with: "!<".utf8)
        let end = min(
          isVerbatim ? file.endOfVerbatimTag(at: offset) : file.endOfWord(at: offset), bytes.upperBound)
        tag = offset..<end
        offset = end
        hasProperties = true
      case UInt8(ascii: "#") where hasProperties: offset = file.endOfLine(at: offset)
      case UInt8(ascii: " "), 0x0A, 0x0D: offset += 1
      default: break scan
      }
    }
    valueStart = hasProperties ? min(offset, bytes.upperBound) : bytes.lowerBound
  }
}

extension SourceFile {
  /// The offset of the first blank, line break or flow indicator after `offset`, or the end of the text.
  func endOfWord(at offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 <= 0x20 || [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains($0) } ?? bytes.count
  }

  /// The offset after the `>` that ends the tag starting with `!<` at `offset`, or the end of the text.
  func endOfVerbatimTag(at offset: Int) -> Int {
    bytes[offset...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
  }
}
