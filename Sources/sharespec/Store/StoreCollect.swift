import ArgumentParser
import Diagnostics
import Files
import Glibc
import Inputs
import Planning
import Reporting
import Store
import Text

/// `sharespec store gc`: removes what no named experiment reaches.
struct StoreCollect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove everything that the named specifications and plans do not reach.",
    discussion: """
      Kept is every stage of the plans of the files that are named, with what is in them through 'extends', variants and \
      sweeps. Everything else goes: other stages, objects that belong to none, what killed processes left in \
      'temporary/', and checkpoints of stages that are done or not kept. What was put aside as damaged stays unless \
      --damaged is given.

      Data must be at hand, since stages are known by what is in it. While other processes use the store nothing is \
      removed; --wait waits for them.

      Exits with 0, or with 1 when nothing was removed because something is wrong or the store is in use.

      EXAMPLES
        sharespec store gc specs/*.yaml --dry-run
        sharespec store gc experiment.yaml --data ~/corpora --wait
        sharespec store gc plan.json --store /scratch/me
      """)

  @Argument(
    help: ArgumentHelp("The specifications and saved plans whose results are kept.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json", "plan"]))
  var kept: [String]

  @OptionGroup var options: SourceOptions
  @OptionGroup var storeOptions: StoreOptions

  @Flag(help: "Say what would be removed, and remove nothing.")
  var dryRun = false

  @Flag(help: "Wait until no other process uses the store.")
  var wait = false

  @Flag(help: "Remove what was put aside as damaged, too.")
  var damaged = false

  func run() throws {
    _ = try storeOptions.inspection()
    var stages: Set<StageID> = []
    for file in kept { stages.formUnion(try plan(file)) }
    let lock = dryRun ? nil : try takeLock()
    let collection = try orExit { () throws(FileFailure) in
      try StoreCollection(ofStoreAt: storeOptions.store, keeping: stages, includingDamaged: damaged)
    }
    if let lock { try orExit { () throws(FileFailure) in try collection.remove(holding: lock) } }
    try writeResult(text(of: collection))
  }

  /// The stages of a file; one that is wrong, or whose data is missing, ends the command before anything is removed.
  private func plan(_ file: String) throws -> [StageID] {
    do { return try options.plan(file, for: .running).plan.stageIDs } catch is ExitCode {
      throw failure("nothing was removed, since it is not known what '\(file)' needs")
    }
  }

  private func takeLock() throws -> StoreRemovalLock {
    var hasWaited = false
    while true {
      do throws(StoreRemovalRefusal) {
        return try StoreRemovalLock(ofStoreAt: storeOptions.store)
      } catch {
        guard case .inUse = error, wait else { throw refusal(error) }
        if !hasWaited { writeToStandardError("waiting for the processes that use '\(storeOptions.store)'\n") }
        hasWaited = true
        usleep(100_000)
      }
    }
  }

  private func refusal(_ refusal: StoreRemovalRefusal) -> ExitCode {
    switch refusal {
    case .inUse:
      writeToStandardError(
        "error: other processes use the store '\(storeOptions.store)', so nothing was removed\n"
          + "   = help: --wait waits for them\n")
    case .withoutLocks(let failure):
      writeToStandardError(
        "error: \(failure), so that others may be using the store; nothing was removed\n"
          + "   = help: move the store to another file system and clear it there\n")
    case .file(let failure): show(failure)
    }
    return ExitCode(1)
  }

  private func text(of collection: StoreCollection) -> String {
    let paths = dryRun ? collection.paths.map { "would remove \($0)" } : []
    let counts =
      "\(counted(collection.records.count, "stage")), \(counted(collection.objects.count, "object")) and "
      + "\(counted(collection.paths.count - collection.records.count - collection.objects.count, "other file")), "
      + "\(scaled(Double(collection.size), "B"))"
    let newer = collection.newer.isEmpty ? [] : [newerNote(collection)]
    let unreadable = collection.unreadable.map {
      "kept '\($0.path)' and all objects: it cannot be read (\($0.reason)); 'sharespec store verify --repair' puts it aside"
    }
    let summary =
      (dryRun ? "would remove " : "removed ") + counts + "; \(counted(collection.keptRecords, "stage")) "
      + (collection.keptRecords == 1 ? "stays" : "stay")
    return (paths + newer + unreadable + [summary]).joined(separator: "\n")
  }

  /// What stays since a newer release wrote it.
  private func newerNote(_ collection: StoreCollection) -> String {
    "kept \(counted(collection.newer.count, "file")) that a newer release of sharespec wrote"
      + (collection.keepsObjects ? ", and all objects, which they may need" : "")
      + ": \(shortList(collection.newer.map(\.path)))"
  }
}
