package import FoundationEssentials
import Glibc

/// Files that only tell people something: they are not synchronised, and failures to write them are ignored.
package enum UncheckedFile {
  /// Adds `bytes` to the end of the file at `path`, which is made if it is not there; gives whether that went well.
  @discardableResult
  package static func append(_ bytes: some Sequence<UInt8>, to path: String) -> Bool {
    let bytes = Array(bytes)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND, 0o666)
    guard descriptor >= 0 else { return false }
    // In one call, so that what several processes add stays apart.
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return close(descriptor) == 0 && count == bytes.count
  }

  /// Replaces what is at `path` by a file with `bytes`, completely or not at all, by way of the file at `temporary`.
  package static func replace(_ path: String, with bytes: [UInt8], by temporary: String) {
    let files = LocalFileSystem()
    do throws(FileFailure) {
      try files.write(bytes, toNew: temporary, keeping: nil, isTransient: true)
      try files.putInPlace(temporary, at: path)
    } catch {
      // The file before stays, and is out of date until the next one.
    }
  }

  /// Makes the directory at `path` and those above it, as far as they are not there.
  package static func makeDirectories(_ path: String) {
    // Where that fails, so does writing into it, which is noticed or ignored there.
    try? LocalFileSystem().makeDirectories(path)
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
