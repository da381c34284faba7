import Diagnostics

/// Why a scalar is not what the field that it stands in wants.
package enum ScalarProblem: Error, Hashable, Sendable {
  /// Nothing was written.
  case missing

  /// A number or Boolean is wanted, and this is a text in quotes.
  case quoted

  /// A Boolean is wanted; `meaning` is what older versions of YAML take this for.
  case notBoolean(meaning: Bool?)

  /// A number is wanted, and this is none or one that can be misread.
  case notNumber(NumberFlaw)

  /// A number is wanted, and this one is too large or too close to zero to be represented.
  case outOfRange

  /// A text is wanted, and some readers of YAML take this for something else.
  case ambiguousText(PlainReading)
}

/// What keeps a scalar from being the number that a field wants.
package enum NumberFlaw: Hashable, Sendable {
  /// It doesn't look like a number.
  case notNumeric

  /// It has a comma where a decimal point belongs, as in `0,1`.
  case decimalComma

  /// It begins with `0` and more digits, which some readers take for the base 8.
  case leadingZero

  /// It contains `_`.
  case underscore

  /// It begins with `0x`, `0o` or `0b`.
  case base

  /// It is infinite or no number.
  case notFinite

  /// It has a fraction or an exponent, and a whole number is wanted.
  case notWhole
}

extension Scalar {
  /// The Boolean that the scalar is: `true` or `false`, nothing else.
  package func asBoolean() throws(ScalarProblem) -> Bool {
    switch try plainText() {
    case "true": return true
    case "false": return false
    case let text:
      switch text.lowercased() {
      case "true", "yes", "on", "y": throw .notBoolean(meaning: true)
      case "false", "no", "off", "n": throw .notBoolean(meaning: false)
      default: throw .notBoolean(meaning: nil)
      }
    }
  }

  /// The whole number that the scalar is: decimal digits, possibly with a sign.
  package func asInteger() throws(ScalarProblem) -> Int {
    let text = try plainText()
    let number = try DecimalNumber(text)
    guard !number.hasFractionOrExponent else { throw .notNumber(.notWhole) }
    guard let value = Int(text) else { throw .outOfRange }
    return value
  }

  /// The real number that the scalar is, correctly rounded: decimal digits with or without a sign, a fraction and an
  /// exponent, as in `-1`, `.5`, `2.` or `1e-3`. Zero has no sign.
  package func asReal() throws(ScalarProblem) -> Double {
    let text = try plainText()
    if text.hasDecimalComma { throw .notNumber(.decimalComma) }
    let number = try DecimalNumber(text)
    guard let value = Double(number.normalised), value.isFinite else { throw .outOfRange }
    if value == 0 {
      guard number.isZero else { throw .outOfRange }
      return 0
    }
    return value
  }

  /// The text that the scalar is: anything in quotes, or a plain scalar that every reader of YAML takes for a text.
  package func asText() throws(ScalarProblem) -> String {
    if style == .quoted { return text.text }
    if isEmpty { throw .missing }
    if let reading = PlainReading(of: text.text) { throw .ambiguousText(reading) }
    return text.text
  }

  /// The text of a plain scalar, for fields that want no text.
  private func plainText() throws(ScalarProblem) -> String {
    if isEmpty { throw .missing }
    if style == .quoted { throw .quoted }
    return text.text
  }
}

extension String {
  /// Whether the text is digits, possibly with a sign, one comma and digits.
  fileprivate var hasDecimalComma: Bool {
    guard utf8.contains(UInt8(ascii: ",")) else { return false }
    let parts = drop { "+-".contains($0) }.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}

/// The parts of a decimal number: `[+-]? (digits [. digits?]? | . digits) ([eE] [+-]? digits)?`.
private struct DecimalNumber {
  private let sign: Substring.UTF8View
  private let whole: Substring.UTF8View
  private let fraction: Substring.UTF8View
  private let exponent: Substring.UTF8View
  let hasFractionOrExponent: Bool

  init(_ text: String) throws(ScalarProblem) {
    var rest = Substring(text).utf8
    sign = rest.prefix { "+-".utf8.contains($0) }
    rest = rest.dropFirst(sign.count)
    whole = rest.prefix(while: Self.isDigit)
    rest = rest.dropFirst(whole.count)
    let hasPoint = rest.first == UInt8(ascii: ".")
    fraction = hasPoint ? rest.dropFirst().prefix(while: Self.isDigit) : rest.prefix(0)
    rest = rest.dropFirst(hasPoint ? 1 + fraction.count : 0)
    let hasExponent = rest.first.map { "eE".utf8.contains($0) } ?? false
    exponent = hasExponent ? rest.dropFirst() : rest.prefix(0)
    hasFractionOrExponent = hasPoint || hasExponent
    let digits = exponent.drop { "+-".utf8.contains($0) }
    let isExponent = !digits.isEmpty && digits.allSatisfy(Self.isDigit) && exponent.count - digits.count <= 1
    let isNumber =
      sign.count <= 1 && !(whole.isEmpty && fraction.isEmpty) && (hasExponent ? isExponent : rest.isEmpty)
    guard isNumber else { throw .notNumber(Self.flaw(of: text)) }
    if whole.count > 1, whole.first == UInt8(ascii: "0") { throw .notNumber(.leadingZero) }
  }

  /// The number in the form that Swift reads, with digits on both sides of the point.
  var normalised: String {
    let zero = "0"[...].utf8
    let parts = [sign, whole.isEmpty ? zero : whole, "."[...].utf8, fraction.isEmpty ? zero : fraction]
    let mantissa = parts.map { String(Substring($0)) }.joined()
    return exponent.isEmpty ? mantissa : mantissa + "e" + String(Substring(exponent))
  }

  /// Whether every digit is zero.
  var isZero: Bool { whole.allSatisfy { $0 == 0x30 } && fraction.allSatisfy { $0 == 0x30 } }

  /// Why `text`, which is no decimal number, is none.
  private static func flaw(of text: String) -> NumberFlaw {
    guard PlainReading(of: text) == .number else { return .notNumeric }
    let unsigned = text.drop { "+-".contains($0) }
    if unsigned.hasPrefix(".") && unsigned.dropFirst().first?.isLetter == true { return .notFinite }
    if unsigned.hasPrefix("0"), unsigned.dropFirst().first?.isLetter == true { return .base }
    return text.contains("_") ? .underscore : .notNumeric
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
