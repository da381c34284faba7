import Files

/// The program that draws graphs.
enum Graphviz {
  /// The drawing of a graph in the language `dot`, as a file of SVG.
  static func svg(of dot: String) throws(GraphvizFailure) -> String {
    let outcome: ChildProcess.Outcome
    do throws(FileFailure) {
      outcome = try ChildProcess.run("dot", ["-Tsvg"], input: dot)
    } catch {
      throw .unavailable(error)
    }
    guard outcome.status == 0, !outcome.output.isEmpty else {
      throw .refused(status: Int(outcome.status), message: String(decoding: outcome.errors, as: UTF8.self))
    }
    return String(decoding: outcome.output, as: UTF8.self)
  }
}

/// Why there is no drawing of a graph.
enum GraphvizFailure: Error, CustomStringConvertible {
  case unavailable(FileFailure)
  case refused(status: Int, message: String)

  var description: String {
    switch self {
    case .unavailable(let failure): "\(failure)"
    case .refused(let status, let message): "Graphviz could not draw the plan (status \(status)): \(message)"
    }
  }

  /// What can be done about it.
  var help: String? {
    switch self {
    case .unavailable(let failure) where failure.isTimeout:
      "draw a smaller graph, as with --variant, or use --format dot"
    case .unavailable: "install Graphviz ('apt-get install graphviz', 'brew install graphviz')"
    case .refused: nil
    }
  }
}
