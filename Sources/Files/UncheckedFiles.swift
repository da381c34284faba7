package import FoundationEssentials
import Glibc

/// Files that only tell people something: they are not synchronised, and failures to write them are ignored.
package struct UncheckedFiles: Sendable {
  /// The folder below which no linked folder is gone through; `nil` if files are where the user wants them.
  private let root: String?

  package init(below root: String? = nil) { self.root = root }

  private func isAllowed(_ path: String) -> Bool {
    root.map { LocalFileSystem().linkedFolder(below: $0, onTheWayTo: path) == nil } ?? true
  }

  /// Adds `bytes` to the end of the file at `path`, which is made if it is not there; gives whether that went well.
  ///
  /// Writes to regular files only and follows no link at `path`, so that nobody can have another file written to.
  @discardableResult
  package func append(_ bytes: some Sequence<UInt8>, to path: String) -> Bool {
    append(Array(bytes), to: path, O_WRONLY | O_CREAT, start: [])
  }

  /// Adds `bytes` to the end of the file at `path` if it begins with `start`; gives whether that went well.
  @discardableResult
  package func append(
    _ bytes: some Sequence<UInt8>, to path: String, ifItBeginsWith start: [UInt8]
  ) -> Bool {
    append(Array(bytes), to: path, O_RDWR, start: start)
  }

  private func append(_ bytes: [UInt8], to path: String, _ flags: Int32, start: [UInt8]) -> Bool {
    guard isAllowed(path) else { return false }
    let descriptor = open(path, flags | O_CLOEXEC | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { return false }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, begins(descriptor, with: start) else {
      close(descriptor)
      return false
    }
    // In one call, so that what several processes add stays apart.
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return close(descriptor) == 0 && count == bytes.count
  }

  private func begins(_ descriptor: Int32, with start: [UInt8]) -> Bool {
    // What begins with anything need not be readable.
    if start.isEmpty { return true }
    var found = [UInt8](repeating: 0, count: start.count)
    let count = found.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    return count == start.count && found == start
  }

  /// Makes a file with `bytes` at `path` unless something is there.
  package func make(_ bytes: [UInt8], at path: String) {
    // What is there stays as it is, and so it does where nothing can be written.
    if isAllowed(path) { try? LocalFileSystem().write(bytes, toNew: path, keeping: nil, isTransient: true) }
  }

  /// Replaces what is at `path` by a file with `bytes`, completely or not at all, by way of the file at `temporary`.
  package func replace(_ path: String, with bytes: [UInt8], by temporary: String) {
    guard isAllowed(path), isAllowed(temporary) else { return }
    let files = LocalFileSystem()
    do throws(FileFailure) {
      try files.write(bytes, toNew: temporary, keeping: nil, isTransient: true)
      try files.putInPlace(temporary, at: path)
    } catch {
      // The file before stays, and is out of date until the next one.
    }
  }

  /// Makes the directory at `path` and those above it, as far as they are not there.
  package func makeDirectories(_ path: String) {
    // Where that fails, so does writing into it, which is noticed or ignored there.
    if isAllowed(path) { try? LocalFileSystem().makeDirectories(path) }
  }
}

/// The time now in UTC, as in `2026-11-26T06:00:50.123Z`.
package func timestamp() -> String { timestamp(Date()) }

/// `date` in UTC, as in `2026-11-26T06:00:50.123Z`.
package func timestamp(_ date: Date) -> String {
  date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

/// The seconds between the `timestamp` `text` and now; `nil` if the text is not a timestamp.
package func secondsSince(_ text: String) -> Double? {
  (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))).map {
    Date().timeIntervalSince($0)
  }
}
