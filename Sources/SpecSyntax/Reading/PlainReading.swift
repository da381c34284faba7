/// What some version of YAML takes a plain scalar for, other than a text.
///
/// Versions 1.1 and 1.2 and their common readers differ; here counts whatever any of them does.
package enum PlainReading: String, Hashable, Sendable {
  case null = "nothing"
  case boolean = "a Boolean"
  case number = "a number"
  case date = "a date"
  case special = "an instruction to the reader"

  /// What some reader takes the plain scalar `text` for; `nil` if it is a text to all.
  package init?(of text: String) {
    if let first = text.utf8.first, !Self.firstBytes.contains(first) { return nil }
    if let word = Self.words[text] {
      self = word
    } else if Self.isNumber(text) || Self.isSexagesimal(text) {
      self = .number
    } else if Self.isDate(text) {
      self = .date
    } else {
      return nil
    }
  }

  /// The bytes with which the scalars begin that are not texts to all.
  private static let firstBytes = Set("0123456789+-.~<=nNtTfFyYoO".utf8)

  private static let words: [String: PlainReading] = {
    var words: [String: PlainReading] = ["": .null, "~": .null, "<<": .special, "=": .special]
    for word in ["null", "Null", "NULL"] { words[word] = .null }
    for word in ["true", "false", "yes", "no", "on", "off", "y", "n"] {
      for spelling in [word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()] {
        words[spelling] = .boolean
      }
    }
    for word in ["inf", "Inf", "INF"] {
      for sign in ["", "+", "-"] { words[sign + "." + word] = .number }
    }
    for word in [".nan", ".NaN", ".NAN"] { words[word] = .number }
    return words
  }()
}

// MARK: - Numbers and dates

extension PlainReading {
  /// Whether `text` is an integer in any base or a decimal fraction, with or without underscores.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
    guard let first = rest.first else { return false }
    if first == UInt8(ascii: "0"), let base = rest.dropFirst().first, !isDigit(base) {
      let digits = rest.dropFirst(2)
      switch base {
      case UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
        return !digits.isEmpty && digits.allSatisfy { isHexadecimalDigit($0) || $0 == UInt8(ascii: "_") }
      default: break
      }
    }
    let whole = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
    rest = rest.dropFirst(whole.count)
    var hasDigit = whole.contains(where: isDigit) && whole.first != UInt8(ascii: "_")
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
      rest = rest.dropFirst(1 + fraction.count)
      hasDigit = hasDigit || (whole.isEmpty && fraction.contains(where: isDigit))
    }
    return hasDigit && isExponentOrNothing(rest)
  }

  private static func isExponentOrNothing(_ text: Substring.UTF8View) -> Bool {
    guard let mark = text.first else { return true }
    guard "eE".utf8.contains(mark) else { return false }
    var digits = text.dropFirst()
    if let sign = digits.first, "+-".utf8.contains(sign) { digits = digits.dropFirst() }
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  /// Whether `text` is a number to the base 60, such as `12:30:45`, to readers of YAML 1.1.
  private static func isSexagesimal(_ text: String) -> Bool {
    var unsigned = Substring(text)
    if let sign = unsigned.first, "+-".contains(sign) { unsigned = unsigned.dropFirst() }
    let parts = unsigned.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let first = parts.first?.utf8, let last = parts.last?.utf8 else { return false }
    guard let digit = first.first, isDigit(digit) else { return false }
    guard first.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) else { return false }
    for part in parts.dropFirst().dropLast() where !isMinutes(part.utf8) { return false }
    let whole = last.prefix { $0 != UInt8(ascii: ".") }
    let fraction = last.dropFirst(whole.count + 1)
    return isMinutes(whole) && fraction.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  private static func isMinutes(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, text.count <= 2, text.allSatisfy(isDigit) else { return false }
    return text.count == 1 || first <= UInt8(ascii: "5")
  }

  /// Whether `text` is a day, such as `2019-01-31`, or a moment of a day.
  private static func isDate(_ text: String) -> Bool {
    let parts = text.utf8.prefix { isDigit($0) || $0 == UInt8(ascii: "-") }
      .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4 else { return false }
    guard parts.dropFirst().allSatisfy({ (1...2).contains($0.count) }) else { return false }
    let time = text.utf8.dropFirst(parts.map(\.count).reduce(2, +))
    guard let separator = time.first else { return true }
    guard "Tt ".utf8.contains(separator), time.contains(where: isDigit) else { return false }
    return time.dropFirst().allSatisfy { isDigit($0) || ":.+-Zz ".utf8.contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x46).contains(byte & 0xDF)
  }
}
