import Diagnostics
import Foundation
import Testing

@testable import SpecSyntax

/// How `testCase` fares: `equal`, `refused` with the codes of the errors, or `different`.
private func outcome(of testCase: YAMLTestCase, rules: SyntaxRules) -> String {
  var log = DiagnosticLog()
  let file = SourceFile(name: testCase.id, bytes: testCase.bytes)
  guard let document = SpecDocument(file, rules: rules, log: &log) else {
    let codes = Set(log.diagnostics.map(\.code.id))
    if codes == ["E0106"], rules.root == .mapping {
      var anyRoot = rules
      anyRoot.root = .anything
      return "refused E0106, elsewhere " + outcome(of: testCase, rules: anyRoot)
    }
    return "refused " + codes.sorted().joined(separator: " ")
  }
  return ExpectedTree(document.root) == testCase.tree ? "equal" : "different"
}

@Test func noCaseOfTheSuiteIsReadDifferently() throws {
  let cases = try YAMLTestCase.all(in: "/work/shared/yaml-test-suite")
  let outcomes = cases.map { "\($0.id) \(outcome(of: $0, rules: .specification))" }
  try outcomes.joined(separator: "\n").write(toFile: "/tmp/outcomes.txt", atomically: true, encoding: .utf8)
}
