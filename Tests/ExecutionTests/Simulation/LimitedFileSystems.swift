import Execution
import Files
import Foundation
import TestSupport

/// A file system that is mounted for reading only.
struct ReadOnlyFileSystem: FileSystemLayer {
  let base: MemoryFileSystem

  private func refusal(_ operation: FileOperation, _ path: String) -> FileFailure {
    FileFailure(operation, path, code: EROFS)
  }

  func makeDirectory(_ path: String) throws(FileFailure) { throw refusal(.makeDirectory, path) }
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { throw refusal(.create, path) }
  func rename(_ source: String, to target: String) throws(FileFailure) { throw refusal(.putInPlace, target) }
  func synchronizeDirectory(_ path: String) throws(FileFailure) {}
  func remove(_ path: String) throws(FileFailure) { throw refusal(.remove, path) }
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? { throw refusal(.lock, path) }
}

/// A file system that has no locks, as some network file systems.
struct LocklessFileSystem: FileSystemLayer {
  let base: MemoryFileSystem

  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    throw FileFailure(.lock, path, code: ENOLCK)
  }
}
