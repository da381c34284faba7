import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

/// The order of keys in these tests.
private let order: KeyOrdering = { path in
  switch path {
  case []: ["sharespec", "name", "seed", "datasets", "tasks", "base", "training"]
  case ["training"]: ["batch", "epochs"]
  case ["list", "1"]: ["c", "b"]
  default: []
  }
}

/// The canonical text of `file`.
private func formatted(_ file: SourceFile) throws -> String {
  var log = DiagnosticLog()
  let document = try #require(SpecDocument(file, log: &log), "\(log.diagnostics)")
  return try FormattedSpecification(document, keyOrder: order).text
}

private func formatted(_ text: String) throws -> String { try formatted(SourceFile(name: "a.yaml", text: text)) }

private let files = fixtures(in: "format", suffix: ".yaml").filter { !$0.name.hasSuffix(".formatted.yaml") }

@Test func thereAreTextsToFormat() { #expect(files.count >= 25) }

@Test(arguments: files.map(\.name))
func textsAreFormatted(name: String) throws {
  let file = try #require(files.first { $0.name == name })
  let golden = fixturesFolder(besides: #filePath) + "/format/" + name.dropLast(".yaml".count) + ".formatted.yaml"
  let difference = difference(of: try formatted(file), fromGolden: golden)
  #expect(difference == nil)
}

@Test func canonicalTextStaysAsItIs() throws {
  let file = try #require(files.first { $0.name == "already-canonical.yaml" })
  #expect(try formatted(file) == file.text(in: file.textRange))
}

@Test func bracketsStayUpToAHundredColumns() throws {
  let fitting = "a: [" + String(repeating: "x", count: 95) + "]\n"
  #expect(try formatted(fitting) == fitting)
  #expect(try formatted(fitting.dropLast(2) + "] # a comment takes no part\n").hasPrefix("a: [x"))
  let long = "a: [" + String(repeating: "x", count: 96) + "]\n"
  #expect(try formatted(long) == "a:\n  - " + String(repeating: "x", count: 96) + "\n")
  let wide = "a: [" + String(repeating: "漢", count: 48) + "]\n"
  #expect(try formatted(wide) == "a:\n  - " + String(repeating: "漢", count: 48) + "\n")
}

@Test func elementsOfListsAreOrderedByTheirPath() throws {
  #expect(try formatted("list:\n  - {b: 1, c: 2}\n  - {b: 1, c: 2}\n") == "list:\n  - {b: 1, c: 2}\n  - {c: 2, b: 1}\n")
}

@Test func aTextThatWouldGrowTooLargeIsRefused() throws {
  let comments = String(repeating: "# \(String(repeating: "x", count: 20))\n", count: 40_000)
  let text = "a:\n b:\n  c:\n   d:\n    e:\n     f:\n" + comments + "      g: 1\n"
  #expect(throws: FormattingFailure.tooLarge) { try formatted(text) }
}

@Test func meaningIsComparedWithoutOrderAndPlaces() throws {
  let base = try #require(read("a: 1\nb: {c: [x, 'y'], d: 2}\n").document?.root)
  for (text, isEqual) in [
    ("b: {d: 2, c: [x, \"y\"]}\na: 1\n", true), ("a: '1'\nb: {c: [x, 'y'], d: 2}\n", false),
    ("a: 1\nb: {c: ['y', x], d: 2}\n", false), ("a: 1\nb: {c: [x, 'y']}\n", false),
    ("a: 1\nb: {c: [x, 'y'], e: 2}\n", false), ("a: 1\nb: {c: [x, 'y', z], d: 2}\n", false),
    ("a: 1\nb: {c: {x: 'y'}, d: 2}\n", false),
  ] {
    #expect(try #require(read(text).document?.root).means(base) == isEqual, "\(text)")
  }
}
