import Glibc

/// The file system of this machine.
package struct LocalFileSystem: FileSystem {
  package init() {}

  package func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    let file = try OpenFile(reading: path)
    // Files of the system have no size before they are read.
    guard file.size <= limit.bytes else { throw FileFailure(.read, path, .tooLarge(limit)) }
    guard Double(file.size) <= Self.largestRead else { throw FileFailure(.read, path, .tooLargeForMemory(file.size)) }
    let bytes = try file.beginning(limit.bytes + 1)
    guard bytes.count <= limit.bytes else { throw FileFailure(.read, path, .tooLarge(limit)) }
    return bytes
  }

  /// The most bytes that are read of one file: half of the memory.
  private static let largestRead = MachineMemory.installed / 2

  package func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The first bytes of the file at `path`: `count`, or all if it has no more.
  package func beginning(of path: String, _ count: Int) throws(FileFailure) -> [UInt8] {
    try OpenFile(reading: path).beginning(count)
  }

  package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package func names(in path: String) throws(FileFailure) -> [String] {
    guard let directory = opendir(path) else { throw failure(.list, path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func makeDirectory(_ path: String) throws(FileFailure) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure(.makeDirectory, path) }
  }

  package func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) {
    try write(bytes, toNew: path, keeping: nil)
  }

  /// Makes a file at `path`, where nothing may be, with these bytes: with the permissions and, where the system allows
  /// that, the owner in `attributes`, and, unless it `isTransient`, written to the disk.
  func write(
    _ bytes: [UInt8], toNew path: String, keeping attributes: stat?, isTransient: Bool = false
  ) throws(FileFailure) {
    // Until the permissions are set, nobody else can read it.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, attributes == nil ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw failure(.create, path) }
    do throws(FileFailure) {
      guard writeAll(bytes, to: descriptor) else { throw failure(.write, path) }
      if let attributes { try set(attributes, of: descriptor, path) }
      guard isTransient || fsync(descriptor) == 0 else { throw failure(.write, path) }
    } catch {
      close(descriptor)
      unlink(path)
      throw error
    }
    guard close(descriptor) == 0 else {
      let error = failure(.write, path)
      unlink(path)
      throw error
    }
  }

  private func set(_ attributes: stat, of descriptor: Int32, _ path: String) throws(FileFailure) {
    // Only the superuser may give files away; another user's file is then this user's.
    _ = fchown(descriptor, attributes.st_uid, attributes.st_gid)
    guard fchmod(descriptor, attributes.st_mode & 0o7777) == 0 else { throw failure(.write, path) }
  }

  package func rename(_ source: String, to target: String) throws(FileFailure) {
    guard Glibc.rename(source, target) == 0 else { throw failure(.putInPlace, target) }
  }

  package func synchronizeDirectory(_ path: String) throws(FileFailure) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.write, path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(.write, path) }
  }

  package func remove(_ path: String) throws(FileFailure) {
    guard unlink(path) == 0 || errno == EISDIR && rmdir(path) == 0 else { throw failure(.remove, path) }
  }

  package func size(of path: String) throws(FileFailure) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(.read, path) }
    return Int(status.st_size)
  }

  /// The lock is one of the kernel's (`flock`), so that it ends with the process, however that ends.
  package func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    while true {
      var descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      // Who may only read can share a lock that somebody else has made.
      let refusal = errno
      if descriptor < 0, kind == .shared, [EACCES, EPERM, EROFS].contains(refusal) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      }
      // Where there is no file, the reason is that none can be made.
      guard descriptor >= 0 else { throw failure(.lock, path, errno == ENOENT ? refusal : errno) }
      while flock(descriptor, kind.operation | LOCK_NB) != 0 {
        let code = errno
        if code == EINTR { continue }
        close(descriptor)
        if code == EWOULDBLOCK { return nil }
        throw failure(.lock, path, code)
      }
      // The holder of the lock before may have removed the file; this lock is then on a file that nobody else finds.
      if isFile(descriptor, at: path) { return FileLock { [descriptor] in close(descriptor) } }
      close(descriptor)
    }
  }

  /// Whether the open file is the one at `path`.
  private func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var (held, named) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_dev == named.st_dev
      && held.st_ino == named.st_ino
  }

  /// The failure that `code`, or the last failed call, stands for.
  func failure(_ operation: FileOperation, _ path: String, _ code: Int32 = errno) -> FileFailure {
    FileFailure(operation, path, code: code)
  }
}

extension LockKind {
  /// What `flock` calls it.
  fileprivate var operation: Int32 {
    switch self {
    case .shared: LOCK_SH
    case .exclusive: LOCK_EX
    }
  }
}
