import Gzip

/// The text of a data file.
package struct DataText: Sendable {
  /// The file, as the user gave it.
  package let name: String

  /// The text; gzip is expanded.
  package let bytes: [UInt8]

  /// The text in a file that holds `bytes`.
  ///
  /// Throws: `CorpusError` for a file that is larger than `CorpusError.largestFile` or is no text but, for example, an
  /// archive.
  package init(_ bytes: [UInt8], name: String) throws(CorpusError) {
    var bytes = bytes
    if Gzip.isCompressed(bytes) {
      do throws(GzipError) { bytes = try Gzip.expand(bytes, upTo: CorpusError.largestFile) } catch {
        throw .compressed(file: name, error)
      }
    }
    guard bytes.count <= CorpusError.largestFile else { throw .tooLarge(file: name, bytes: bytes.count) }
    if let kind = ForeignFile(bytes) { throw .foreign(file: name, kind) }
    self.name = name
    self.bytes = bytes
  }
}

/// A kind of file that is recognized by its first bytes and cannot be read.
package enum ForeignFile: String, Hashable, Sendable, CaseIterable {
  case gitLFSPointer, zip, bzip2, xz, zstandard, parquet, pickle, sqlite, pdf

  /// The kind of the file that holds `bytes`; `nil` for any other.
  init?(_ bytes: [UInt8]) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = kind
  }

  private var signature: [UInt8] {
    switch self {
    case .gitLFSPointer: Array("version https://git-lfs.github.com/".utf8)
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    case .bzip2: Array("BZh".utf8) + [0x39]
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .zstandard: [0x28, 0xB5, 0x2F, 0xFD]
    case .parquet: Array("PAR1".utf8)
    case .pickle: [0x80, 0x04, 0x95]
    case .sqlite: Array("SQLite format 3".utf8)
    case .pdf: Array("%PDF-".utf8)
    }
  }

  /// What the file is, with its article.
  var name: String {
    switch self {
    case .gitLFSPointer: "a Git LFS pointer, not the file that it stands for"
    case .zip: "a zip archive"
    case .bzip2: "a bzip2 archive"
    case .xz: "an xz archive"
    case .zstandard: "a Zstandard archive"
    case .parquet: "a Parquet table"
    case .pickle: "a Python pickle"
    case .sqlite: "an SQLite database"
    case .pdf: "a PDF document"
    }
  }

  /// What to do about it.
  var help: String {
    switch self {
    case .gitLFSPointer: "fetch the file with 'git lfs pull'"
    case .zip: "unpack it, or compress the text with gzip"
    case .bzip2: "unpack it with 'bunzip2', or compress the text with gzip"
    case .xz: "unpack it with 'unxz', or compress the text with gzip"
    case .zstandard: "unpack it with 'unzstd', or compress the text with gzip"
    case .parquet, .pickle, .sqlite, .pdf: "export it as text: columns, CoNLL-U, or a JSON object per line"
    }
  }
}
