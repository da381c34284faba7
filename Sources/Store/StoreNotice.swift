package import Files

/// Something about a store that its user should know.
package enum StoreNotice: Hashable, Sendable, CustomStringConvertible {
  /// A file was not what its name says, and has been put aside.
  case damaged(path: String, putAside: String)

  /// A file was not what its name says, and cannot be put aside.
  case damagedInPlace(path: String, FileFailure)

  /// A file could not be read, and has been put aside.
  case unreadable(FileFailure, putAside: String)

  /// A file could not be read, and cannot be put aside.
  case unreadableInPlace(FileFailure, FileFailure)

  /// Somebody removes things from the store; who opens it waits.
  case waitingForRemoval

  /// The file system has no locks.
  case withoutLocks(FileFailure)

  package var description: String {
    switch self {
    case .damaged(let path, let aside):
      "'\(path)' is damaged; it has been put aside as '\(aside)', and what needs it is made again"
    case .damagedInPlace(let path, let failure): "'\(path)' is damaged and stays where it is: \(failure)"
    case .unreadable(let failure, let aside):
      "\(failure); it has been put aside as '\(aside)', and what needs it is made again"
    case .unreadableInPlace(let failure, let obstacle): "\(failure); it stays where it is: \(obstacle)"
    case .waitingForRemoval: "waiting for another process: store gc"
    case .withoutLocks(let failure):
      "\(failure); processes that use this store at the same time may do the same work twice, with the same result"
    }
  }

  /// Whether this reports something that is not as it should be.
  package var isWarning: Bool { self != .waitingForRemoval }
}
