import ArgumentParser
import Diagnostics
import Execution
import Planning

/// `sharespec graph`: a plan as a drawing.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the stages of a specification or a saved plan.",
    discussion: """
      dot is the language of Graphviz, mermaid that of diagrams in Markdown; svg is drawn by Graphviz, whose command \
      'dot' must be installed. Data need not be at hand.

      EXAMPLES
        sharespec graph experiment.yaml --format mermaid
        sharespec graph experiment.yaml --format dot | dot -Tpdf > plan.pdf
        sharespec graph plan.json --format svg -o plan.svg
      """)

  /// The language of the drawing.
  enum Format: String, ExpressibleByArgument, CaseIterable { case dot, mermaid, svg }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions

  @Option(help: "What the drawing is written as.")
  var format = Format.dot

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  func run() throws {
    let graph = PlanGraphText(try options.plan(file, for: .planning).plan)
    let text =
      switch format {
      case .dot: graph.dot
      case .mermaid: graph.mermaid
      case .svg: try Graphviz.svg(of: graph.dot)
      }
    if let output {
      try writeOutput(text, to: output, madeFrom: file)
    } else {
      try writeResult(String(text.dropLast()))
    }
  }
}

/// The program that draws graphs.
private enum Graphviz {
  /// The drawing of a graph in the language `dot`.
  static func svg(of dot: String) throws -> String {
    let outcome: ChildProcess.Outcome
    do throws(FileFailure) {
      outcome = try ChildProcess.run("dot", ["-Tsvg"], input: dot)
    } catch {
      writeToStandardError(
        "error: \(error)\n"
          + "   = help: install Graphviz ('apt-get install graphviz', 'brew install graphviz'), or use --format dot or "
          + "mermaid\n")
      throw ExitCode(1)
    }
    guard outcome.status == 0, !outcome.output.isEmpty else {
      writeToStandardError(
        "error: Graphviz could not draw the plan (status \(outcome.status)): "
          + String(decoding: outcome.errors, as: UTF8.self) + "\n")
      throw ExitCode(1)
    }
    return String(decoding: outcome.output, as: UTF8.self)
  }
}
