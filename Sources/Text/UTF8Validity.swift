/// The first of the bytes `part` of `bytes` that are not well-formed UTF-8 (The Unicode Standard, table 3-7), if any.
///
/// The range is a byte that cannot begin a character, or the longest beginning of one that is not completed.
package func firstIllFormedSequence(in bytes: [UInt8], within part: Range<Int>) -> Range<Int>? {
  var offset = part.lowerBound
  while offset < part.upperBound {
    if bytes[offset] < 0x80 {
      offset += 1
      continue
    }
    guard let (length, second) = shape(ofSequenceStartingWith: bytes[offset]) else {
      return offset..<offset + 1
    }
    for place in 1..<length {
      let allowed = place == 1 ? second : 0x80...0xBF
      guard offset + place < part.upperBound, allowed.contains(bytes[offset + place]) else {
        return offset..<offset + place
      }
    }
    offset += length
  }
  return nil
}

/// The length of the sequences of UTF-8 that start with `lead`, which is not ASCII, and what their second byte may be.
private func shape(ofSequenceStartingWith lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
  switch lead {
  case 0xC2...0xDF: (2, 0x80...0xBF)
  case 0xE0: (3, 0xA0...0xBF)
  case 0xED: (3, 0x80...0x9F)
  case 0xE1...0xEF: (3, 0x80...0xBF)
  case 0xF0: (4, 0x90...0xBF)
  case 0xF1...0xF3: (4, 0x80...0xBF)
  case 0xF4: (4, 0x80...0x8F)
  default: nil
  }
}
