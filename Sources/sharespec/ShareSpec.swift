import ArgumentParser
import Store

@main
struct ShareSpec: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sharespec",
    abstract: "Compile and run declarative multi-task experiments.",
    discussion: """
      One YAML file describes datasets, tasks, a base network, how the tasks share its parameters, and the variants to \
      compare. ShareSpec checks it, lowers it to stages, runs those that are not in the store yet, and prints a table.

      EXAMPLES
        sharespec check experiment.yaml
        sharespec plan experiment.yaml --data ~/corpora
        sharespec run experiment.yaml --data ~/corpora --jobs 2
        sharespec run experiment.yaml --set training.epochs=3 --set seed=7
      """,
    version: Release.version,
    subcommands: [
      Run.self, Report.self, Status.self, Logs.self, Check.self, PlanCommand.self, GraphCommand.self, Compile.self,
      Diff.self,
      Explain.self, Render.self, Format.self, Initialize.self, Schema.self, StoreCommand.self, MaskCommand.self,
      Predict.self, WeightsCommand.self, Export.self, Submit.self, StageCommand.self,
    ])
}
