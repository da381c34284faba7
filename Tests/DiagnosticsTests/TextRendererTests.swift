import Diagnostics
import Testing

private let code = DiagnosticCode("E0999", "a rule for tests", explanation: "A rule.\n")

/// The range of the first occurrence of `text` in `file`.
private func range(of text: String, in file: SourceFile) throws -> SourceRange {
  let bytes = Array(text.utf8)
  let start = try #require(
    (0...file.bytes.count - bytes.count).first { file.bytes[$0..<$0 + bytes.count].elementsEqual(bytes) })
  return SourceRange(file, start..<start + bytes.count)
}

/// The rendering of a finding about the first occurrence of `marked` in `text`.
private func rendering(_ text: String, marking marked: String, label: String? = nil, width: Int = 100) throws
  -> String
{
  let file = SourceFile(name: "a.yaml", text: text)
  let diagnostic = Diagnostic(code, .error, "a finding", at: try range(of: marked, in: file), label: label)
  return TextRenderer(width: width).render(diagnostic)
}

@Test func aDiagnosticIsShownWithItsPlacesAndRemarks() throws {
  let file = SourceFile(
    name: "exp1.yaml", text: "training:\n  batch: 10\n  epochs: 100\n\n\n\n\n\n\n  batch: 32\n")
  let second = SourceRange(file, 44..<49)
  let diagnostic = Diagnostic(
    code, .error, "the key 'batch' occurs twice in this mapping", at: second, label: "second",
    path: "training.batch",
    others: [SourceLabel(try range(of: "batch", in: file), "first")], notes: ["a note"],
    help: "remove one of them",
    fixIts: [FixIt("write 'batch_size'", replacing: second, with: "batch_size")])
  #expect(
    TextRenderer().render(diagnostic) == """
      exp1.yaml:10:3: error: the key 'batch' occurs twice in this mapping [E0999]
      10 |   batch: 32
         |   ^~~~~ second
      exp1.yaml:2:3: note: first
       2 |   batch: 10
         |   ^~~~~
         = note: a note
         = help: remove one of them
         = fix: write 'batch_size'
      10 +   batch_size: 32

      """)
}

@Test func coloursAreGivenOnlyWhereWanted() throws {
  let file = SourceFile(name: "a.yaml", text: "a: 1\n")
  let diagnostic = Diagnostic(code, .warning, "a finding", at: SourceRange(file, 0..<1), help: "nothing")
  let plain = TextRenderer().render([diagnostic])
  let coloured = TextRenderer(usesColour: true).render([diagnostic])
  #expect(!plain.contains("\u{1B}"))
  #expect(coloured.contains("\u{1B}[1;33mwarning:\u{1B}[0m"))
  var stripped = coloured
  while let start = stripped.firstIndex(of: "\u{1B}"), let end = stripped[start...].firstIndex(of: "m") {
    stripped.removeSubrange(start...end)
  }
  #expect(stripped == plain)
}

@Test func theSummaryCountsErrorsAndWarnings() {
  func summary(_ severities: [Severity]) -> String {
    TextRenderer.summary(of: severities.map { Diagnostic(code, $0, "a finding", at: nil) })
  }
  #expect(summary([.error, .warning, .error, .note]) == "2 errors, 1 warning")
  #expect(summary([.error]) == "1 error")
  #expect(summary([.warning, .warning]) == "2 warnings")
  #expect(summary([.note]) == "no errors, no warnings")
  #expect(TextRenderer().render([]) == "")
}

@Test func aFindingWithoutPlaceHasNoExcerpt() {
  let diagnostic = Diagnostic(code, .error, "a finding", at: nil, notes: ["a note"])
  #expect(TextRenderer().render(diagnostic) == "error: a finding [E0999]\n = note: a note\n")
}

// MARK: - Where the marks stand

@Test(arguments: [
  ("key: value\n", "value", "     ^~~~~"),
  ("\tkey:\tvalue\n", "value", "            ^~~~~"),
  ("k\t: x\n", "\t", " ^~~"),
  ("漢字: x\n", "x", "      ^"),
  ("漢字: x\n", "字", "  ^~"),
  ("e\u{301}te\u{301}: x\n", "x", "     ^"),
  ("e\u{301}: x\n", "e\u{301}", "^"),
  ("👨‍👩‍👧: x\n", "x", "    ^"),
  ("😀😀: x\n", "😀", "^~"),
  ("ｆｕｌｌ: x\n", "ｌｌ", "    ^~~~"),
  ("שלום: x\n", "x", "      ^"),
  ("a\u{200D}b: x\n", "x", "    ^"),
])
func marksStandUnderTheirText(text: String, marked: String, marks: String) throws {
  let lines = try rendering(text, marking: marked).split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines[2] == "  | " + marks)
}

