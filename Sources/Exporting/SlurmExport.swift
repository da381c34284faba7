import Planning
import Text

/// A workload as jobs for Slurm: a script that submits them, one that each of them is, and a table of their stages.
package struct SlurmExport: Sendable {
  /// What is asked of Slurm beside resources.
  package struct Options: Sendable {
    package var partition: String?
    package var account: String?

    /// Options for `sbatch` as they are.
    package var others: [String]

    /// How many indices an array may have: the cluster's `MaxArraySize`, less one.
    package var arraySize: Int

    /// The most jobs that are submitted.
    package var most: Int

    package init(
      partition: String? = nil, account: String? = nil, others: [String] = [], arraySize: Int = 1000, most: Int = .max
    ) {
      self.partition = partition
      self.account = account
      self.others = others
      self.arraySize = arraySize
      self.most = most
    }
  }

  package let files: [ExportedFile]

  /// How many jobs there are, and in how many arrays.
  package let jobCount: Int
  package let arrayCount: Int

  /// The script that submits the jobs, relative to the directory of the export.
  package static let script = "submit.sh"

  /// How often a job that was stopped has itself started again.
  private static let mostRestarts = 100

  package init(_ workload: Workload, site: ExportSite, options: Options) {
    let arrays = JobArrays(workload, size: options.arraySize, most: options.most).arrays
    let table = Self.table(of: arrays, workload)
    jobCount = arrays.reduce(0) { $0 + $1.stages.count }
    arrayCount = arrays.count
    // Only what jobs need, and under names that tell the contents, so that jobs that wait find theirs when others are
    // added.
    let used = Set(arrays.flatMap(\.stages).map { workload.stages[$0.place].planFile })
    files =
      workload.planFiles.filter { used.contains($0.path) } + [
        table, ExportedFile(path: "job.sh", text: Self.job(site).text),
        ExportedFile(path: Self.script, text: Self.submission(of: arrays, workload, table.path, options).text),
      ]
  }

  /// A line for each job: array, index, stage, file of the plan, and name, with tabs between them.
  private static func table(of arrays: [JobArray], _ workload: Workload) -> ExportedFile {
    var text: TabSeparated = ""
    for (number, array) in arrays.enumerated() {
      for (index, place) in array.stages {
        let item = workload.stages[place]
        text += "\(number)\t\(index)\t\(item.stage.id.description)\t\(item.planFile)\t\(item.name)\n"
      }
    }
    return ExportedFile(path: "stages-\(shortDigest(of: text.text)).tsv", text: text.text)
  }

  /// The script that each job is.
  private static func job(_ site: ExportSite) -> Shell {
    let script = StageScript(site: site)
    return script.heading(
      "A job of an array: job.sh TABLE ARRAY. Slurm starts it, and may start it any number of times.") + """
        row=$(awk -F '\\t' -v "array=$2" -v "number=$SLURM_ARRAY_TASK_ID" \\
          '$1 == array && $2 == number { print $3 "\\t" $4 "\\t" $5; exit }' "$1")
        IFS=$'\\t' read -r stage plan name <<<"$row"
        if [ -z "$stage" ]; then
          echo "error: '$PWD/$1' has no job $SLURM_ARRAY_TASK_ID of array $2" >&2
          exit \(StageExit.failed.rawValue)
        fi
        echo "$(date '+%F %T') $name on $(hostname), job $SLURM_JOB_ID, start ${SLURM_RESTART_COUNT:-0}"
        threads=${SLURM_CPUS_PER_TASK:-1}

        """ + script.body + """
        # Stopped at its time limit, and by nobody who meant it: Slurm puts jobs back by itself that it takes the machine from.
        if [ "$status" = \(StageExit.interrupted.rawValue) ] && [ "${SLURM_RESTART_COUNT:-0}" -lt \(mostRestarts) ] &&
          [ "$(squeue -h -j "$SLURM_JOB_ID" -o %T)" = RUNNING ]; then
          scontrol requeue "$SLURM_JOB_ID" && sleep 60
        fi
        exit "$status"

        """
  }
}

/// The first digits of the digest of `text`.
func shortDigest(of text: String) -> String { Digest(of: Array(text.utf8)).short }
