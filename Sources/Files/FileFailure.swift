import Glibc

/// What is done with a file; the raw value is the verb in messages.
package enum FileOperation: String, Hashable, Sendable {
  case read, list, find, use, create, write, remove, lock, run
  case writeTo = "write to"
  case makeDirectory = "make the directory"
  case putInPlace = "put in place"
}

/// An operation on a file that failed.
package struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why an operation failed.
  package enum Cause: Hashable, Sendable {
    /// The system refused it with this error number.
    case system(Int32)

    /// The file is a device, a pipe or something else that is not read.
    case notRegular

    /// The file is larger than files of its kind may be.
    case tooLarge(SizeLimit)

    /// The file has this many bytes, which the memory does not hold.
    case tooLargeForMemory(Int)

    /// A folder on the way to the file, this one, is a link.
    case link(String)

    /// The content is not of the form that it should be, for this reason.
    case malformed(String)

    /// A newer release wrote the file, for this reason.
    case newerFormat(String)

    /// The command was stopped while it waited.
    case stopped

    /// A program did not end in so many seconds.
    case timeout(seconds: Int)

    /// Anything else, such as what another program gives as its reason.
    case other(String)
  }

  /// What was attempted.
  package let operation: FileOperation

  package let path: String

  package let cause: Cause

  package init(_ operation: FileOperation, _ path: String, _ cause: Cause) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }

  /// The failure of `operation` on the file at `path`, for which the system gives the error number `code`.
  package init(_ operation: FileOperation, _ path: String, code: Int32) { self.init(operation, path, .system(code)) }

  /// The system's error number; `nil` if it was not the system that refused.
  package var code: Int32? { if case .system(let code) = cause { code } else { nil } }

  package var reason: String {
    switch cause {
    case .system(let code): String(cString: strerror(code))
    case .notRegular: "it is not a regular file"
    case .tooLarge(let limit): "\(limit.subject) has at most \(limit.bytes) bytes, and this file has more"
    case .tooLargeForMemory(let size): "it has \(size) bytes, which is more than half of the memory"
    case .link(let folder): "'\(folder)' is a link, which folders here must not be"
    case .malformed(let reason), .newerFormat(let reason), .other(let reason): reason
    case .stopped: "stopped while waiting"
    case .timeout(let seconds): "it has not ended after \(seconds) seconds"
    }
  }

  package var description: String { "cannot \(operation.rawValue) '\(path)': \(reason)" }

  /// What can be done about it, if there is more to say than that.
  package var help: String? {
    switch cause {
    case .tooLarge, .tooLargeForMemory: "check that this is the right file"
    case .link: "put a folder in its place"
    case .newerFormat: "use a newer release of sharespec, or choose another store with --store"
    case .system(let code): help(for: code)
    case .notRegular, .malformed, .stopped, .timeout, .other: nil
    }
  }

  private func help(for code: Int32) -> String? {
    switch code {
    case ENOSPC, EDQUOT:
      "free space on that disk ('sharespec store gc' removes what no experiment needs), or choose another store with "
        + "--store"
    case EROFS: "the file system is mounted read-only; name another store with --store"
    case EACCES, EPERM: "the permissions of '\(path)', or of the folder that it is in, do not allow that to this user"
    case EMFILE, ENFILE: "too many files are open; raise the limit with 'ulimit -n' or run fewer jobs with --jobs"
    case EFBIG: "the limit on the size of files was met; raise it with 'ulimit -f'"
    case EIO: "the disk or its connection may be failing; check it before continuing"
    default: nil
    }
  }
}

extension FileFailure {
  /// Whether the failure concerns the file itself, and not the state of the system: it is no regular file, may not be
  /// read, or lies on a bad sector.
  package var concernsFile: Bool {
    guard [.read, .list].contains(operation) else { return false }
    switch cause {
    case .notRegular, .tooLarge, .tooLargeForMemory, .link, .malformed: return true
    case .system(let code):
      return [EISDIR, EINVAL, ENXIO, ENODEV, ELOOP, EACCES, EPERM, EIO, EUCLEAN, EBADMSG, ESTALE, EOVERFLOW]
        .contains(code)
    case .newerFormat, .stopped, .timeout, .other: return false
    }
  }

  /// Whether the failure is limited to this path, such as a folder where a file should be.
  package var concernsPath: Bool { isSystem([EISDIR, ENOTDIR, ENOTEMPTY, EEXIST, ELOOP]) }

  /// Whether there is a folder where a file was expected.
  package var isFolder: Bool { isSystem([EISDIR]) }

  /// Whether the failure is one of the disk, or of the connection to it.
  package var isOfDisk: Bool { isSystem([EIO, ESTALE, EUCLEAN]) }

  /// Whether the file system says that it has no locks.
  package var isLackOfLocks: Bool { operation == .lock && isSystem([ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL]) }

  /// Whether the command was stopped while it waited.
  package var isInterruption: Bool { cause == .stopped }

  /// Whether a file was larger than files of its kind may be.
  package var isTooLarge: Bool { if case .tooLarge = cause { true } else { false } }

  /// Whether a program did not end in time.
  package var isTimeout: Bool { if case .timeout = cause { true } else { false } }

  private func isSystem(_ codes: [Int32]) -> Bool { code.map(codes.contains) ?? false }
}
