import Glibc
import Synchronization

extension FileSystem {
  /// Makes the directory at `path` and those above it, as far as they are not there, so that they outlive a power cut.
  package func makeDirectories(_ path: String) throws(FileFailure) {
    if exists(path) { return }
    let parent = parent(of: path)
    if parent != path { try makeDirectories(parent) }
    try makeDirectory(path)
    try synchronizeIfReadable(parent)
  }

  /// The first folder below `root` on the way to `path` that is a link, `path` itself being one if it `isFolder`; `nil`
  /// if none is, or if `path` is not below `root`.
  package func linkedFolder(below root: String, onTheWayTo path: String, isFolder: Bool = false) -> String? {
    guard path.hasPrefix(root + "/") else { return nil }
    let steps = path.dropFirst(root.count + 1).split(separator: "/")
    var folder = root
    for step in isFolder ? steps[...] : steps.dropLast() {
      folder += "/\(step)"
      if isLink(folder) { return folder }
    }
    return nil
  }

  /// Has the entries of the directory at `path` written to the disk, if this user may read it: one that is not the
  /// user's own need not be readable to be written to.
  package func synchronizeIfReadable(_ path: String) throws(FileFailure) {
    do throws(FileFailure) {
      try synchronizeDirectory(path)
    } catch {
      if error.code != EACCES, error.code != EPERM { throw error }
    }
  }

  /// The content of the file at `path`, of at most `limit`; `nil` if there is none.
  package func contentsIfThere(_ path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8]? {
    do throws(FileFailure) {
      return try contents(of: path, upTo: limit)
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// The names of what is in the directory at `path`, in the order of their bytes; none if there is no directory.
  package func namesIfThere(in path: String) throws(FileFailure) -> [String] {
    do throws(FileFailure) {
      return try names(in: path)
    } catch {
      if error.isAbsence { return [] }
      throw error
    }
  }

  /// The number of bytes in the file at `path`; `nil` if there is none.
  package func sizeIfThere(of path: String) throws(FileFailure) -> Int? {
    do throws(FileFailure) {
      return try size(of: path)
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// Renames the file at `source`; `false` if there is none.
  package func renameIfThere(_ source: String, to target: String) throws(FileFailure) -> Bool {
    do throws(FileFailure) {
      try rename(source, to: target)
      return true
    } catch {
      if error.isAbsence { return false }
      throw error
    }
  }

  /// Removes the file at `path`; `false` if there is none.
  package func removeIfThere(_ path: String) throws(FileFailure) -> Bool {
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
  package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}

private let nameCounter = Atomic<Int>(0)

/// A file name that nobody else uses: of this process, and counted.
package func uniqueName() -> String {
  let count = nameCounter.add(1, ordering: .relaxed).newValue
  return "\(getpid())-\(UInt64.random(in: 0...UInt64.max))-\(count)"
}

/// The directory of what is at `path`.
package func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
