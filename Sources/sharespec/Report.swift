import ArgumentParser
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Files
import Inputs
import PlanFormat
import Planning
import Reporting
import Store

/// `sharespec report`: the tables and figures of an experiment.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the tables and figures of an experiment from what is in a store.",
    discussion: """
      Nothing is run: what the store does not hold stays empty and is named. What is shown is what the specification \
      asks for under 'report', or the usual tables and figures (docs/report.md). Runs that differ only in their seed are \
      put together as mean and standard deviation; figures of a publication stand in parentheses beside those that were \
      measured; tasks that sharing hurts are marked.

      html is one page that needs no network, in light and dark, with the plan as Graphviz draws it (if its command \
      'dot' is installed; plans of more than 200 stages as 'sharespec graph' folds them), where every number comes from, and the specification in \
      full. markdown and latex are for other documents, json is for programs. --figures writes each figure as a drawing \
      of its own, which Markdown then shows.

      Sources are called as seen from the specification's folder. --anonymous leaves out hosts, dates and the folders of \
      files, for a review that is blind on both sides.

      Exits with 0, also where results are missing, and with 1 if the specification is wrong.

      EXAMPLES
        sharespec report specs/quickstart.yaml -o quickstart.html
        sharespec report experiment.yaml --data ~/corpora --store /scratch/me -o results.md --figures figures
        sharespec report experiment.yaml --variant sparse --variant hard --format latex > tables.tex
        sharespec report experiment.yaml --format json | jq '.exhibits[0].tables[0].rows'
      """)

  /// What a report is written as.
  enum Format: String, FileForm {
    case html, markdown, json, latex

    var endings: [String] {
      switch self {
      case .html: ["html", "htm"]
      case .markdown: ["md", "markdown"]
      case .json: ["json"]
      case .latex: ["tex"]
      }
    }

    /// Whether the report has a drawing of the plan.
    fileprivate var showsPlan: Bool {
      switch self {
      case .html: true
      case .markdown, .json, .latex: false
      }
    }
  }

  @Argument(
    help: ArgumentHelp("The specification.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var variants: VariantOptions

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(
    help: ArgumentHelp(
      "What the report is written as: html, markdown, json or latex. Default: as the name of the output ends, else html.",
      valueName: "format"))
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("A directory to write each figure to, as a drawing of its own.", valueName: "dir"),
    completion: .directory)
  var figures: String?

  @Flag(help: "Leave out hosts, dates and the folders of files.")
  var anonymous = false

  func validate() throws {
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
    try Format.refuseUnknownEnding(of: output, unless: format)
  }

  func run() throws {
    var pipeline = Pipeline()
    let connected = pipeline.connect(options.source(file), for: .planning)
    show(pipeline.log)
    guard let connected else { throw ExitCode(1) }
    let plan = try variants.restrict(Plan(lowering: connected.graph, files: connected.files).labelledByName, in: file)
    let format = Format.form(self.format, ofFileAt: output, usually: .html)
    let report = try orExit { () throws(FileFailure) in
      try ExperimentReport(
        of: connected.spec, plan, files: connected.files, in: StoreInspection(at: store),
        graph: format.showsPlan ? drawing(of: plan) : nil,
        paths: paths(connected), isAnonymous: anonymous)
    }
    if !report.missing.isEmpty {
      writeToStandardError(
        "note: \(report.missing.count) of the stages that results come from are not in the store '\(store)'; "
          + "'sharespec run' makes them\n")
    }
    let pictures = try figures.map { try writeFigures(of: report, to: $0) } ?? [:]
    let text =
      switch format {
      case .html: report.html
      case .markdown: report.markdown(pictures: pictures)
      case .json: report.json
      case .latex: report.latex
      }
    try writeOutput(text, to: output ?? "-", madeFrom: file)
  }

  /// How the report shows paths.
  private func paths(_ source: PlanSource) throws(FileFailure) -> PathDisplay {
    PathDisplay(
      from: file, in: try canonicalPath("."),
      hidingFoldersOf: anonymous ? source.graph.files.map(\.path.value) : nil)
  }

  /// Writes the drawings of the figures; gives their paths, as seen from the report, by the index of the exhibit.
  private func writeFigures(of report: ExperimentReport, to folder: String) throws -> [Int: [String]] {
    try makeDirectories(folder)
    let parent = output.flatMap { path in path.lastIndex(of: "/").map { String(path[...$0]) } } ?? "."
    try makeDirectories(parent)
    let place = try orExit { () throws(FileFailure) in try relativePath(of: folder, from: parent) }
    var paths: [Int: [String]] = [:]
    for drawing in report.drawings {
      try writeFile(drawing.text, to: "\(folder)/\(drawing.fileName)", below: folder)
      paths[drawing.exhibit, default: []].append("\(place)/\(drawing.fileName)")
    }
    return paths
  }

  /// The plan as Graphviz draws it; `nil` where it is too large to be seen, or without Graphviz.
  private func drawing(of plan: Plan) -> String? {
    let graph = PlanGraph(plan, isFolded: plan.stages.count > 200)
    guard graph.nodes.count <= 200 else { return nil }
    do throws(GraphvizFailure) {
      return try Graphviz.svg(of: PlanGraphText(graph, of: plan).dot)
    } catch {
      writeToStandardError("note: the plan is not drawn: \(error)\n")
      return nil
    }
  }
}
