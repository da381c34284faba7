package import Files
import Glibc
package import Planning

/// Results of stages, found by the stages' identities; what it gives has been checked against its digest.
///
/// `docs/store.md` describes the layout. Everything is written to `temporary/` first, synchronised, and renamed into
/// place, objects before records, so that nothing half-written has a name that anyone would look for. As long as this
/// value, or a copy of it, is there, nobody removes anything from the store.
package struct ArtifactStore: StoreReading {
  package let layout: StoreLayout
  package let files: any FileSystem
  private let notify: @Sendable (StoreNotice) -> Void

  /// The shared lock that keeps those away who would remove things; `nil` where that cannot be had.
  private let use: FileLock?

  /// Why nothing can be written, if that is so.
  private let obstacle: FileFailure?

  package var root: String { layout.root }

  /// Opens the store at `root`, making it if it is not there. One that cannot be written to is opened for reading.
  ///
  /// `notify` receives damage and waiting, from any thread. `isStopped` ends the wait for a process that removes things
  /// from the store; the failure is then that of an interrupted call.
  package init(
    at root: String, files: any FileSystem = LocalFileSystem(),
    notify: @escaping @Sendable (StoreNotice) -> Void = { _ in }, isStopped: () -> Bool = { false }
  ) throws(FileFailure) {
    layout = StoreLayout(root: root)
    let files = UnlinkedFileSystem(files, below: root)
    self.files = files
    self.notify = notify
    // One that may not be looked into is not a store without records.
    _ = try files.namesIfThere(in: layout.records)
    do throws(FileFailure) {
      let writer = StoreWriter(layout: layout, files: files)
      try writer.makeDirectories()
      use = try Self.locked(layout, files, isStopped, notify)
      obstacle = nil
    } catch {
      guard files.exists(layout.records), !error.isInterruption else { throw error }
      use = nil
      obstacle = error
    }
  }

  /// The lock of those who use a store; `nil` where the file system has none.
  private static func locked(
    _ layout: StoreLayout, _ files: any FileSystem, _ isStopped: () -> Bool, _ notify: (StoreNotice) -> Void
  ) throws(FileFailure) -> FileLock? {
    var hasWaited = false
    do throws(FileFailure) {
      while true {
        if let lock = try files.lock(layout.useLock, .shared) { return lock }
        if !hasWaited { notify(.waitingForRemoval) }
        hasWaited = true
        if isStopped() { throw FileFailure(.lock, layout.useLock, .stopped) }
        usleep(50_000)
      }
    } catch {
      guard error.isLackOfLocks else { throw error }
      notify(.withoutLocks(error))
      return nil
    }
  }

  // MARK: Reading

  /// Puts the damaged file at `path` aside, unless another process has put it right meanwhile.
  ///
  /// Throws: also `failure`, if it is one of the disk and no other file can be read either. Nothing is moved then.
  package func handleDamage<Value>(
    at path: String, _ failure: FileFailure?, unless value: ([UInt8]) -> Value?
  ) throws(FileFailure) -> DamageOutcome<Value> {
    if let failure, failure.isOfDisk, !StoreWriter(layout: layout, files: files).readsWhatItWrites() { throw failure }
    let aside = layout.aside(path)
    do throws(FileFailure) {
      guard try files.renameIfThere(path, to: aside) else { return .stays }
    } catch {
      // It is not believed all the same, and what is made again takes its place.
      notify(failure.map { .unreadableInPlace($0, error) } ?? .damagedInPlace(path: path, error))
      return .stays
    }
    if let value = try files.entryIfThere(aside, upTo: .artifact)?.value(value) {
      try files.rename(aside, to: path)
      return .healed(value)
    }
    notify(failure.map { .unreadable($0, putAside: aside) } ?? .damaged(path: path, putAside: aside))
    return .putAside
  }

  // MARK: Writing

  /// Throws if nothing can be written to the store: better now than after a stage has been computed.
  package func checkIsWritable() throws(FileFailure) {
    if let obstacle { throw obstacle }
    try StoreWriter(layout: layout, files: files).checkIsWritable()
  }

  /// The right to carry out a stage, which ends with the claim or with the process; `nil` while another process has it.
  package func claim(_ stage: StageID) throws(FileFailure) -> StageClaim? {
    let path = layout.lock(stage)
    do throws(FileFailure) {
      return try files.lock(path, .exclusive).map { StageClaim($0, path: path, files) }
    } catch {
      // Opening the store gave notice of it.
      if error.isLackOfLocks { return StageClaim(nil, path: path, files) }
      throw error
    }
  }

  /// Stores the artifacts of `stage` and how they came about, and then the record that says that it is done.
  package func commit(
    _ stage: Stage, _ artifacts: [(Artifact, [UInt8])], _ circumstances: Provenance.Circumstances
  ) throws(FileFailure) -> StageRecord {
    let writer = StoreWriter(layout: layout, files: files)
    var records: [StageRecord.ArtifactRecord] = []
    for (artifact, bytes) in artifacts {
      let digest = Digest(of: bytes)
      let path = layout.object(digest)
      // An object that is there may be of a process that did not come to synchronise its directory.
      if try content(of: digest, size: bytes.count) == nil {
        try writer.place(bytes, at: path)
      } else {
        try writer.synchronizeParents(of: path)
      }
      records.append(StageRecord.ArtifactRecord(name: artifact.rawValue, size: bytes.count, sha256: digest))
    }
    let record = StageRecord(of: stage, artifacts: records)
    let bytes = record.encoded()
    let provenance = Provenance(stage.id, record: Digest(of: bytes), circumstances)
    try writer.place(provenance.encoded(), at: layout.provenance(stage.id))
    try writer.place(bytes, at: layout.record(stage.id))
    return record
  }
}

/// The right to carry out a stage, held until this is let go of.
package final class StageClaim: Sendable {
  private let lock: FileLock?
  private let path: String
  private let files: any FileSystem

  init(_ lock: FileLock?, path: String, _ files: any FileSystem) {
    self.lock = lock
    self.path = path
    self.files = files
  }

  deinit {
    // While the lock is held nobody else holds one on this file; a process that waits for it makes another. A file that
    // cannot be removed stays without a lock on it, and the next claim takes it.
    if lock != nil { try? files.remove(path) }
  }
}

/// Why an artifact cannot be had.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  case file(FileFailure)

  /// It is not in the store, or was damaged and has been put aside.
  case missing(Artifact, StageID)

  package var description: String {
    switch self {
    case .file(let failure): failure.description
    case .missing(let artifact, let stage):
      "'\(artifact.rawValue)' of stage \(stage.digest.short) is missing from the store, or was damaged; run again to "
        + "restore it"
    }
  }
}
