/// A number of bytes, written with a decimal unit, as in `8 GB`.
package struct ByteSize: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let bytes: Int

  package init(bytes: Int) { self.bytes = bytes }

  /// A unit of sizes, a power of 1000 bytes.
  package enum Unit: String, CaseIterable, Sendable {
    case kB, MB, GB, TB

    /// The digits that the unit moves the decimal point by.
    fileprivate var digits: Int {
      switch self {
      case .kB: 3
      case .MB: 6
      case .GB: 9
      case .TB: 12
      }
    }
  }

  /// The largest size: more than any file system holds.
  package static let largest = ByteSize(bytes: 1_000_000_000_000_000_000)

  /// The size in the largest unit that leaves at least 1, exactly; bytes that are no part of a unit are thousandths of
  /// kB.
  package var description: String {
    let unit = Unit.allCases.last { bytes >= Self.power($0.digits) } ?? .kB
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: Self.power(unit.digits))
    if rest == 0 { return "\(whole) \(unit.rawValue)" }
    let digits = String(rest)
    let fraction = String(repeating: "0", count: unit.digits - digits.count) + digits
    return "\(whole).\(fraction.trimmingLastZeros) \(unit.rawValue)"
  }

  package static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }

  private static func power(_ digits: Int) -> Int { (0..<digits).reduce(1) { power, _ in power * 10 } }
}

extension ByteSize {
  /// What keeps a text from being a size.
  package enum Problem: Error, Hashable, Sendable {
    /// It does not begin with a decimal number.
    case noNumber

    /// A number stands alone.
    case noUnit

    /// What follows the number is no unit; `meant` is the unit that it may stand for.
    case unknownUnit(String, meant: Unit?)

    /// It is zero or larger than the largest size.
    case outOfRange
  }

  /// The size that `text` spells: a decimal number and a unit, with or without a blank between them. Fractions of a
  /// byte are dropped.
  package init(_ text: String) throws(Problem) {
    let number = Self.number(in: text)
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { throw .noNumber }
    let name = text.dropFirst(number.count).drop { $0 == " " }
    guard !name.isEmpty else { throw .noUnit }
    guard let unit = Unit(rawValue: String(name)) else {
      throw .unknownUnit(String(name), meant: Unit.allCases.first { $0.isMeant(by: name.lowercased()) })
    }
    let fraction = parts.count > 1 ? parts[1].prefix(unit.digits) : ""
    let digits = parts[0] + fraction + String(repeating: "0", count: unit.digits - fraction.count)
    guard let bytes = Int(digits), bytes > 0, bytes <= Self.largest.bytes else { throw .outOfRange }
    self.bytes = bytes
  }
}

extension ByteSize {
  /// The digits and points that `text` begins with.
  static func number(in text: String) -> Substring { text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") } }
}

extension ByteSize.Unit {
  /// Whether people write `name`, in small letters, for the unit or for its neighbour among the powers of 1024.
  fileprivate func isMeant(by name: String) -> Bool {
    let letter = rawValue.lowercased().prefix(1)
    let prefix =
      switch self {
      case .kB: "kilo"
      case .MB: "mega"
      case .GB: "giga"
      case .TB: "tera"
      }
    return [String(letter), "\(letter)b", "\(letter)ib"].contains(name)
      || [prefix, "\(prefix)byte", "\(prefix)bytes", "\(prefix.prefix(3))s", "\(prefix.prefix(3))"].contains(name)
  }
}

extension String {
  fileprivate var trimmingLastZeros: Substring {
    self[..<(lastIndex { $0 != "0" }.map(index(after:)) ?? startIndex)]
  }
}
