import ArgumentParser
import Execution
import Diagnostics
import ExperimentSpec
import Files
import Glibc
import Inputs
import Planning
import Store
import Text

/// `sharespec predict`: tags sentences with a trained subnet.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tag a file or standard input with a trained subnet.",
    discussion: """
      A file holds columns, a token a line, in which the dataset's column of tokens is read; the tags become a last \
      column, and everything else stays as it is. Standard input is text, a sentence a line with blanks between its \
      tokens, and comes out as token/TAG. --input and --output choose otherwise. The order and empty lines are kept; \
      unknown words and characters are treated as in training.

      The subnet must have been trained: 'sharespec run' does it. Tags are those of the scheme that the task predicts. \
      With --gold the tags are scored on standard error, as 'run' scores them.

      Exits with 0, or with 1 when nothing was tagged because something is wrong.

      EXAMPLES
        sharespec predict experiment.yaml --variant sparse --task ner test.txt > tagged.txt
        echo 'Ann lives in Rome .' | sharespec predict experiment.yaml --variant sparse --task ner
        sharespec predict experiment.yaml --variant sparse --task ner dev.txt --gold 3 -o tagged.txt
        sharespec predict experiment.yaml --variant sparse --task ner dev.txt --scores --output columns
      """)

  /// How tagged sentences are written.
  enum Output: String, ExpressibleByArgument, CaseIterable { case columns, tagged }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "spec"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var specification: String

  @Argument(help: ArgumentHelp("The file to tag; default: standard input.", valueName: "file"), completion: .file())
  var file: String?

  @OptionGroup var subnet: SubnetOptions

  @Option(help: ArgumentHelp("The task whose subnet tags.", valueName: "name"))
  var task: String

  @Option(help: "How sentences are written. Default: columns in a file, text on standard input.")
  var input: TaggingRequest.Form?

  @Option(name: .customLong("output"), help: "How tagged sentences are written. Default: as in the input.")
  var outputForm: Output?

  @Option(
    name: [.customShort("o")], help: ArgumentHelp("The file to write; default: standard output.", valueName: "file"),
    completion: .file())
  var target = "-"

  @Option(
    name: .customLong("token-column"),
    help: ArgumentHelp("The column of tokens, from 0. Default: the dataset's.", valueName: "n"))
  var tokenColumn: Int?

  @Option(
    help: ArgumentHelp(
      "The column of gold tags, from 0 or as the dataset calls it; its score goes to standard error.",
      valueName: "column"))
  var gold: String?

  @Flag(help: "Add a column for each tag's score, as in B-PER=1.25.")
  var scores = false

  private var form: TaggingRequest.Form { input ?? (file == nil ? .text : .columns) }

  private var writtenForm: Output {
    if let outputForm { return outputForm }
    return switch form {
    case .columns: .columns
    case .text: .tagged
    }
  }

  func validate() throws {
    if form == .text, gold != nil { throw ValidationError("--gold names a column, so the input must be columns.") }
    if form == .text, tokenColumn != nil { throw ValidationError("--token-column is about columns.") }
    if scores, writtenForm == .tagged { throw ValidationError("--scores adds columns: write --output columns.") }
    if let tokenColumn, tokenColumn < 0 { throw ValidationError("Columns are counted from 0.") }
  }

  func run() throws {
    let planned = try subnet.source.plan(specification, for: .running)
    let variant = try planned.plan.variant(subnet.variant, in: specification)
    try variant.checkTask(task, in: specification)
    let inputs = [specification] + [file].compactMap(\.self) + planned.plan.inputPaths
    try refuseInputs(inputs, as: target)
    let goldColumn = try gold.map { try planned.column($0, task: task, variant) }
    let trained = try subnet.trainedSubnets([task], of: variant, planned.plan, specification)[0]
    let request = TaggingRequest(form: form, tokenColumn: tokenColumn, goldColumn: goldColumn)
    let bytes = try contents()
    let prediction: Prediction
    do throws(TaggingFailure) {
      prediction = try request.tag(
        bytes, named: file ?? "<standard input>", by: trained, withScores: scores, threads: Machine.coreCount)
    } catch {
      writeToStandardError("\(error)\n")
      throw ExitCode(1)
    }
    let score = gold == nil ? nil : try score(of: prediction, trained)
    let text =
      switch writtenForm {
      case .columns: prediction.columns
      case .tagged: prediction.taggedText
      }
    try writeOutput(Array(text.utf8), to: target, madeFrom: inputs)
    if let score { writeToStandardError("\(score)\n") }
  }

  private func contents() throws -> [UInt8] {
    try orExit { () throws(FileFailure) in
      guard let file else { return try contentsOfStandardInput(upTo: .max) }
      return try LocalFileSystem().contents(of: file)
    }
  }

  private func score(of prediction: Prediction, _ trained: TrainedSubnet) throws -> PredictionScore {
    do throws(SubnetFailure) { return try prediction.score(against: TaggingRequest.gold, of: trained) } catch {
      throw failure(error.description)
    }
  }
}

extension TaggingRequest.Form: ExpressibleByArgument {}

extension Pipeline.Planned {
  /// The index of the column that is called `name`: a number, or a name of the task's dataset.
  fileprivate func column(_ name: String, task: String, _ variant: PlannedVariant) throws -> Int {
    if let index = Int(name), index >= 0 { return index }
    let columns = columns(ofTask: task, variant)
    if let column = columns.first(where: { $0.name == name }) { return column.value }
    let known = shortList(columns.map(\.name))
    throw failure(
      "no column is called '\(name)'",
      help: "name it by its number, from 0" + (columns.isEmpty ? "" : ", or as the dataset does: \(known)"))
  }

  /// The columns that the dataset of `task` names.
  private func columns(ofTask task: String, _ variant: PlannedVariant) -> [Named<Int>] {
    let experiment = source?.spec.variants.first { $0.name == variant.name }?.experiment
    guard let experiment, let dataset = experiment.tasks.value(named: task)?.dataset.value,
      case .columns(let files) = experiment.datasets.value(named: dataset)
    else { return [] }
    return files.columns
  }
}