@Test func anEmptyRangeIsOneMark() throws {
  let file = SourceFile(name: "a.yaml", text: "key:\nb: 1\n")
  let diagnostic = Diagnostic(code, .error, "a finding", at: SourceRange(file, 4..<4), label: "here")
  #expect(TextRenderer().render(diagnostic).hasSuffix("1 | key:\n  |     ^ here\n"))
}

@Test func theEndOfTheTextCanBeMarked() {
  for text in ["", "key:", "key:\n"] {
    let file = SourceFile(name: "a.yaml", text: text)
    let end = file.bytes.count
    let shown = TextRenderer().render(Diagnostic(code, .error, "a finding", at: SourceRange(file, end..<end)))
    #expect(shown.contains("^"))
  }
}

@Test func aByteOrderMarkTakesNoColumn() throws {
  let shown = try rendering("\u{FEFF}key: value\r\n", marking: "value")
  #expect(shown == "a.yaml:1:6: error: a finding [E0999]\n1 | key: value\n  |      ^~~~~\n")
}

@Test func ofARangeOverLinesTheFirstAndLastAreShown() throws {
  let text = "tasks:\n  pos:\n    column: pos\n  ner: {}\n"
  #expect(
    try rendering(text, marking: "pos:\n    column: pos\n  ner: {}", label: "the tasks") == """
      a.yaml:2:3: error: a finding [E0999]
      2 |   pos:
        |   ^~~~
        :
      4 |   ner: {}
        |   ~~~~~~~ the tasks

      """)
  #expect(
    try rendering(text, marking: "pos:\n    column: pos\n") == """
      a.yaml:2:3: error: a finding [E0999]
      2 |   pos:
        |   ^~~~
      3 |     column: pos
        |     ~~~~~~~~~~~

      """)
}

// MARK: - What may not reach a terminal

@Test func charactersThatCannotBeSeenAreShownByNumber() throws {
  let shown = try rendering("a: \u{1B}[31m\u{202E}x\n", marking: "x")
  #expect(shown.contains("1 | a: <U+001B>[31m<U+202E>x\n"))
  #expect(shown.contains("  | " + String(repeating: " ", count: 23) + "^\n"))
  let message = Diagnostic(code, .error, "the key 'a\u{1B}b\nc'", at: nil, label: "\u{7}", help: "\u{9B}")
  #expect(TextRenderer().render(message) == "error: the key 'a<U+001B>b\\nc' [E0999]\n = help: <U+009B>\n")
}

@Test func bytesThatAreNotTextAreShownByValue() {
  let file = SourceFile(name: "a.yaml", bytes: Array("é: ".utf8) + [0xE9, 0xC3] + Array("x\n".utf8))
  let diagnostic = Diagnostic(code, .error, "a finding", at: SourceRange(file, 5..<6))
  #expect(TextRenderer().render(diagnostic).hasSuffix("1 | é: <E9><C3>x\n  |        ^~~~\n"))
}

// MARK: - Long lines

@Test(arguments: [0, 1, 20, 500, 998, 999])
func longLinesAreClippedAroundTheRange(start: Int) throws {
  let letters = String((0..<1000).map { Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8($0 % 26))) })
  let file = SourceFile(name: "a.yaml", text: letters + "\n")
  let diagnostic = Diagnostic(code, .error, "a finding", at: SourceRange(file, start..<min(start + 5, 1000)))
  let lines = TextRenderer(width: 40).render(diagnostic).split(separator: "\n")
  let (shown, marks) = (Array(lines[1].dropFirst(4)), Array(lines[2].dropFirst(4)))
  #expect(shown.count <= 40)
  #expect(marks.count <= 40)
  #expect((shown.first == "…") == (start > 30))
  #expect((shown.last == "…") == (start < 969))
  let column = try #require(marks.firstIndex(of: "^"))
  let marked = Array(letters)[start..<min(start + 5, 1000)]
  #expect(Array(shown[column..<marks.count]) == Array(marked))
}

@Test func aLongRangeIsShownFromItsStart() throws {
  let text = "key: [" + String(repeating: "ab, ", count: 200) + "x]\n"
  let lines = try rendering(text, marking: String(text.dropLast()), width: 40).split(separator: "\n")
  #expect(lines[1].hasPrefix("1 | key: [ab, "))
  #expect(lines[1].hasSuffix("…"))
  #expect(lines[2].hasPrefix("  | ^~~~~"))
  #expect(lines[2].count <= 44)
}
