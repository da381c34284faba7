import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SpecSyntax

/// Where the suite lies: beside this package in a folder `shared`, or where the environment says.
let suiteFolder: String = {
  if let folder = ProcessInfo.processInfo.environment["SHARESPEC_YAML_TEST_SUITE"] { return folder }
  let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  return package.appending(path: "../shared/yaml-test-suite").standardized.path
}()

private let outcomesFile = fixturesFolder(besides: #filePath) + "/yaml-test-suite-outcomes.txt"

private let outcomesHeader = """
  # How this reader fares with each case of yaml-test-suite. Of valid and invalid texts alike, none may be 'different'.
  # equal: the tree is that of the case. refused: the codes of the errors. Where only the root is not a mapping, what
  # follows is the outcome with any root allowed.

  """

/// How `testCase` fares under `rules`.
private func outcome(of testCase: YAMLTestCase, rules: SyntaxRules) -> String {
  var log = DiagnosticLog()
  let file = SourceFile(name: testCase.id, bytes: testCase.bytes)
  if let document = SpecDocument(file, rules: rules, log: &log) {
    return ExpectedTree(document.root) == testCase.tree ? "equal" : "different"
  }
  let codes = Set(log.diagnostics.map(\.code.id))
  if codes == ["E0106"], rules.root == .mapping {
    var anyRoot = rules
    anyRoot.root = .anything
    return "refused E0106; with any root " + outcome(of: testCase, rules: anyRoot)
  }
  return "refused " + codes.sorted().joined(separator: " ")
}

/// Whether the suite is there.
let hasSuite = FileManager.default.fileExists(atPath: suiteFolder)

@Test(
  .enabled(if: hasSuite, "no yaml-test-suite at \(suiteFolder): set SHARESPEC_YAML_TEST_SUITE to its folder"))
func noCaseOfTheSuiteIsReadDifferently() throws {
  let cases = try YAMLTestCase.all(in: suiteFolder)
  #expect(cases.count == 402)
  let outcomes = cases.map { "\($0.id) \(outcome(of: $0, rules: .specification))" }
  #expect(outcomes.filter { $0.contains("different") } == [])
  let difference = difference(
    of: outcomesHeader + outcomes.joined(separator: "\n") + "\n", fromGolden: outcomesFile)
  #expect(difference == nil)
}

@Test func theComparisonWithTheSuiteNoticesDifferences() throws {
  let right = try #require(ExpectedTree(events: "+STR\n+DOC\n+MAP\n=VAL :a\n=VAL 'x\\n\n-MAP\n-DOC\n-STR\n"))
  for (text, isEqual) in [
    ("a: \"x\\n\"\n", true), ("a: \"x\"\n", false), ("a: x\n", false), ("b: \"x\\n\"\n", false),
  ] {
    let document = try #require(read(text).document)
    #expect((ExpectedTree(document.root) == right) == isEqual)
  }
  #expect(ExpectedTree(events: "+STR\n+DOC\n=VAL :a\n-DOC\n+DOC\n=VAL :b\n-DOC\n-STR\n") == nil)
  #expect(ExpectedTree(events: "+STR\n+DOC\n=VAL <!x> :a\n-DOC\n-STR\n") == nil)
}
