import Planning
import Text

/// JSON files that hold a checksum of themselves, so that any changed byte is found.
///
/// The last member is `checksum`: the SHA-256 of all lines before it, as `head -n -2 FILE | sha256sum` computes it.
enum SealedJSON {
  private static let opening = "  \"checksum\": \""
  private static let closing = "\"\n}\n"

  /// The object of `members`, of which there are some, with its checksum.
  static func text(of members: [JSONValue.Member]) -> [UInt8] {
    let lines = Array((JSONText.text(of: .object(members), .pretty).dropLast("\n}".count) + ",\n").utf8)
    return lines + Array("\(opening)\(Digest(of: lines))\(closing)".utf8)
  }

  /// The format that the object that `bytes` hold names; `nil` if they are not as they were written.
  ///
  /// An object without a checksum is taken as it is: the first formats have none.
  static func format(of bytes: [UInt8]) -> String? {
    guard let json = read(bytes) ?? unsealed(bytes) else { return nil }
    return json["format"]?.text
  }

  /// The object that `bytes` hold if it has no checksum.
  static func unsealed(_ bytes: [UInt8]) -> LocatedJSON? {
    guard let json = try? JSONReader.read(bytes), json["checksum"] == nil else { return nil }
    return json
  }

  /// The object that `bytes` hold; `nil` if they are not as they were written.
  static func read(_ bytes: [UInt8]) -> LocatedJSON? {
    let sealLength = opening.utf8.count + 64 + closing.utf8.count
    guard bytes.count > sealLength else { return nil }
    let lines = Array(bytes.dropLast(sealLength))
    guard bytes.suffix(sealLength).elementsEqual("\(opening)\(Digest(of: lines))\(closing)".utf8) else { return nil }
    // Bytes that match their checksum and are not JSON were not written by this program; they count as damaged.
    return try? JSONReader.read(bytes)
  }
}
