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
