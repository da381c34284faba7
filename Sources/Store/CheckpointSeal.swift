import Planning

/// The digest of a checkpoint's file, written into the file: of all bytes, with zeros where the digest itself stands.
package enum CheckpointSeal {
  /// What metadata have under `sha256` until the file is sealed.
  package static let blank = String(repeating: "0", count: 64)

  /// Puts the digest in the place of the blank. Requires: there is one.
  package static func seal(_ bytes: inout [UInt8]) {
    guard let place = place(in: bytes) else { preconditionFailure("a checkpoint without a place for its digest") }
    bytes.replaceSubrange(place, with: "\(Digest(of: bytes))".utf8)
  }

  /// Whether `bytes` are those that were sealed.
  package static func isIntact(_ bytes: [UInt8]) -> Bool {
    guard let place = place(in: bytes) else { return false }
    var blanked = bytes
    blanked.replaceSubrange(place, with: blank.utf8)
    return bytes[place].elementsEqual("\(Digest(of: blanked))".utf8)
  }

  /// The format that the metadata of the checkpoint `bytes` name, unless it is damaged.
  static func format(of bytes: [UInt8]) -> String? {
    if place(in: bytes) != nil, !isIntact(bytes) { return nil }
    // The metadata stand at the beginning; no value of them can look like the key.
    let key = Array("\"format\":\"".utf8)
    guard let start = bytes.prefix(1 << 20).firstRange(of: key)?.upperBound else { return nil }
    return String(validating: bytes[start...].prefix(100).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }

  /// Where the digest stands. No value of the metadata can look like the key, since quotation marks in it are escaped.
  private static func place(in bytes: [UInt8]) -> Range<Int>? {
    let key = Array("\"sha256\":\"".utf8)
    // Longer headers are not read.
    guard let start = bytes.prefix(1 << 26).firstRange(of: key)?.upperBound,
      start + blank.utf8.count <= bytes.count
    else { return nil }
    return start..<(start + blank.utf8.count)
  }
}
