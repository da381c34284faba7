import Foundation
import Testing
import Text

@Test func compactTextHasNoBlanks() {
  let value: JSONValue = ["b": [1, -2, nil], "a": ["x": true, "y": [], "z": [:]], "c": 0.5]
  #expect(JSONText.text(of: value) == #"{"b":[1,-2,null],"a":{"x":true,"y":[],"z":{}},"c":0.5}"#)
}

@Test func prettyTextIsIndented() {
  let value: JSONValue = ["b": [1, ["x": 2]], "a": []]
  #expect(
    JSONText.text(of: value, .pretty) == """
      {
        "b": [
          1,
          {
            "x": 2
          }
        ],
        "a": []
      }
      """)
}

@Test(arguments: [
  ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("a\nb\r\t", #""a\nb\r\t""#),
  ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
  ("é漢😀", #""é漢😀""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("e\u{301}", "\"e\u{301}\""),
])
func stringsAreEscaped(text: String, written: String) throws {
  #expect(JSONText.text(of: .string(text)) == written)
  let read = try JSONSerialization.jsonObject(with: Data(written.utf8), options: .fragmentsAllowed)
  #expect((read as? String).map { Array($0.utf8) } == Array(text.utf8))
}

@Test(arguments: [
  (0.1, "0.1"), (1, "1.0"), (1e-5, "1e-05"), (1e16, "1e+16"), (.leastNonzeroMagnitude, "5e-324"),
  (0.30000000000000004, "0.30000000000000004"),
  (.infinity, "null"), (-.infinity, "null"), (.nan, "null"),
])
func realsHaveTheFewestDigitsThatReadBack(value: Double, written: String) {
  #expect(JSONText.text(of: .real(value)) == written)
}

@Test func realsReadBackTheSame() throws {
  var generator = SystemRandomNumberGenerator()
  for _ in 0..<1000 {
    let value = Double(bitPattern: generator.next())
    guard value.isFinite else { continue }
    #expect(Double(JSONText.text(of: .real(value))) == value)
  }
}

@Test func membersAreFoundByName() {
  let value: JSONValue = ["a": 1, "b": 2]
  #expect(value["b"] == 2)
  #expect(value["c"] == nil)
  #expect(JSONValue.null["a"] == nil)
}

/// A value as Foundation encodes and as `JSONText` writes it.
private struct Specimen: Encodable {
  let names: [String: [Double]]
  let text: String
  let counts: [Int]
  let flag: Bool
  let nested: [[String: Int]]

  var json: JSONValue {
    ["names": names.json, "text": text.json, "counts": counts.json, "flag": flag.json, "nested": nested.json]
  }

  static func random(using generator: inout some RandomNumberGenerator) -> Specimen {
    let scalars =
      (0...0x7F).compactMap { Unicode.Scalar($0 as UInt32) } + ["é", "\u{80}", "\u{2028}", "\u{2029}", "‚", "漢", "😀"]
    func text() -> String {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        text.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)])
      }
      return String(text)
    }
    func real() -> Double {
      switch Int.random(in: 0...4, using: &generator) {
      case 0: Double(Int.random(in: -1000...1000, using: &generator))
      case 1: Double(Float.random(in: -1...1, using: &generator))
      case 2: Double.random(in: 0...100, using: &generator)
      case 3: Double(sign: .plus, exponent: Int.random(in: -60...70, using: &generator), significand: 1)
      default:
        [0, -0.0, 1e15, 1e16, 1e-4, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi]
          .randomElement(using: &generator) ?? 0
      }
    }
    func list<Element>(_ element: () -> Element) -> [Element] {
      (0..<Int.random(in: 0...4, using: &generator)).map { _ in element() }
    }
    return Specimen(
      names: Dictionary(list { (text(), list(real)) }) { first, _ in first }, text: text(),
      counts: list { Int.random(in: .min ... .max, using: &generator) }, flag: Bool.random(using: &generator),
      nested: list { Dictionary(list { (text(), Int.random(in: -9...9, using: &generator)) }) { first, _ in first } })
  }
}

/// Stores hold artifacts that Foundation's encoder wrote; the same values must give the same digests.
@Test func artifactsAreWrittenAsFoundationWritesThem() throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  var generator = SystemRandomNumberGenerator()
  for _ in 0..<2000 {
    let specimen = Specimen.random(using: &generator)
    let written = JSONText.utf8(of: specimen.json, .artifact)
    let expected = try encoder.encode(specimen)
    try #require(written == Array(expected), "\(String(decoding: expected, as: UTF8.self))")
  }
}

@Test func headersEscapeControlCharactersByNumber() {
  let value: JSONValue = ["a\n\"\\": [1, 2], "\u{7F}\u{2028}": "\t"]
  #expect(JSONText.text(of: value, .header) == "{\"a\\u000a\\\"\\\\\":[1,2],\"\u{7F}\u{2028}\":\"\\u0009\"}")
}

@Test func whatIsWrittenIsReadBack() throws {
  var generator = SystemRandomNumberGenerator()
  for layout in [JSONText.Layout.compact, .pretty, .artifact, .header] {
    for _ in 0..<200 {
      let specimen = Specimen.random(using: &generator)
      let json = try JSONReader.read(JSONText.utf8(of: specimen.json, layout))
      #expect(try json.value("names") == specimen.names)
      #expect(try Array((json.value("text") as String).utf8) == Array(specimen.text.utf8))
      #expect(try json.value("counts") == specimen.counts)
      #expect(try json.value("flag") == specimen.flag)
      #expect(try json.value("nested") == specimen.nested)
    }
  }
}

@Test(arguments: [
  ("{\"a\": 1.5}", "expected a whole number at byte 6"), ("{\"b\": 1}", "the member \"a\" is missing at byte 0"),
  ("[1]", "expected an object at byte 0"), ("{\"a\": \"1\"}", "expected a whole number at byte 6"),
  ("{\"a\": null}", "expected a whole number at byte 6"),
])
func anotherValueThanTheExpectedIsRefusedWhereItIs(text: String, message: String) throws {
  let json = try JSONReader.read(Array(text.utf8))
  let error = #expect(throws: JSONValueError.self) { try json.value("a") as Int }
  #expect(error.map { "\($0)" } == message)
}
