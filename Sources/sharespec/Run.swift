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
      Stages whose results are in the store are not run again. A run that was stopped or killed, whatever the moment, \
      goes on when the same command is given once more: stages that train leave a checkpoint at the end of every epoch \
      and once a minute, and results are the same bytes as those of a run that nothing disturbed. Results are also the \
      same for any number of jobs.

      Ctrl-C and SIGTERM stop the stages at their next step, with a checkpoint; a second one ends the run at once.

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

  @Option(
    help: ArgumentHelp(
      "How often a stage that trains leaves a checkpoint within an epoch; 0 for every step.", valueName: "seconds"))
  var checkpointEvery = 60.0

  @Option(help: "How the results are printed on standard output.")
  var format = Format.text

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    guard (0...1e6).contains(checkpointEvery) else {
      throw ValidationError("--checkpoint-every takes a number of seconds, from 0 to 1000000.")
    }
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
        timedBy: CostModel(sizes: planned.sizes, rates: .standard), checkpointInterval: .seconds(checkpointEvery)
      ).run(plan)
    } catch {
      show(error)
      throw ExitCode(1)
    }
    if report.isInterrupted, let signal = signals.received {
      showFailures(of: report)
      writeToStandardError("stopped; what is done is kept. To go on from there:\n  \(ShellCommand.ownCommand)\n")
      throw ExitCode(128 + signal)
    }
    let results = ExperimentResults(of: plan, in: store)
    switch format {
    case .text: try writeResult(results.text)
    case .json: try writeResult(results.json)
    }
    showFailures(of: report)
    if report.isInterrupted {
      writeToStandardError(
        "the rest was not begun; what is done is kept, and the same command goes on from there\n")
    }
    if !report.failures.isEmpty { throw ExitCode(1) }
  }

  private func showFailures(of report: RunReport) {
    for failure in report.failures {
      writeToStandardError("error: stage '\(failure.stage.label)' failed: \(failure.cause)\n")
      if let help = failure.cause.help { writeToStandardError("   = help: \(help)\n") }
    }
  }
}
