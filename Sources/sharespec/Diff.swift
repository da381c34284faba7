import ArgumentParser
import Diagnostics
import Evidence
import Files
import Planning
import Reporting
import Store
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

      --results also compares stored scores: the old score, the new score, and their difference with its interval, for \
      every variant and task that both sides have (docs/evidence.md). --fail-on fails on a difference, as in \
      'ner < -0.5': a task, a task and a test set, or 'mean', with a bound in points.

      Exits with 0 when both mean the same, with 1 when they differ, and with 2 when one cannot be compared. With \
      --fail-on, exits with 3 when a condition holds in any variant, with 2 when nothing can be compared, and else with 0.

      EXAMPLES
        sharespec diff old.yaml new.yaml
        sharespec diff HEAD:experiment.yaml experiment.yaml
        sharespec diff main:specs specs --format markdown
        sharespec diff main:specs specs -o comparison.html
        sharespec diff plan.json experiment.yaml
        sharespec diff exp1.yaml exp1.yaml --set-new preset=released-code
        sharespec diff old.yaml experiment.yaml --results --fail-on 'ner < -5' --fail-on 'mean < -5'
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

  @Flag(help: "Also compare stored scores.")
  var results = false

  @Option(
    name: .customLong("fail-on"), parsing: .singleValue,
    help: ArgumentHelp(
      "Fail if this holds for a difference of scores, as in 'ner < -0.5'. May be repeated; implies --results.",
      valueName: "condition"))
  var conditions: [String] = []

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(
    name: .customLong("store-old"),
    help: ArgumentHelp("The store of the old side. Default: that of --store.", valueName: "dir"),
    completion: .directory)
  var oldStore: String?

  @Option(
    name: .customLong("store-new"),
    help: ArgumentHelp("The store of the new side. Default: that of --store.", valueName: "dir"),
    completion: .directory)
  var newStore: String?

  @Flag(help: "Print long lists in full, and the stages one by one.")
  var all = false

  @Option(help: ArgumentHelp("The most characters of Markdown; forges take 65,535.", valueName: "characters"))
  var limit = 60_000

  func validate() throws {
    try Format.refuseUnknownEnding(of: output, unless: format)
    for condition in conditions where ScoreCondition(condition) == nil {
      throw ValidationError(
        "'\(condition.visible)' is not a condition: expected a form such as 'ner < -0.5' or 'mean <= 0'.")
    }
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
    let results = try compareResults(of: comparisons)
    // The status 1 would mean that the sides differ.
    do {
      let text = text(of: comparisons, results)
      if let output {
        let read = sides.0.diskPaths + sides.1.diskPaths + comparisons.flatMap(\.fileNames)
        try writeOutput(Array("\(text)\n".utf8), to: output, madeFrom: read)
      } else {
        try writeResult(text)
      }
    } catch {
      throw ExitCode(2)
    }
    if !conditions.isEmpty { return try check(results) }
    if comparisons.contains(where: { !$0.isEqual }) { throw ExitCode(1) }
  }

  /// How scores differ, for each comparison; nothing if that was not asked for.
  private func compareResults(of comparisons: [Comparison]) throws -> [ResultsDifference] {
    if !results, conditions.isEmpty { return [] }
    let stores = (old: StoreInspection(at: oldStore ?? store), new: StoreInspection(at: newStore ?? store))
    do throws(FileFailure) {
      var found: [ResultsDifference] = []
      for comparison in comparisons { found.append(try comparison.results(in: stores.old, stores.new)) }
      return found
    } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(2)
    }
  }

  /// Ends the command if a difference is one of those that must not be, or if there is none to judge by.
  private func check(_ results: [ResultsDifference]) throws {
    var failures: [String] = []
    for condition in conditions.compactMap({ ScoreCondition($0) }) {
      let differences = results.flatMap { condition.differences(in: $0) }
      if differences.isEmpty {
        writeToStandardError(
          "error: no variant has scores of '\(condition.column.visible)' on both sides\n"
            + "   = help: run both, or name a task, a task and a test set, or 'mean'\n")
        throw ExitCode(2)
      }
      for (row, difference) in differences where condition.holds(of: difference) {
        failures.append(
          "error: '\(condition.column.visible)' of '\(row.visible)' differs by \(signed(difference)), which is "
            + "\(condition.order.rawValue) \(condition.bound)\n")
      }
    }
    if failures.isEmpty { return }
    writeToStandardError(failures.joined())
    throw ExitCode(3)
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

  private func text(of comparisons: [Comparison], _ results: [ResultsDifference]) -> String {
    /// The result of the comparison number `index`, as `form` shows it, if results are compared.
    func added<Value>(_ index: Int, _ form: (ResultsDifference) -> Value) -> [Value] {
      results.isEmpty ? [] : [form(results[index])]
    }
    let numbered = comparisons.enumerated()
    switch Format.form(format, ofFileAt: output, usually: .text) {
    case .text:
      return numbered.flatMap { [$1.text(limit: all ? .max : 40)] + added($0, \.text) }.joined(separator: "\n\n")
    case .markdown:
      let share = limit / max(1, comparisons.count)
      return numbered.flatMap { [$1.markdown(limit: share)] + added($0, \.markdown) }.joined(separator: "\n")
    case .json:
      let values = numbered.map { $1.json(with: added($0) { $0 }.first) }
      return JSONText.text(of: values.count == 1 ? values[0] : .array(values), .pretty)
    case .html: return String(ComparisonPage(comparisons, results: results).html.dropLast())
    }
  }
}

extension ComparedPlan {
  /// A side that has nothing to compare with.
  static var nothing: ComparedPlan? {
    ComparedPlan(.nothing, from: nil, sizes: CorpusSizes(), label: "nothing")
  }
}
