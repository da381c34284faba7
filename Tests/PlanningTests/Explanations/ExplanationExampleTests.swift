import Diagnostics
import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import SpecSyntax
import TestSupport
import Testing

@testable import PlanFormat
@testable import Planning

private let codes = SyntaxCode.all + SpecCode.all + MaskCode.all + GraphCode.all + PlanCode.all

/// The codes whose examples would be too large to show, or are not text at all.
private let withoutExample = ["E0101", "E0102", "E0117", "E0118", "E0119", "E0310", "E0326", "E0416", "E0417"]

@Test(arguments: codes.map(\.id))
func examplesInExplanationsDoWhatTheySay(id: String) throws {
  let code = try #require(codes.first { $0.id == id })
  for problem in try ExampleCheck().problems(of: code) { Issue.record("\(problem)") }
}

@Test func everyExplanationShowsWhatIsWrong() {
  let silent = codes.filter { code in
    !DocumentedExample.all(in: code.explanation).contains { $0.verdict == .wrong || $0.language == "console" }
  }
  #expect(silent.map(\.id) == withoutExample)
}

/// An explanation of E0205 whose only example is `block`, and the number of problems that are to be found in it.
@Test(arguments: [
  ("```yaml wrong\nbase: {head: crv}\n```", 0),
  ("```yaml right\nbase: {head: crf}\n```", 0),
  ("```yaml right\nbase: {head: crv}\n```", 1),
  ("```yaml wrong\nbase: {head: crf}\n```", 1),
  ("```yaml wrong\nbase: {haed: crf}\n```", 1),
  ("```yaml wrong\nbase: {head: crv, haed: crf}\n```", 1),
  ("```yaml\nbase: {head: crv}\n```", 1),
  ("```mask wrong\nencoder.1 |\n```", 1),
  ("```mask right\nencoder.1     # the first layer\n```", 0),
  ("```plan right\n  batch = 11\n```", 1),
  ("```plan right\n  batch = 10\n```", 0),
  ("```text\nbase\n```", 1),
])
func exampleChecksNoticeFalseClaims(explanation: String, problems: Int) throws {
  let code = DiagnosticCode("E0205", "unknown name", explanation: explanation)
  #expect(try ExampleCheck().problems(of: code).count == problems)
}
