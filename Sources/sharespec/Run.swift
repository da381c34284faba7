import ArgumentParser
import Evidence
import Execution
import Diagnostics
import ExperimentSpec
import Files
import Glibc
import Inputs
import Planning
import Reporting
import Running
import Store
import Text

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

      Checks all data files before training, and stops if one has a mistake. --no-data skips this check.

      A saved plan is run exactly as it is, on exactly its data: a file that has changed since is an error.

      A stage that fails stops what depends on it; the rest is carried out, and the failures are listed at the end with \
      their causes. With --fail-fast the others stop at their next step, with checkpoints. Stages whose chain of further \
      stages takes longest begin first, and as many run at a time as the free memory holds by estimate.

      If the stages to run exceed the specification's budget, or --max-hours, --max-memory or --max-disk, by estimate, \
      nothing runs, and the error names the costliest stages.

      How far things are is shown on standard error: on a terminal in a few lines that are drawn anew, and else, or with \
      --plain, in a line for each stage and epoch. --log-format json writes events for programs instead (docs/events.md); \
      with --log they go to a file, and what people see stays. From elsewhere, 'sharespec status' shows what runs and \
      'sharespec logs' what a stage has said. NO_COLOR is respected.

      Exits with 0 when every stage is done, with 1 when the specification is wrong or a stage failed, and with 130 or \
      143 when it was stopped.

      EXAMPLES
        sharespec run specs/quickstart.yaml
        sharespec run experiment.yaml --data ~/corpora --store /scratch/me
        sharespec run experiment.yaml --set training.epochs=3 --jobs 2
        sharespec run experiment.yaml --format json > results.json
        sharespec run plan.json --data ~/corpora
        sharespec run experiment.yaml --variant sparse --variant hard
        sharespec run experiment.yaml --max-hours 40 --max-memory 8GB --max-disk 20GB
        sharespec run experiment.yaml --log run.jsonl --log-format json --tensorboard curves
      """)

  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("How many stages run at a time. Default: the number of cores.", valueName: "n"))
  var jobs: Int?

  @OptionGroup var place: RunOptions

  @Option(help: "How the results are printed on standard output.")
  var format = TextOrJSON.text

  @OptionGroup var variants: VariantOptions

  @Flag(help: "What a failure means to stages that do not depend on it.")
  var failurePolicy = FailureChoice.keepGoing

  @Flag(help: "Run stages even if they are estimated to need more memory than the machine has.")
  var force = false

  @OptionGroup(title: "Budget") var limits: BudgetOptions

  @OptionGroup(title: "Watching") var watching: WatchingOptions

  /// What a failure means to stages that do not depend on it.
  enum FailureChoice: String, EnumerableFlag {
    case keepGoing, failFast

    var policy: FailurePolicy {
      switch self {
      case .keepGoing: .keepGoing
      case .failFast: .stop
      }
    }

    static func help(for value: Self) -> ArgumentHelp? {
      switch value {
      case .keepGoing: "After a failure, go on with what does not depend on it."
      case .failFast: "After a failure, begin nothing else, and stop what is under way with a checkpoint."
      }
    }
  }

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
  }

  func run() async throws {
    ThreadLimit.check()
    let voice = try orExit { () throws(FileFailure) in try watching.voice() }
    var pipeline = Pipeline()
    let planned = pipeline.plan(options.source(file, lookingAtData: !data.skipsData), for: .running)
    voice.show(pipeline.log)
    guard let planned else { throw ExitCode(1) }
    let whole = planned.plan.labelledByName
    let plan = try selected(whole, voice)
    let model = CostModel(sizes: planned.sizes, rates: .standard)
    let memory = MachineMemory.current
    try checkBudget(planned.budget, plan, planned.sizes, voice)
    try checkMemory(for: plan, model, memory, voice)
    let curves: CurveFiles?
    do throws(FileFailure) { curves = try watching.curves(of: whole) } catch {
      voice.error(error)
      throw ExitCode(1)
    }
    let jobs = ThreadLimit.jobs(jobs ?? Machine.coreCount, voice)
    let stop = StopSwitch()
    let signals = SignalWatch(
      stop: {
        voice.notice("stopping; once more stops at once")
        stop.turnOn()
      }, last: { voice.display?.end() })
    let report: RunReport
    do throws(FileFailure) {
      report = try await voice.telling(curves, ofRunOver: place.store, until: stop) {
        store, observer throws(FileFailure) in
        try await PlanRunner(
          store: store, jobs: jobs, observer: observer, stop: stop, timedBy: model,
          checkpointInterval: .seconds(place.checkpointEvery), memory: memory.available,
          onFailure: failurePolicy.policy
        ).run(plan)
      }
    } catch {
      voice.error(error)
      throw ExitCode(1)
    }
    try finish(report, signal: signals.received, plan, model, voice)
  }

  /// Prints the results and what went wrong.
  private func finish(
    _ report: RunReport, signal: Int32?, _ plan: Plan, _ model: CostModel, _ voice: RunVoice
  ) throws {
    if report.isInterrupted, let signal {
      voice.show(failuresOf: report)
      voice.notice("stopped; what is done is kept. To go on from there:\n  \(Shell.ownCommand.text)")
      throw ExitCode(128 + signal)
    }
    let costs = PlanCosts(of: plan, by: model)
    let results: ExperimentResults
    let rows: ResultRows
    do throws(FileFailure) {
      let store = StoreInspection(at: place.store)
      results = try ExperimentResults(of: plan, in: store)
      rows = try ResultRows(of: plan, results, in: store, costs: costs)
    } catch {
      voice.show(failuresOf: report)
      voice.error(error)
      throw ExitCode(1)
    }
    switch format {
    case .text:
      // A table of dashes would only hide what went wrong.
      if report.failures.isEmpty || results.hasScores { try writeResult(results.text(costs)) }
    case .json: try writeResult(results.json(rows))
    }
    if let warning = results.emptyMaskWarning {
      voice.notice("warning: \(warning)\n   = help: check the mask file, or keep more when pruning")
    }
    voice.show(failuresOf: report)
    if report.isInterrupted {
      voice.notice("the rest was not done; what is done is kept, and the same command goes on from there")
    }
    if !report.failures.isEmpty { throw ExitCode(1) }
  }

  /// What of `plan` the variants that were asked for need.
  private func selected(_ plan: Plan, _ voice: RunVoice) throws -> Plan {
    do throws(UnknownVariant) { return try plan.restricted(toVariantsCalled: variants.names) } catch {
      voice.error(error.message(in: file), help: error.help)
      throw ExitCode(1)
    }
  }

  /// Refuses what goes beyond the budget, as far as it is not done.
  private func checkBudget(_ budget: Budget?, _ plan: Plan, _ sizes: CorpusSizes, _ voice: RunVoice) throws {
    guard let budget = limits.budget(over: budget) else { return }
    let missing = try orExit { () throws(FileFailure) in try StoreInspection(at: place.store).missingStages(of: plan) }
    let model = CostModel(sizes: sizes, rates: StageTimings(ofStoreAt: place.store).rates)
    let findings = limits.findings(
      budget, plan, costs: PlanCosts(of: plan, by: model), missing: plan.stageIDs.filter(missing.contains))
    voice.show(findings)
    if findings.hasErrors { throw ExitCode(1) }
  }

  /// Refuses what the machine has not the memory for, as far as it is not done.
  private func checkMemory(for plan: Plan, _ model: CostModel, _ memory: MachineMemory, _ voice: RunVoice) throws {
    let beyond = model.stages(of: plan, beyond: memory.total)
    if beyond.isEmpty { return }
    let decisions = try orExit { () throws(FileFailure) in try StoreInspection(at: place.store).decisions(for: plan) }
    for (stage, needed) in beyond {
      guard case .miss = decisions[stage.id] else { continue }
      let message =
        "stage '\(stage.label)' needs about \(scaled(needed, "B")) of memory by estimate, and this machine has "
        + scaled(memory.total, "B")
      if force {
        voice.notice("warning: \(message)")
      } else {
        voice.error(
          message, help: "make the network smaller, take a larger machine, or try it all the same with --force")
        throw ExitCode(1)
      }
    }
  }
}
