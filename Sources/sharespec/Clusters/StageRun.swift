import ArgumentParser
import Execution
import Diagnostics
import Exporting
import Files
import Glibc
import Planning
import Reporting
import Running
import Store
import Text

/// `sharespec stage run`: one stage, whose inputs are in the store.
struct StageRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out one stage of a saved plan, unless its results are in the store.",
    discussion: """
      The command may be given any number of times, also at the same time on several machines: a stage that is done is not \
      rerun, and one that another process is at is waited for. Results are those of 'sharespec run', byte for \
      byte. A stage is called by the beginning of its identity, by its name, or by a part of its name that no other has.

      SIGTERM and Ctrl-C stop the stage at its next step, with a checkpoint where it trains; the same command goes on from \
      there. SIGTERM may come more than once.

      EXITS WITH
         0  The results are in the store.
         1  The stage failed, and would fail again; or the command is wrong.
        66  Results of a stage that it needs are not in the store.
        75  It was stopped before it was done.
      Whatever kills the process, such as a lack of memory, does no harm: the same command goes on from the last checkpoint.

      EXAMPLES
        sharespec plan experiment.yaml -o plan.json
        sharespec stage run --plan plan.json --stage vocabulary --store /scratch/me
        sharespec stage run --plan plan.json --stage 3fa9c2d1 --store /scratch/me --threads 4
      """)

  @Option(
    help: ArgumentHelp("The saved plan.", valueName: "file"), completion: .file(extensions: ["json", "plan"]))
  var plan: String

  @Option(help: ArgumentHelp("The beginning of the stage's identity, or its name.", valueName: "stage"))
  var stage: String

  @OptionGroup var place: RunOptions

  @Option(
    help: ArgumentHelp(
      "Where files are looked up that are not beside the plan. Default: $SHARESPEC_DATA, else data.", valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("How many threads a stage that trains has; they change no result.", valueName: "n"))
  var threads = 1

  @OptionGroup(title: "Watching") var watching: WatchingOptions

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads takes a number of at least 1.") }
  }

  func run() async throws {
    ThreadLimit.check()
    // From here on, so that whatever is asked to stop while it reads its plan has a checkpoint to stop with.
    let stop = StopSwitch()
    let signals = SignalWatch(mayRepeat: true, stop: { stop.turnOn() })
    defer { withExtendedLifetime(signals) {} }
    let voice = try orExit { () throws(FileFailure) in try watching.voice() }
    // What is done needs no plan, which may be long.
    if let id = Digest(stage).map(StageID.init), try isDone(id, voice) {
      return voice.notice("stage \(id.digest.short) is in the store")
    }
    let (plan, stage, sizes) = try wanted(voice)
    if try isDone(stage.id, voice) { return voice.notice("stage '\(stage.label)' is in the store") }
    try checkInputs(of: stage, in: plan, voice)
    let model = CostModel(sizes: sizes, rates: .standard)
    warnOfMemory(for: stage, model, voice)
    let report = try await carryOut(stage, of: plan, model, stop, voice)
    try finish(report, stage, voice)
  }

  /// Whether the results of a stage are in the store and as they were written.
  private func isDone(_ stage: StageID, _ voice: RunVoice) throws -> Bool {
    let inspection = StoreInspection(at: place.store)
    return try orFail(voice) { () throws(FileFailure) in
      guard let record = try inspection.record(of: stage) else { return false }
      return try inspection.isWhole(record)
    }
  }

  /// The plan as far as the stage needs it, the stage, and the sizes of the data that it reads.
  private func wanted(_ voice: RunVoice) throws -> (plan: Plan, stage: Stage, sizes: CorpusSizes) {
    var pipeline = Pipeline()
    let source = Pipeline.Source(path: self.plan, overrides: [], dataRoot: data ?? SourceOptions.usualDataRoot)
    guard let saved = pipeline.savedPlan(source) else { throw failed(pipeline, voice) }
    // Stages keep the names that the file gives them, which may be those of a larger plan.
    let plan = saved.plan
    guard let stage = try plan.stage(called: self.stage, in: self.plan, voice),
      let sizes = pipeline.sizes(readBy: stage, of: saved)
    else { throw failed(pipeline, voice) }
    voice.show(pipeline.log)
    return (plan.upTo(stage.id), stage, sizes)
  }

  private func failed(_ pipeline: Pipeline, _ voice: RunVoice) -> ExitCode {
    voice.show(pipeline.log)
    return ExitCode(StageExit.failed)
  }

  /// Ends the command if a stage that `stage` reads from has never been carried out.
  private func checkInputs(of stage: Stage, in plan: Plan, _ voice: RunVoice) throws {
    let inspection = StoreInspection(at: place.store)
    let missing = try orFail(voice) { () throws(FileFailure) in
      var missing: [String] = []
      for input in plan.dependencies(of: stage.id) where try inspection.record(of: input) == nil {
        missing.append(plan.stages[input]?.label ?? input.description)
      }
      return missing
    }
    if missing.isEmpty { return }
    voice.error(
      "stage '\(stage.label)' needs \(quotedList(missing)), which \(missing.count == 1 ? "is" : "are") not in "
        + "the store '\(place.store)'", help: "carry out what it needs first")
    throw ExitCode(StageExit.missingInputs)
  }

  /// Tells of a machine that seems too small; whoever chose it may know better.
  private func warnOfMemory(for stage: Stage, _ model: CostModel, _ voice: RunVoice) {
    let memory = MachineMemory.current.total
    guard let needed = model.cost(of: stage.operation).memory, needed > memory else { return }
    voice.notice(
      "warning: stage '\(stage.label)' needs about \(scaled(needed, "B")) of memory by estimate, and there are "
        + "\(scaled(memory, "B")) here")
  }

  /// Runs the stage and, as any run does, stages before it whose results have been damaged.
  private func carryOut(
    _ stage: Stage, of plan: Plan, _ model: CostModel, _ stop: StopSwitch, _ voice: RunVoice
  ) async throws -> RunReport {
    let curves = try orFail(voice) { () throws(FileFailure) in try watching.curves(of: plan) }
    do throws(FileFailure) {
      return try await voice.telling(curves, ofRunOver: place.store, until: stop) {
        store, observer throws(FileFailure) in
        try await PlanRunner(
          store: store, jobs: threads, observer: observer, stop: stop, timedBy: model,
          checkpointInterval: .seconds(place.checkpointEvery)
        ).run(plan, for: [stage.id])
      }
    } catch {
      voice.error(error)
      throw ExitCode(StageExit.failed)
    }
  }

  private func finish(_ report: RunReport, _ stage: Stage, _ voice: RunVoice) throws {
    voice.show(failuresOf: report)
    let lacksInputs = report.failures.contains { if case .store(.missing) = $0.cause { true } else { false } }
    if lacksInputs { throw ExitCode(StageExit.missingInputs) }
    if !report.failures.isEmpty { throw ExitCode(StageExit.failed) }
    if report.isInterrupted {
      voice.notice("stage '\(stage.label)' was stopped; the same command goes on from there")
      throw ExitCode(StageExit.interrupted)
    }
  }

  /// What `body` gives; a failure of the file system is one of the stage.
  private func orFail<Result>(_ voice: RunVoice, _ body: () throws(FileFailure) -> Result) throws -> Result {
    do throws(FileFailure) { return try body() } catch {
      voice.error(error)
      throw ExitCode(StageExit.failed)
    }
  }
}

extension ExitCode {
  init(_ exit: StageExit) { self.init(exit.rawValue) }
}

/// A stage of a plan, as people call it.
private struct PlannedStage: NamedStage {
  let stage: StageID
  let label: String
}

extension Plan {
  /// The stage that `name` leads to; a command ends with the candidates if there is not exactly one.
  fileprivate func stage(called name: String, in file: String, _ voice: RunVoice) throws -> Stage? {
    let match = stages.values.map { PlannedStage(stage: $0.id, label: $0.label) }.stage(called: name)
    switch match {
    case .found(let found): return stages[found.stage]
    case .ambiguous(let several):
      voice.error(
        "\(several.count) stages of '\(file)' are called something like '\(name)'", notes: candidates(several))
    case .unknown(let similar):
      voice.error("no stage of '\(file)' is called '\(name)'", notes: candidates(similar))
    }
    throw ExitCode(StageExit.failed)
  }
}
