import Testing

@testable import Text

extension LocatedJSON {
  /// The value without places, numbers as texts with `#` before them.
  fileprivate var plain: JSONValue {
    switch content {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .number(let digits): .string("#" + digits)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.plain))
    case .object(let members): .object(members.map { JSONValue.Member($0.name, $0.value.plain) })
    }
  }
}

private let readable: [(String, JSONValue)] = [
  (" null\n", nil), ("[true,false]", [true, false]), ("-0.5e+10", "#-0.5e+10"), ("0", "#0"),
  ("{\"a\": {\"b\": []}, \"c\": {}}", ["a": ["b": []], "c": [:]]),
  (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#, "\"\\/\u{8}\u{C}\n\r\té😀é"),
]

@Test(arguments: readable)
func jsonIsRead(text: String, value: JSONValue) throws { #expect(try JSONReader.read(Array(text.utf8)).plain == value) }

@Test(arguments: [
  ("", 0, true), ("[", 1, true), ("[1", 2, true), ("[1,", 3, true), ("{\"a\"", 4, true), ("{\"a\":", 5, true),
  ("\"abc", 4, true), ("\"\\u12", 5, true), ("tru", 3, true), ("-", 1, true), ("1.", 2, true),
  ("[1,]", 3, false), ("{a: 1}", 1, false), ("{\"a\": 1, \"a\": 2}", 9, false), ("01", 1, false), ("1 2", 2, false),
  ("\"\\x\"", 2, false), ("\"a\nb\"", 2, false), ("\"\\ud800\"", 7, false), ("nul1", 3, false), ("[1}", 2, false),
])
func whatIsNoJSONIsRefusedWhereItIs(text: String, offset: Int, isTruncated: Bool) {
  let error = #expect(throws: JSONSyntaxError.self) { try JSONReader.read(Array(text.utf8)) }
  #expect(error?.offset == offset)
  #expect(error?.isTruncated == isTruncated)
}

@Test func deepNestingIsRefused() {
  let text = String(repeating: "[", count: 100_000)
  #expect(throws: JSONSyntaxError.self) { try JSONReader.read(Array(text.utf8)) }
}

@Test func placesAreThoseOfTheText() throws {
  let json = try JSONReader.read(Array("{\"é\": [1, 22]}".utf8))
  #expect(json["é"]?.range == 7..<14)
  #expect(json["é"]?.elements?.map(\.range) == [8..<9, 11..<13])
}
