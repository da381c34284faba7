import Foundation
import Testing

// Choices over the enums of this package are exhaustive switches, so that the compiler names every place that a further
// case must be decided in.

/// The sources of the package, by their paths.
private func sources() throws -> [(path: String, text: String)] {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "Sources")
  let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  var sources: [(path: String, text: String)] = []
  while let file = files?.nextObject() as? URL {
    guard file.pathExtension == "swift" else { continue }
    sources.append((String(file.path.dropFirst(folder.path.count + 1)), try String(contentsOf: file, encoding: .utf8)))
  }
  return sources
}

/// The names of the cases of all enums that `text` declares.
private func caseNames(in text: String) -> Set<String> {
  var names: Set<String> = []
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  var enums: [Int] = []
  for line in lines {
    guard line.contains("enum ") || !enums.isEmpty else { continue }
    let depth = line.prefix { $0 == " " }.count
    let word = line.dropFirst(depth)
    if word.hasPrefix("}") { enums.removeAll { $0 == depth } }
    if line.contains("enum "),
      let match = word.firstMatch(of: /^(?:(?:package|public|private|fileprivate|indirect) )*enum \w+[^{]*\{(.*)$/)
    {
      enums.append(depth)
      guard match.1.contains("case ") else { continue }
    }
    guard line.contains("case "), let last = enums.last, depth == last || depth == last + 2,
      let cases = line.firstMatch(of: /(?:^ *|\{ )(?:indirect )?case ([a-z][^}]*)/)
    else { continue }
    let bare = cases.1.replacing(/\([^)]*\)|"[^"]*"/, with: "")
    for part in bare.split(separator: ",") {
      if let name = part.firstMatch(of: /^ *`?([a-z]\w*)`?(?: =.*)?\s*$/) { names.insert(String(name.1)) }
    }
  }
  return names
}

/// The two-way choices of `text` over enums with cases of the given names, and its `default:` branches in switches over
/// such cases.
///
/// A choice is `x == .case ? a : b`, or an `if` over such a comparison with an `else`.
private func openChoices(in text: String, cases: Set<String>) -> [(line: Int, text: String)] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  func compares(_ text: Substring) -> Bool {
    text.matches(of: /[!=]= \.(\w+)/).contains { cases.contains(String($0.1)) }
  }
  /// The lines from `start` on up to one that begins with `end` at the same depth.
  func block(from start: Int, by step: Int, to end: String, depth: Int) -> (lines: [String], end: String)? {
    var found: [String] = []
    var place = start + step
    let indentation = String(repeating: " ", count: depth)
    while lines.indices.contains(place) {
      if lines[place].hasPrefix(indentation + end) { return (found, lines[place]) }
      found.append(lines[place])
      place += step
    }
    return nil
  }
  var choices: [(line: Int, text: String)] = []
  // Expressions are slow on all lines of the sources.
  for (index, line) in lines.enumerated()
  where line.contains("= .") || line.contains("default:") {
    let depth = line.prefix { $0 == " " }.count
    let word = line.dropFirst(depth)
    var isOpen = word.matches(of: /[!=]= \.(\w+)\b[^?{;]{0,60}?\s\?\s/).contains { cases.contains(String($0.1)) }
    if let condition = word.firstMatch(of: /^(?:\} else )?if (.*)\{$/), compares(condition.1),
      let branch = block(from: index, by: 1, to: "}", depth: depth), branch.end.contains("} else")
    {
      isOpen = true
    }
    if let condition = word.firstMatch(of: /\bif ([^{]*)\{.*\} else \{/), compares(condition.1) { isOpen = true }
    if word.hasPrefix("default:"),
      let above = block(from: index, by: -1, to: "switch", depth: depth)
        ?? block(from: index, by: -1, to: "return switch", depth: depth)
    {
      let patterns = above.lines.flatMap { line in
        line.dropFirst(depth).hasPrefix("case .") ? line.matches(of: /\.(\w+)/).map { String($0.1) } : []
      }
      isOpen = patterns.contains(where: cases.contains)
    }
    if isOpen { choices.append((index + 1, String(word))) }
  }
  return choices
}

/// Unicode's categories, whose names some cases share, are not ours.
private let exempt = [
  "Text/DisplayWidth.swift", "Text/Escaping/TerminalText.swift", "Text/Escaping/VisibleText.swift",
  "SpecSyntax/Reading/DoubleQuotedText.swift",
]

@Test func choicesOverOurEnumsAreExhaustive() throws {
  let sources = try sources()
  let cases = sources.reduce(into: Set<String>()) { $0.formUnion(caseNames(in: $1.text)) }
  #expect(cases.isSuperset(of: ["bilstm", "crf", "keep", "shared", "bestOnDev", "spanF1"]))
  for (path, text) in sources where !exempt.contains(where: path.hasPrefix) {
    for choice in openChoices(in: text, cases: cases) {
      Issue.record("\(path):\(choice.line): not an exhaustive switch: \(choice.text)")
    }
  }
}

@Test(arguments: [
  ("let a = head == .crf ? 1 : 2", 1), ("let a = (head != .crf && b) ? 1 : 2", 1),
  ("if head == .crf {\n  a()\n} else {\n  b()\n}", 1), ("if head == .crf { a() } else { b() }", 1),
  ("switch head {\ncase .crf: a()\ndefault: b()\n}", 1), ("return switch head {\ncase .crf: a\ndefault: b\n}", 1),
  ("if head == .crf {\n  a()\n}\nb()", 0), ("guard head == .crf else { return }", 0),
  ("let a = x == .infinity ? 1 : 2", 0),
  ("switch byte {\ncase 1: a()\ndefault: b()\n}", 0), ("optional(\"kind\", default: .crf)", 0),
  ("switch head {\ncase .crf: a()\ncase .linear: b()\n}", 0),
])
func theTestOfChoicesFindsThem(_ text: String, _ count: Int) {
  #expect(
    caseNames(in: "package enum HeadKind: String {\n  case linear\n  case crf = \"crf\"\n}") == ["linear", "crf"])
  #expect(openChoices(in: text, cases: ["linear", "crf"]).count == count)
}

/// The formatter applies the longest line to code and not to comments.
@Test func commentsHaveAtMost120Columns() throws {
  for (path, text) in try sources() {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where line.utf8.count > 120 && line.count > 120 && line.drop(while: { $0 == " " }).hasPrefix("//") {
      Issue.record("\(path):\(index + 1) has \(line.count) columns")
    }
  }
}

/// Texts get into output through `Text/Escaping` alone, which goes by Unicode scalars: what compares characters, as
/// `replacing` does, passes over a quotation mark that has a combining mark.
@Test func nothingEscapesByCharacters() throws {
  for (path, text) in try sources() {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where line.contains(/\.(replacing|replacingOccurrences|replace)\((of: )?"/) || line.contains(/\.replac\w+\(\//) {
      Issue.record("\(path):\(number + 1) replaces characters: \(line)")
    }
  }
}

/// Pieces whose syntax other code answers for are few, and each is looked at when it is added.
@Test func syntaxIsAnsweredForInFewPlaces() throws {
  let places = try sources().filter { !$0.path.hasPrefix("Text/Escaping/") && $0.text.contains("(syntax:") }.map(\.path)
  #expect(places.sorted() == ["Reporting/Report/ExperimentReport+LaTeX.swift"])
}
