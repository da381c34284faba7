@testable import Text
import Foundation
import TestSupport
import Testing

@testable import Diagnostics

private let rule = DiagnosticCode("E0998", "a key occurs twice", explanation: "Every key stands **once**.\n")
private let otherRule = DiagnosticCode("W0997", "a rule for tests", explanation: "A rule.\n")

/// Two findings that use everything a diagnostic can have, and nothing.
private let findings: [Diagnostic] = {
  let file = SourceFile(name: "configs/exp 1.yaml", text: "é: {batch: 10,\r\n  \"batch\": 32}\n")
  let second = SourceRange(file, 18..<25)
  return [
    Diagnostic(
      rule, .error, "the key 'batch' occurs twice", at: second, label: "second", path: "training.batch",
      others: [SourceLabel(SourceRange(file, 5..<10), "first")], notes: ["a note", "another"],
      help: "remove one",
      fixIts: [FixIt("write 'size'", replacing: second, with: "size")]),
    Diagnostic(otherRule, .warning, "a finding about no place", at: nil),
  ]
}()

private func golden(_ name: String) -> String { fixturesFolder(besides: #filePath) + "/" + name }

@Test func jsonIsStable() {
  #expect(difference(of: JSONRenderer().render(findings), fromGolden: golden("diagnostics.json")) == nil)
}

@Test func sarifIsStable() {
  let renderer = SARIFRenderer(toolVersion: "1.2.3", rules: [rule])
  #expect(difference(of: renderer.render(findings), fromGolden: golden("diagnostics.sarif")) == nil)
}

@Test func structuredFormsAreJSON() throws {
  for layout in [JSONText.Layout.compact, .pretty] {
    let texts = [
      JSONRenderer(layout: layout).render(findings),
      SARIFRenderer(toolVersion: "1.2.3", rules: [rule], layout: layout).render(findings),
      JSONRenderer(layout: layout).render([]),
      SARIFRenderer(toolVersion: "1.2.3", rules: [], layout: layout).render([]),
    ]
    for text in texts { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }
}

@Test(arguments: [
  ("a.yaml", "a.yaml"), ("configs/exp 1.yaml", "configs/exp%201.yaml"),
  ("/tmp/é#?.yaml", "file:///tmp/%C3%A9%23%3F.yaml"),
  ("<command line>", "%3Ccommand%20line%3E"), ("a:b%.yaml", "a%3Ab%25.yaml"),
])
func fileNamesBecomeURIs(name: String, uri: String) {
  #expect(SARIFRenderer.uri(of: name) == uri)
}

@Test func fixItsAreAppliedTogether() {
  let file = SourceFile(name: "a.yaml", text: "a: 1\nb: 2\n")
  let fixes = [
    FixIt("c", replacing: SourceRange(file, 8..<9), with: "33"),
    FixIt("i", replacing: SourceRange(file, 3..<3), with: "0"),
    FixIt("o", replacing: SourceRange(file, 7..<9), with: "overlaps"),
  ]
  #expect(String(decoding: file.applying(fixes), as: UTF8.self) == "a: 01\nb:overlaps\n")
  #expect(file.applying([]) == file.bytes)
}
