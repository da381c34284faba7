import ArgumentParser
import Dispatch
import Execution
import Glibc
import Planning
import Reporting

/// `sharespec run`: from a specification or a saved plan to its table.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a specification or a saved plan and print its results.",
    discussion: """
      Stages whose results are in the store are not run again; a run that was stopped goes on where it was when the \
      same command is given once more. Results are the same for any number of jobs.

      Several runs may share a store, on one machine or on several: each stage is carried out by one of them, and the \
      others wait for it and use its results.

      A saved plan is run exactly as it is, on exactly its data: a file that has changed since is an error.

      Exits with 0 when every stage is done, with 1 when the specification is wrong or a stage failed, and with 130 or \
      143 when it was stopped.

      EXAMPLES
        sharespec run specs/quickstart.yaml
        sharespec run experiment.yaml --data ~/corpora --store /scratch/me
        sharespec run experiment.yaml --set training.epochs=3 --jobs 2
        sharespec run experiment.yaml --format json > results.json
        sharespec run plan.json --data ~/corpora
      """)

  /// How results are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions

  @Option(help: ArgumentHelp("How many stages run at a time. Default: the number of cores.", valueName: "n"))
  var jobs: Int?

  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  @Option(help: "How the results are printed on standard output.")
  var format = Format.text

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
  }

  func run() async throws {
    var pipeline = Pipeline()
    let planned = pipeline.plan(options.source(file), for: .running)
    show(pipeline.log)
    guard let planned else { throw ExitCode(1) }
    let plan = planned.plan.labelledByName
    let stop = StopSwitch()
    let signals = SignalWatch {
      writeToStandardError("stopping; once more stops at once\n")
      stop.turnOn()
    }
    let store: ArtifactStore
    let report: RunReport
    let display = ProgressDisplay.forStandardError()
    do throws(FileFailure) {
      store = try ArtifactStore(at: self.store) { display.observe(.store($0)) }
      let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
      report = try await PlanRunner(
        store: store, jobs: jobs ?? cores, observer: display, stop: stop,
        timedBy: CostModel(sizes: planned.sizes, rates: .standard)
      ).run(plan)
    } catch {
      show(error)
      throw ExitCode(1)
    }
    if report.isInterrupted, let signal = signals.received {
      writeToStandardError("stopped; what is done is kept, and the same command goes on from there\n")
      throw ExitCode(128 + signal)
    }
    let results = ExperimentResults(of: plan, in: store)
    switch format {
    case .text: try writeResult(results.text)
    case .json: try writeResult(results.json)
    }
    for failure in report.failures {
      writeToStandardError("error: stage '\(failure.stage.label)' failed: \(failure.cause)\n")
      if let help = failure.cause.help { writeToStandardError("   = help: \(help)\n") }
    }
    if report.isInterrupted {
      writeToStandardError(
        "the rest was not begun; what is done is kept, and the same command goes on from there\n")
    }
    if !report.failures.isEmpty { throw ExitCode(1) }
  }
}
