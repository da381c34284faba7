import Files
import Planning
import Text

/// Facts about data files that were found out before, in a directory of small files.
///
/// Everything in it follows from the content of other files: it may be removed at any time. Failures to read or write
/// it are ignored. A file names its format, `sharespec cache 1`; one of a newer format is neither read nor replaced.
package struct InputCache: Sendable {
  private let directory: String

  /// What tells this program from others, which may find other facts.
  private let program: String

  /// A cache in `directory`, which is made when something is kept; `program` tells this program from others.
  package init(at directory: String, of program: String = "") {
    self.directory = directory
    self.program = program
  }

  /// What is kept under `key`.
  func value<Value: JSONRepresentable>(_ key: Digest) -> Value? {
    guard let json = entry(at: path(key)), json["format"]?.text == Self.format, let value = json["value"] else {
      return nil
    }
    return try? Value(reading: value)
  }

  private static let format = "sharespec cache 1"

  /// The JSON in the file at `path`, if there is some.
  private func entry(at path: String) -> LocatedJSON? {
    (try? LocalFileSystem().contents(of: path, upTo: .cachedFact)).flatMap { try? JSONReader.read($0) }
  }

  /// Keeps `value` under `key`.
  func keep(_ value: some JSONRepresentable, as key: Digest) {
    let path = path(key)
    if let found = entry(at: path)?["format"]?.text, FormatName.isNewer(found, than: Self.format) { return }
    let entry: JSONValue = ["format": .string(Self.format), "value": value.json]
    let files = UncheckedFiles()
    files.makeDirectories(parent(of: path))
    files.replace(
      path, with: JSONText.utf8(of: entry, .compact), by: "\(path).\(UInt64.random(in: 0 ... .max))")
  }

  private func path(_ key: Digest) -> String {
    let name = key.description
    return "\(directory)/\(name.prefix(2))/\(name.dropFirst(2)).json"
  }

  /// The key of a fact of this kind that this program finds about `parts`.
  func key(_ kind: String, _ parts: [[UInt8]]) -> Digest { Self.key(kind, [Array(program.utf8)] + parts) }

  /// The key of a fact of this kind about `parts`, which every program finds.
  private static func key(_ kind: String, _ parts: [[UInt8]]) -> Digest {
    var bytes = Array("\(kind) \(parts.count)\n".utf8)
    for part in parts { bytes += Array("\(part.count)\n".utf8) + part }
    return Digest(of: bytes)
  }
}

// MARK: - Digests

/// The digest of a file while its stamp stays the same.
private struct StampedDigest: JSONRepresentable {
  let stamp: String
  let digest: String

  init(stamp: String, digest: Digest) {
    self.stamp = stamp
    self.digest = digest.description
  }

  init(reading json: LocatedJSON) throws(JSONValueError) {
    stamp = try json.value("stamp")
    digest = try json.value("digest")
  }

  var json: JSONValue { ["stamp": .string(stamp), "digest": .string(digest)] }
}

extension InputCache {
  /// The digest of the file with this stamp, if it is known.
  func digest(_ stamp: FileStamp) -> Digest? {
    guard let known: StampedDigest = value(Self.key("digest", [Array(stamp.path.utf8)])), known.stamp == stamp.text
    else {
      return nil
    }
    return Digest(known.digest)
  }

  /// Keeps the digest of the file with this stamp.
  func keep(_ digest: Digest, for stamp: FileStamp) {
    guard stamp.isSettled else { return }
    keep(StampedDigest(stamp: stamp.text, digest: digest), as: Self.key("digest", [Array(stamp.path.utf8)]))
  }
}
