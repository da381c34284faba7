import Diagnostics
import Testing

@testable import SpecSyntax

/// The scalar that `text` is when it is written as a value.
private func scalar(_ text: String, _ style: Scalar.Style = .plain) -> Scalar {
  let file = SourceFile(name: "a.yaml", text: style == .plain ? text : "'\(text)'")
  return Scalar(LocatedText(text, at: SourceRange(file, 0..<file.bytes.count)), style: style)
}

/// What `read` throws for `scalar`, or `nil` if it accepts it.
private func problem<Value>(
  _ scalar: Scalar, _ read: (Scalar) throws(ScalarProblem) -> Value
) -> ScalarProblem? {
  do throws(ScalarProblem) {
    _ = try read(scalar)
    return nil
  } catch {
    return error
  }
}

@Test func booleansAreTrueAndFalse() throws {
  #expect(try scalar("true").asBoolean())
  #expect(try !scalar("false").asBoolean())
  for text in ["yes", "Yes", "ON", "True", "y"] {
    #expect(
      problem(scalar(text)) { s throws(ScalarProblem) in try s.asBoolean() } == .notBoolean(meaning: true))
  }
  #expect(
    problem(scalar("off")) { s throws(ScalarProblem) in try s.asBoolean() } == .notBoolean(meaning: false))
  #expect(problem(scalar("1")) { s throws(ScalarProblem) in try s.asBoolean() } == .notBoolean(meaning: nil))
  #expect(problem(scalar("")) { s throws(ScalarProblem) in try s.asBoolean() } == .missing)
  #expect(problem(scalar("true", .quoted)) { s throws(ScalarProblem) in try s.asBoolean() } == .quoted)
}

@Test(arguments: [
  ("0", 0), ("7", 7), ("+7", 7), ("-12", -12), ("-0", 0), ("9223372036854775807", Int.max),
  ("-9223372036854775808", Int.min),
])
func integersAreDecimalDigits(text: String, value: Int) throws {
  #expect(try scalar(text).asInteger() == value)
}

@Test(arguments: [
  ("9223372036854775808", ScalarProblem.outOfRange), ("010", .notNumber(.leadingZero)),
  ("00", .notNumber(.leadingZero)), ("1_000", .notNumber(.underscore)), ("0x10", .notNumber(.base)),
  ("0o7", .notNumber(.base)), ("-0b1", .notNumber(.base)), ("1.0", .notNumber(.notWhole)),
  ("1e3", .notNumber(.notWhole)), ("ten", .notNumber(.notNumeric)), ("1 000", .notNumber(.notNumeric)),
  ("--1", .notNumber(.notNumeric)), ("+", .notNumber(.notNumeric)), ("12:30", .notNumber(.notNumeric)),
  (".inf", .notNumber(.notFinite)), ("٣", .notNumber(.notNumeric)), ("", .missing),
])
func otherIntegersAreRefused(text: String, reason: ScalarProblem) {
  #expect(problem(scalar(text)) { s throws(ScalarProblem) in try s.asInteger() } == reason)
}

@Test(arguments: [
  ("0.5", 0.5), (".5", 0.5), ("2.", 2), ("1e-3", 0.001), ("1E+3", 1000), ("-1.25e2", -125), ("10", 10),
  ("-0", 0), ("0.0e5", 0), ("0.1", 0.1), ("9007199254740993", 9_007_199_254_740_992),
  ("2.2250738585072011e-308", Double(bitPattern: 0x000F_FFFF_FFFF_FFFF)), ("5e-324", .leastNonzeroMagnitude),
  ("1.7976931348623157e308", 1.7976931348623157e308),
  ("0.500000000000000166533453693773481063544750213623046875", 0.5000000000000002),
])
func realsAreCorrectlyRounded(text: String, value: Double) throws {
  let read = try scalar(text).asReal()
  #expect(read.bitPattern == value.bitPattern)
}

