import ArgumentParser
import Diagnostics
import Exporting
import Text

/// `sharespec export`: a plan as a workflow or as jobs for an engine.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a plan as a Snakemake workflow or as jobs for Slurm, to be run on other machines.",
    discussion: """
      Into the directory go the scripts, a table of the stages, and the plan in parts that jobs read. Each job calls \
      'sharespec stage run' for one stage, with the program and the store at their absolute paths, so that both and the \
      data must be in a file system that all machines see. Results are those of 'sharespec run', byte for byte, and \
      stages that are in the store are not run again. Threads, memory and time come from the cost model, with the factors \
      below; docs/clusters.md tells the rest.

      Snakemake runs the workflow on this machine, and by its plugins on Slurm, Kubernetes and others. For Slurm, \
      'submit.sh' submits what the store lacks at the time of the export; 'sharespec submit' does both at once.

      EXAMPLES
        sharespec export experiment.yaml --to snakemake -o workflow --data ~/corpora --store /scratch/me
        snakemake -s workflow/Snakefile --cores 8
        sharespec export experiment.yaml --to slurm -o jobs --partition short --sbatch=--qos=low
        jobs/submit.sh --dry-run
      """)

  /// What a plan is written for.
  enum Target: String, ExpressibleByArgument, CaseIterable { case snakemake, slurm }

  @OptionGroup var export: ExportOptions

  @Option(name: .customLong("to"), help: "The engine.")
  var target: Target

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The directory to write to, which is made.", valueName: "dir"), completion: .directory)
  var output: String

  @OptionGroup(title: "For Slurm") var slurm: SlurmOptions

  func validate() throws { if output.isEmpty { throw ValidationError("--output takes the path of a directory.") } }

  func run() throws {
    let workload = try export.workload(makesStore: false)
    let counts = "\(counted(workload.stages.count, "stage")), \(workload.missingCount) of them not in the store"
    switch target {
    case .snakemake:
      try write(SnakemakeExport(workload, site: export.site).files, into: output)
      let command = Shell.command(["snakemake", "-s", "\(output)/Snakefile", "--cores", "all"])
      try writeResult("\(counts); run them with: \(command.text)")
    case .slurm:
      let jobs = SlurmExport(workload, site: try export.site, options: slurm.options)
      try write(jobs.files, into: output)
      let command = Shell("\(output)/\(SlurmExport.script)")
      try writeResult("\(counts); submit \(jobs.summary) with: \(command.text)")
    }
  }
}
