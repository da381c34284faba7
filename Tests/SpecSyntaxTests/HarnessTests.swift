import Diagnostics
import TestSupport
import Testing

@testable import SpecSyntax

/// The mismatches between the comments in `text` and what is wrong with it.
private func differences(_ text: String) -> [Mismatch] {
  let file = SourceFile(name: "a.yaml", text: text)
  var log = DiagnosticLog()
  _ = SpecDocument(file, log: &log)
  return mismatches(in: file, log.diagnostics)
}

@Test func theHarnessIsContentWithWhatIsAnnounced() {
  #expect(differences("a: 1\nb: *x\n#  ^~ E0114 marked\n") == [])
  #expect(differences("a: 1\na: 2\n# expect 2:1-2 E0112 twice\n# expect 1:1-2 see first\n") == [])
  #expect(differences("abc: 1\n#<~ see first\nabc: 2\n#<~ E0112 second\n") == [])
}

@Test func theHarnessNoticesAMissingDiagnostic() throws {
  let found = differences("a: 1\n#  ^ E0114 marked\n")
  guard case .missing(let expected) = try #require(found.first) else {
    Issue.record("\(found)")
    return
  }
  #expect(found.count == 1)
  #expect(expected.start == SourcePosition(line: 1, column: 4))
}

@Test func theHarnessNoticesAnExtraDiagnostic() throws {
  let found = differences("a: *x\n#  ^~ E0114\nb: *y\n")
  guard case .unexpected(let diagnostic) = try #require(found.first) else {
    Issue.record("\(found)")
    return
  }
  #expect(found.count == 1)
  #expect(diagnostic.range?.start == SourcePosition(line: 3, column: 4))
}

@Test(arguments: [
  "a: *xy\n# ^~~ E0114\n", "a: *xy\n#  ^~ E0114\n", "a: *xy\n#  ^~~~ E0114\n", "a: *xy\n#  ^~~> E0114\n",
  "a: *xy\n\n#  ^~~ E0114\n", "a: *xy\n#  ^~~ E0114 another message\n", "a: *xy\n# expect - E0114 marked\n",
  "a: *xy\n# expect 1:3 E0114 marked\n", "a: *xy\n# expect 1:4-8 E0114 marked\n",
])
func theHarnessNoticesAMisplacedDiagnostic(text: String) throws {
  let found = differences(text)
  guard case .misplaced(let expected, let diagnostic) = try #require(found.first) else {
    Issue.record("\(found)")
    return
  }
  #expect(found.count == 1)
  #expect(expected.code == diagnostic.code.id)
}

@Test func theHarnessNoticesAMissingFurtherPlace() {
  #expect(differences("a: 1\n#  ^ see first\na: 2\n# expect 3:1 E0112 twice\n").count == 1)
}
