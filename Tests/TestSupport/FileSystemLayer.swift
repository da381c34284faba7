package import Files

/// A file system that does most of what it is asked for as another one does.
package protocol FileSystemLayer: FileSystem {
  associatedtype Base: FileSystem

  var base: Base { get }
}

extension FileSystem {
  /// The content of the file at `path`, whatever kind it is of.
  package func contents(of path: String) throws(FileFailure) -> [UInt8] { try contents(of: path, upTo: .artifact) }
}

extension FileSystemLayer {
  package func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    try base.contents(of: path, upTo: limit)
  }
  package func exists(_ path: String) -> Bool { base.exists(path) }
  package func names(in path: String) throws(FileFailure) -> [String] { try base.names(in: path) }
  package func makeDirectory(_ path: String) throws(FileFailure) { try base.makeDirectory(path) }
  package func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { try base.write(bytes, toNew: path) }
  package func rename(_ source: String, to target: String) throws(FileFailure) { try base.rename(source, to: target) }
  package func synchronizeDirectory(_ path: String) throws(FileFailure) { try base.synchronizeDirectory(path) }
  package func remove(_ path: String) throws(FileFailure) { try base.remove(path) }
  package func size(of path: String) throws(FileFailure) -> Int { try base.size(of: path) }
  package func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? { try base.lock(path, kind) }
}
