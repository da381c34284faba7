import Randomness
import Testing

@testable import Corpora

@Suite struct FloatParsingTests {
  private func parse(_ text: String) -> Float? {
    Array(text.utf8).withUnsafeBufferPointer { parseFloat($0, in: 0..<$0.count) }
  }

  @Test func agreesWithTheStandardLibrary() {
    var stream = RandomStream(seed: 11)
    for _ in 0..<20_000 {
      let digits = 1 + stream.nextIndex(below: 22)
      var text = stream.nextIndex(below: 2) == 0 ? "-" : ""
      let point = stream.nextIndex(below: digits + 1)
      for position in 0..<digits {
        if position == point { text += "." }
        text += String(stream.nextIndex(below: 10))
      }
      if stream.nextIndex(below: 2) == 0 { text += "e\(stream.nextIndex(below: 100) - 60)" }
      let expected = Float(text).flatMap { $0.isFinite ? $0 : nil }
      #expect(parse(text) == expected, "\(text)")
    }
  }

  /// Numerals whose nearest `Double` lies half way between two `Float`s, or is itself missed by two roundings, or that
  /// lie at a limit of the range.
  static let hard = [
    "1.00000005960464477539062", "1.000000059604644775390625", "1.00000005960464477539063", "16777217",
    "16777219",
    "16777217.0000001", "3.4028235e38", "1e-45", "7.0064923216240854e-46", "1.17549429e-38",
    "5947100697085261e-18", "1280912385936972e-21", "2318892702460289e-16", "18995512127876282e-16",
    "1899551212787628173e-18", "594710069708526135e-20", "9007199254740993", "-0", "0e999",
    "0.0000000000000000000000000000000000000000000001e46",
  ]

  @Test(arguments: hard)
  func roundsOnce(text: String) { #expect(parse(text)?.bitPattern == Float(text)?.bitPattern) }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "inf", "nan", "1_000", "1,5", " 1", "1-", "+-1",
    "1e999", "3.4028236e38",
  ])
  func refusesWhatIsNoNumeral(text: String) { #expect(parse(text) == nil) }

  @Test(arguments: [("1.", 1), (".5", 0.5), ("+2", 2), ("1E+2", 100)] as [(String, Float)])
  func readsShortForms(text: String, value: Float) { #expect(parse(text) == value) }
}
