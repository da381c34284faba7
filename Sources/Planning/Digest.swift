internal import Crypto

/// A SHA-256 digest: the identity of a file's content or of a stage.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  let words: SIMD4<UInt64>

  /// The digest of `bytes`.
  package init(of bytes: some Sequence<UInt8>) {
    var hasher = DigestHasher()
    hasher.update(bytes as? [UInt8] ?? Array(bytes))
    self = hasher.finish()
  }

  fileprivate init(_ bytes: some Sequence<UInt8>) {
    var words = SIMD4<UInt64>.zero
    for (index, byte) in bytes.prefix(32).enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = words
  }

  /// The digest that `text` spells in 64 hexadecimal digits; `nil` if it spells none.
  package init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 64, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      return nil
    }
    let values = digits.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    self.init(stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] })
  }

  /// 64 hexadecimal digits.
  package var description: String {
    (0..<4).map { index in
      let digits = String(words[index], radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The first 12 digits, for people.
  package var short: String { String(description.prefix(12)) }

  /// Digests are as good as random, so that a part of one tells enough.
  package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }

  package static func < (left: Digest, right: Digest) -> Bool {
    for index in 0..<4 where left.words[index] != right.words[index] { return left.words[index] < right.words[index] }
    return false
  }
}

/// Computes the digest of bytes that arrive in pieces.
package struct DigestHasher {
  private var hash = SHA256()

  package init() {}

  package mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

  package func finish() -> Digest { Digest(hash.finalize()) }
}
