import Diagnostics

/// The bytes that may stand in front of a text to say that it is UTF-8; they are no part of it.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

extension SourceFile {
  /// Whether the text begins with a byte-order mark.
  var startsWithByteOrderMark: Bool { bytes.starts(with: byteOrderMark) }
}

/// Records whatever keeps `file` from being a text: too many bytes, bytes that are not UTF-8, and characters that
/// are invisible, ambiguous or read differently by different YAML readers.
func checkBytes(of file: SourceFile, rules: SyntaxRules, log: inout DiagnosticLog) {
  guard file.bytes.count <= rules.largestFile else {
    log.record(.fileTooLarge(file, limit: rules.largestFile))
    return
  }
  if let bad = firstIllFormedSequence(in: file.bytes) {
    log.record(.notUTF8(SourceRange(file, bad)))
    return
  }
  let start = file.startsWithByteOrderMark ? byteOrderMark.count : 0
  checkCharacters(of: file, in: start..<file.bytes.count, log: &log)
}

/// Records the characters among `bytes`, which are well-formed UTF-8, that may not stand in `file`.
func checkCharacters(of file: SourceFile, in bytes: Range<Int>, log: inout DiagnosticLog) {
  var places: [ForbiddenCharacter: [Range<Int>]] = [:]
  for character in forbiddenCharacters(in: file.bytes, within: bytes) {
    places[character.kind, default: []].append(character.bytes)
  }
  for kind in ForbiddenCharacter.allCases {
    guard let found = places[kind] else { continue }
    log.record(.forbiddenCharacter(kind, at: found.map { SourceRange(file, $0) }))
  }
}

/// The first bytes of `bytes` that are not well-formed UTF-8 (Unicode 16, table 3-7), if any.
func firstIllFormedSequence(in bytes: [UInt8]) -> Range<Int>? {
  var offset = 0
  while offset < bytes.count {
    if bytes[offset] < 0x80 {
      offset += 1
      continue
    }
    guard let (length, second) = shape(ofSequenceStartingWith: bytes[offset]) else {
      return offset..<offset + 1
    }
    for place in 1..<length {
      let allowed = place == 1 ? second : 0x80...0xBF
      guard offset + place < bytes.count, allowed.contains(bytes[offset + place]) else {
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
