import ArgumentParser
import Diagnostics
import Execution
import ExperimentSpec
import Files
import Glibc
import Inputs
import Model
import Planning
import Store
import Text

/// `sharespec predict`: tags sentences with a trained subnet.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tag text, files or splits with a trained subnet.",
    discussion: """
      Tags FILE, or standard input, or with --split a split of the task's own dataset. The subnet must have been \
      trained: 'sharespec run' does it. Unknown words and characters are treated as in training.

      EXAMPLES
        sharespec predict experiment.yaml --variant sparse --task ner test.txt > tagged.txt
        echo 'Ann lives in Rome .' | sharespec predict experiment.yaml --variant sparse --task ner
        sharespec predict experiment.yaml --variant sparse --task ner dev.txt --gold 3 -o tagged.txt
        sharespec predict experiment.yaml --variant sparse --task ner --split test > gold-and-predicted.txt
        sharespec predict experiment.yaml --variant sparse --task ner --split dev --errors
        sharespec predict experiment.yaml --variant sparse --task ner dev.txt --gold ner --errors -o wrong.txt
        sharespec predict experiment.yaml --variant sparse --task ner dev.conllu --input conllu -o tagged.conllu
        sharespec predict experiment.yaml --variant sparse --task pos dev.jsonl --input jsonl -o tagged.jsonl
        sharespec predict experiment.yaml --variant sparse --task ner dev.txt --scores --output columns

      INPUT
      Reads a file in the format of the task's dataset, with its separator, comments and skipped lines; for built-in \
      sentences, as columns with the token first. Expands gzip. Standard input is text: a sentence per line, with blanks \
      between its tokens. --input chooses another form: columns, text, conllu, or jsonl.

      OUTPUT
      The output has the form of the input; all other text, the order and empty lines stay as they are.
        columns  the tag is a further, last column
        text     token/TAG
        conllu   MISC has a further attribute TASK=TAG, with \\p for |, \\e for =, \\s for a blank and \\\\ for \\
        jsonl    each object has a further field TASK, a list of tags
      The attribute or field is called TASK_predicted where the input has one called TASK. --output tagged writes \
      token/TAG for any input, and --output columns writes token and tag between tabs for input without columns.

      Tags are in the scheme of the data, the 'from' of the task's scheme. --as-predicted keeps the scheme that the \
      network predicts. Labels that the task renames stay renamed. --scores writes columns.

      GOLD TAGS
      --gold names a column, as a number from 0 or as the dataset calls it; a column of CoNLL-U such as upos or \
      feats.Number; or a field of JSON objects. The score goes to standard error. It compares gold tags as written, \
      with the task's 'labels' and 'missing' applied, with the predicted spans, written in the scheme of the data. \
      Accuracy compares tag by tag; spans are those of conlleval.

      --split writes token, gold tag and predicted tag, between blanks, or between tabs if the dataset's columns are. \
      A missing gold tag is the task's 'missing', or _. --errors writes these columns only for sentences with a wrong \
      tag; the fourth column is * for a wrong tag and - for others. The last line on standard error counts the wrong \
      tags and lists the ten most frequent pairs of gold and predicted type. A pair of equal types means that a span \
      begins or ends at another token.

      Exits with 0, or with 1 when nothing was tagged because something is wrong.
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

  @Option(help: "Tag a split of the task's dataset, and score it.")
  var split: Split?

  @Option(help: "The form of the input. Default: that of the dataset's files; text on standard input.")
  var input: SentenceForm?

  @Option(name: .customLong("output"), help: "The form of the output. Default: that of the input.")
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
      "The column or field of gold tags; the score goes to standard error. Default with --split: the task's.",
      valueName: "column"))
  var gold: String?

  @Flag(help: "Write only sentences with a wrong tag, with gold tags, and count the errors.")
  var errors = false

  @Flag(help: "Add a column for each tag's score, as in B-PER=1.25.")
  var scores = false

  @Flag(name: .customLong("as-predicted"), help: "Write tags in the scheme that the network predicts.")
  var asPredicted = false

  func validate() throws {
    if let tokenColumn, tokenColumn < 0 { throw ValidationError("Columns are counted from 0.") }
    if split != nil {
      if file != nil { throw ValidationError("--split tags the dataset's own files: leave out the file.") }
      if input != nil { throw ValidationError("--input is about a file: the dataset says how its own are read.") }
      if tokenColumn != nil { throw ValidationError("--token-column is about a file.") }
    }
    if split == nil, file == nil, input == nil, gold != nil {
      throw ValidationError("--gold names a column: write --input columns.")
    }
    if errors, split == nil, gold == nil { throw ValidationError("--errors needs gold tags: name them with --gold.") }
    if errors || scores, outputForm == .tagged {
      throw ValidationError("\(errors ? "--errors writes" : "--scores adds") columns: leave out --output tagged.")
    }
    if asPredicted, errors || (split != nil && outputForm != .tagged) {
      throw ValidationError("Gold tags are in the scheme of the data: leave out --as-predicted.")
    }
  }

  func run() throws {
    let planned = try subnet.source.plan(specification, for: .running)
    let variant = try planned.plan.variant(subnet.variant, in: specification)
    try variant.checkTask(task, in: specification)
    let inputs = [specification] + [file].compactMap(\.self) + planned.plan.inputPaths
    try refuseInputs(inputs, as: target)
    let trained = try subnet.trainedSubnets([task], of: variant, planned.plan, specification)[0]
    var request = TaggingRequest(try requestedSource(), gold: gold)
    request.tokenColumn = tokenColumn
    request.dataset = planned.dataset(ofTask: task, variant)
    request.withScores = scores
    request.asPredicted = asPredicted
    let prediction: Prediction
    let score: PredictionScore?
    do throws(TaggingFailure) { prediction = try request.tag(by: trained, threads: Machine.coreCount) } catch {
      throw reported("\(error)")
    }
    do throws(SubnetFailure) { score = try prediction.score() } catch { throw reported(error.report) }
    try writeOutput(Array(text(of: prediction).utf8), to: target, madeFrom: inputs)
    if let score { writeToStandardError("\(score)\n") }
    if errors, let errors = prediction.errors { writeToStandardError("\(errors)\n") }
  }

  private func text(of prediction: Prediction) -> String {
    if let outputForm, !errors {
      switch outputForm {
      case .tagged: return prediction.taggedText
      case .columns: if split == nil { return prediction.columns }
      }
    }
    if errors || split != nil { return prediction.columnsWithGold(onlyErrors: errors) ?? "" }
    return scores ? prediction.columns : prediction.asRead
  }

  private func requestedSource() throws -> TaggingRequest.Source {
    if let split { return .split(split) }
    let bytes = try orExit { () throws(FileFailure) in
      guard let file else { return try contentsOfStandardInput(upTo: .taggedInput) }
      return try LocalFileSystem().contents(of: file, upTo: .corpus)
    }
    return .text(bytes, name: file ?? "<standard input>", input ?? (file == nil ? .text : nil))
  }

  /// Shows a message that is complete; gives the code to end with.
  private func reported(_ message: String) -> ExitCode {
    writeToStandardError("\(message)\n")
    return ExitCode(1)
  }
}

extension SentenceForm: ExpressibleByArgument {}
extension Split: ExpressibleByArgument {}

extension Pipeline.Planned {
  /// The dataset of `task`; `nil` for a plan from a file.
  fileprivate func dataset(ofTask task: String, _ variant: PlannedVariant) -> DatasetSpec? {
    let experiment = source?.spec.variants.first { $0.name == variant.name }?.experiment
    guard let experiment, let dataset = experiment.tasks.value(named: task)?.dataset.value else { return nil }
    return experiment.datasets.value(named: dataset)
  }
}
