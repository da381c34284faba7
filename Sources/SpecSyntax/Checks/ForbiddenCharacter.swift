/// A kind of character that a specification may not contain as it is.
enum ForbiddenCharacter: CaseIterable, Hashable {
  case tab
  case loneCarriageReturn
  case null
  case control
  case lineSeparator
  case directionControl
  case byteOrderMark
  case nonCharacter

  /// The kind to which `scalar` belongs, if it is forbidden; a carriage return is judged by what follows it.
  init?(_ scalar: Unicode.Scalar, isBeforeLineFeed: Bool) {
    switch scalar.value {
    case 0x09: self = .tab
    case 0x0A: return nil
    case 0x0D: if isBeforeLineFeed { return nil } else { self = .loneCarriageReturn }
    case 0x00: self = .null
    case 0x85, 0x2028, 0x2029: self = .lineSeparator
    case 0x01...0x1F, 0x7F...0x9F: self = .control
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: self = .directionControl
    case 0xFEFF: self = .byteOrderMark
    case let value where value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value): self = .nonCharacter
    default: return nil
    }
  }
}

/// The forbidden characters among the bytes `part` of `bytes`, which are well-formed UTF-8, neighbours of the same
/// kind taken together.
func forbiddenCharacters(
  in bytes: [UInt8], within part: Range<Int>
) -> [(kind: ForbiddenCharacter, bytes: Range<Int>)] {
  var found: [(kind: ForbiddenCharacter, bytes: Range<Int>)] = []
  var offset = part.lowerBound
  while offset < part.upperBound {
    if (0x20...0x7E).contains(bytes[offset]) || bytes[offset] == 0x0A {
      offset += 1
      continue
    }
    let (scalar, length) = decodeScalar(in: bytes, at: offset)
    let range = offset..<offset + length
    offset += length
    let isBeforeLineFeed = offset < bytes.count && bytes[offset] == 0x0A
    guard let kind = ForbiddenCharacter(scalar, isBeforeLineFeed: isBeforeLineFeed) else { continue }
    if let last = found.last, last.kind == kind, last.bytes.upperBound == range.lowerBound {
      found[found.count - 1].bytes = last.bytes.lowerBound..<range.upperBound
    } else {
      found.append((kind, range))
    }
  }
  return found
}

/// The scalar whose well-formed encoding starts at `offset`, and the number of its bytes.
func decodeScalar(in bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
  let lead = bytes[offset]
  let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
  for byte in bytes[(offset + 1)..<(offset + length)] { value = value << 6 | UInt32(byte & 0x3F) }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}
