import ArgumentParser
import Diagnostics
import Exporting
import Files
import Glibc
import Text

/// `sharespec submit`: hands what of a plan is not done to a scheduler.
struct Submit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Submit the stages of a plan that are not in the store to a scheduler.",
    discussion: """
      The scripts are written into a directory, as 'sharespec export' does, and Slurm's 'sbatch' is called for each array \
      of stages that are alike; the numbers of the jobs are printed. What is done is seen in the store and nowhere else: \
      when jobs have failed, were cancelled, or were forgotten by the scheduler, the same command submits what is missing. \
      Jobs that still wait are not known to it: submitting them twice does no harm, but takes places in the queue.

      'sharespec status FILE' shows how far the plan is, 'sharespec logs STAGE' what a stage has said, and 'sharespec run \
      FILE' prints the table when all is done.

      EXAMPLES
        sharespec submit experiment.yaml --data ~/corpora --store /scratch/me
        sharespec submit experiment.yaml --partition long --account nlp --time-factor 5
        sharespec submit experiment.yaml --max-jobs 500
        sharespec submit experiment.yaml --dry-run
      """)

  /// What plans are submitted to.
  enum Engine: String, ExpressibleByArgument, CaseIterable { case slurm }

  @OptionGroup var export: ExportOptions

  @Option(help: "The scheduler.")
  var engine = Engine.slurm

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The directory that scripts are written to and jobs run in.", valueName: "dir"),
    completion: .directory)
  var output = "sharespec-jobs"

  @Flag(help: "Write the scripts and print the commands that would be given.")
  var dryRun = false

  @OptionGroup(title: "For Slurm") var slurm: SlurmOptions

  func validate() throws { if output.isEmpty { throw ValidationError("--output takes the path of a directory.") } }

  func run() throws {
    let workload = try export.workload(makesStore: !dryRun)
    if workload.missingCount == 0 {
      return try writeResult("nothing to submit: all that the results need is in the store")
    }
    let jobs = SlurmExport(workload, site: try export.site, options: slurm.options)
    try write(jobs.files, into: output)
    writeToStandardError(
      "\(jobs.summary) of \(workload.missingCount) that are missing, scripts in '\(output)'\n")
    let script = "\(output)/\(SlurmExport.script)"
    let failure = replaceProcess(with: ["bash", script] + (dryRun ? ["--dry-run"] : []))
    show(failure)
    throw ExitCode(1)
  }

  /// Goes on as another program, found on the path; gives the reason if that is impossible.
  private func replaceProcess(with words: [String]) -> FileFailure {
    var arguments = words.map { strdup($0) } + [nil]
    execvp(words[0], &arguments)
    let code = errno
    for argument in arguments { free(argument) }
    return FileFailure(.run, words[0], code: code)
  }
}

extension SlurmExport {
  /// How many jobs there are.
  var summary: String { "\(counted(jobCount, "job")) in \(counted(arrayCount, "array"))" }
}
