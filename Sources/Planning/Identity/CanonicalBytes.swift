// The canonical encoding, byte by byte: a letter for the type, then a payload that tells its own length.

extension [UInt8] {
  mutating func appendBoolean(_ value: Bool) { append(UInt8(ascii: value ? "t" : "f")) }

  mutating func appendInteger(_ value: Int) {
    append(UInt8(ascii: "i"))
    appendDecimal(value)
    append(UInt8(ascii: ";"))
  }

  mutating func appendReal(_ value: Double) {
    append(UInt8(ascii: "r"))
    // Adding zero turns -0 into 0, so that equal numbers have equal bits.
    let bits = (value + 0).bitPattern
    appendHexadecimal(bits, count: Swift.max(1, (64 - bits.leadingZeroBitCount + 3) / 4))
    append(UInt8(ascii: ";"))
  }

  /// Appends the texts one after the other as one text.
  mutating func appendText(_ first: String, _ second: String = "", _ third: String = "") {
    append(UInt8(ascii: "s"))
    appendDecimal(first.utf8.count + second.utf8.count + third.utf8.count)
    append(UInt8(ascii: ":"))
    appendBytes(of: first)
    appendBytes(of: second)
    appendBytes(of: third)
  }

  /// Appends the texts and the digits of `number`, which is not negative, as one text.
  mutating func appendText(_ first: String, _ second: String, _ number: Int) {
    append(UInt8(ascii: "s"))
    appendDecimal(first.utf8.count + second.utf8.count + String(number).utf8.count)
    append(UInt8(ascii: ":"))
    appendBytes(of: first)
    appendBytes(of: second)
    appendDecimal(number)
  }

  /// Appends the bytes of `text`, in one piece if it stores them contiguously, as most texts do.
  private mutating func appendBytes(of text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append(contentsOf: $0) }) == nil { append(contentsOf: text.utf8) }
  }

  mutating func appendDigest(_ digest: Digest) {
    append(UInt8(ascii: "h"))
    appendHexadecimal(digest.words.first, count: 16)
    appendHexadecimal(digest.words.second, count: 16)
    appendHexadecimal(digest.words.third, count: 16)
    appendHexadecimal(digest.words.fourth, count: 16)
  }

  mutating func appendList(count: Int) { appendCount("l", count) }

  mutating func appendRecord(fieldCount: Int) { appendCount("d", fieldCount) }

  private mutating func appendCount(_ letter: Unicode.Scalar, _ count: Int) {
    append(UInt8(ascii: letter))
    appendDecimal(count)
    append(UInt8(ascii: ":"))
  }

  private mutating func appendDecimal(_ value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    var power: UInt = 1
    while magnitude / power >= 10 { power *= 10 }
    while power > 0 {
      append(0x30 + UInt8(magnitude / power % 10))
      power /= 10
    }
  }

  /// Appends the last `count` hexadecimal digits of `value`, at most 16.
  private mutating func appendHexadecimal(_ value: UInt64, count: Int) {
    let digits = (
      Self.hexadecimalDigits(UInt32(truncatingIfNeeded: value >> 32)),
      Self.hexadecimalDigits(UInt32(truncatingIfNeeded: value))
    )
    Swift.withUnsafeBytes(of: digits) { append(contentsOf: $0[(16 - count)...]) }
  }

  /// The eight digits of `value` as characters, the first in the byte that comes first in memory.
  private static func hexadecimalDigits(_ value: UInt32) -> UInt64 {
    // Each step spreads the digits over twice as many bits, until each has a byte of its own.
    var digits = UInt64(value)
    digits = (digits & 0xFFFF_0000) << 16 | digits & 0xFFFF
    digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
    digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
    // Digits from ten on have a one in their fifth bit once six is added to them.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return (digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
  }
}
