import ArgumentParser
import Diagnostics
import Files
import Planning
import Reporting
import Text

/// `sharespec diff`: what is different between two experiments, by meaning.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is different between two specifications, by meaning and with the causes.",
    discussion: """
      Each side is a specification, a saved plan, a folder of specifications, or one of these in a revision of git, \
      written REV:PATH. Two spellings of the same meaning are equal. What differs is told with the line that is \
      responsible: what has to be run, the values and files that were changed with what follows from each, and the \
      variants. The data may be missing.

      --format html prints one page for reviewers, which loads nothing: the causes with what follows from each, and all \
      stages that differ, which the reader filters and unfolds. Without --format, a file that -o names is written as its \
      ending says: .html, .json, .md or .txt.

      '--set' is laid over both sides, '--set-old' and '--set-new' over one.

      Exits with 0 when both mean the same, with 1 when they differ, and with 2 when one cannot be compared.

      EXAMPLES
        sharespec diff old.yaml new.yaml
        sharespec diff HEAD:experiment.yaml experiment.yaml
        sharespec diff main:specs specs --format markdown
        sharespec diff main:specs specs -o comparison.html
        sharespec diff plan.json experiment.yaml
        sharespec diff exp1.yaml exp1.yaml --set-new preset=released-code
      """)

  /// How a comparison is printed.
  enum Format: String, FileForm {
    case text, json, markdown, html

    var endings: [String] {
      switch self {
      case .text: ["txt"]
      case .json: ["json"]
      case .markdown: ["md", "markdown"]
      case .html: ["html", "htm"]
      }
    }
  }

  @Argument(help: ArgumentHelp("A specification, a saved plan, a folder, or REV:PATH.", valueName: "old"))
  var old: String

  @Argument(help: ArgumentHelp("What it is compared with, likewise.", valueName: "new"))
  var new: String

  @OptionGroup var options: SourceOptions

  @Option(
    name: .customLong("set-old"), parsing: .singleValue,
    help: ArgumentHelp("Set a value on the old side only. May be repeated.", valueName: "path=value"))
  var oldOverrides: [String] = []

  @Option(
    name: .customLong("set-new"), parsing: .singleValue,
    help: ArgumentHelp("Set a value on the new side only. May be repeated.", valueName: "path=value"))
  var newOverrides: [String] = []

  @Option(help: "How the comparison is printed.")
  var format: Format?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file to write to. Default: standard output.", valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Print long lists in full, and the stages one by one.")
  var all = false

  @Option(help: ArgumentHelp("The most characters of Markdown; forges take 65,535.", valueName: "characters"))
  var limit = 60_000

  func validate() throws {
    try Format.refuseUnknownEnding(of: output, unless: format)
    if limit < 1 { throw ValidationError("--limit takes a number of characters of at least 1.") }
  }

  func run() throws {
    let sides: (DiffSide, DiffSide)
    do throws(FileFailure) { sides = (try DiffSide(old), try DiffSide(new)) } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(2)
    }
    if sides.0.isFolder != sides.1.isFolder {
      writeToStandardError("error: one of '\(old)' and '\(new)' is a folder and the other is not\n")
      throw ExitCode(2)
    }
    for side in [sides.0, sides.1] where side.files.isEmpty {
      writeToStandardError("error: there is no specification in the folder '\(side.label)'\n\(side.help)")
      throw ExitCode(2)
    }
    var log = DiagnosticLog()
    let comparisons = compare(sides.0, sides.1, log: &log)
    show(log)
    if log.hasErrors { throw ExitCode(2) }
    // The status 1 would mean that the sides differ.
    do {
      let text = text(of: comparisons)
      if let output {
        let read = sides.0.diskPaths + sides.1.diskPaths + comparisons.flatMap(\.fileNames)
        try writeOutput(Array("\(text)\n".utf8), to: output, madeFrom: read)
      } else {
        try writeResult(text)
      }
    } catch {
      throw ExitCode(2)
    }
    if comparisons.contains(where: { !$0.isEqual }) { throw ExitCode(1) }
  }

  /// The comparisons of the files that both sides have, and of those that one has with nothing.
  private func compare(_ old: DiffSide, _ new: DiffSide, log: inout DiagnosticLog) -> [Comparison] {
    if !old.isFolder {
      return [comparison(old, old.files[0], new, new.files[0], log: &log)].compactMap(\.self)
    }
    let names = Set((old.files + new.files).map(\.name)).sorted()
    return names.compactMap { name in
      comparison(
        old, old.files.first { $0.name == name }, new, new.files.first { $0.name == name }, log: &log)
    }
  }

  private func comparison(
    _ old: DiffSide, _ oldFile: (name: String, path: String)?, _ new: DiffSide,
    _ newFile: (name: String, path: String)?,
    log: inout DiagnosticLog
  ) -> Comparison? {
    var (oldOptions, newOptions) = (options, options)
    oldOptions.overrides += oldOverrides
    newOptions.overrides += newOverrides
    let left = oldFile.map { old.plan(of: $0, oldOptions, log: &log) } ?? .nothing
    let right = newFile.map { new.plan(of: $0, newOptions, log: &log) } ?? .nothing
    guard let left, let right else { return nil }
    return Comparison(left, right)
  }

  private func text(of comparisons: [Comparison]) -> String {
    switch Format.form(format, ofFileAt: output, usually: .text) {
    case .text: return comparisons.map { $0.text(limit: all ? .max : 40) }.joined(separator: "\n\n")
    case .markdown:
      let share = limit / max(1, comparisons.count)
      return comparisons.map { $0.markdown(limit: share) }.joined(separator: "\n")
    case .json:
      let values = comparisons.map(\.json)
      return JSONText.text(of: values.count == 1 ? values[0] : .array(values), .pretty)
    case .html: return String(ComparisonPage(comparisons).html.dropLast())
    }
  }
}

extension ComparedPlan {
  /// A side that has nothing to compare with.
  static var nothing: ComparedPlan? {
    ComparedPlan(.nothing, from: nil, sizes: CorpusSizes(), label: "nothing")
  }
}
