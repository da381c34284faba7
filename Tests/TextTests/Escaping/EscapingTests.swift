import Foundation
import TestSupport
import Testing
import Text

// Names are given to real readers of each syntax, which must give them back.

/// Bash reads each word as it was.
@Test func bashReadsNamesBack() throws {
  let names = HostileNames.some(seed: 1).filter { !$0.utf8.contains(0) }
  let script: Shell = "printf '%s\\0' \\\n\(names.map { Shell($0) }.joined(separator: " \\\n"))\n"
  #expect(script.text == script.text.linesForTerminals)
  let output = try run(["bash", "--norc", "-c", "LC_ALL=C.UTF-8; . /dev/stdin"], input: Array(script.text.utf8))
  let read = output.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  expectSame(read.dropLast(), names)
}

/// Python reads each literal as it was.
@Test func pythonReadsNamesBack() throws {
  let names = HostileNames.some(seed: 2)
  expectSame(try readBack(names.map { Python($0).text }, as: "python"), names)
}

/// A reader of HTML finds the names as text and in attributes, and no element that was not written.
@Test func readersOfHTMLFindNamesAsText() throws {
  let names = HostileNames.some(seed: 3)
  let elements = names.map { name in
    let piece: Fragment<MarkupSyntax> = "<p title=\"\(name)\">\(name)</p>"
    return piece.text
  }
  let expected = names.map(\.linesForTerminals)
  expectSame(try readBack(elements, as: "html"), expected.flatMap { [$0, $0] })
}

/// GitHub's reader of Markdown shows the names in paragraphs, headings, lists and tables, plain and as code, without
/// links and pictures.
@Test(arguments: MarkdownPlace.allCases) func readersOfMarkdownShowNames(place: MarkdownPlace) throws {
  guard let python = PythonEnvironment("readers").python(toTry: "Markdown") else { return }
  let names = HostileNames.some(seed: 4).filter { !$0.shownOnOneLine.isEmpty }
  let read = try readBack(names.map { place.document($0).text }, as: "markdown", by: python)
  expectSame(read, names.map(\.shownOnOneLine))
}

enum MarkdownPlace: CaseIterable {
  case paragraph, heading, item, cell, code, codeInCell

  func document(_ name: String) -> Markdown {
    switch self {
    case .paragraph: "\(name)\n"
    case .heading: "## \(name)\n"
    case .item: "- \(name)\n"
    case .cell: "| | |\n| --- | --- |\n| \(name) | |\n"
    case .code: "\(.code(name))\n"
    case .codeInCell: "| | |\n| --- | --- |\n| \(.code(name)) | |\n"
    }
  }
}

/// Graphviz draws the names, and nothing that can be followed.
@Test func graphvizDrawsNames() throws {
  guard let dot = program("neato") else {
    Issue.record("NOT TRIED: Graphviz; '.ci/install-libraries tests' installs it", severity: .warning)
    return
  }
  let names = HostileNames.some(seed: 5).filter { !$0.shownOnOneLine.isEmpty }
  var read: [String] = []
  for start in stride(from: 0, to: names.count, by: 500) {
    let nodes = names[start..<min(start + 500, names.count)].enumerated().map { place, name -> GraphvizText in
      "n\(place) [pos=\"\(place * 1_000),0!\", label=\"\(name)\"];"
    }
    let graph: GraphvizText = "graph \"\(names[start])\" {\n\(nodes.joined(separator: "\n"))\n}\n"
    let drawing = try run([dot, "-n2", "-Tsvg"], input: Array(graph.text.utf8))
    read += try readBack([String(decoding: drawing, as: UTF8.self)], as: "svg")
  }
  expectSame(read, names.map(\.escapedForTerminals.withSingleBlanks))
}

/// TeX reads the names as text: what stands in its file has no other meaning by its rules.
@Test func texReadsNamesBack() throws {
  for name in HostileNames.some(seed: 6) {
    var reader = TeXReader(LaTeX(name).text)
    let read = try reader.text()
    if read != name.shownOnOneLine { Issue.record("\(name.debugDescription): \(LaTeX(name).text), read as \(read)") }
  }
}

