import Execution
import Files
import Foundation

/// A file system that does most of what it is asked for as another one does.
protocol FileSystemLayer: FileSystem {
  associatedtype Base: FileSystem

  var base: Base { get }
}

extension FileSystemLayer {
  func contents(of path: String) throws(FileFailure) -> [UInt8] { try base.contents(of: path) }
  func exists(_ path: String) -> Bool { base.exists(path) }
  func names(in path: String) throws(FileFailure) -> [String] { try base.names(in: path) }
  func makeDirectory(_ path: String) throws(FileFailure) { try base.makeDirectory(path) }
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { try base.write(bytes, toNew: path) }
  func rename(_ source: String, to target: String) throws(FileFailure) { try base.rename(source, to: target) }
  func synchronizeDirectory(_ path: String) throws(FileFailure) { try base.synchronizeDirectory(path) }
  func remove(_ path: String) throws(FileFailure) { try base.remove(path) }
  func size(of path: String) throws(FileFailure) -> Int { try base.size(of: path) }
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? { try base.lock(path, kind) }
}

/// A file system that is mounted for reading only.
struct ReadOnlyFileSystem: FileSystemLayer {
  let base: MemoryFileSystem

  private func refusal(_ operation: String, _ path: String) -> FileFailure {
    FileFailure(operation, path, code: EROFS, reason: "Read-only file system")
  }

  func makeDirectory(_ path: String) throws(FileFailure) { throw refusal("make the directory", path) }
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { throw refusal("create", path) }
  func rename(_ source: String, to target: String) throws(FileFailure) { throw refusal("put in place", target) }
  func synchronizeDirectory(_ path: String) throws(FileFailure) {}
  func remove(_ path: String) throws(FileFailure) { throw refusal("remove", path) }
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? { throw refusal("lock", path) }
}

/// A file system that has no locks, as some network file systems.
struct LocklessFileSystem: FileSystemLayer {
  let base: MemoryFileSystem

  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    throw FileFailure("lock", path, code: ENOLCK, reason: "No locks available")
  }
}
