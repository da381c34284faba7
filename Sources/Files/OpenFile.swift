import Glibc

/// A regular file that is open for reading until this value ends.
struct OpenFile: ~Copyable {
  /// The number of bytes that the file has, as the system says.
  let size: Int

  private let path: String
  private let descriptor: Int32

  /// Opens the file at `path`.
  init(reading path: String) throws(FileFailure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileFailure(.read, path, code: errno) }
    var status = stat()
    let refusal: FileFailure? =
      if fstat(descriptor, &status) != 0 {
        FileFailure(.read, path, code: errno)
      } else {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: FileFailure(.read, path, code: EISDIR)
        case _: FileFailure(.read, path, .notRegular)
        }
      }
    if let refusal {
      close(descriptor)
      throw refusal
    }
    size = Int(status.st_size)
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The first `limit` bytes of the file, or all if it is shorter.
  func beginning(_ limit: Int) throws(FileFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(limit, max(size, 4096) + 1))
    var count = 0
    while count < limit {
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: min(bytes.count, limit - count)) }
      let room = bytes.count - count
      let read = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { Glibc.read(descriptor, $0 + count, room) } ?? 0
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw FileFailure(.read, path, code: errno) }
      if read == 0 { break }
      count += read
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
