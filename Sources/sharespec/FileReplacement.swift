import Execution
import Files
import Glibc

/// Puts `bytes` in the place of what the file at `path` holds, at once or not at all.
///
/// A link is followed; the file keeps its permissions and, where the system allows that, its owner.
func replaceContent(of path: String, with bytes: [UInt8]) throws(FileFailure) {
  guard let resolved = realpath(path, nil) else { throw failure(path) }
  defer { free(resolved) }
  let target = String(cString: resolved)
  var status = stat()
  // Replacing a file asks only for rights on its directory; whoever took the right to write from it meant it.
  guard stat(target, &status) == 0, access(target, W_OK) == 0 else { throw failure(path) }

  let (folder, name) = divided(target)
  let temporary = "\(folder)/.\(name).\(getpid()).tmp"
  let files = LocalFileSystem()
  // Until the permissions are set, nobody else can read it.
  let mask = umask(0o077)
  defer { umask(mask) }
  try files.write(bytes, toNew: temporary)
  _ = chown(temporary, status.st_uid, status.st_gid)
  do throws(FileFailure) {
    guard chmod(temporary, status.st_mode & 0o7777) == 0 else { throw failure(path) }
    try files.rename(temporary, to: target)
  } catch {
    unlink(temporary)
    throw error
  }
  try files.synchronizeDirectory(folder.isEmpty ? "/" : folder)
}

/// All that standard input holds, up to a little more than a specification may.
func contentsOfStandardInput() throws(FileFailure) -> [UInt8] { try contentsOfStandardInput(upTo: 2 << 20) }

/// All that standard input holds, up to a little more than `most` bytes.
func contentsOfStandardInput(upTo most: Int) throws(FileFailure) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count < most {
    let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else {
      throw FileFailure("read", "<standard input>", code: errno, reason: String(cString: strerror(errno)))
    }
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}

/// The folder and the name that the absolute `path` consists of.
private func divided(_ path: String) -> (folder: String, name: String) {
  let name = path.split(separator: "/").last.map(String.init) ?? ""
  return (String(path.dropLast(name.count + 1)), name)
}

/// The failure to write the file at `path` that the last call tells of.
private func failure(_ path: String) -> FileFailure {
  FileFailure("write", path, code: errno, reason: String(cString: strerror(errno)))
}
