/// Files in the format of gzip (RFC 1952).
package enum Gzip {
  /// Whether `bytes` begin as a gzip file does.
  package static func isCompressed(_ bytes: [UInt8]) -> Bool { startsMember(bytes[...]) }

  /// The content of `bytes`, a gzip file of one or more members; zeros may follow the last one.
  ///
  /// Throws: `GzipError`. The checksum and the length of each member are checked. A small file that expands to many
  /// millions of bytes is refused, so that nobody's memory is taken by somebody else's file.
  ///
  /// Complexity: linear in the bytes read and written. Takes the memory of the content, of which at most `limit` + 1
  /// bytes are expanded, and at most 64 MiB besides.
  package static func expand(_ bytes: [UInt8], upTo limit: Int) throws(GzipError) -> [UInt8] {
    let plausible = max(alwaysExpanded, densest * bytes.count)
    var content = GzipContent(limit: min(limit, plausible))
    do throws(GzipError) { try expand(bytes, into: &content) } catch {
      if plausible < limit, case .tooLarge = error { throw .tooDense(factor: densest) }
      throw error
    }
    return content.takeBytes()
  }

  /// How many times as long as the bytes a content may be: text is some 3 to 10 times as long.
  static let densest = 100

  /// The length in bytes up to which contents may be denser.
  static let alwaysExpanded = 1 << 24

  /// The first `count` bytes of the content of `bytes`, a gzip file, or all if there are fewer.
  ///
  /// Throws: `GzipError`, if what was expanded up to there is damaged or ends early.
  package static func expandStart(of bytes: [UInt8], count: Int) throws(GzipError) -> [UInt8] {
    var content = GzipContent(limit: count)
    do throws(GzipError) { try expand(bytes, into: &content) } catch {
      guard error == .tooLarge(limit: count) else { throw error }
    }
    return content.takeBytes()
  }

  private static func expand(_ bytes: [UInt8], into content: inout GzipContent) throws(GzipError) {
    let inflation = Inflation()
    var position = 0
    repeat {
      position = try inflation.expandMember(of: bytes, from: position, into: &content)
    } while startsMember(bytes[position...])
    let rest = bytes[position...]
    if rest.elementsEqual(magic.prefix(1)) { throw .truncated }
    if rest.contains(where: { $0 != 0 }) { throw .trailingBytes(offset: position) }
  }

  /// The bytes that every member starts with.
  private static let magic: [UInt8] = [0x1F, 0x8B]

  private static func startsMember(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: magic) }
}
