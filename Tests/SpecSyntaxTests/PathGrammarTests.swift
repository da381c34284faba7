import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

private func overrideGrammar() throws -> Grammar {
  try Grammar.committed(
    "override.ebnf",
    special: [
      "any character but a dot, an equals sign, a quote, blanks and control characters": [
        "a", "b", "_", "-", "*", "1", "é", "🙂", "(", "'", "@",
      ],
      "any character but a quote, a backslash and control characters": ["a", ".", "=", " ", "é", "*"],
      "a value of YAML on one line": ["1", "1e-3", "text", "'a b'", "[1, 2]", "{a: {b: c}}", "\"x # y\"", "a=b"],
    ])
}

@Test func overridesOfTheGrammarAreAccepted() throws {
  let grammar = try overrideGrammar()
  #expect(grammar.unusedRules(besides: "Override") == [])
  #expect(grammar.undefinedRules == [])
  var generator = SeededGenerator(seed: 3)
  for _ in 0..<1_000 {
    let sentence = try grammar.sentence(of: "Override", depth: 10, using: &generator)
    var log = DiagnosticLog()
    let overrides = parseOverrides([sentence], log: &log)
    #expect(overrides?.count == 1, "\(sentence): \(log.diagnostics.map(\.message))")
  }
}

/// A path is written in one way, and read again it is the same keys.
@Test func pathsOfTheGrammarAreReadAsTheyAreWritten() throws {
  let grammar = try overrideGrammar()
  var generator = SeededGenerator(seed: 4)
  for _ in 0..<1_000 {
    let path = try keys(of: try grammar.sentence(of: "Path", depth: 10, using: &generator))
    let written = path.reduce("") { joinedPath($0, $1) }
    #expect(try keys(of: written) == path, "\(written)")
  }
}

/// What one change away from an override is either one too or is reported, with places inside the text.
@Test func mutatedOverridesAreAcceptedOrReported() throws {
  let grammar = try overrideGrammar()
  var generator = SeededGenerator(seed: 5)
  let seeds = try (0..<200).map { _ in
    Array(try grammar.sentence(of: "Override", depth: 10, using: &generator).utf8)
  }
  var mutator = Mutator(seeds: seeds, tokens: [".", "=", "\"", "\\", " ", "[", "}", "é", "\n", "\0"], seed: 6)
  var refused = 0
  for _ in 0..<fuzzCount(usual: 2_000) {
    let text = String(decoding: mutator.next(), as: UTF8.self)
    var log = DiagnosticLog()
    let overrides = parseOverrides([text], log: &log)
    #expect((overrides == nil) == log.hasErrors, "\(text)")
    if overrides == nil { refused += 1 }
    for place in log.diagnostics.compactMap(\.range) {
      #expect(place.bytes.lowerBound >= 0 && place.bytes.upperBound <= text.utf8.count, "\(text)")
    }
  }
  #expect(refused > 100)
}

private func keys(of path: String) throws -> [String] {
  var log = DiagnosticLog()
  let text = LocatedText(path, at: SourceRange(SourceFile(name: "path", text: path), 0..<path.utf8.count))
  return try #require(parsePath(text, log: &log), "\(path): \(log.diagnostics.map(\.message))").map(\.name)
}
