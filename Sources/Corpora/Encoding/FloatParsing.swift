/// The number nearest to the decimal numeral in `bytes`, or `nil` where they are no numeral or no finite number.
///
/// A numeral has an optional sign, digits with at most one point, and an optional exponent after `e` or `E`; no locale
/// has a say. The result is correctly rounded: most numerals by one exact operation (Clinger, "How to read floating
/// point numbers accurately", 1990), the others by the standard library.
func parseFloat(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Float? {
  guard let numeral = Numeral(bytes, in: range) else { return nil }
  if let exact = numeral.exactFloat { return exact }
  guard let parsed = Float(String(decoding: bytes[range], as: UTF8.self)), parsed.isFinite else { return nil }
  return parsed
}

/// A decimal numeral taken apart: `±significand · 10^exponent`.
private struct Numeral {
  var isNegative = false

  /// The digits without the point; meaningless where there are more than 19 of them after leading zeros.
  var significand: UInt64 = 0
  var digits = 0
  var exponent = 0

  private static let maximumDigits = 19

  /// Powers of ten that a `Float` or a `Double` holds exactly.
  private static let floatPowers: [Float] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]
  private static let doublePowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  init?(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    var position = range.lowerBound
    var hasDigits = false
    var isFraction = false
    if let sign = Self.sign(bytes, in: range) {
      isNegative = sign
      position += 1
    }
    scan: while position < range.upperBound {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        hasDigits = true
        append(bytes[position] - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      case UInt8(ascii: "."):
        if isFraction { return nil }
        isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        break scan
      default: return nil
      }
      position += 1
    }
    guard hasDigits else { return nil }
    if position < range.upperBound {
      guard let power = Self.power(bytes, in: position + 1..<range.upperBound) else { return nil }
      exponent += power
    }
  }

  private mutating func append(_ digit: UInt8) {
    if digits > 0 || digit > 0 { digits += 1 }
    significand = significand &* 10 &+ UInt64(digit)
  }

  /// The sign that the bytes start with, `true` being minus.
  private static func sign(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Bool? {
    guard let first = range.first else { return nil }
    switch bytes[first] {
    case UInt8(ascii: "-"): return true
    case UInt8(ascii: "+"): return false
    default: return nil
    }
  }

  /// The exponent that the bytes after an `e` spell out, cut at a million.
  private static func power(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Int? {
    let sign = sign(bytes, in: range)
    let digits = bytes[range].dropFirst(sign == nil ? 0 : 1)
    guard !digits.isEmpty else { return nil }
    var power = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      power = min(power * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
    }
    return sign == true ? -power : power
  }

  /// The nearest `Float`, where a single rounding gives it for certain.
  var exactFloat: Float? {
    guard digits <= Self.maximumDigits else { return nil }
    let scale = abs(exponent)
    if significand <= 1 << 24, scale < Self.floatPowers.count {
      let whole = Float(significand)
      let value = exponent < 0 ? whole / Self.floatPowers[scale] : whole * Self.floatPowers[scale]
      return isNegative ? -value : value
    }
    if significand <= 1 << 53, scale < Self.doublePowers.count {
      let whole = Double(significand)
      let value = exponent < 0 ? whole / Self.doublePowers[scale] : whole * Self.doublePowers[scale]
      return roundedOnce(isNegative ? -value : value)
    }
    return nil
  }

  /// The `Float` nearest to the number that `value` was rounded from, unless `value` lies half way between two of
  /// them, so that the rounding of it may have crossed over. Requires: `value` is 0 or of a size from 1e-22 to 1e38,
  /// where no `Float` is subnormal or infinite.
  private func roundedOnce(_ value: Double) -> Float? {
    let half: UInt64 = 1 << 28
    guard value.bitPattern & (half << 1 - 1) != half else { return nil }
    return Float(value)
  }
}
