import Diagnostics
import Foundation
import Testing

@testable import SpecSyntax

/// Texts that cost readers of YAML much time or memory, with the code that refuses each or `nil` if it is accepted.
private let pathological: [(name: String, text: String, code: String?)] = [
  ("nested braces", String(repeating: "{a: ", count: 50_000), "E0117"),
  ("nested brackets", String(repeating: "[", count: 1 << 20), "E0117"),
  ("nested brackets on lines", String(repeating: "[\n", count: 1 << 19), "E0117"),
  ("nested blocks", (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "E0117"),
  ("nested dashes", String(repeating: "- ", count: 1 << 19), "E0117"),
  ("question marks", String(repeating: "? ", count: 1 << 19), "E0117"),
  ("colons", String(repeating: ": ", count: 1 << 19), "E0111"),
  ("alias bomb", aliasBomb(levels: 30), "E0118"),
  ("deep aliases", deepAliases(levels: 40), "E0117"),
  ("one long text", "a: " + String(repeating: "x", count: (1 << 20) - 4), "E0119"),
  ("one long quoted text", "a: \"" + String(repeating: "x", count: (1 << 20) - 6) + "\"", "E0119"),
  ("one long block", "a: |\n" + String(repeating: " x\n", count: 349_000), "E0119"),
  ("an unclosed quote", "a: \"" + String(repeating: "x\n ", count: 349_000), "E0105"),
  ("many keys", (0..<49_000).map { "k\($0): v\n" }.joined(), nil),
  ("too many keys", (0..<50_001).map { "k\($0): v\n" }.joined(), "E0118"),
  ("many equal keys", String(repeating: "k: v\n", count: 200_000), "E0112"),
  ("many items", "a:\n" + String(repeating: "- 1\n", count: 99_000), nil),
  ("many items on one line", "a: [" + String(repeating: "1,", count: 99_000) + "]", nil),
  ("many tags", "a: [" + String(repeating: "! 1,", count: 99_000) + "]", "E0109"),
  ("many unknown aliases", "a: [" + String(repeating: "*x,", count: 99_000) + "]", "E0114"),
  (
    "many anchors", "a: [" + (0..<49_000).map { "&anchor\($0) 1" }.joined(separator: ",") + ",*anchor]",
    "E0114"
  ),
  (
    "long names",
    "a: [&" + String(repeating: "x", count: 500_000) + " 1, *" + String(repeating: "y", count: 500_000) + "]",
    "E0114"
  ),
  ("tabs", String(repeating: "\t", count: 1 << 20), "E0103"),
  ("tabs and blanks", String(repeating: "\t ", count: 1 << 19), "E0103"),
  ("blanks", String(repeating: " ", count: 1 << 20), "E0106"),
  ("empty lines", String(repeating: "\n", count: 1 << 20), "E0106"),
  ("blank lines in a block", "a: |\n" + String(repeating: "    \n", count: 200_000) + "b: 1", nil),
  ("comments", String(repeating: "# x\n", count: 1 << 18), "E0106"),
  ("tight comments", "a: [" + String(repeating: "1,#\n", count: 200_000) + "]", "E0105"),
  ("characters of four bytes", "a: [" + String(repeating: "😀,", count: 99_000) + "]", nil),
  ("controls", String(repeating: "\u{1}x", count: 1 << 19), "E0104"),
  ("lines too far left", "a: [\n" + String(repeating: "1,\n", count: 99_000) + "]", "E0105"),
  ("escapes", "a: \"" + String(repeating: "\\x41", count: 16_000) + "\"", nil),
  ("documents", String(repeating: "---\n", count: 1 << 18), "E0107"),
  ("a file that is too large", String(repeating: "a", count: (1 << 20) + 1), "E0101"),
]

/// Nine references to a list of nine references, `levels` times over.
private func aliasBomb(levels: Int) -> String {
  let lines = (1..<levels).map { level in
    "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
  }
  return "l0: &l0 [x]\n" + lines.joined()
}

/// A list that holds a reference to a list, `levels` times over.
private func deepAliases(levels: Int) -> String {
  "l0: &l0 [x]\n" + (1..<levels).map { "l\($0): &l\($0) [*l\($0 - 1)]\n" }.joined()
}

/// The bound on the time for one text: the promised one where timings are asked for and the build is optimised, else
/// one that only a wrong order of growth exceeds.
private let longestTime: Duration =
  ProcessInfo.processInfo.environment["SHARESPEC_TIMINGS"] == "1" ? .milliseconds(100) : .seconds(5)

/// The time that the processor has spent on this thread, which the load of the machine doesn't change.
private func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

@Test(arguments: pathological.map(\.name))
func costlyTextsAreReadOrRefusedQuickly(name: String) throws {
  let (_, text, code) = try #require(pathological.first { $0.name == name })
  let file = SourceFile(name: "a.yaml", text: text)
  var log = DiagnosticLog()
  var document: SpecDocument?
  let start = processorTime()
  document = SpecDocument(file, log: &log)
  let time = processorTime() - start
  #expect(time < longestTime)
  #expect((document == nil) == (code != nil))
  #expect(log.diagnostics.last.map(\.code.id) == code)
  #expect(log.diagnostics.count <= SyntaxRules.specification.mostErrors)
}
