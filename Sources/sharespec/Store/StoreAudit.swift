import ArgumentParser
import Execution
import Files
import FoundationEssentials
import Glibc
import Inputs
import Planning
import Reporting
import Running
import Store
import Text

/// `sharespec store audit`: carries out a sample of stages again and compares bits.
struct StoreAudit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Rerun a random sample of stages and compare bits.",
    discussion: """
      Draws stages of the named specifications and plans whose records are in the store, reruns each on the \
      inputs that the store has, and compares the SHA-256 of every artifact with the record. So it finds scores, masks and \
      weights that somebody replaced together with their checksums, which 'store verify' cannot find.

      Only reads the store, whose inputs must match their digests: a missing or damaged input is reported and not made \
      again. Checkpoints go to a temporary directory, which is removed.

      The sample is a function of the stages and --seed, which is random by default and shown. Do not let the author of \
      the store know the seed in advance.

      If nothing differs, says how many forged stages remain possible; docs/store.md has the formula. Where the record is \
      from another numerics class (processor family, instruction set, C library), bits may differ honestly: such a stage \
      is undecided.

      Exits with 0, with 1 if a stage of the same numerics class differs or a stage cannot be rerun, and with \
      130 or 143 when it was stopped.

      EXAMPLES
        sharespec store audit specs/quickstart.yaml --sample 5%
        sharespec store audit plan.json --sample 20 --seed 7 --store /scratch/me
        sharespec store audit experiment.yaml --data ~/corpora --format json
      """)

  @Argument(
    help: ArgumentHelp("The specifications and saved plans whose stages are sampled.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var audited: [String]

  @OptionGroup var options: SourceOptions
  @OptionGroup var storeOptions: StoreOptions

  @Option(
    help: ArgumentHelp(
      "How many stages are rerun: a share such as 5%, rounded up, or a number.",
      valueName: "size"), transform: readSample)
  var sample: SampleSize = .share(millionthsOfPercent: 5_000_000)

  @Option(help: ArgumentHelp("What the sample is drawn with. Default: a random number.", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("How many stages run at a time. Default: the number of cores.", valueName: "n"))
  var jobs: Int?

  @Option(help: "How the findings are printed.")
  var format = TextOrJSON.text

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number of at least 1.") }
    if let seed, seed < 0 { throw ValidationError("--seed takes a number of at least 0.") }
  }

  func run() async throws {
    ThreadLimit.check()
    let store = try storeOptions.inspection()
    let planned = try audited.map { try options.plan($0, for: .running) }
    let plans = planned.map(\.plan.labelledByName)
    let population = try orExit { () throws(FileFailure) in try AuditPopulation(of: plans, in: store) }
    note(population)
    guard !population.stages.isEmpty else {
      throw failure(
        "cannot audit '\(storeOptions.store)': it has no stage of \(quotedList(audited))",
        help: "name the specification, --set and --data that the store was made with")
    }
    let seed = seed ?? Int(UInt32.random(in: 0...UInt32.max))
    let drawn = population.sample(sample, seed: seed)
    var costs: [StageID: StageCost] = [:]
    for (planned, plan) in zip(planned, plans) {
      costs.merge(PlanCosts(of: plan, by: CostModel(sizes: planned.sizes, rates: .standard)).stages) { first, _ in
        first
      }
    }
    let (report, signal) = try await carryOut(drawn, of: store, costs)
    let names = plans.reduce(into: [StageID: String]()) { names, plan in
      for stage in plan.stages.values where names[stage.id] == nil { names[stage.id] = stage.label }
    }
    let summary = AuditSummary(of: report, population, size: sample, seed: seed, names: names)
    try writeResult(format.choice(text: summary.text, json: summary.json))
    if let signal { throw ExitCode(128 + signal) }
    if report.differentCount + report.failedCount > 0 { throw ExitCode(1) }
  }

  /// Carries the stages out with checkpoints in a temporary directory; gives the signal too that stopped them.
  private func carryOut(
    _ drawn: [AuditedStage], of store: StoreInspection, _ costs: [StageID: StageCost]
  ) async throws -> (AuditReport, Int32?) {
    let voice = try orExit { () throws(FileFailure) in try RunVoice(log: .text, path: nil, isPlain: false) }
    let stop = StopSwitch()
    let signals = SignalWatch(stop: { stop.turnOn() }, last: { voice.display?.end() })
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let scratch = try orExit { () throws(FileFailure) in try ArtifactStore(at: folder.path) }
    let report = await StageAudit(
      of: store, checkpointsIn: scratch, jobs: ThreadLimit.jobs(jobs ?? Machine.coreCount, voice),
      observer: RunObservers(voice.observers), stop: stop, costs: costs, memory: MachineMemory.current.available
    ).run(drawn)
    voice.display?.end()
    return (report, report.isInterrupted ? signals.received : nil)
  }

  /// Says which stages the sample is not drawn from.
  private func note(_ population: AuditPopulation) {
    if population.absentCount > 0 {
      writeToStandardError("note: not sampled: \(counted(population.absentCount, "stage")) without a record\n")
    }
    if !population.unreadable.isEmpty {
      writeToStandardError(
        "warning: not sampled: \(counted(population.unreadable.count, "stage")) with a damaged or newer record: "
          + "\(shortList(population.unreadable))\n")
    }
  }
}

/// The size of a sample that an option's value spells.
@Sendable private func readSample(_ text: String) throws -> SampleSize {
  if let size = SampleSize(text) { return size }
  throw ValidationError(
    "expected a percentage up to 100% or a number of stages of at least 1, as in 5% or 20, found "
      + "'\(text)'.")
}

/// A new directory for temporary files.
private struct ScratchFolder {
  let path: String

  init() throws {
    var template = Array("\(temporaryDirectory)/sharespec-audit-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw failure(
        "cannot make a temporary directory in '\(temporaryDirectory)': \(String(cString: strerror(errno)))",
        help: "name another directory in TMPDIR")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes the directory with all that is in it. One that cannot be removed does no harm.
  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
