package import Files
import Glibc
package import Planning

/// What of a store nothing needs that is to be kept: the plan of a garbage collection.
package struct StoreCollection: Sendable {
  /// What is removed, in this order, so that no record ever names an object that is gone.
  package let records: [String]
  package let objects: [String]

  /// Files about removed stages and about ended runs, files that were put aside, if that is wanted, and checkpoints of
  /// stages that are done or not kept.
  package let leftovers: [String]

  /// Temporary files left by processes that have ended.
  package let temporary: [String]

  /// How many bytes all of it took when it was found.
  package let size: Int

  /// How many stages that are done stay.
  package let keptRecords: Int

  /// What stays because a newer release wrote it.
  package let newer: [NewerFile]

  /// The records that stay because they cannot be read.
  package let unreadable: [FileFailure]

  /// Whether all objects stay, since records that cannot be read may name any of them.
  package let keepsObjects: Bool

  private let layout: StoreLayout
  private let files: any FileSystem

  /// Finds what in the store at `root` is not needed to keep the results of `stages`.
  package init(
    ofStoreAt root: String, keeping stages: Set<StageID>, includingDamaged: Bool = false,
    files: any FileSystem = LocalFileSystem()
  ) throws(FileFailure) {
    let store = StoreInspection(at: root, files: files)
    let files = store.files
    let layout = store.layout
    newer = try store.newerFiles()
    // What belongs to a stage of which a newer release wrote anything stays as it is.
    let foreign = Set(newer.compactMap { StoreLayout.digest(ofFileAt: $0.path).map(StageID.init) })
    let newerPaths = Set(newer.map(\.path))
    var kept: [StageID: StageRecord] = [:]
    var records: [String] = []
    var unreadable: [FileFailure] = []
    for path in try store.paths(in: "stages") where !newerPaths.contains(path) {
      // A record that has gone meanwhile is treated as a damaged one: its removal then finds nothing to remove.
      let entry = try files.entryIfThere(path, upTo: .record)
      if let record = entry?.value({ StageRecord($0) }), stages.contains(record.stage),
        layout.record(record.stage) == path
      {
        kept[record.stage] = record
      } else if let failure = entry?.failure {
        unreadable.append(failure)
      } else {
        records.append(path)
      }
    }
    let named = Set(kept.values.flatMap(\.artifacts).map { layout.object($0.sha256) })
    keepsObjects = newer.contains { $0.kind == .record } || !unreadable.isEmpty
    objects = keepsObjects ? [] : try store.paths(in: "objects").filter { !named.contains($0) }
    let damaged = includingDamaged ? try files.namesIfThere(in: "\(root)/damaged") : []
    let runs = try files.namesIfThere(in: "\(root)/runs").map { "\(root)/runs/\($0)" }
    leftovers =
      try damaged.map { "\(root)/damaged/\($0)" }
      + Self.unneeded(in: ["provenance", "timings"], store) { kept[$0] != nil || foreign.contains($0) }
      + Self.unneeded(in: ["checkpoints"], store) {
        stages.contains($0) && kept[$0] == nil || foreign.contains($0)
      }
      + Self.unneeded(in: ["logs"], store) { stages.contains($0) || foreign.contains($0) }
      + runs.filter { !newerPaths.contains($0) }
    temporary = try files.namesIfThere(in: "\(root)/temporary").map { "\(root)/temporary/\($0)" }
    self.records = records
    self.unreadable = unreadable
    keptRecords = kept.count
    size = try Self.size(of: records + objects + leftovers + temporary, files)
    self.layout = layout
    self.files = files
  }

  /// How many bytes the files at `paths` take together; what has gone meanwhile, or is no file, takes none.
  private static func size(of paths: [String], _ files: any FileSystem) throws(FileFailure) -> Int {
    var size = 0
    for path in paths {
      do throws(FileFailure) { size += try files.sizeIfThere(of: path) ?? 0 } catch {
        guard error.concernsFile else { throw error }
      }
    }
    return size
  }

  /// The files in the folders of `kinds` whose names begin with a stage that `isNeeded` does not say yes to.
  private static func unneeded(
    in kinds: [String], _ store: StoreInspection, unless isNeeded: (StageID) -> Bool
  ) throws(FileFailure) -> [String] {
    var paths: [String] = []
    for kind in kinds {
      paths += try store.paths(in: kind).filter { path in
        StoreLayout.digest(ofFileAt: path).map { !isNeeded(StageID($0)) } ?? false
      }
    }
    return paths
  }

  /// Everything that is removed, in order.
  package var paths: [String] { records + objects + leftovers + temporary }

  /// Removes what was found. Requires: the store's `StoreRemovalLock` has been held since before it was.
  package func remove(holding lock: StoreRemovalLock) throws(FileFailure) {
    defer { withExtendedLifetime(lock) {} }
    try remove(records)
    // An object may go only once the absence of records that name it is sure to outlive a power cut.
    for folder in Set(records.map(parent)).sorted() { try files.synchronizeDirectory(folder) }
    try remove(objects)
    try remove(leftovers)
    try remove(temporary)
    try removeLocks()
  }

  private func remove(_ paths: [String]) throws(FileFailure) {
    for path in paths { try remove(path) }
  }

  /// Removes what is at `path`. A folder in the place of a file may hold anything, so it is put aside; one that was put
  /// aside before is removed with what is in it.
  private func remove(_ path: String) throws(FileFailure) {
    do throws(FileFailure) { _ = try files.removeIfThere(path) } catch {
      guard error.isFolder || error.code == ENOTEMPTY else { throw error }
      guard path.hasPrefix("\(layout.root)/damaged/") else {
        _ = try files.renameIfThere(path, to: layout.aside(path))
        return
      }
      for name in try files.namesIfThere(in: path) { try remove("\(path)/\(name)") }
      _ = try files.removeIfThere(path)
    }
  }

  /// Removes the locks that killed processes left, which nobody can hold now.
  private func removeLocks() throws(FileFailure) {
    for name in try files.namesIfThere(in: "\(layout.root)/locks")
    where Digest(name) != nil || name.hasPrefix("run-") {
      _ = try files.removeIfThere("\(layout.root)/locks/\(name)")
    }
  }
}

/// The right to remove things from a store, which nobody can use meanwhile.
package struct StoreRemovalLock: Sendable {
  private let lock: FileLock

  /// Takes the right.
  package init(ofStoreAt root: String, files: any FileSystem = LocalFileSystem()) throws(StoreRemovalRefusal) {
    let lock: FileLock?
    do throws(FileFailure) {
      lock = try UnlinkedFileSystem(files, below: root).lock(StoreLayout(root: root).useLock, .exclusive)
    } catch {
      throw error.isLackOfLocks ? .withoutLocks(error) : .file(error)
    }
    guard let lock else { throw .inUse }
    self.lock = lock
  }
}

/// Why nothing may be removed from a store.
package enum StoreRemovalRefusal: Error, Hashable, Sendable {
  /// Other processes use it.
  case inUse

  /// It cannot be known whether others use it.
  case withoutLocks(FileFailure)

  case file(FileFailure)
}
