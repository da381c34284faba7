import Foundation
import Testing

@testable import Diagnostics

private let rule = DiagnosticCode("E0998", "a rule for tests", explanation: "A rule.\n")

/// `errors` errors, `warnings` warnings and `notes` notes, in turns as long as there are some, all on one line.
private func findings(errors: Int, warnings: Int, notes: Int = 0) -> [Diagnostic] {
  let file = SourceFile(name: "a.yaml", text: String(repeating: "é ", count: max(errors, warnings, notes)) + "\n")
  let counts: [(severity: Severity, count: Int)] = [(.error, errors), (.warning, warnings), (.note, notes)]
  var findings: [Diagnostic] = []
  for number in 0..<max(errors, warnings, notes) {
    let range = SourceRange(file, 3 * number..<3 * number + 2)
    for (severity, count) in counts where number < count {
      findings.append(Diagnostic(rule, severity, "\(severity) \(number)", at: range))
    }
  }
  return findings
}

@Test func peopleAreShownAHundredFindings() {
  let text = TextRenderer().render(findings(errors: 90, warnings: 1300, notes: 1))
  #expect(text.components(separatedBy: "error: error ").count - 1 == 90)
  #expect(text.components(separatedBy: "warning: warning ").count - 1 == 10)
  #expect(text.hasSuffix("\n\n… and 1,290 more warnings, 1 more note\n\n90 errors, 1300 warnings\n"))
  let errors = TextRenderer().render(findings(errors: 101, warnings: 1))
  #expect(errors.components(separatedBy: "error: error ").count - 1 == 100)
  #expect(errors.hasSuffix("\n\n… and 1 more error, 1 more warning\n\n101 errors, 1 warning\n"))
  let few = TextRenderer().render(findings(errors: 50, warnings: 50))
  #expect(!few.contains("more") && few.hasSuffix("50 errors, 50 warnings\n"))
}

/// What is left out changes nothing in the order of the others.
@Test func shownFindingsStayInOrder() {
  let all = findings(errors: 40, warnings: 40)
  for limit in [0, 1, 39, 40, 41, 79, 80, 81] {
    let chosen = ShownDiagnostics(all, upTo: limit)
    #expect(chosen.shown.count == min(limit, 80))
    #expect(chosen.shown.count + chosen.omittedCount == 80)
    #expect(chosen.shown.count { $0.severity == .error } == min(limit, 40))
    #expect(chosen.shown == all.filter(chosen.shown.contains))
  }
}

@Test func programsAreGivenFiveThousandFindings() throws {
  let all = findings(errors: 5100, warnings: 20)
  let json = try #require(
    try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(all).utf8)) as? [String: Any])
  #expect((json["diagnostics"] as? [Any])?.count == 5000)
  #expect(json["omitted"] as? Int == 120)
  #expect(json["errors"] as? Int == 5100)
  let sarif = SARIFRenderer(toolVersion: "1", rules: []).render(all)
  let log = try #require(try JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any])
  let run = try #require((log["runs"] as? [[String: Any]])?.first)
  #expect((run["results"] as? [Any])?.count == 5000)
  #expect((run["properties"] as? [String: Any])?["omittedResults"] as? Int == 120)
}

/// Columns in long lines are counted from marks within them.
@Test func columnsOfLongLinesAreCounted() {
  let text = "\u{FEFF}" + String(repeating: "aé€😀", count: 2000) + "\nx" + String(repeating: "é", count: 3000)
  let file = SourceFile(name: "a.yaml", text: text)
  for offset in Array(0...40) + Array(stride(from: 41, to: file.bytes.count, by: 97)) + [file.bytes.count] {
    let start = offset > 20_003 ? 20_004 : 3
    let before = file.bytes[min(start, max(offset, 3))..<max(offset, 3)]
    let scalars = before.count { $0 & 0xC0 != 0x80 }
    #expect(
      file.position(at: offset) == SourcePosition(line: offset > 20_003 ? 2 : 1, column: scalars + 1), "\(offset)")
  }
}
