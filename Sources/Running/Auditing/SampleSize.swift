/// How many stages an audit reruns: a number, or a share of those that there are.
package enum SampleSize: Hashable, Sendable {
  case count(Int)

  /// A share in millionths of a percent, so that `12.5%` is exact.
  case share(millionthsOfPercent: Int)

  /// The size that `text` spells, as `20` or `12.5%`; `nil` if it spells no number of at least 1 and no percentage
  /// above 0 and up to 100.
  package init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let share = Self.millionths(text.dropLast()), (1...Self.wholeShare).contains(share) else { return nil }
      self = .share(millionthsOfPercent: share)
    } else {
      guard let count = Self.digits(text[...]), count >= 1 else { return nil }
      self = .count(count)
    }
  }

  private static let wholeShare = 100_000_000

  /// The number of stages of `population`: a share is rounded up, and no sample is larger than the population.
  ///
  /// Requires: `population` is less than 2³².
  package func count(of population: Int) -> Int {
    switch self {
    case .count(let count): min(count, population)
    case .share(let share): (population * share + Self.wholeShare - 1) / Self.wholeShare
    }
  }

  /// The number that ASCII digits spell.
  private static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  /// A decimal number with up to six digits after the point, times a million.
  private static func millionths(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = digits(parts[0]), whole <= 100 else { return nil }
    guard parts.count > 1 else { return whole * 1_000_000 }
    let padded = parts[1] + String(repeating: "0", count: max(0, 6 - parts[1].utf8.count))
    guard !parts[1].isEmpty, padded.utf8.count == 6, let fraction = digits(padded) else { return nil }
    return whole * 1_000_000 + fraction
  }
}

extension SampleSize: CustomStringConvertible {
  /// The size as the command line spells it.
  package var description: String {
    switch self {
    case .count(let count): return "\(count)"
    case .share(let share):
      let fraction = "\(share % 1_000_000 + 1_000_000)".dropFirst()
      let digits = fraction.reversed().drop { $0 == "0" }.reversed()
      return "\(share / 1_000_000)" + (digits.isEmpty ? "" : "." + String(digits)) + "%"
    }
  }
}
