import Diagnostics
import Testing

@testable import SpecSyntax

/// The document that `text` is, or `nil` with what is wrong in the returned log.
func read(_ text: String, rules: SyntaxRules = .specification) -> (
  document: SpecDocument?, log: DiagnosticLog
) {
  var log = DiagnosticLog()
  let document = SpecDocument(SourceFile(name: "a.yaml", text: text), rules: rules, log: &log)
  return (document, log)
}

@Test func aSpecificationIsATreeOfLocatedNodes() throws {
  let text = """
    # first
    name: "é1"   # comment
    tasks:
      - {pos: [a, b],  ner: 'c d'}
      - &x plain text
    note: |
      two
      lines

    last:
      - *x
    """
  let (document, log) = read(text)
  #expect(log.diagnostics.isEmpty)
  let root = try #require(document?.root.mapping)
  #expect(root.entries.map(\.key) == ["name", "tasks", "note", "last"])
  #expect(root["name"]?.value.range.text == "\"é1\"")
  #expect(root["name"]?.keyRange.text == "name")
  #expect(root["name"]?.value.scalar?.text.text == "é1")
  #expect(root["name"]?.value.scalar?.style == .quoted)
  #expect(root["tasks"]?.value.range.text == "- {pos: [a, b],  ner: 'c d'}\n  - &x plain text")
  let tasks = try #require(root["tasks"]?.value.sequence)
  #expect(tasks[0].range.text == "{pos: [a, b],  ner: 'c d'}")
  #expect(tasks[0].mapping?["pos"]?.value.range.text == "[a, b]")
  #expect(tasks[1].range.text == "plain text")
  #expect(root["note"]?.value.range.text == "|\n  two\n  lines")
  #expect(root["last"]?.value.range.text == "- *x")
  #expect(root["last"]?.value.sequence?.first?.scalar?.text.text == "plain text")
}

@Test func aliasesKeepThePlaceOfTheirValue() throws {
  let root = try #require(read("a: &x [1]\nb: {c: *x}\n").document?.root.mapping)
  let alias = try #require(root["b"]?.value.mapping?["c"]?.value)
  #expect(alias == root["a"]?.value)
  #expect(alias.range.description == "a.yaml:1:7")
  #expect(root["b"]?.value.range.text == "{c: *x}")
}

/// libyaml alone reads some texts otherwise when their last line does not end.
@Test(arguments: [
  "a: 1", "a: x # y", "a: |\n  x", "a: |+\n  x", "a: |-\n  x\n   ", "a: >\n  x\n\n  y", "a: [1,\n 2]", "a: 'x\n  y'",
  "a:",
  "a: |\n  x\n  ", "a:\n- b\n-",
])
func aMissingLastLineBreakChangesNothing(text: String) throws {
  let (open, ended) = (read(text), read(text + "\n"))
  let tree = try #require(open.document.map { ExpectedTree($0.root) }, "\(open.log.diagnostics)")
  #expect(ended.document.map { ExpectedTree($0.root) } == tree)
}

@Test func emptyValuesStandBehindTheirKeys() throws {
  let root = try #require(read("a:\nb: \nc: [x, {d, e: }]\nf:\n  -\n").document?.root.mapping)
  #expect(root["a"]?.value.isEmpty == true)
  #expect(root["a"]?.value.kindName == "nothing")
  #expect(root["a"]?.value.range.bytes == 2..<2)
  #expect(root["b"]?.value.isEmpty == true)
  let flow = try #require(root["c"]?.value.sequence?[1].mapping)
  #expect(flow["d"]?.value.isEmpty == true)
  #expect(flow["e"]?.value.isEmpty == true)
  #expect(root["f"]?.value.range.text == "-")
  #expect(read("a: ''\n").document?.root.mapping?["a"]?.value.isEmpty == false)
}

@Test func everyStyleOfQuotingIsAText() throws {
  let text = "a: plain\nb: 'single'\nc: \"double\"\nd: |\n  literal\ne: >\n  folded\n"
  let entries = try #require(read(text).document?.root.mapping?.entries)
  #expect(entries.map { $0.value.scalar?.style } == [.plain] + Array(repeating: .quoted, count: 4))
  #expect(entries.map { $0.value.kindName } == Array(repeating: "a text", count: 5))
}

@Test func independentErrorsAreReportedTogether() {
  let log = read("a: 1\na: !!int 2\n<<: *x\nno: 3\n").log
  #expect(log.sorted.map(\.code.id) == ["E0112", "E0109", "E0113", "E0114", "E0120"])
}

@Test func readingStopsAfterTooManyErrors() {
  let log = read("a: [" + String(repeating: "*x, ", count: 100) + "]\n").log
  #expect(log.errorCount == 50)
  #expect(log.diagnostics.last?.notes == ["reading stopped after 50 errors"])
}

@Test func findingsOfEarlierPhasesDoNotCount() {
  var log = DiagnosticLog()
  log.record(Diagnostic(SyntaxCode.tag, .error, "an error of another file", at: nil))
  #expect(SpecDocument(SourceFile(name: "a.yaml", text: "a: 1\n"), log: &log) != nil)
  #expect(log.diagnostics.count == 1)
}
