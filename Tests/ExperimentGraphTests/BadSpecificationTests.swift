import Diagnostics
import ExperimentSpec
import SpecSyntax
import TestSupport
import Testing

@testable import ExperimentGraph

private let badFiles = fixtures(in: "bad", suffix: ".yaml")

/// What the front end, down to the graph, finds in `file`.
private func findings(in file: SourceFile) -> DiagnosticLog {
  var log = DiagnosticLog()
  if let document = SpecDocument(file, log: &log), let spec = Spec(document, log: &log) {
    _ = ExperimentGraph(spec, log: &log)
  }
  return log
}

@Test func thereAreBadSpecifications() { #expect(badFiles.count >= 50) }

@Test(arguments: badFiles.map(\.name))
func badSpecificationsGiveTheAnnouncedDiagnostics(name: String) throws {
  let file = try #require(badFiles.first { $0.name == name })
  let log = findings(in: file)
  #expect(log.hasErrors)
  for mismatch in mismatches(in: file, log.diagnostics) { Issue.record("\(mismatch)") }
}

@Test(arguments: badFiles.map(\.name))
func fixItsMendSpecifications(name: String) throws {
  let file = try #require(badFiles.first { $0.name == name })
  for diagnostic in findings(in: file).diagnostics {
    for fix in diagnostic.fixIts {
      let mended = findings(in: SourceFile(name: name, bytes: file.applying([fix])))
      let remains = mended.diagnostics.contains {
        $0.code == diagnostic.code && $0.range?.start == diagnostic.range?.start
      }
      #expect(!remains, "after '\(fix.message)': \(mended.diagnostics)")
    }
  }
}

/// Every rule of the two phases is shown by a fixture.
@Test func everyCodeHasAFixture() {
  let shown = Set(badFiles.flatMap { findings(in: $0).diagnostics.map(\.code) })
  #expect((SpecCode.all + GraphCode.all).filter { !shown.contains($0) }.map(\.id) == [])
}
