internal import CNettle

/// A SHA-256 digest: the identity of a file's content or of a stage.
package struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The digest's 32 bytes, eight at a time, the first ones uppermost.
  let words: Words

  struct Words: Hashable, Sendable {
    let first, second, third, fourth: UInt64

    var inOrder: [UInt64] { [first, second, third, fourth] }
  }

  /// The digest of `bytes`.
  package init(of bytes: [UInt8]) {
    var hasher = DigestHasher()
    hasher.update(bytes)
    self = hasher.finish()
  }

  /// The digest that consists of `bytes`. Requires: there are 32 of them.
  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    words = Words(first: word(0), second: word(1), third: word(2), fourth: word(3))
  }

  /// The digest that `text` spells in 64 hexadecimal digits; `nil` if it spells none.
  package init?(_ text: some StringProtocol) {
    let digits = Array(text.utf8)
    guard digits.count == 64, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      return nil
    }
    let values = digits.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    let bytes = stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    self = bytes.withUnsafeBytes { Digest($0) }
  }

  /// 64 hexadecimal digits.
  package var description: String {
    words.inOrder.map { Self.digits(of: $0) }.joined()
  }

  /// The 32 bytes, in the order of the digits.
  package var bytes: [UInt8] {
    words.inOrder.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }

  /// The first 12 digits, for people.
  package var short: String { firstDigits(12) }

  /// The first `count` of the 64 digits.
  package func firstDigits(_ count: Int) -> String {
    String((count <= 16 ? Self.digits(of: words.first) : description).prefix(count))
  }

  private static func digits(of word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The first digits, at most 16 of them, as a number.
  package func start(digits: Int) -> UInt64 { words.first >> UInt64(4 * (16 - digits)) }

  /// Digests are as good as random, so that a part of one tells enough.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.first) }

  package static func < (left: Digest, right: Digest) -> Bool {
    let (left, right) = (left.words, right.words)
    if left.first != right.first { return left.first < right.first }
    return (left.second, left.third, left.fourth) < (right.second, right.third, right.fourth)
  }
}

/// Computes the digest of bytes that arrive in pieces.
package struct DigestHasher {
  private var state = sha256_ctx()

  package init() { nettle_sha256_init(&state) }

  package mutating func update(_ bytes: [UInt8]) { nettle_sha256_update(&state, bytes.count, bytes) }

  package func finish() -> Digest {
    var (state, digest) = (state, [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE)))
    finish_sha256(&state, &digest)
    return digest.withUnsafeBytes { Digest($0) }
  }
}
