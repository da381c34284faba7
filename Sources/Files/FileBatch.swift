import Glibc

/// Files that are written into one folder together: each is replaced at once or not at all, and all of them survive a
/// power cut once `finish` returns, for which the disk is waited for once and not file by file.
package struct FileBatch: Sendable {
  private let folder: String

  /// The folder that files are written to before they are put in place.
  private let temporary: String

  private let files = LocalFileSystem()

  /// A batch in `folder`, which is there.
  package init(in folder: String) throws(FileFailure) {
    self.folder = folder
    temporary = "\(folder)/.sharespec-\(uniqueName())"
    try files.makeDirectory(temporary)
  }

  /// Prepares the file called `name`; several threads may do so with files of different names.
  package func add(_ bytes: [UInt8], as name: String) throws(FileFailure) {
    let path = "\(folder)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0 else {
      return try files.write(bytes, toNew: "\(temporary)/\(name)", keeping: nil, isTransient: true)
    }
    // What is no regular file keeps being that, but for a link, which could lead anywhere.
    guard status.st_mode & S_IFMT == S_IFREG else { return try files.put(bytes, at: path, below: folder) }
    guard access(path, W_OK) == 0 else { throw files.failure(.write, path) }
    try files.write(bytes, toNew: "\(temporary)/\(name)", keeping: status, isTransient: true)
  }

  /// Puts all files in place.
  package func finish() throws(FileFailure) {
    let names = try files.names(in: temporary)
    // One sync of all file systems is faster than one for each file.
    if !names.isEmpty { sync() }
    for name in names { try files.rename("\(temporary)/\(name)", to: "\(folder)/\(name)") }
    rmdir(temporary)
    if !names.isEmpty { try files.synchronizeIfReadable(folder) }
  }

  /// Removes what has been prepared.
  package func discard() {
    // Files that stay are removed with those of other processes that ended early.
    Self.remove(temporary)
  }

  /// Removes what batches in `folder` left there whose processes have ended.
  package static func removeLeftovers(in folder: String) throws(FileFailure) {
    for name in try LocalFileSystem().namesIfThere(in: folder) where name.hasPrefix(".sharespec-") {
      let number = name.dropFirst(".sharespec-".count).prefix { $0 != "-" }
      guard let process = pid_t(number), kill(process, 0) != 0, errno == ESRCH else { continue }
      remove("\(folder)/\(name)")
    }
  }

  /// Removes the folder at `path` and the files in it, or the file there, as far as that is possible.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    let files = LocalFileSystem()
    for name in (try? files.names(in: path)) ?? [] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
