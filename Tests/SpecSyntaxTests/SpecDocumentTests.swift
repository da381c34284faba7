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

@Test func anOverrideIsAPathAndAValue() throws {
  let file = SourceFile(
    name: "<command line>",
    text: "a.b=1\nsharing.masks.\"*.x\"={x: [1, --- y]}\nnothing\na= --- # c\nx.y==\nb=- a\nd='")
  var log = DiagnosticLog()
  let first = try #require(parseOverride(argumentsFile: file, line: 1, log: &log))
  #expect(first.path.map(\.name) == ["a", "b"])
  #expect(first.value.range.description == "<command line>:1:5")
  let second = try #require(parseOverride(argumentsFile: file, line: 2, log: &log))
  #expect(second.path.map(\.name) == ["sharing", "masks", "*.x"])
  #expect(second.path[2].range.text == "\"*.x\"")
  #expect(second.value.range.text == "{x: [1, --- y]}")
  #expect(log.diagnostics.isEmpty)
  for line in [3, 4, 6, 7] { #expect(parseOverride(argumentsFile: file, line: line, log: &log) == nil) }
  #expect(log.diagnostics.map(\.code.id) == ["E0130", "E0131", "E0131", "E0105"])
  let last = parseOverride(argumentsFile: file, line: 5, log: &log)
  #expect(last?.value.scalar?.text.text == "=")
}
