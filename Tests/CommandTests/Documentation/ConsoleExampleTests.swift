import Foundation
import Testing

/// A command of a console example, and whether the example says that it is refused.
private struct ConsoleLine {
  let command: String
  let isRefused: Bool

  /// Reads `$ command     # error`; any other comment is for people.
  init?(_ line: Substring) {
    guard line.hasPrefix("$ ") else { return nil }
    let parts = line.dropFirst(2).split(separator: " # ", maxSplits: 1)
    command = parts[0].trimmingCharacters(in: .whitespaces)
    isRefused = parts.count > 1 && parts[1].trimmingCharacters(in: .whitespaces).hasPrefix("error")
  }
}

/// The console examples of what `sharespec explain` prints about `code`, each with its lines.
private func consoleExamples(of code: String) throws -> [[ConsoleLine]] {
  try sharespec("explain", code).output.matches(of: /```console\n((?s).*?)```/).map { match in
    match.1.split(separator: "\n").compactMap { ConsoleLine($0) }
  }
}

private let codes = ["E0130", "E0131", "E0510", "E0601", "E0602", "E0603", "E0604", "E0605", "E0606", "E0701"]

@Test(arguments: codes)
func consoleExamplesInExplanationsDoWhatTheySay(code: String) throws {
  let examples = try consoleExamples(of: code)
  #expect(examples.contains { $0.contains(where: \.isRefused) })
  for example in examples {
    try DocumentedWorkspace.with { workspace in
      for line in example {
        let outcome = try workspace.run(line.command)
        if line.isRefused {
          #expect(outcome.status != 0 && outcome.errors.contains("[\(code)]"), "\(line.command)\n\(outcome.errors)")
        } else {
          #expect(outcome.status == 0, "\(line.command)\n\(outcome.errors)")
        }
      }
    }
  }
}

/// No other explanation has an example that only this test would run.
@Test func consoleExamplesAreAllRun() throws {
  let all = try sharespec("explain").output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
  let shown = try all.filter { try !consoleExamples(of: String($0)).isEmpty }.map(String.init)
  #expect(shown == codes)
}