/// Mermaid reads entities by their numbers, and nothing else in the text means anything to it.
@Test func mermaidReadsNamesBack() {
  for name in HostileNames.some(seed: 7) {
    let text = Mermaid(name).text
    let isQuiet = !text.unicodeScalars.contains { "\"<>`\\{}[]|%&$~'\n\r".unicodeScalars.contains($0) }
    let read = text.replacing(/#([0-9]+);/.matchingSemantics(.unicodeScalar)) { match in
      UInt32(match.1).flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
    }
    if !isQuiet || read != name.escapedForTerminals { Issue.record("\(name.debugDescription): \(text)") }
  }
}

/// Python's reader of comma-separated values gives fields back, between others and alone.
@Test func pythonReadsFieldsBack() throws {
  let names = HostileNames.some(seed: 10) + ["", " ", "a,b", "\"", "\"\u{301}", "=1+1", "a\"\"", ",\u{301}"]
  let lines = names.map { name in
    let line: CommaSeparated = "\(name),1,\(name)"
    return line.text
  }
  #expect(lines.allSatisfy { $0 == $0.linesForTerminals && !$0.contains("\n") })
  expectSame(try readBack(lines, as: "csv"), names.flatMap { [$0.escapedForTerminals, $0.escapedForTerminals] })
}

/// Fields of tables and lines for terminals stay on their line, and have nothing that a terminal acts on.
@Test func linesStayLines() {
  for name in HostileNames.some(seed: 8) {
    let line: TabSeparated = "\(name)\t\(name)"
    let isOneLine = !line.text.unicodeScalars.contains {
      $0.value < 0x20 && $0 != "\t" || (0x7F...0x9F).contains($0.value)
    }
    let fields = line.text.split(separator: "\t", omittingEmptySubsequences: false)
    if !isOneLine || fields.map(String.init) != [name.escapedForTerminals, name.escapedForTerminals] {
      Issue.record("\(name.debugDescription): \(line.text.debugDescription)")
    }
  }
}

/// JSON for programs has nothing that a terminal acts on, and reads back the same.
@Test func jsonIsSafeForTerminals() throws {
  for name in HostileNames.some(seed: 9) {
    let text = JSONText.text(of: .string(name))
    let read = try String(reading: try JSONReader.read(Array(text.utf8)))
    if text != text.linesForTerminals || Array(read.utf8) != Array(name.utf8) {
      Issue.record("\(name.debugDescription): \(text)")
    }
  }
}

@Test func literalsAreSyntaxAndTextsAreNot() {
  let name = "a_b"
  let inner: LaTeX = "\\textbf{\(name)}"
  let outer: LaTeX = "\\caption{\(inner), \(3), \(name)}"
  #expect(outer.text == "\\caption{\\textbf{a\\_b}, 3, a\\_b}")
  #expect([inner, inner].joined(separator: " & ").text == "\\textbf{a\\_b} & \\textbf{a\\_b}")
}

/// Records the first names that were not read as they should be.
private func expectSame(
  _ read: some Sequence<String>, _ expected: some Sequence<String>, sourceLocation: SourceLocation = #_sourceLocation
) {
  let (read, expected) = (Array(read), Array(expected))
  #expect(read.count == expected.count, sourceLocation: sourceLocation)
  for (found, name) in zip(read, expected).filter({ $0 != $1 }).prefix(5) {
    Issue.record("\(name.debugDescription) is read as \(found.debugDescription)", sourceLocation: sourceLocation)
  }
}

extension String {
  /// The name as it is shown where the ends of lines become blanks, without blanks around it.
  fileprivate var shownOnOneLine: String {
    let line = unicodeScalars.reduce(into: "") { text, scalar in
      text += ["\t", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) ? " " : String(scalar)
    }
    return line.escapedForTerminals.withSingleBlanks
  }

  /// The text with one blank in the place of several, and none around it.
  fileprivate var withSingleBlanks: String {
    unicodeScalars.split(separator: " ").map { String($0) }.joined(separator: " ")
  }
}
