import ArgumentParser
import Execution
import Files
import Planning
import Running
import Store

/// The options of commands that use trained subnets.
struct SubnetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The variant, or the cell of a sweep; may be left out where there is only one.", valueName: "name"))
  var variant: String?

  @OptionGroup var source: SourceOptions
  @OptionGroup var storeOptions: StoreOptions

  /// The subnets of `tasks`, all of `variant`; a command ends with what to run where they are not in the store.
  func trainedSubnets(
    _ tasks: [String], of variant: PlannedVariant, _ plan: Plan, _ file: String
  ) throws -> [TrainedSubnet] {
    let path = storeOptions.store
    let help = source.runCommand(file, store: path)
    guard try storeOptions.isThere() else {
      throw failure(SubnetFailure.notTrained(variant: variant.name, store: path).description, help: help)
    }
    let store = try orExit { () throws(FileFailure) in try ArtifactStore(at: path) { show($0) } }
    let library = DatasetLibrary()
    return try tasks.map { task in
      do throws(SubnetFailure) {
        return try TrainedSubnet(of: task, in: variant, plan, from: store, library)
      } catch {
        if case .notTrained = error { throw failure("\(error)", help: help) }
        let help = if case .stage(let failure) = error { failure.help } else { String?.none }
        writeToStandardError("\(error.report)\n" + (help.map { "   = help: \($0)\n" } ?? ""))
        throw ExitCode(1)
      }
    }
  }
}

extension PlannedVariant {
  /// Ends the command with a suggestion unless there is a task of this name.
  func checkTask(_ name: String, in file: String) throws {
    let known = tasks.map(\.name)
    if !known.contains(name) { throw unknown("task", name, in: file, among: known) }
  }
}
