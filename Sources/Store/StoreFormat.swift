package import Files
import Text

/// A kind of file in a store that names its format: `sharespec record 3`.
///
/// `docs/store.md` lists which formats this release reads. Whatever changes in later formats, files keep their paths,
/// JSON keeps the member `format`, sealed JSON its last member `checksum`, and safetensors the metadata `format` and
/// `sha256`: by these a release knows that a file is newer than itself, and not damaged.
package enum StoreFormat: String, CaseIterable, Sendable {
  case record, provenance, checkpoint, timing, run, log

  /// The number of the format that this release writes.
  package var current: Int {
    switch self {
    case .record: 3
    case .provenance, .checkpoint, .timing, .run, .log: 1
    }
  }

  /// The most bytes that such a file has.
  package var limit: SizeLimit {
    switch self {
    case .record, .provenance, .timing, .run: .record
    case .checkpoint: .artifact
    case .log: .stageLog
    }
  }

  /// The name of the format that this release writes.
  package var name: String { name(current) }

  /// The name of the format with this number.
  package func name(_ number: Int) -> String { "sharespec \(rawValue) \(number)" }

  /// The newer format in which `bytes` are written; `nil` if they are of a known format, or damaged.
  package func newerFormat(of bytes: [UInt8]) -> String? {
    let format =
      switch self {
      case .record, .provenance: SealedJSON.format(of: bytes)
      case .timing, .run: (try? JSONReader.read(bytes))?["format"]?.text
      case .checkpoint: CheckpointSeal.format(of: bytes)
      case .log: Self.logFormat(of: bytes)
      }
    return format.flatMap { FormatName.isNewer($0, than: name) ? $0 : nil }
  }

  /// The format of a log, which its first line names before a colon.
  private static func logFormat(of bytes: [UInt8]) -> String? {
    let start = bytes.prefix(100).prefix { $0 != UInt8(ascii: ":") }
    return start.count < bytes.count ? String(validating: start, as: UTF8.self) : nil
  }
}

/// A file that a newer release wrote in a format that this one cannot read.
package struct NewerFile: Hashable, Sendable {
  package let path: String
  package let kind: StoreFormat

  /// The name of its format.
  package let format: String

  package init(path: String, kind: StoreFormat, format: String) {
    self.path = path
    self.kind = kind
    self.format = format
  }

  /// What is wrong with it for this release.
  package var reason: String {
    "a newer release of sharespec wrote it in the format '\(format)'; this release knows '\(kind.name)'"
  }

  /// The failure to read it.
  package var failure: FileFailure { FileFailure(.read, path, .newerFormat(reason)) }
}

extension FileSystem {
  /// The file of this kind at `path`, if a newer release wrote it. What cannot be read is not known to be newer.
  package func newerFile(_ kind: StoreFormat, at path: String) throws(FileFailure) -> NewerFile? {
    switch try entryIfThere(path, upTo: kind.limit) {
    case .file(let bytes): kind.newerFormat(of: bytes).map { NewerFile(path: path, kind: kind, format: $0) }
    case .unreadable, nil: nil
    }
  }
}
