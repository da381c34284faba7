import ArgumentParser
import Diagnostics
import ExperimentSpec
import Files
import Glibc
import Inputs
import Parallel
import PlanFormat
import Planning
import Reporting
import Store
import Synchronization
import Text

/// `sharespec compile`: many specifications at once, to plans on disk.
struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compile specifications to plans on disk.",
    discussion: """
      Writes for each specification FILE.json, the plan of all its variants, and, under FILE/, a small file for each \
      variant and stages.json, which holds every stage once. The small files refer to it, and FILE.json and all.json, \
      the plan of everything, list other files; each of them is a plan for 'run', 'plan', 'diff', 'export' and the other \
      commands as long as the files stay together. With --full, every file holds its stages itself. A single variant has \
      FILE.json alone, in full.

      Writes only files whose content changes, each atomically. Files of variants that are gone are removed; all other \
      files are left alone. What is written depends on neither --jobs nor the machine. Names of variants that are too \
      long for a file, or that differ from others in case alone, end with ~ and a digest.

      An error in one file does not stop the others. Data may be missing, but plans name it by content: --check needs the \
      same data as the compilation.

      Exits with 0 if every file could be compiled, else with 1; with --check with 2 if plans are missing, out of date, or \
      of variants that are gone.

      EXAMPLES
        sharespec compile specs/*.yaml -o plans
        sharespec compile specs/*.yaml -o plans && sharespec compile specs/*.yaml -o plans --check
        sharespec compile specs/*.yaml -o plans --format text --jobs 4
        sharespec compile experiment.yaml -o plans --set training.epochs=3 --full
        sharespec compile experiment.yaml -o plans && sharespec run plans/experiment/sparse.json
      """)

  @Argument(
    help: ArgumentHelp("The specifications.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup var options: SourceOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The directory to write to.", valueName: "dir"), completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "How many files are compiled or written at a time. Default: the number of cores.", valueName: "n"))
  var jobs: Int?

  @Option(help: "The form of the plans.")
  var format = PlanSpelling.json

  @Flag(help: "Write every plan in full, to be read without other files.")
  var full = false

  @Flag(help: "Write nothing; say which plans are out of date, and exit with 2 if any is.")
  var check = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if output.isEmpty { throw ValidationError("--output takes the path of a directory.") }
    if files.isEmpty { throw ValidationError("There is nothing to compile.") }
  }

  func run() throws {
    let titles = CompiledTitles(of: files)
    let results = compileAll(titles.paths)
    var findings = DiagnosticLog()
    // That data is missing is no news to somebody who compiles many files.
    for finding in results.flatMap(\.log.diagnostics) where finding.severity != .note { findings.record(finding) }
    show(findings)
    let plans = zip(titles.titles, results).compactMap { title, result in
      result.planned.map { (title: title, plan: $0.plan, budget: $0.budget) }
    }
    let tally: CompiledOutput.Tally
    do throws(FileFailure) { tally = try write(plans) } catch {
      show(error)
      throw ExitCode(1)
    }
    let failed = results.count - plans.count
    try tell(plans.map(\.plan), of: results.count, tally)
    if failed > 0 { throw ExitCode(1) }
    if check, !tally.changed.isEmpty || !tally.removed.isEmpty { throw ExitCode(2) }
  }

  /// Writes the files of `plans`, or compares them with what is there.
  private func write(
    _ plans: [(title: String, plan: Plan, budget: Budget?)]
  ) throws(FileFailure) -> CompiledOutput.Tally {
    var writer = CompiledOutput(
      in: output, as: format, jobs: jobs ?? Machine.coreCount, isComparing: check)
    if !check { try LocalFileSystem().makeDirectories(output) }
    var compiled: [CompiledPlan] = []
    for (title, plan, budget) in plans {
      compiled.append(CompiledPlan(plan, budget, title: title, as: format, isFull: full))
      try writer.write(compiled[compiled.count - 1])
    }
    try writer.writeAll(CompiledPlan.all(compiled, as: format, isFull: full))
    return writer.tally
  }

  /// Says what was compiled and written.
  private func tell(_ plans: [Plan], of count: Int, _ tally: CompiledOutput.Tally) throws {
    let stages = plans.count == 1 ? plans[0].stages.count : Set(plans.flatMap(\.stages.keys)).count
    let variants = plans.reduce(0) { $0 + $1.variants.count }
    let shared = plans.reduce(0) { $0 + $1.stages.count } - stages
    let summary =
      "\(plans.count) of \(counted(count, "file")) compiled: \(counted(variants, "variant")), "
      + "\(counted(stages, "stage")), \(shared) more shared between files"
    guard check else {
      list(tally.removed.map { "note: removed '\($0)', which is no longer part of the plans" })
      return try writeResult(
        summary + "\n\(counted(tally.changed.count, "plan file")) written, \(tally.removed.count) removed, "
          + "\(tally.unchanged) unchanged")
    }
    tellProblems(tally)
    let wrong = tally.changed.count + tally.removed.count
    try writeResult(
      summary + "\n"
        + (wrong == 0
          ? "\(counted(tally.total, "plan file")) up to date"
          : "\(counted(wrong, "plan file")) of \(tally.total) out of date"))
  }

  /// Says which files are not as they should be, the first of them by name.
  private func tellProblems(_ tally: CompiledOutput.Tally) {
    let problems =
      tally.changed.map { "'\($0)' is \(tally.missing.contains($0) ? "missing" : "out of date")" }
      + tally.removed.map { "'\($0)' is no longer part of the plans" }
    list(problems.map { "error: \($0)" })
    if !problems.isEmpty {
      writeToStandardError("   = help: compile without --check, and commit what changes\n")
    }
  }

  /// Shows the first of `lines` and how many there are besides.
  private func list(_ lines: [String]) {
    let most = 20
    for line in lines.prefix(most) { writeToStandardError(line + "\n") }
    if lines.count > most { writeToStandardError("   = note: and \(lines.count - most) more\n") }
  }

  /// The result of compiling a file.
  private struct Result {
    let log: DiagnosticLog
    let planned: Pipeline.Planned?
  }

  /// The results of all files, in their order.
  private func compileAll(_ paths: [String]) -> [Result] {
    let sources = paths.map { options.source($0) }
    let width = min(sources.count, jobs ?? Machine.coreCount)
    let progress = CompileProgress(total: sources.count)
    let results = sources.concurrentMap(threads: width) { source in
      var pipeline = Pipeline()
      let planned = pipeline.plan(source, for: .planning)
      progress.finish(source.path)
      return Result(log: pipeline.log, planned: planned)
    }
    progress.end()
    return results
  }
}

extension PlanSpelling: ExpressibleByArgument {}

/// Shows on a terminal how many files are done.
private final class CompileProgress: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(total: Int) { self.total = total }

  func finish(_ path: String) {
    done.withLock { done in
      done += 1
      if isTerminal { drawOnStandardError("\r\u{1B}[K[\(done)/\(total)] \(path.escapedForTerminals)") }
    }
  }

  func end() { if isTerminal { drawOnStandardError("\r\u{1B}[K") } }
}
