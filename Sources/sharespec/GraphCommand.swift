import ArgumentParser
import Diagnostics
import Files
import Inputs
import PlanFormat
import Planning
import Store

/// `sharespec graph`: a plan as a drawing.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draw the stages of a specification or a saved plan.",
    discussion: """
      Draws a frame around the stages that only one variant needs. Rounds of pruning and cells of a sweep share a node, \
      such as 'round.ner.k × 10'; --all draws each stage, and each cell in its own frame. With --store, nodes show what is \
      done; stages to run are dashed.

      dot is the language of Graphviz, mermaid that of diagrams in Markdown; svg is drawn by Graphviz, whose command \
      'dot' must be installed. Data need not be at hand.

      EXAMPLES
        sharespec graph experiment.yaml --format mermaid
        sharespec graph experiment.yaml --format dot | dot -Tpdf > plan.pdf
        sharespec graph experiment.yaml --variant sparse --all
        sharespec graph experiment.yaml --store /scratch/me -o progress.svg
        sharespec graph plan.json -o plan.svg
      """)

  /// The language of the drawing.
  enum Format: String, FileForm {
    case dot, mermaid, svg

    var endings: [String] {
      switch self {
      case .dot: ["dot", "gv"]
      case .mermaid: ["mmd", "mermaid"]
      case .svg: ["svg"]
      }
    }
  }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var variants: VariantOptions

  @Flag(help: "Draw each stage, also of rounds and of cells.")
  var all = false

  @Option(
    help: ArgumentHelp("The results directory whose progress to show.", valueName: "dir"),
    completion: .directory)
  var store: String?

  @Option(help: "What the drawing is written as. Default: as the name of the output ends, else dot.")
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  func validate() throws {
    try Format.refuseUnknownEnding(of: output, unless: format)
    if store == "" { throw ValidationError("--store takes the path of a directory.") }
  }

  func run() throws {
    let plan = try variants.restrict(options.plan(file, for: .planning).plan, in: file)
    let decisions = try store.map { path in
      try orExit { () throws(FileFailure) in try StoreInspection(at: path).decisions(for: plan) }
    }
    let graph = PlanGraphText(PlanGraph(plan, isFolded: !all, decisions: decisions), of: plan)
    let text =
      switch Format.form(format, ofFileAt: output, usually: .dot) {
      case .dot: graph.dot
      case .mermaid: graph.mermaid
      case .svg: try drawing(of: graph.dot)
      }
    if let output {
      try writeOutput(text, to: output, madeFrom: file)
    } else {
      try writeResult(String(text.dropLast()))
    }
  }

  private func drawing(of dot: String) throws -> String {
    do throws(GraphvizFailure) { return try Graphviz.svg(of: dot) } catch {
      writeToStandardError("error: \(error)\n")
      if let help = error.help { writeToStandardError("   = help: \(help), or use --format dot or mermaid\n") }
      throw ExitCode(1)
    }
  }
}
