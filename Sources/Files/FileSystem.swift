/// What a store asks of a file system: few operations, so that a simulated one can fail at any of them.
///
/// Every operation either did what it says or throws; paths are taken as they are.
package protocol FileSystem: Sendable {
  /// The content of the file at `path`.
  ///
  /// Throws: also if the file is larger than `limit`, in which case nothing beyond that is read.
  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8]

  /// Whether there is a symbolic link at `path`.
  func isLink(_ path: String) -> Bool

  /// Whether anything is at `path`.
  func exists(_ path: String) -> Bool

  /// The names of what is in the directory at `path`, in the order of their bytes.
  func names(in path: String) throws(FileFailure) -> [String]

  /// Makes the directory at `path`, whose parent is there; does nothing if it exists.
  func makeDirectory(_ path: String) throws(FileFailure)

  /// Makes a file at `path`, where nothing may be, with these bytes, and has them written to the disk.
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure)

  /// Puts the file at `source` in the place of whatever is at `target`, at once or not at all.
  func rename(_ source: String, to target: String) throws(FileFailure)

  /// Has the entries of the directory at `path` written to the disk.
  func synchronizeDirectory(_ path: String) throws(FileFailure)

  /// Removes the file or the empty folder at `path`.
  func remove(_ path: String) throws(FileFailure)

  /// The number of bytes in the file at `path`.
  func size(of path: String) throws(FileFailure) -> Int

  /// The stamp of the file at `path`; `nil` if there is no file, or the file system has no stamps.
  func stamp(of path: String) -> FileStamp?

  /// Locks the file at `path`, which is made if it is not there, until the result is released or the process ends;
  /// `nil` if another lock excludes this one.
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock?
}

/// A mark of a file's content that changes whenever the content does: which file is at a path, its size and its times.
package struct FileStamp: Hashable, Sendable {
  /// The file's path without links.
  package let path: String

  /// Everything else as a text.
  package let text: String

  /// Whether the file was changed long enough ago for any later change to show.
  package let isSettled: Bool

  package init(path: String, text: String, isSettled: Bool) {
    self.path = path
    self.text = text
    self.isSettled = isSettled
  }
}

extension FileSystem {
  package func stamp(of path: String) -> FileStamp? { nil }

  package func isLink(_ path: String) -> Bool { false }
}

/// What a lock excludes.
package enum LockKind: Hashable, Sendable {
  /// Exclusive locks.
  case shared

  /// All other locks.
  case exclusive
}

/// A lock on a file, held until this is let go of.
package final class FileLock: Sendable {
  private let release: @Sendable () -> Void

  /// A lock that `release` gives up.
  package init(release: @escaping @Sendable () -> Void) { self.release = release }

  deinit { release() }
}
