/// A file system that goes through no linked folder below a root: each operation on what is behind one fails.
///
/// Folders come from other people, and a link in one leads where its author likes: what would be written, moved or
/// removed below it would be elsewhere. The root itself may be a link, which its user has made.
package struct UnlinkedFileSystem: FileSystem {
  private let base: any FileSystem
  private let root: String

  package init(_ base: any FileSystem, below root: String) {
    self.base = base
    self.root = root
  }

  private func check(_ path: String, _ operation: FileOperation, isFolder: Bool = false) throws(FileFailure) {
    if let link = base.linkedFolder(below: root, onTheWayTo: path, isFolder: isFolder) {
      throw FileFailure(operation, path, .link(link))
    }
  }

  package func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    try check(path, .read)
    return try base.contents(of: path, upTo: limit)
  }

  package func exists(_ path: String) -> Bool { base.exists(path) }

  package func isLink(_ path: String) -> Bool { base.isLink(path) }

  package func names(in path: String) throws(FileFailure) -> [String] {
    try check(path, .list, isFolder: true)
    return try base.names(in: path)
  }

  package func makeDirectory(_ path: String) throws(FileFailure) {
    try check(path, .makeDirectory, isFolder: true)
    try base.makeDirectory(path)
  }

  package func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) {
    try check(path, .create)
    try base.write(bytes, toNew: path)
  }

  package func rename(_ source: String, to target: String) throws(FileFailure) {
    try check(source, .putInPlace)
    try check(target, .putInPlace)
    try base.rename(source, to: target)
  }

  package func synchronizeDirectory(_ path: String) throws(FileFailure) {
    try check(path, .write, isFolder: true)
    try base.synchronizeDirectory(path)
  }

  package func remove(_ path: String) throws(FileFailure) {
    try check(path, .remove)
    try base.remove(path)
  }

  package func size(of path: String) throws(FileFailure) -> Int {
    try check(path, .read)
    return try base.size(of: path)
  }

  package func stamp(of path: String) -> FileStamp? { base.stamp(of: path) }

  package func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    try check(path, .lock)
    return try base.lock(path, kind)
  }
}
