import Foundation
import Testing

/// A Python that has some packages, for comparing with other programs.
struct Python {
  private let path: String

  /// The Python that `SHARESPEC_PYTHON` names, else `python3`; where it lacks `packages` a warning says that `what` was
  /// not tried, and there is none.
  init?(with packages: [String], toTry what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    path = ProcessInfo.processInfo.environment["SHARESPEC_PYTHON"] ?? "python3"
    let outcome = try run(["-c", "import " + packages.joined(separator: ", ")])
    guard outcome.status == 0 else {
      Issue.record(
        "NOT TRIED: \(what), since '\(path)' has not \(packages.joined(separator: ", ")); name one with SHARESPEC_PYTHON",
        severity: .warning, sourceLocation: sourceLocation)
      return nil
    }
  }

  /// Runs Python in `folder`, with `input` on its standard input.
  func run(_ arguments: [String], in folder: URL = root, input: String = "") throws -> Outcome {
    try CommandProcess([path] + arguments, in: folder, input: input, script: "exec \"$@\"").wait()
  }
}
