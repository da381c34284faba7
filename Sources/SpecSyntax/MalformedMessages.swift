import Diagnostics

extension Diagnostic {
  /// The finding that libyaml cannot read `file` any further because of `problem`.
  static func malformed(_ problem: SyntaxProblem, in file: SourceFile) -> Diagnostic {
    let place = SourceRange(file, problem.offset..<min(problem.offset + 1, file.bytes.count))
    return Diagnostic(SyntaxCode.malformed, .error, "\(problem.message) \(problem.context)", at: place)
  }
}
