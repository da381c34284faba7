/// A file system in which no folder below a root is a link.
///
/// Folders come from other people, and a link in one leads where its author likes: what would be written, moved or
/// removed below it would be elsewhere. The root itself may be one, which its user has made.
package struct UnlinkedFileSystem: FileSystem {
  private let base: any FileSystem
  private let root: String

  package init(_ base: any FileSystem, below root: String) {
    self.base = base
    self.root = root
  }

  /// Whether no folder on the way from the root to `path` is a link.
  package func leadsStraight(to path: String) -> Bool {
    do throws(FileFailure) {
      try check(path, .write)
      return true
    } catch {
      return false
    }
  }

  /// Throws if a folder on the way from the root to `path` is a link, or `path` itself where that is a folder.
  private func check(_ path: String, _ operation: FileOperation, isFolder: Bool = false) throws(FileFailure) {
    guard path.hasPrefix(root + "/") else { return }
    let steps = path.dropFirst(root.count + 1).split(separator: "/")
    var folder = root
    for step in isFolder ? steps[...] : steps.dropLast() {
      folder += "/\(step)"
      if base.isLink(folder) { throw FileFailure(operation, path, .link(folder)) }
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
