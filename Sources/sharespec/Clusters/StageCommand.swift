import ArgumentParser

/// `sharespec stage`: single stages of a plan.
struct StageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stage",
    abstract: "Carry out a single stage of a plan, as engines on clusters do.",
    discussion: """
      'sharespec run' carries out whole plans on this machine; 'sharespec export' and 'sharespec submit' hand plans to \
      engines, whose jobs call this command (docs/clusters.md).

      EXAMPLES
        sharespec plan experiment.yaml -o plan.json
        sharespec stage run --plan plan.json --stage vocabulary --store /scratch/me
      """,
    subcommands: [StageRun.self])
}
