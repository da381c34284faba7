import Glibc
package import Planning
import Synchronization

/// Results of stages, found by the stages' identities; what it gives has been checked against its digest.
///
/// `objects/aa/<sha256>` holds contents, `stages/aa/<identity>.json` holds the record of each stage that is done.
/// Everything is written to `temporary/` first, synchronised, and renamed into place, objects before records, so that
/// nothing half-written has a name that anyone would look for.
package struct ArtifactStore: Sendable {
  package let root: String
  let files: any FileSystem

  /// Opens the store at `root`, making it if it is not there.
  package init(at root: String, files: any FileSystem = LocalFileSystem()) throws(FileFailure) {
    self.root = root
    self.files = files
    try makeDirectories(root)
    for name in ["objects", "stages", "temporary", "damaged"] where !files.exists("\(root)/\(name)") {
      try files.makeDirectory("\(root)/\(name)")
      try files.synchronizeDirectory(root)
    }
  }

  /// The record of a stage that is done and whose artifacts are all there and as they were written.
  ///
  /// A record with a damaged artifact is put aside, so that the stage counts as not done.
  package func verifiedRecord(of stage: Stage) throws(FileFailure) -> StageRecord? {
    guard let record = try record(of: stage.id) else { return nil }
    for artifact in stage.operation.artifacts {
      guard let digest = record.digest(of: artifact), try content(of: digest) != nil else {
        try quarantine(recordPath(stage.id))
        return nil
      }
    }
    return record
  }

  /// Throws if nothing can be written to the store: better now than after a stage has been computed.
  package func checkIsWritable() throws(FileFailure) {
    let path = "\(root)/temporary/\(uniqueName())"
    try files.write([0], toNew: path)
    try files.remove(path)
  }

  /// The content of an artifact of a stage that is done.
  package func read(_ artifact: Artifact, of stage: StageID) throws(StoreError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(FileFailure) {
      bytes = if let digest = try record(of: stage)?.digest(of: artifact) { try content(of: digest) } else { nil }
    } catch {
      throw .file(error)
    }
    guard let bytes else { throw .missing(artifact, stage) }
    return bytes
  }

  /// Stores the artifacts of `stage` and then the record that says that it is done.
  package func commit(_ stage: Stage, _ artifacts: [(Artifact, [UInt8])]) throws(FileFailure) -> StageRecord {
    var records: [StageRecord.ArtifactRecord] = []
    for (artifact, bytes) in artifacts {
      let digest = Digest(of: bytes)
      let path = objectPath(digest)
      // An object that is there may be of a process that did not come to synchronise its directory.
      if try content(of: digest) == nil { try place(bytes, at: path) } else { try synchronizeParents(of: path) }
      records.append(
        StageRecord.ArtifactRecord(name: artifact.rawValue, size: bytes.count, sha256: digest.description))
    }
    let record = StageRecord(of: stage, artifacts: records)
    let path = recordPath(stage.id)
    try place(record.encoded(), at: path)
    return record
  }

  private func record(of stage: StageID) throws(FileFailure) -> StageRecord? {
    let path = recordPath(stage)
    guard let bytes = try contentsIfThere(path) else { return nil }
    guard let record = StageRecord(bytes, of: stage) else {
      try quarantine(path)
      return nil
    }
    return record
  }

  /// The object whose content has this digest; one whose content has not is put aside.
  private func content(of digest: Digest) throws(FileFailure) -> [UInt8]? {
    let path = objectPath(digest)
    guard let bytes = try contentsIfThere(path) else { return nil }
    guard Digest(of: bytes) == digest else {
      try quarantine(path)
      return nil
    }
    return bytes
  }

  /// Puts a damaged file aside; another process may have done so already.
  private func quarantine(_ path: String) throws(FileFailure) {
    do throws(FileFailure) {
      try files.rename(path, to: "\(root)/damaged/\(uniqueName())")
    } catch {
      if error.code != ENOENT { throw error }
    }
  }

  /// The content of the file at `path`; `nil` if there is none.
  private func contentsIfThere(_ path: String) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      return try files.contents(of: path)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }

  /// Puts a file with `bytes` at `path` so that it survives a power cut once this returns.
  private func place(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    let temporary = "\(root)/temporary/\(uniqueName())"
    let directory = parent(of: path)
    if !files.exists(directory) { try files.makeDirectory(directory) }
    try files.write(bytes, toNew: temporary)
    try files.rename(temporary, to: path)
    try synchronizeParents(of: path)
  }

  /// Has the entry of the file at `path` on the disk, and that of its directory, whoever made them.
  private func synchronizeParents(of path: String) throws(FileFailure) {
    try files.synchronizeDirectory(parent(of: path))
    try files.synchronizeDirectory(parent(of: parent(of: path)))
  }

  private func makeDirectories(_ path: String) throws(FileFailure) {
    if files.exists(path) || path.isEmpty { return }
    try makeDirectories(parent(of: path))
    try files.makeDirectory(path)
  }

  private func objectPath(_ digest: Digest) -> String { path("objects", "\(digest)", suffix: "") }
  private func recordPath(_ stage: StageID) -> String { path("stages", "\(stage)", suffix: ".json") }

  private func path(_ kind: String, _ name: String, suffix: String) -> String {
    "\(root)/\(kind)/\(name.prefix(2))/\(name)\(suffix)"
  }

  private func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}

/// Why an artifact cannot be had.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  case file(FileFailure)

  /// It is not in the store, or was damaged and has been put aside; another run makes it again.
  case missing(Artifact, StageID)

  package var description: String {
    switch self {
    case .file(let failure): failure.description
    case .missing(let artifact, let stage):
      "'\(artifact.rawValue)' of stage \(stage.digest.short) is not in the store, or was damaged; run again to make it anew"
    }
  }
}

private let nameCounter = Atomic<Int>(0)

/// A file name that nobody else uses: of this process, and counted.
func uniqueName() -> String {
  let count = nameCounter.add(1, ordering: .relaxed).newValue
  return "\(getpid())-\(UInt64.random(in: 0...UInt64.max))-\(count)"
}
