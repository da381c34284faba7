import ArgumentParser
import Diagnostics
import Evidence
import Files
import Inputs
import Planning
import Reporting
import Store

/// `sharespec results`: the scores of an experiment as data.
struct Results: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the scores of an experiment as data.",
    discussion: """
      Writes one row for each score of each variant and seed: the variant, a column for each swept value, the seed, the \
      task, the test set, the metric, its value, precision and recall in percent, the selected epoch, parameters, \
      updates, seconds, and the stages that trained and scored it. Missing results are empty. Runs nothing. \
      docs/results-as-data.md describes the columns and has a recipe for notebooks.

      pandas reads csv and json without options; jsonl has one object per line; markdown is for people. Without --format, \
      the extension of the output file selects the format: .csv, .json, .jsonl or .md.

      Exits with 0, even if results are missing, and with 1 if the specification is wrong.

      EXAMPLES
        sharespec results experiment.yaml
        sharespec results experiment.yaml --data ~/corpora --store /scratch/me -o results.csv
        sharespec results experiment.yaml --variant sparse --format jsonl | jq 'select(.task == "ner") | .value'
        sharespec results experiment.yaml --format markdown
      """)

  /// What results are written as.
  enum Format: String, FileForm {
    case csv, json, jsonl, markdown

    var endings: [String] {
      switch self {
      case .csv: ["csv"]
      case .json: ["json"]
      case .jsonl: ["jsonl", "ndjson"]
      case .markdown: ["md", "markdown"]
      }
    }
  }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var variants: VariantOptions

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(help: "What results are written as. Default: as the name of the output ends, else csv.")
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  func validate() throws {
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
    try Format.refuseUnknownEnding(of: output, unless: format)
  }

  func run() throws {
    let planned = try options.plan(file, for: .planning)
    let plan = try variants.restrict(planned.plan, in: file)
    let costs = PlanCosts(of: plan, by: CostModel(sizes: planned.sizes, rates: .standard))
    let rows = try orExit { () throws(FileFailure) in
      let inspection = StoreInspection(at: store)
      let results = try ExperimentResults(of: plan, in: inspection)
      return try ResultRows(of: plan, results, in: inspection, costs: costs)
    }
    let missing = rows.rows.count { $0.score.value == nil }
    if missing > 0 {
      writeToStandardError(
        "note: \(missing) of \(rows.rows.count) scores are not in the store '\(store)'; 'sharespec run' makes them\n")
    }
    let text =
      switch Format.form(format, ofFileAt: output, usually: .csv) {
      case .csv: rows.csv
      case .json: rows.json
      case .jsonl: rows.jsonLines
      case .markdown: rows.markdown
      }
    try writeOutput(text, to: output ?? "-", madeFrom: file)
  }
}
