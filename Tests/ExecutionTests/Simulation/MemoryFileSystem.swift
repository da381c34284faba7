import Execution
import Files
import Foundation
import Synchronization
import TestSupport

/// A file system in memory that remembers what was done to it, and so what a power cut could have left of it.
///
/// The root and its direct children need not be made.
final class MemoryFileSystem: FileSystem {
  private let state: Mutex<State>

  private struct State {
    var files = FileTree()
    var journal: [Change] = []
    var locks = LockTable()
  }

  init(_ files: FileTree = FileTree()) { state = Mutex(State(files: files)) }

  /// What is there now.
  var files: FileTree { state.withLock { $0.files } }

  /// What was done, in order.
  var journal: [Change] { state.withLock { $0.journal } }

  private func apply(_ changes: [Change], to state: inout State) {
    for change in changes { state.files.apply(change) }
    state.journal += changes
  }

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    let entry = state.withLock { $0.files.entries[path] }
    guard let entry else { throw failure(.read, path, ENOENT) }
    guard case .file(let bytes) = entry else { throw failure(.read, path, EISDIR) }
    guard bytes.count <= limit.bytes else { throw FileFailure(.read, path, .tooLarge(limit)) }
    return bytes
  }

  func exists(_ path: String) -> Bool { state.withLock { $0.files.entries[path] != nil } }

  func names(in path: String) throws(FileFailure) -> [String] {
    guard exists(path) else { throw failure(.list, path, ENOENT) }
    return state.withLock { $0.files.names(in: path) }
  }

  func makeDirectory(_ path: String) throws(FileFailure) {
    guard exists(folder(of: path)) else { throw failure(.makeDirectory, path, ENOENT) }
    state.withLock { if $0.files.entries[path] == nil { apply([.make(path)], to: &$0) } }
  }

  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) {
    guard exists(folder(of: path)) else { throw failure(.create, path, ENOENT) }
    guard !exists(path) else { throw failure(.create, path, EEXIST) }
    state.withLock { apply([.write(path, bytes), .synchronizeFile(path)], to: &$0) }
  }

  /// Writes as a crash or a full disk leaves it: some of the bytes, not synchronised.
  func writePartly(_ bytes: [UInt8], toNew path: String) {
    state.withLock { apply([.write(path, Array(bytes.prefix(bytes.count / 2)))], to: &$0) }
  }

  /// Puts `bytes` at `path`, however that came about.
  func overwrite(_ path: String, _ bytes: [UInt8]) {
    state.withLock { apply([.write(path, bytes), .synchronizeFile(path)], to: &$0) }
  }

  func rename(_ source: String, to target: String) throws(FileFailure) {
    guard exists(source) else { throw failure(.putInPlace, target, ENOENT) }
    guard exists(folder(of: target)) else { throw failure(.putInPlace, target, ENOENT) }
    state.withLock { apply([.rename(source, target)], to: &$0) }
  }

  func synchronizeDirectory(_ path: String) throws(FileFailure) {
    guard exists(path) else { throw failure(.write, path, ENOENT) }
    state.withLock { apply([.synchronizeDirectory(path)], to: &$0) }
  }

  func remove(_ path: String) throws(FileFailure) {
    guard exists(path) else { throw failure(.remove, path, ENOENT) }
    state.withLock { apply([.remove(path)], to: &$0) }
  }

  func size(of path: String) throws(FileFailure) -> Int { try contents(of: path).count }

  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    state.withLock { state in
      guard let number = state.locks.take(path, kind) else { return nil }
      return FileLock { [weak self] in self?.state.withLock { $0.locks.release(path, number) } }
    }
  }

  private func failure(_ operation: FileOperation, _ path: String, _ code: Int32) -> FileFailure {
    FileFailure(operation, path, code: code)
  }
}

/// Files and folders by their paths.
struct FileTree: Equatable {
  enum Entry: Equatable {
    case folder
    case file([UInt8])
  }

  var entries: [String: Entry] = ["/": .folder]

  /// The files under `path` with their contents.
  func files(under path: String) -> [String: [UInt8]] {
    entries.compactMapValues { if case .file(let bytes) = $0 { bytes } else { nil } }
      .filter { $0.key.hasPrefix(path + "/") }
  }

  func names(in path: String) -> [String] {
    entries.keys.filter { $0 != "/" && folder(of: $0) == path }.compactMap {
      $0.split(separator: "/").last.map(String.init)
    }
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  mutating func apply(_ change: Change) {
    switch change {
    case .make(let path): entries[path] = .folder
    case .write(let path, let bytes): entries[path] = .file(bytes)
    case .rename(let source, let target): entries[target] = entries.removeValue(forKey: source)
    case .remove(let path): entries[path] = nil
    case .synchronizeFile, .synchronizeDirectory: break
    }
  }
}

/// Something that was done to a file system.
enum Change {
  case make(String)
  case write(String, [UInt8])
  case rename(String, String)
  case remove(String)
  case synchronizeFile(String)
  case synchronizeDirectory(String)
}

/// Who holds which locks.
private struct LockTable {
  private var holders: [String: [Int: LockKind]] = [:]
  private var count = 0

  mutating func take(_ path: String, _ kind: LockKind) -> Int? {
    let others = holders[path, default: [:]].values
    if kind == .exclusive ? !others.isEmpty : others.contains(.exclusive) { return nil }
    count += 1
    holders[path, default: [:]][count] = kind
    return count
  }

  mutating func release(_ path: String, _ number: Int) { holders[path]?[number] = nil }
}

/// The folder of what is at `path`.
func folder(of path: String) -> String {
  let slash = path.lastIndex(of: "/") ?? path.startIndex
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
