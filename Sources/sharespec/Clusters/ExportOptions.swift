import ArgumentParser
import Diagnostics
import Exporting
import Files
import Glibc
import Inputs
import Planning
import Store

/// What exports of plans have in common: the plan, its store, and how much engines are asked for.
struct ExportOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The specification or the saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String

  @OptionGroup var options: SourceOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var variants: VariantOptions

  @Option(
    help: ArgumentHelp("The directory that results are kept in, which all machines must see.", valueName: "dir"),
    completion: .directory)
  var store = ".sharespec"

  @Option(help: ArgumentHelp("How many cores a stage that trains is given.", valueName: "n"))
  var threads = 1

  @Option(help: ArgumentHelp("How many times the estimated time is asked for.", valueName: "factor"))
  var timeFactor = 3.0

  @Option(help: ArgumentHelp("How many times the estimated memory is asked for.", valueName: "factor"))
  var memoryFactor = 1.5

  @OptionGroup(title: "Budget") var limits: BudgetOptions

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads takes a number of at least 1.") }
    guard (0.1...1000).contains(timeFactor), (0.1...1000).contains(memoryFactor) else {
      throw ValidationError("--time-factor and --memory-factor take numbers from 0.1 to 1000.")
    }
    if store.isEmpty { throw ValidationError("--store takes the path of a directory.") }
  }

  /// What jobs find where they run. Throws the system's reason where there is no working directory.
  var site: ExportSite {
    get throws {
      try orExit { () throws(FileFailure) in
        ExportSite(executable: try canonicalPath("/proc/self/exe"), store: try absolutePath(store))
      }
    }
  }

  /// The plan as a workload, as far as the store lacks it; a command ends with the findings where there is none.
  ///
  /// With `makesStore` the store is made where it is not there. One that cannot be written to ends the command: better
  /// now than in every job.
  func workload(makesStore: Bool) throws -> Workload {
    let planned = try options.plan(file, for: .running, lookingAtData: !data.skipsData)
    let plan = try variants.restrict(planned.plan, in: file)
    let model = CostModel(sizes: planned.sizes, rates: StageTimings(ofStoreAt: store).rates)
    let costs = PlanCosts(of: plan, by: model)
    let missing = try orExit { () throws(FileFailure) in try StoreInspection(at: store).missingStages(of: plan) }
    let findings = limits.findings(
      planned.budget, plan, costs: costs, missing: plan.stageIDs.filter(missing.contains))
    show(findings)
    if findings.hasErrors { throw ExitCode(1) }
    return try orExit { () throws(FileFailure) in
      if !missing.isEmpty, makesStore || access(store, F_OK) == 0 { try ArtifactStore(at: store).checkIsWritable() }
      // Jobs run in other directories than this command. A file that cannot be found keeps its name for their message.
      return Workload(
        plan, missing: missing, costs: costs,
        rules: ResourceRules(threads: threads, timeFactor: timeFactor, memoryFactor: memoryFactor),
        place: { (try? canonicalPath($0.path)) ?? $0.path })
    }
  }
}

/// The options for Slurm.
struct SlurmOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The partition that jobs are for.", valueName: "name"))
  var partition: String?

  @Option(help: ArgumentHelp("The account that jobs are charged to.", valueName: "name"))
  var account: String?

  @Option(
    name: .customLong("sbatch"), parsing: .singleValue,
    help: ArgumentHelp("Another option for sbatch, as in --sbatch=--qos=low. May be repeated.", valueName: "option"))
  var others: [String] = []

  @Option(
    help: ArgumentHelp("The most indices of an array: at most the cluster's MaxArraySize, less one.", valueName: "n"))
  var arraySize = 1000

  @Option(
    help: ArgumentHelp("The most jobs that are submitted at a time; the next call submits others.", valueName: "n"))
  var maxJobs: Int?

  func validate() throws {
    guard arraySize >= 1, maxJobs ?? 1 >= 1 else {
      throw ValidationError("--array-size and --max-jobs take numbers of at least 1.")
    }
  }

  var options: SlurmExport.Options {
    SlurmExport.Options(
      partition: partition, account: account, others: others, arraySize: arraySize, most: maxJobs ?? .max)
  }
}
