import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

private let badFiles = fixtures(in: "bad", suffix: ".yaml")

@Test func thereAreBadFixtures() { #expect(badFiles.count >= 50) }

@Test(arguments: badFiles.map(\.name))
func badFilesGiveTheAnnouncedDiagnostics(name: String) throws {
  let file = try #require(badFiles.first { $0.name == name })
  var log = DiagnosticLog()
  #expect(SpecDocument(file, log: &log) == nil)
  #expect(log.hasErrors)
  for mismatch in mismatches(in: file, log.diagnostics) { Issue.record("\(mismatch)") }
}

@Test(arguments: badFiles.map(\.name))
func fixItsMendWhatTheyAreFor(name: String) throws {
  let file = try #require(badFiles.first { $0.name == name })
  var log = DiagnosticLog()
  _ = SpecDocument(file, log: &log)
  for diagnostic in log.diagnostics {
    for fix in diagnostic.fixIts {
      var after = DiagnosticLog()
      _ = SpecDocument(SourceFile(name: name, bytes: file.applying([fix])), log: &after)
      let remains = after.diagnostics.contains {
        $0.code == diagnostic.code && $0.range?.start == diagnostic.range?.start
      }
      #expect(!remains, "after '\(fix.message)': \(after.diagnostics)")
    }
  }
}

/// What is meant is the text '#', and not a comment that hides the bracket.
@Test(arguments: [
  ("skip: [#]\na: 1\n", "skip: [\"#\"]\na: 1\n"),
  ("skip: [\"-X\", #, b]\na: 1\n", "skip: [\"-X\", \"#\", b]\na: 1\n"),
  ("skip: [a,# id]\na: 1\n", "skip: [a,\"# id\"]\na: 1\n"),
  ("a: [\n  b,#c\n  ]\n", "a: [\n  b, #c\n  ]\n"),
  ("a: {b: 0,1}\n", "a: {b: 0.1}\n"), ("a: {b: 1,000}\n", "a: {b: 1,\"000\"}\n"),
  ("~: 1\n", "\"~\": 1\n"),
])
func fixItsWriteWhatIsMeant(text: String, meant: String) {
  let file = SourceFile(name: "a.yaml", text: text)
  var log = DiagnosticLog()
  _ = SpecDocument(file, log: &log)
  #expect(String(decoding: file.applying(log.diagnostics.flatMap(\.fixIts)), as: UTF8.self) == meant)
  var after = DiagnosticLog()
  #expect(SpecDocument(SourceFile(name: "a.yaml", text: meant), log: &after) != nil)
}
