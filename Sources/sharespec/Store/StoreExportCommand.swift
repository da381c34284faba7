import ArgumentParser
import Diagnostics
import Files
import Inputs
import Planning
import Reporting
import Store

/// `sharespec store export`: copies results out of a store.
struct StoreExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy the results of a stage or of a variant out of the store, under readable names.",
    discussion: """
      A stage is called as for 'store show'. With --spec it is a variant of that specification or plan, of which every \
      stage that is done is copied, each into a folder called as in the plan; the name of a swept variant means all of \
      its cells. Beside the artifacts lie record.json and \
      provenance.json; SHA256SUMS is what 'sha256sum --check' takes. Files that were read are called by their last \
      names; --anonymous leaves out hosts and dates as well, for a review that is blind on both sides.

      EXAMPLES
        sharespec store export 3fa9c2d1 -o weights
        sharespec store export sparse --spec specs/quickstart.yaml -o sparse
        sharespec store export sparse --spec experiment.yaml -o for-review --anonymous
      """)

  @Argument(help: ArgumentHelp("The stage, or with --spec the variant.", valueName: "name"))
  var name: String

  @Option(
    help: ArgumentHelp("The specification or plan whose variant is meant.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var spec: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The directory to copy to, which is made and must be empty.", valueName: "dir"),
    completion: .directory)
  var output: String

  @Flag(help: "Leave out hosts and dates.")
  var anonymous = false

  @OptionGroup var options: SourceOptions
  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try storeOptions.inspection()
    let stages = try spec.map { try variantStages(of: $0, store) } ?? [(try singleStage(store), nil)]
    do throws(StoreExportFailure) {
      let count = try StoreExport(from: store, stages, isAnonymous: anonymous).write(to: output)
      writeToStandardError("\(count) files in '\(output)'\n")
    } catch {
      writeToStandardError("error: \(error)\n")
      throw ExitCode(1)
    }
  }

  private func singleStage(_ store: StoreInspection) throws -> StageRecord {
    try storeOptions.noteNewerFiles([.record], in: store)
    return try storeOptions.stage(name, in: StoreLookup(try orExit { () throws(FileFailure) in try store.records() }))
  }

  /// The stages of the variant that are done, with their names in the plan.
  private func variantStages(
    of file: String, _ store: StoreInspection
  ) throws -> [(record: StageRecord, folder: String?)] {
    let plan = try options.plan(file, for: .running).plan
    let variants = try plan.variants(named: [name], in: file)
    let names = StageNames(of: plan)
    let stages = try orExit { () throws(FileFailure) in
      var stages: [(record: StageRecord, folder: String?)] = []
      for id in plan.restricted(to: Set(variants.map(\.name))).stageIDs {
        if let record = try store.record(of: id) { stages.append((record, names[id])) }
      }
      return stages
    }
    if stages.isEmpty {
      throw failure(
        "no stage of the variant '\(name)' is in '\(storeOptions.store)'",
        help: options.runCommand(file, store: storeOptions.store))
    }
    return stages
  }
}
