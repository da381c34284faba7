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
    appendHexadecimal((value + 0).bitPattern, digits: nil)
    append(UInt8(ascii: ";"))
  }

  /// Appends the texts one after the other as one text.
  mutating func appendText(_ first: String, _ second: String = "") {
    append(UInt8(ascii: "s"))
    appendDecimal(first.utf8.count + second.utf8.count)
    append(UInt8(ascii: ":"))
    append(contentsOf: first.utf8)
    append(contentsOf: second.utf8)
  }

  mutating func appendDigest(_ digest: Digest) {
    append(UInt8(ascii: "h"))
    for index in 0..<4 { appendHexadecimal(digest.words[index], digits: 16) }
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

  /// Appends `value` with exactly `digits` digits, or with as few as it has.
  private mutating func appendHexadecimal(_ value: UInt64, digits: Int?) {
    let count = digits ?? Swift.max(1, (64 - value.leadingZeroBitCount + 3) / 4)
    for place in stride(from: count - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * place) & 0xF)
      append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
