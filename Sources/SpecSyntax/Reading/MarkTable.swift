import Diagnostics

/// The way from libyaml's marks to byte offsets in the source.
///
/// libyaml counts Unicode scalars from the start of the text it was given, a carriage return as one of them; a
/// leading byte-order mark is never given to it.
struct MarkTable: Sendable {
  /// The bytes of the source that libyaml was given.
  let text: Range<Int>

  /// The byte offset of each scalar in the source; empty when the text is all ASCII, where each is one byte.
  private let starts: [Int32]

  init(_ text: Range<Int>, of file: SourceFile) {
    self.text = text
    let bytes = file.bytes[text]
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      starts = []
      return
    }
    starts = bytes.indices.compactMap { bytes[$0] & 0b1100_0000 == 0b1000_0000 ? nil : Int32($0) }
  }

  /// The byte offset of the scalar numbered `index` from 0; the end of the text where there are fewer.
  func byteOffset(ofScalar index: Int) -> Int {
    if starts.isEmpty { return min(text.lowerBound + index, text.upperBound) }
    return index < starts.count ? Int(starts[index]) : text.upperBound
  }
}
