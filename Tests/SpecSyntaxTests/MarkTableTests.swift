import Diagnostics
import Testing

@testable import SpecSyntax

/// The offsets of all characters of `text`, and of the place after the last, by the table.
private func offsets(_ text: String, blankingFirst: Int = 0) -> [Int] {
  let file = SourceFile(name: "a.yaml", text: text)
  let table = MarkTable(blankingFirst..<file.bytes.count, of: file)
  let count = String(decoding: file.bytes[blankingFirst...], as: UTF8.self).unicodeScalars.count
  return (0...count).map { table.byteOffset(ofScalar: $0) }
}

@Test(arguments: [
  ("abc", [0, 1, 2, 3]), ("", [0]), ("é漢😀x", [0, 2, 5, 9, 10]), ("a\r\nb", [0, 1, 2, 3, 4]),
  ("é\r\nb", [0, 2, 3, 4, 5]),
  ("e\u{301}x", [0, 1, 3, 4]), ("a\tb", [0, 1, 2, 3]),
])
func marksCountScalars(text: String, expected: [Int]) {
  #expect(offsets(text) == expected)
}

@Test func marksCountFromWhereTheTextBegins() {
  #expect(offsets("\u{FEFF}é:", blankingFirst: 3) == [3, 5, 6])
  #expect(offsets("\u{FEFF}ab", blankingFirst: 3) == [3, 4, 5])
}

@Test func marksBehindTheTextAreItsEnd() {
  for text in ["ab", "é"] {
    let file = SourceFile(name: "a.yaml", text: text)
    let table = MarkTable(0..<2, of: file)
    #expect(table.byteOffset(ofScalar: 3) == 2)
  }
}

/// libyaml's own marks lead to the right bytes, whatever stands before and in the marked scalar.
@Test(arguments: [
  "", "# é漢😀\n", "\u{FEFF}", "\u{FEFF}# é\r\n", "é: 漢\r\n", "a: \"\\u00e9\\\n  x\"\n", "a: 'é\n\n  漢'\n",
  "a: |\n  é\n\n",
])
func eventsHaveTheirPlaces(before: String) throws {
  for scalar in ["plain", "é", "漢 字", "\"quoted \\x41 é\"", "'it''s'", "😀"] {
    let text = before + "key: [&x \(scalar) , *x]\r\n"
    let (document, log) = read(text)
    let root = try #require(document?.root.mapping, "\(log.diagnostics)")
    let entry = try #require(root["key"])
    #expect(entry.keyRange.text == "key")
    #expect(entry.value.range.text == "[&x \(scalar) , *x]")
    #expect(entry.value.sequence?.map(\.range.text) == [scalar, scalar])
  }
}
