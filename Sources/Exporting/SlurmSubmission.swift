import Text

extension SlurmExport {
  /// The script that submits `arrays`.
  ///
  /// What waits for nothing is held until everything is submitted, so that no job is gone before another one that waits
  /// for it is known.
  static func submission(
    of arrays: [JobArray], _ workload: Workload, _ table: String, _ options: Options
  ) -> Shell {
    let count = arrays.reduce(0) { $0 + $1.stages.count }
    var text: Shell = """
      #!/bin/bash
      # Submits \(comment: counted(count, "stage")) of '\(comment: workload.name)' to Slurm, in \(comment: counted(arrays.count, "array")).
      #   submit.sh            submits them, and prints the numbers of the jobs
      #   submit.sh --dry-run  prints the commands
      # Written by 'sharespec'. It does no harm to submit anything twice; 'sharespec submit' submits what the store lacks.
      set -euo pipefail
      cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
      dry=${1:-}
      id=() roots=()

      options=(--parsable --nodes=1 --ntasks=1 --requeue --open-mode=append --signal=B:TERM@60 \\
        --output=logs/%A_%a.log\(common(options).map { " \\\n  \($0)" as Shell }.joined()))

      give_up() {
        echo "error: $1; nothing was submitted" >&2
        [ "${#id[@]}" = 0 ] || scancel "${id[@]}"
        exit 1
      }

      # submit ARRAY NAME INDICES MEBIBYTES MINUTES THREADS DEPENDENCY
      submit() {
        local command=(sbatch "${options[@]}" --job-name="$2" --array="$3" --mem="${4}M" --time="$5" \\
          --cpus-per-task="$6")
        if [ -n "$7" ]; then
          command+=(--dependency="$7" --kill-on-invalid-dep=yes)
        else
          command+=(--hold)
        fi
        command+=(job.sh \(table) "$1")
        local number=JOB$1
        if [ -n "$dry" ]; then
          printf '%q ' "${command[@]}"
          echo
        else
          number=$("${command[@]}") || give_up "sbatch refused the jobs '$2'"
          number=${number%%;*}
          echo "$number $2[$3]"
        fi
        id[$1]=$number
        [ -n "$7" ] || roots+=("$number")
      }

      if [ -z "$dry" ]; then
        command -v sbatch >/dev/null || give_up "there is no sbatch here; submit where Slurm's commands are"
        mkdir -p logs
      fi


      """
    for (number, array) in arrays.enumerated() { text += line(number, array) + "\n" }
    text += """

      [ "${#roots[@]}" -gt 0 ] || { echo "nothing to submit" >&2; exit 0; }
      release=(scontrol release "$(IFS=, && echo "${roots[*]}")")
      if [ -n "$dry" ]; then
        echo "${release[*]}"
      else
        "${release[@]}" || give_up "scontrol could not release the first jobs"
      fi

      """
    return text
  }

  /// The options that all jobs have.
  private static func common(_ options: Options) -> [String] {
    [options.partition.map { "--partition=\($0)" }, options.account.map { "--account=\($0)" }].compactMap(\.self)
      + options.others
  }

  /// The call that submits an array.
  private static func line(_ number: Int, _ array: JobArray) -> Shell {
    let resources = array.resources
    let dependencies = array.dependencies.map(dependency).joined(separator: ",")
    return "submit \(number) \(jobName(array.name)) \(ranges(array.stages.map(\.index))) \(resources.mebibytes) "
      + "\(resources.minutes) \(resources.threads) \"\(dependencies)\""
  }

  /// What `sbatch` takes as a dependency; the shell fills in the numbers of jobs.
  private static func dependency(_ dependency: JobArray.Dependency) -> Shell {
    switch dependency {
    case .sameIndex(let array): "aftercorr:${id[\(array)]}"
    case .job(let job): "afterok:${id[\(job.array)]}_\(job.index)"
    }
  }

  /// The name of an array's jobs, as Slurm and a shell take it without quotes.
  private static func jobName(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          switch scalar {
          case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "+": scalar
          default: "_"
          }
        }))
  }

  /// `indices` as Slurm writes them: `0-7,9`.
  static func ranges(_ indices: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for index in indices.sorted() {
      if let last = ranges.last, last.upperBound + 1 == index {
        ranges[ranges.count - 1] = last.lowerBound...index
      } else {
        ranges.append(index...index)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ",")
  }
}
