import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SpecSyntax

/// An order that moves keys of any mapping.
private let order: KeyOrdering = { path in
  path.count % 2 == 0 ? ["text", "b", "other", "list", "name", "a", "tasks"] : ["c", "key", "ner", "b", "a"]
}

/// The comments of the text of `file`, sorted, found by what libyaml says of its scalars.
private func comments(of file: SourceFile) throws -> [String] {
  let reader = EventReader(file, file.textRange)
  var comments: [String] = []
  var offset = file.textRange.lowerBound
  var isAtEnd = false
  func take(before end: Int) {
    while offset < end, let start = file.bytes[offset..<end].firstIndex(of: UInt8(ascii: "#")) {
      offset = file.endOfLine(at: start)
      comments.append(SourceRange(file, start..<offset).trimmed.text)
    }
    offset = max(offset, end)
  }
  while !isAtEnd {
    let event = try reader.next(largestScalar: 1 << 20)
    switch event.kind {
    case .scalar(.block):
      take(before: file.endOfLine(at: NodeProperties(in: event.bytes, of: file).valueStart))
      offset = event.bytes.upperBound
    case .scalar:
      take(before: NodeProperties(in: event.bytes, of: file).valueStart)
      offset = max(offset, event.bytes.upperBound)
    case .streamEnd: isAtEnd = true
    default: break
    }
  }
  take(before: file.bytes.count)
  return comments.sorted()
}

/// Whether a text in `node` has a line break, and with it perhaps blank lines or blanks at the end of a line.
private func hasLineBreak(_ node: Node) -> Bool {
  switch node.content {
  case .scalar(let scalar): (scalar.text.text + scalar.text.whole.text).contains(where: \.isNewline)
  case .sequence(let elements): elements.contains(where: hasLineBreak)
  case .mapping(let mapping): mapping.entries.contains { hasLineBreak($0.value) }
  }
}

/// Formats `bytes` and checks what must hold for any text; returns whether it was accepted.
private func check(_ bytes: [UInt8], rules: SyntaxRules = .specification) throws -> Bool {
  let file = SourceFile(name: "a.yaml", bytes: bytes)
  let text = String(decoding: bytes, as: UTF8.self)
  var log = DiagnosticLog()
  guard let document = SpecDocument(file, rules: rules, log: &log), document.root.scalar == nil else { return false }
  let formatted: String
  do throws(FormattingFailure) {
    formatted = try FormattedSpecification(document, keyOrder: order, rules: rules).text
  } catch {
    Issue.record("\(error):\n\(text)")
    return true
  }
  let formattedFile = SourceFile(name: "b.yaml", text: formatted)
  let again = try #require(SpecDocument(formattedFile, rules: rules, log: &log))
  #expect(again.root.means(document.root), "\(text)")
  #expect(try FormattedSpecification(again, keyOrder: order, rules: rules).text == formatted, "\(text)")
  #expect(try comments(of: formattedFile) == comments(of: file), "\(text)")
  #expect(!formatted.utf8.contains(0x0D) && !formatted.hasPrefix("\u{FEFF}"), "\(text)")
  #expect(formatted.hasSuffix("\n") && !formatted.hasPrefix("\n"), "\(text)")
  if !hasLineBreak(document.root) {
    #expect(!formatted.contains(" \n") && !formatted.contains("\n\n\n"), "\(text)")
  }
  return true
}

private let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

/// The specifications in the folder `name` of the package.
private func specifications(in name: String) throws -> [[UInt8]] {
  let folder = package.appending(path: name)
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  return try names.filter { $0.hasSuffix(".yaml") }.map { Array(try Data(contentsOf: folder.appending(path: $0))) }
}

@Test(arguments: ["specs", "specs/examples", "specs/parts", "Tests/SpecSyntaxTests/Fixtures/format"])
func formattingKeepsTheMeaningOfSpecifications(folder: String) throws {
  let files = try specifications(in: folder)
  #expect(!files.isEmpty)
  for file in files { #expect(try check(file), "\(String(decoding: file, as: UTF8.self))") }
}

@Test func formattingKeepsTheMeaningOfBadFixturesThatAreReadable() throws {
  for file in try specifications(in: "Tests/ExperimentGraphTests/Fixtures/bad") { _ = try check(file) }
  for file in fixtures(in: "bad", suffix: ".yaml") { _ = try check(file.bytes) }
}

@Test(.enabled(if: hasSuite, "no yaml-test-suite at \(suiteFolder): set SHARESPEC_YAML_TEST_SUITE to its folder"))
func formattingKeepsTheMeaningOfTheSuite() throws {
  let cases = try YAMLTestCase.all(in: suiteFolder)
  var rules = SyntaxRules.specification
  rules.root = .anything
  var accepted = 0
  for testCase in cases where try check(testCase.bytes, rules: rules) { accepted += 1 }
  #expect(accepted > 100)
}

private let tokens = [
  " ", "\n", "\n\n", "\r\n", ": ", "- ", ",", "[", "]", "{", "}", " #x", " # y\n", "\n# z\n", "\n  # w\n", "&a ", "*a",
  "|", ">", "|-\n", "|+\n", "|2\n", "'", "\"", "\\", "\\\n", "\\ \n", "é", "漢", "a", "b: 1\n", "c: &c ", "*c", "  ",
  "{}", "[]",
  "---\n", "...\n", "  \n", "      \n", "- - ", "[a: 1, b]", "{a}", "{a: 1, # q\n b: 2}",
]

private let specification = """
  # first

  # second
  sharespec: 1   # beside
  name: "exp \\u0031
    goes on"
  tasks: &tasks   # header
    # above
    pos:   {dataset: conll2003, column: pos,   metric: accuracy}
    ner:   {dataset: conll2003, scheme: {from: bio2, to: bioes}}  # beside

    # closing
  skip: ["-DOCSTART-", 'it''s', # in brackets
    # own
    third]
  list:
  - a b
    c
  - - nested
  # between
  - key: &x value
    other: *x
    b: # behind
      - 1
  text: |+   # header
     one
      two

  folded: >2-

      one
    two
  empty:
    # nothing
  again: *tasks
  a: {b: {c: &c 1, a: *c}, key: [x, {y0: 1}]}
  # last

  """

@Test func formattingKeepsTheMeaningOfChangedSpecifications() throws {
  let files = fixtures(in: "format", suffix: ".yaml").map(\.bytes)
  let seeds = files + Array(repeating: Array(specification.utf8), count: 40)
  var mutator = Mutator(seeds: seeds, tokens: tokens, seed: 7)
  var accepted = 0
  let count = fuzzCount(usual: 4000)
  for _ in 0..<count where try check(mutator.next()) { accepted += 1 }
  #expect(accepted > count / 20, "hardly any text is accepted, so hardly anything is tested")
}
