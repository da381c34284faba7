import ArgumentParser
import Files
import Planning
import Reporting
import Store
import Text

/// `sharespec store`: what is in a store, whether it is whole, and what of it is still needed.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Look into the store of results, check it, clear it and copy out of it.",
    discussion: """
      Results are kept by the identity of what made them; docs/store.md describes how. Nothing here is needed for runs, \
      which repair and unlock by themselves.

      EXAMPLES
        sharespec store ls
        sharespec store show train.sparse
        sharespec store verify --repair
        sharespec store audit specs/quickstart.yaml --sample 5%
        sharespec store gc specs/*.yaml --dry-run
        sharespec store export sparse --spec specs/quickstart.yaml -o results
      """,
    subcommands: [
      StoreList.self, StoreShow.self, StoreVerify.self, StoreAudit.self, StoreCollect.self, StoreExportCommand.self,
    ])
}

/// The options of all commands on a store.
struct StoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The directory that results are kept in.", valueName: "dir"), completion: .directory)
  var store = ".sharespec"

  /// A look into the store, which must be there.
  func inspection() throws -> StoreInspection {
    guard try isThere() else {
      writeToStandardError("error: there is no store at '\(store)'\n   = help: name its directory with --store\n")
      throw ExitCode(1)
    }
    return StoreInspection(at: store)
  }

  /// Whether there is a store; a command ends with the reason where that cannot be found out.
  func isThere() throws -> Bool {
    try orExit { () throws(FileFailure) in
      do throws(FileFailure) {
        _ = try LocalFileSystem().names(in: "\(store)/stages")
        return true
      } catch {
        if error.isAbsence { return false }
        throw error
      }
    }
  }

  /// Notes the files of `kinds` that a newer release wrote, which a command does not show.
  func noteNewerFiles(_ kinds: [StoreFormat], in store: StoreInspection) throws {
    let newer = try orExit { () throws(FileFailure) in try store.newerFiles(kinds) }
    if newer.isEmpty { return }
    writeToStandardError(
      "note: not shown: \(counted(newer.count, "file")) that a newer release of sharespec wrote: "
        + "\(shortList(newer.map(\.path)))\n")
  }

  /// The stage that `name` leads to; a command ends with the candidates if there is not exactly one.
  func stage(_ name: String, in lookup: StoreLookup) throws -> StageRecord {
    switch lookup.find(name) {
    case .found(let record): return record
    case .ambiguous(let records): throw ambiguous(name, records)
    case .unknown(let records):
      throw failure(
        "no stage in '\(store)' is called '\(name)'", notes: candidates(records),
        help: records.isEmpty ? "'sharespec store ls' lists the stages" : nil)
    }
  }

  /// Says that `name` may mean any of `stages`; gives the code to end with.
  func ambiguous<Stage: NamedStage>(
    _ name: String, _ stages: [Stage], about: (Stage) -> String = { _ in "" }
  ) -> ExitCode {
    failure(
      "\(stages.count) stages in '\(store)' are called something like '\(name)'",
      notes: candidates(stages, about: about))
  }
}

/// The first of `stages`, each with what there is to say `about` it, for those who named one of them by halves.
func candidates<Stage: NamedStage>(_ stages: [Stage], about: (Stage) -> String = { _ in "" }) -> [String] {
  stages.prefix(10).map { "\($0.stage.digest.short)  \($0.label)\(about($0))" }
    + (stages.count > 10 ? ["and \(stages.count - 10) more"] : [])
}

/// What `body` gives; a failure of the file system ends the command with a message.
func orExit<Result>(_ body: () throws(FileFailure) -> Result) throws -> Result {
  do throws(FileFailure) { return try body() } catch {
    show(error)
    throw ExitCode(1)
  }
}
