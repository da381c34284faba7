package import FoundationEssentials
import Glibc

/// Files that only tell people something: they are not synchronised, and one that cannot be written is none.
package enum UncheckedFile {
  /// Adds `bytes` to the end of the file at `path`, which is made if it is not there; gives whether that went well.
  @discardableResult
  package static func append(_ bytes: some Sequence<UInt8>, to path: String) -> Bool {
    write(Array(bytes), to: path, flags: O_APPEND)
  }

  /// Puts a file with `bytes` in the place of whatever is at `path`, at once or not at all.
  package static func replace(_ path: String, with bytes: [UInt8], by temporary: String) {
    guard write(bytes, to: temporary, flags: O_TRUNC) else { return }
    if rename(temporary, path) != 0 { unlink(temporary) }
  }

  /// Makes the directory at `path` and those above it, as far as they are not there.
  package static func makeDirectories(_ path: String) { try? LocalFileSystem().makeDirectories(path) }

  private static func write(_ bytes: [UInt8], to path: String, flags: Int32) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o666)
    guard descriptor >= 0 else { return false }
    // In one call, so that what several processes add stays apart.
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return close(descriptor) == 0 && count == bytes.count
  }
}

/// The time now in UTC, as in `2026-11-26T06:00:50.123Z`.
package func timestamp() -> String { timestamp(Date()) }

/// `date` in UTC, as in `2026-11-26T06:00:50.123Z`.
package func timestamp(_ date: Date) -> String {
  date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

/// The seconds between the `timestamp` `text` and now; `nil` if it is none.
package func secondsSince(_ text: String) -> Double? {
  (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))).map {
    Date().timeIntervalSince($0)
  }
}
