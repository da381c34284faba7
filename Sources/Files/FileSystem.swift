import Glibc

/// What a store asks of a file system: few operations, so that a simulated one can fail at any of them.
///
/// Every operation either did what it says or throws; paths are taken as they are.
package protocol FileSystem: Sendable {
  /// The content of the file at `path`.
  ///
  /// Throws: also if the file is larger than `limit`, in which case nothing beyond that is read.
  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8]

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

/// An operation on a file that the system refused.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was attempted, as a verb: "read", "write".
  package let operation: String

  package let path: String

  /// The system's error number.
  package let code: Int32

  /// The system's words for it.
  package let reason: String

  package init(_ operation: String, _ path: String, code: Int32, reason: String) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason
  }

  /// The failure to read the file at `path`, which a newer release wrote.
  package init(newer path: String, reason: String) {
    self.init("read", path, code: EPROTONOSUPPORT, reason: reason)
  }

  /// The failure of an operation on the file at `path` that was waiting when it was asked to stop.
  package init(interrupted operation: String, _ path: String) {
    self.init(operation, path, code: EINTR, reason: "stopped while waiting")
  }

  /// Whether the operation was asked to stop.
  package var isInterruption: Bool { code == EINTR }

  package var description: String { "cannot \(operation) '\(path)': \(reason)" }

  /// What can be done about it, if there is more to say than that.
  package var help: String? {
    switch code {
    case ENOSPC, EDQUOT:
      "free space on that disk ('sharespec store gc' removes what no experiment needs), or choose another store with "
        + "--store"
    case EROFS: "the file system is mounted read-only; name another store with --store"
    case EACCES, EPERM: "the permissions of '\(path)', or of the folder that it is in, do not allow that to this user"
    case EMFILE, ENFILE: "too many files are open; raise the limit with 'ulimit -n' or run fewer jobs with --jobs"
    case EFBIG where isTooLarge: "check that this is the right file"
    case EFBIG: "the limit on the size of files was met; raise it with 'ulimit -f'"
    case EPROTONOSUPPORT: "use a newer release of sharespec, or choose another store with --store"
    case EIO: "the disk or its connection may be failing; check it before continuing"
    default: nil
    }
  }

  /// Whether the failure concerns the file itself, and not the state of the system: it is no regular file, may not be
  /// read, or lies on a bad sector.
  package var concernsFile: Bool {
    let codes = [EISDIR, EINVAL, ENXIO, ENODEV, ELOOP, EACCES, EPERM, EIO, EUCLEAN, EBADMSG, ESTALE, EOVERFLOW, EFBIG]
    return ["read", "list"].contains(operation) && codes.contains(code)
  }

  /// Whether there is a folder where a file was expected.
  package var isFolder: Bool { code == EISDIR }

  /// Whether the failure is one of the disk, or of the connection to it.
  package var isOfDisk: Bool { [EIO, ESTALE, EUCLEAN].contains(code) }

  /// Whether the failure concerns what is at this path, such as a folder where a file should be: other paths may do.
  package var concernsPath: Bool { [EISDIR, ENOTDIR, ENOTEMPTY, EEXIST, ELOOP].contains(code) }

  /// Whether the file system says that it has no locks.
  package var isLackOfLocks: Bool { operation == "lock" && [ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL].contains(code) }
}