@Test(arguments: [
  ("1e309", ScalarProblem.outOfRange), ("1e-400", .outOfRange), ("-1e999999999999", .outOfRange),
  (".inf", .notNumber(.notFinite)), ("-.INF", .notNumber(.notFinite)), (".nan", .notNumber(.notFinite)),
  ("nan", .notNumber(.notNumeric)), ("inf", .notNumber(.notNumeric)), ("Infinity", .notNumber(.notNumeric)),
  ("0x1p3", .notNumber(.notNumeric)), ("01.5", .notNumber(.leadingZero)), ("1_0.5", .notNumber(.underscore)),
  (".", .notNumber(.notNumeric)), ("1e", .notNumber(.notNumeric)), ("1e+-3", .notNumber(.notNumeric)),
  ("1,5", .notNumber(.decimalComma)), ("1,", .notNumber(.notNumeric)),
  ("1,000,000", .notNumber(.notNumeric)), ("0x1F", .notNumber(.base)),
])
func otherRealsAreRefused(text: String, reason: ScalarProblem) {
  #expect(problem(scalar(text)) { s throws(ScalarProblem) in try s.asReal() } == reason)
}

@Test(arguments: [
  ("no", PlainReading.boolean), ("On", .boolean), ("y", .boolean), ("TRUE", .boolean), ("~", .null),
  ("null", .null),
  ("NULL", .null), ("1", .number), ("-1.5", .number), ("1e5", .number), ("1E5", .number), (".5", .number),
  ("5.", .number),
  ("0o7", .number), ("0x1F", .number), ("0b1", .number), ("017", .number), ("1_000", .number),
  ("+1", .number),
  ("12:30:45", .number), ("1:30", .number), ("-190:20:30.15", .number), (".inf", .number), ("-.INF", .number),
  (".NaN", .number), ("2019-01-01", .date), ("2001-12-14t21:59:43.10-05:00", .date),
  ("2001-12-14 21:59:43.10 -5", .date), ("2019-1-2T3:04:05Z", .date), ("=", .special), ("<<", .special),
])
func someTextsNeedQuotes(text: String, reading: PlainReading) throws {
  let plain = scalar(text)
  #expect(problem(plain) { s throws(ScalarProblem) in try s.asText() } == .ambiguousText(reading))
  // What is meant is nothing, which no text says.
  let fixed = reading == .null ? nil : "\"\(text)\""
  #expect(ScalarProblem.ambiguousText(reading).fixIt(for: plain)?.replacement == fixed)
  #expect(try scalar(text, .quoted).asText() == text)
}

@Test(arguments: [
  "sparse", "imp(self)", "nope", "yes!", "nulls", "1.2.3", ".", "..", "-", "_1", "1a", "0xg", "0o", "e5",
  "1e", "12:60",
  "12:345", "a:1", "2019-01", "2019-01-01-x", "glove.6B.100d.txt", "conll2003/train.txt", ".infinite", "+",
  "-x", "Ｎo",
])
func otherTextsNeedNone(text: String) throws {
  #expect(try scalar(text).asText() == text)
}

@Test func anEmptyTextIsWrittenInQuotes() throws {
  #expect(problem(scalar("")) { s throws(ScalarProblem) in try s.asText() } == .missing)
  #expect(try scalar("", .quoted).asText() == "")
}

@Test func problemsOfferTheNearestRightSpelling() {
  #expect(ScalarProblem.notBoolean(meaning: true).fixIt(for: scalar("yes"))?.replacement == "true")
  #expect(ScalarProblem.notNumber(.underscore).fixIt(for: scalar("1_000"))?.replacement == "1000")
  #expect(ScalarProblem.notNumber(.base).fixIt(for: scalar("-0x10"))?.replacement == "-16")
  #expect(ScalarProblem.notNumber(.notWhole).fixIt(for: scalar("1e3"))?.replacement == "1000")
  #expect(ScalarProblem.notNumber(.notWhole).fixIt(for: scalar("1.5")) == nil)
  #expect(ScalarProblem.notNumber(.leadingZero).fixIt(for: scalar("010")) == nil)
  #expect(ScalarProblem.quoted.fixIt(for: scalar("10", .quoted))?.replacement == "10")
  #expect(ScalarProblem.quoted.fixIt(for: scalar("a b", .quoted)) == nil)
}
