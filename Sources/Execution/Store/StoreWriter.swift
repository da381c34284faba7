import Glibc
import Planning
import Synchronization

/// Puts files into a store so that they survive a power cut.
struct StoreWriter {
  let layout: StoreLayout
  let files: any FileSystem

  /// Makes the directories of the store as far as they are not there.
  func makeDirectories() throws(FileFailure) {
    try files.makeDirectories(layout.root)
    for name in StoreLayout.directories { try files.makeDirectories("\(layout.root)/\(name)") }
  }

  /// Throws if nothing can be written to the store, whose directories are then sure to outlive a power cut.
  func checkIsWritable() throws(FileFailure) {
    let path = temporaryPath()
    try files.write([0], toNew: path)
    try files.remove(path)
    // Whoever made them may not have come to synchronise them.
    try files.synchronizeDirectory(layout.root)
    try files.synchronizeIfReadable(parent(of: layout.root))
  }

  /// Puts a file with `bytes` at `path` so that it survives a power cut once this returns.
  func place(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    let temporary = temporaryPath()
    let directory = parent(of: path)
    if !files.exists(directory) { try files.makeDirectory(directory) }
    try files.write(bytes, toNew: temporary)
    do throws(FileFailure) {
      try files.rename(temporary, to: path)
    } catch {
      try? files.remove(temporary)
      throw error
    }
    try synchronizeParents(of: path)
  }

  /// Has the entry of the file at `path` on the disk, and that of its directory, whoever made them.
  func synchronizeParents(of path: String) throws(FileFailure) {
    try files.synchronizeDirectory(parent(of: path))
    try files.synchronizeDirectory(parent(of: parent(of: path)))
  }

  private func temporaryPath() -> String { "\(layout.root)/temporary/\(uniqueName())" }
}

extension FileSystem {
  /// Makes the directory at `path` and those above it, as far as they are not there, so that they outlive a power cut.
  package func makeDirectories(_ path: String) throws(FileFailure) {
    if exists(path) { return }
    let parent = parent(of: path)
    if parent != path { try makeDirectories(parent) }
    try makeDirectory(path)
    try synchronizeIfReadable(parent)
  }

  /// Has the entries of the directory at `path` written to the disk, if this user may read it: one that is not the user's
  /// own need not be readable to be written to.
  func synchronizeIfReadable(_ path: String) throws(FileFailure) {
    do throws(FileFailure) {
      try synchronizeDirectory(path)
    } catch {
      if error.code != EACCES, error.code != EPERM { throw error }
    }
  }

  /// The content of the file at `path`; `nil` if there is none.
  func contentsIfThere(_ path: String) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      return try contents(of: path)
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// The names of what is in the directory at `path`, in the order of their bytes; none if there is no directory.
  func namesIfThere(in path: String) throws(FileFailure) -> [String] {
    do throws(FileFailure) {
      return try names(in: path)
    } catch {
      if error.isAbsence { return [] }
      throw error
    }
  }

  /// Renames the file at `source`; `false` if there is none.
  func renameIfThere(_ source: String, to target: String) throws(FileFailure) -> Bool {
    do throws(FileFailure) {
      try rename(source, to: target)
      return true
    } catch {
      if error.isAbsence { return false }
      throw error
    }
  }

  /// Removes the file at `path`; `false` if there is none.
  func removeIfThere(_ path: String) throws(FileFailure) -> Bool {
    do throws(FileFailure) {
      try remove(path)
      return true
    } catch {
      if error.isAbsence { return false }
      throw error
    }
  }
}

extension FileFailure {
  /// Whether what was to be worked on is not there.
  var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}

private let nameCounter = Atomic<Int>(0)

/// A file name that nobody else uses: of this process, and counted.
func uniqueName() -> String {
  let count = nameCounter.add(1, ordering: .relaxed).newValue
  return "\(getpid())-\(UInt64.random(in: 0...UInt64.max))-\(count)"
}
