import Glibc

extension LocalFileSystem {
  /// How old a change must be, in seconds, for the next one to have another time on any file system.
  private static let settlingTime = 2

  package func stamp(of path: String) -> FileStamp? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    var status = stat()
    guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let times = [status.st_mtim, status.st_ctim]
    let latest = times.map(\.tv_sec).max() ?? 0
    let text = times.map { "\($0.tv_sec).\($0.tv_nsec)" }.joined(separator: " ")
    return FileStamp(
      path: String(cString: real), text: "\(status.st_dev) \(status.st_ino) \(status.st_size) \(text)",
      isSettled: time(nil) - latest >= Self.settlingTime)
  }
}
