import ArgumentParser
import Files
import Inputs
import Planning
import Reporting
import Running
import Store

/// `sharespec status`: what runs over a store, and how far it is.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which processes run over a store, what stages they are at, and how far they are.",
    discussion: """
      A process that was killed is not shown: what counts is a lock that ends with the process. With a specification or \
      a saved plan it is also said how many of its stages are done. Numbers are at most a second old, times left are \
      estimates. Nothing is changed, and runs do not notice.

      EXAMPLES
        sharespec status
        sharespec status experiment.yaml --data ~/corpora --store /scratch/me
        sharespec status experiment.yaml --variant sparse
        sharespec status --format json
        watch sharespec status
      """)

  @Argument(
    help: ArgumentHelp("A specification or a saved plan.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var file: String?

  @OptionGroup var options: SourceOptions
  @OptionGroup var variants: VariantOptions
  @OptionGroup var storeOptions: StoreOptions

  @Option(help: "How the status is printed.")
  var format = TextOrJSON.text

  func validate() throws {
    if file == nil, !variants.names.isEmpty {
      throw ValidationError("--variant needs a specification or a saved plan.")
    }
  }

  func run() throws {
    let store = try storeOptions.inspection()
    let (runs, problems) = try orExit { () throws(FileFailure) in try store.activeRuns() }
    for problem in problems { writeToStandardError("warning: \(problem)\n") }
    let plan = try file.map { try planStatus(of: $0, runs, store) }
    try storeOptions.noteNewerFiles([.record], in: store)
    let stored = try orExit { () throws(FileFailure) in try store.records().count }
    let status = StoreStatus(root: storeOptions.store, runs: runs, stored: stored, plan: plan)
    try writeResult(format.choice(text: status.text(age: secondsSince), json: status.json))
  }

  private func planStatus(of file: String, _ runs: [ActiveRun], _ store: StoreInspection) throws
    -> StoreStatus.PlanStatus
  {
    let plan = try variants.restrict(options.plan(file, for: .planning).plan.labelledByName, in: file)
    let decisions = try orExit { () throws(FileFailure) in try store.decisions(for: plan) }
    let needed = plan.stages.values.filter { decisions[$0.id] != .unneeded }
    let running = Set(runs.flatMap(\.running).map(\.stage))
    return StoreStatus.PlanStatus(
      name: plan.name, needed: needed.count, done: needed.count { decisions[$0.id] == .hit },
      running: needed.filter { running.contains($0.id.description) }.map(\.label))
  }
}
