/// A kind of file that is often given by mistake where a corpus or word vectors are expected.
package enum ForeignFormat: String, Hashable, Sendable, CaseIterable {
  case zip, tar, bzip2, xz, sevenZip, zstandard, fastTextModel, pickle, parquet, sqlite, pdf, htmlPage, gitPointer

  /// The kind of the file that begins with `bytes`, if it is one of these.
  init?(of bytes: UnsafeBufferPointer<UInt8>) {
    guard let format = Self.allCases.first(where: { $0.begins(bytes) }) else { return nil }
    self = format
  }

  private func begins(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .zip: bytes.starts(with: [0x50, 0x4B, 3, 4])
    case .tar: bytes.dropFirst(257).starts(with: Array("ustar".utf8))
    case .bzip2: bytes.starts(with: Array("BZh".utf8)) && bytes.dropFirst(4).starts(with: Array("1AY&SY".utf8))
    case .xz: bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
    case .sevenZip: bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
    case .zstandard: bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    case .fastTextModel: bytes.starts(with: [0xBA, 0x16, 0x4F, 0x2F])
    case .pickle: bytes.first == 0x80 && bytes.dropFirst().first.map { (2...5).contains($0) } == true
    case .parquet: bytes.starts(with: Array("PAR1".utf8))
    case .sqlite: bytes.starts(with: Array("SQLite format 3".utf8))
    case .pdf: bytes.starts(with: Array("%PDF-".utf8))
    case .htmlPage: String(decoding: bytes.prefix(9), as: UTF8.self).lowercased() == "<!doctype"
    case .gitPointer: bytes.starts(with: Array("version https://git-lfs.github.com/spec/".utf8))
    }
  }

  /// What the file is, with an article.
  package var title: String {
    switch self {
    case .zip: "a zip archive"
    case .tar: "a tar archive"
    case .bzip2: "a file compressed with bzip2"
    case .xz: "a file compressed with xz"
    case .sevenZip: "a 7z archive"
    case .zstandard: "a file compressed with zstd"
    case .fastTextModel: "a model of fastText"
    case .pickle: "a Python pickle"
    case .parquet: "a Parquet table"
    case .sqlite: "an SQLite database"
    case .pdf: "a PDF document"
    case .htmlPage: "an HTML page"
    case .gitPointer: "a pointer of Git LFS"
    }
  }

  /// What to do about it.
  package var help: String {
    switch self {
    case .zip, .tar, .bzip2, .xz, .sevenZip, .zstandard: "unpack it, or compress the text with gzip"
    case .fastTextModel: "give the file of vectors that fastText writes with it, which ends in .vec"
    case .pickle: "export it as text; vectors, for example, with gensim's 'save_word2vec_format'"
    case .parquet, .sqlite, .pdf: "export it as text: columns, CoNLL-U, or a JSON object per line"
    case .htmlPage: "the download may have failed; download the file again"
    case .gitPointer: "fetch the file itself with 'git lfs pull'"
    }
  }
}
