import Glibc

extension LocalFileSystem {
  /// Puts `bytes` where a user wants them.
  ///
  /// A regular file is replaced at once or not at all, where a link leads; it keeps its permissions and, where the
  /// system allows that, its owner. Into anything else, such as a pipe or a device, the bytes are written.
  package func put(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    do throws(FileFailure) {
      try putUnnamed(bytes, at: path)
    } catch {
      // Users know nothing of temporary files.
      throw FileFailure(.write, path, error.cause)
    }
  }

  /// Puts `bytes` at `path`, whose name was made up, below the folder at `root`, which the user named.
  ///
  /// A link at `path` is replaced, and not followed. Throws: also if a folder between them is a link.
  package func put(_ bytes: [UInt8], at path: String, below root: String) throws(FileFailure) {
    if let link = linkedFolder(below: root, onTheWayTo: path) { throw FileFailure(.write, path, .link(link)) }
    guard isLink(path) else { return try put(bytes, at: path) }
    do throws(FileFailure) { try replace(path, with: bytes, keeping: nil) } catch {
      throw FileFailure(.write, path, error.cause)
    }
  }

  private func putUnnamed(_ bytes: [UInt8], at path: String) throws(FileFailure) {
    var status = stat()
    guard stat(path, &status) == 0 else { return try replace(path, with: bytes, keeping: nil) }
    guard status.st_mode & S_IFMT == S_IFREG else { return try write(bytes, into: path) }
    guard let resolved = realpath(path, nil) else { throw failure(.write, path) }
    defer { free(resolved) }
    guard let target = String(validatingCString: resolved) else {
      throw FileFailure(.write, path, .other("its path without links is not valid UTF-8"))
    }
    // Replacing a file asks only for rights on its directory, but who takes away the right to write a file means it.
    guard access(target, W_OK) == 0 else { throw failure(.write, path) }
    try replace(target, with: bytes, keeping: status)
  }

  /// Puts a file with `bytes` in the place of the file at `path`, with the permissions and the owner in `attributes`.
  private func replace(_ path: String, with bytes: [UInt8], keeping attributes: stat?) throws(FileFailure) {
    let folder = parent(of: path)
    let temporary = "\(folder)/.sharespec-\(uniqueName())"
    try write(bytes, toNew: temporary, keeping: attributes)
    try putInPlace(temporary, at: path)
    try synchronizeIfReadable(folder)
  }

  /// Writes `bytes` into what is at `path`.
  private func write(_ bytes: [UInt8], into path: String) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.write, path) }
    guard writeAll(bytes, to: descriptor) else {
      let failure = failure(.write, path)
      close(descriptor)
      throw failure
    }
    guard close(descriptor) == 0 else { throw failure(.write, path) }
  }
}

/// Writes all of `bytes` to an open file; `false`, with the reason in `errno`, if that fails.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { Glibc.write(descriptor, $0 + written, buffer.count - written) } ?? 0
    }
    if count < 0, errno == EINTR { continue }
    if count <= 0 { return false }
    written += count
  }
  return true
}
