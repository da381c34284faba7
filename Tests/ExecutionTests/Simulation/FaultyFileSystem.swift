import Execution
import Files
import Foundation
import Synchronization

/// A file system whose N-th operation fails, and perhaps all after it.
final class FaultyFileSystem: FileSystem {
  private let base: MemoryFileSystem
  private let fault: Fault?
  private let count = Atomic<Int>(0)

  /// What goes wrong.
  struct Fault: Hashable, CustomStringConvertible {
    /// The operation that fails, from 1.
    let place: Int
    let code: Int32

    /// Whether all later ones fail as well.
    let isLasting: Bool

    /// Whether a file that cannot be written is left with some of its bytes.
    var isShort = false

    var description: String {
      "operation \(place)\(isLasting ? " and all after it" : ""): \(isShort ? "short write, " : "")"
        + String(cString: strerror(code))
    }
  }

  init(_ base: MemoryFileSystem, _ fault: Fault?) {
    self.base = base
    self.fault = fault
  }

  /// How many operations were asked for that can fail.
  var operations: Int { count.load(ordering: .relaxed) }

  private func mayFail(_ operation: FileOperation, _ path: String, short: () -> Void = {}) throws(FileFailure) {
    let place = count.add(1, ordering: .relaxed).newValue
    guard let fault, fault.isLasting ? place >= fault.place : place == fault.place else { return }
    if fault.isShort { short() }
    throw FileFailure(operation, path, code: fault.code)
  }

  func exists(_ path: String) -> Bool { base.exists(path) }

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    try mayFail(.read, path)
    return try base.contents(of: path, upTo: limit)
  }

  func names(in path: String) throws(FileFailure) -> [String] {
    try mayFail(.list, path)
    return try base.names(in: path)
  }

  func makeDirectory(_ path: String) throws(FileFailure) {
    try mayFail(.makeDirectory, path)
    try base.makeDirectory(path)
  }

  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) {
    try mayFail(.write, path) { base.writePartly(bytes, toNew: path) }
    try base.write(bytes, toNew: path)
  }

  func rename(_ source: String, to target: String) throws(FileFailure) {
    try mayFail(.putInPlace, target)
    try base.rename(source, to: target)
  }

  func synchronizeDirectory(_ path: String) throws(FileFailure) {
    try mayFail(.write, path)
    try base.synchronizeDirectory(path)
  }

  func remove(_ path: String) throws(FileFailure) {
    try mayFail(.remove, path)
    try base.remove(path)
  }

  func size(of path: String) throws(FileFailure) -> Int {
    try mayFail(.read, path)
    return try base.size(of: path)
  }

  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    try mayFail(.lock, path)
    return try base.lock(path, kind)
  }
}
