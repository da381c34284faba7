import Testing

@testable import Planning

/// The examples of FIPS 180-2, appendix B, and the empty message.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
  (
    String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
  ),
])
func digestsAreThoseOfTheStandard(message: String, expected: String) {
  let digest = Digest(of: Array(message.utf8))
  #expect(digest.description == expected)
  #expect(Digest(expected) == digest)
}

@Test func digestsDoNotDependOnThePiecesThatBytesArriveIn() {
  let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  let whole = Digest(of: bytes)
  for size in [1, 3, 63, 64, 65, 999] {
    var hasher = DigestHasher()
    for start in stride(from: 0, to: bytes.count, by: size) {
      hasher.update(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(hasher.finish() == whole, "\(size)")
  }
}

@Test func aDigestSoFarLeavesTheHasherAsItIs() {
  var hasher = DigestHasher()
  hasher.update(Array("a".utf8))
  var copy = hasher
  copy.update(Array("x".utf8))
  #expect(hasher.finish() == Digest(of: [0x61]))
  hasher.update(Array("bc".utf8))
  #expect(hasher.finish() == Digest(of: Array("abc".utf8)))
}

@Test func textsThatSpellNoDigestAreNone() {
  for text in ["", "ba78", String(repeating: "g", count: 64), String(repeating: "A", count: 64)] {
    #expect(Digest(text) == nil, "\(text)")
  }
}
