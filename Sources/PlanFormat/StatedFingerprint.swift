package import Planning

/// What a plan says of a stage's fingerprint: all of its digits or, where stages are called by them, the first ones.
package struct StatedFingerprint: Hashable, Sendable {
  /// The digits, in hexadecimal.
  package let digits: String

  /// All digits of `digest`.
  package init(_ digest: Digest) { digits = digest.description }

  /// The first `count` digits of `digest`, or all 64 if `count` exceeds 16.
  package init(_ digest: Digest, digits count: Int) {
    guard count <= 16 else {
      digits = digest.description
      return
    }
    let text = String(digest.start(digits: count), radix: 16)
    digits = String(repeating: "0", count: count - text.utf8.count) + text
  }

  /// The first digits, from 12 to 64, as `text` gives them; `nil` if it is not made of these.
  package init?(startingWith text: String) {
    guard (12...64).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    digits = text
  }

  /// The first 12 digits, for people.
  package var short: String { String(digits.prefix(12)) }

  /// Whether `digest` begins with these digits.
  package func isStart(of digest: Digest) -> Bool { digest.description.hasPrefix(digits) }
}
