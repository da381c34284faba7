import ArgumentParser
import Diagnostics
import Inputs
import Reporting

/// `sharespec data`: describes the data files of a specification or a saved plan.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Describe data files: sizes, labels, unknown words, vectors.",
    discussion: """
      Reads every split of every dataset and the pretrained vectors, and prints for each split: sentences, tokens, the \
      longest sentence, words that training data lacks, sentences that are also in training data, and the labels of each \
      task with their counts. For vectors it prints how many words have one.

      EXAMPLES
        sharespec data experiment.yaml
        sharespec data experiment.yaml --data ~/corpora --all
        sharespec data experiment.yaml --dataset sentences --format json > data.json

      Errors and warnings go to standard error; 'check', 'plan' and 'run' report the same ones. docs/data.md explains \
      formats and warnings.

      Exits with 0, or with 1 if a file is missing or cannot be read.
      """)

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @Option(
    name: .customLong("dataset"),
    help: ArgumentHelp("Describe this dataset only. May be repeated.", valueName: "name"))
  var datasets: [String] = []

  @Flag(help: "List every label, however many there are.")
  var all = false

  @Option(help: "The format of the description.")
  var format = TextOrJSON.text

  @OptionGroup var options: SourceOptions

  func run() throws {
    var pipeline = Pipeline()
    let subjects = pipeline.subjects(options.source(file))
    guard let subjects else {
      show(pipeline.log)
      throw ExitCode(1)
    }
    let known = subjects.subjects.datasets.map(\.title)
    if let name = datasets.first(where: { !known.contains($0) }) {
      throw unknown("dataset", name, in: file, among: known)
    }
    let census = DataCensus(cache: nil)
    let wanted = subjects.subjects.datasets.enumerated().filter { datasets.isEmpty || datasets.contains($1.title) }
    let reports = wanted.map { census.report(on: $1) }
    let vectors = datasets.isEmpty ? subjects.subjects.vectors.map { census.report(on: $0) } : []
    pipeline.record(
      zip(reports, wanted).flatMap { report, subject in
        report.findings.map { ($0, subjects.subjects.datasetVariants[subject.offset]) }
      }
        + zip(vectors, subjects.subjects.vectorVariants).flatMap { report, variant in
          report.findings.map { ($0, variant) }
        }, subjects.spec)
    let description = DataDescription(reports, vectors, listingAll: all)
    try writeResult(format.choice(text: description.text, json: description.json))
    show(pipeline.log)
    if pipeline.log.hasErrors || !reports.allSatisfy(\.isComplete) || !vectors.allSatisfy(\.isComplete) {
      throw ExitCode(1)
    }
  }
}
