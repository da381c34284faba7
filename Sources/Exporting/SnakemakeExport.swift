import Planning
import Text

/// A workload as a Snakemake workflow: one rule over a table of stages.
package struct SnakemakeExport: Sendable {
  package let files: [ExportedFile]

  package init(_ workload: Workload, site: ExportSite) {
    files =
      workload.planFiles + [
        ExportedFile(path: "stages.tsv", text: Self.table(of: workload)),
        ExportedFile(path: "stage.sh", text: Self.script(site)),
        ExportedFile(path: "Snakefile", text: Self.workflow(workload.name, site).text),
        ExportedFile(path: "profiles/default/config.yaml", text: Self.profile),
      ]
  }

  /// A line for each stage, with tabs between: identity, file of the plan, resources, the numbers of the lines of those
  /// that it reads from, whether results are read from it, and its name.
  private static func table(of workload: Workload) -> String {
    let results = Set(workload.results)
    var text: TabSeparated = "stage\tplan\tthreads\tmem_mb\truntime\tinputs\tis_result\tname\n"
    for (place, item) in workload.stages.enumerated() {
      let inputs = item.inputs.map(String.init).joined(separator: ",")
      let resources = item.resources
      text +=
        "\(item.stage.id.description)\t\(item.planFile)\t\(resources.threads)\t\(resources.mebibytes)\t\(resources.minutes)\t"
        + "\(inputs)\t\(results.contains(place) ? 1 : 0)\t\(item.name)\n"
    }
    return text.text
  }

  /// The script that each job calls.
  private static func script(_ site: ExportSite) -> String {
    let script = StageScript(site: site)
    return
      (script.heading("Carries out one stage, any number of times: stage.sh PLAN STAGE THREADS.") + """
        cd -- "$(dirname -- "${BASH_SOURCE[0]}")" || exit
        plan=$1 stage=$2 threads=$3

        """ + script.body + """
        exit "$status"

        """).text
  }

  /// The settings that make the workflow go on by itself after anything, which Snakemake finds beside the Snakefile.
  private static let profile = """
    # What was interrupted is done again, and a lock that a killed Snakemake left behind is no obstacle: stages have locks of
    # their own, and may be started any number of times.
    rerun-incomplete: true
    nolock: true
    # What a stage depends on is in its identity; whether it is done is in the store.
    rerun-triggers: [mtime]
    keep-going: true
    retries: 2
    show-failed-logs: true
    # How long files may take to be seen from another machine, in seconds.
    latency-wait: 60

    """

  private static func workflow(_ name: String, _ site: ExportSite) -> Python {
    #"""
    # \#(comment: name)
    # Written by 'sharespec export'. Run it with: snakemake -s Snakefile --cores 4
    # The store is what counts: stages that it holds are not run, and the files in 'done' only tell Snakemake so.
    import os

    workdir: workflow.basedir

    STORE = \#(site.store)


    class Stage:
        """A line of the table."""

        def __init__(self, line):
            fields = line.rstrip("\n").split("\t")
            self.key, self.plan = fields[:2]
            self.threads, self.mem_mb, self.runtime = map(int, fields[2:5])
            self.inputs = [int(number) for number in fields[5].split(",") if number]
            self.is_result = fields[6] == "1"
            self.name = fields[7]


    with open(os.path.join(workflow.basedir, "stages.tsv"), encoding="utf-8") as table:
        next(table)
        TABLE = [Stage(line) for line in table]
    STAGES = {stage.key: stage for stage in TABLE}


    def names(*path):
        """The names in a directory that may not be there, without suffixes."""
        try:
            return {name.partition(".")[0] for name in os.listdir(os.path.join(*path))}
        except FileNotFoundError:
            return set()


    # In this order, so that no mark is taken for one without results that were stored in the meantime.
    MARKED = names(workflow.basedir, "done")
    STORED = {key for folder in names(STORE, "stages") for key in names(STORE, "stages", folder)}
    if workflow.is_main_process:
        for key in (MARKED & STAGES.keys()) - STORED:
            try:
                os.remove(os.path.join(workflow.basedir, "done", key))
            except FileNotFoundError:
                pass


    def marks(stages):
        """What tells that those of the stages are done that the store did not hold at the beginning."""
        return [f"done/{stage.key}" for stage in stages if stage.key not in STORED]


    rule all:
        input:
            marks(stage for stage in TABLE if stage.is_result),


    rule stage:
        input:
            lambda wildcards: marks(TABLE[number] for number in STAGES[wildcards.key].inputs),
        output:
            touch("done/{key}"),
        log:
            "logs/{key}.log",
        wildcard_constraints:
            key="[0-9a-f]{64}",
        params:
            name=lambda wildcards: STAGES[wildcards.key].name,
            plan=lambda wildcards: STAGES[wildcards.key].plan,
        message:
            "{params.name}"
        threads: lambda wildcards: STAGES[wildcards.key].threads
        resources:
            # A stage that was killed for what it took is given more.
            mem_mb=lambda wildcards, attempt: attempt * STAGES[wildcards.key].mem_mb,
            runtime=lambda wildcards, attempt: attempt * STAGES[wildcards.key].runtime,
        shell:
            "bash stage.sh {params.plan} {wildcards.key} {threads} > {log} 2>&1"

    """#
  }
}
