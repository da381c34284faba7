import Corpora
import Files
import Foundation
import TestSupport
import Testing

/// A file of `size` bytes without content on the disk, which `body` is given the path of.
private func withSparseFile(_ size: off_t, _ body: (String) throws -> Void) throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "sparse-\(UUID())").path
  defer { unlink(path) }
  try #require(creat(path, 0o600) >= 0)
  try #require(truncate(path, size) == 0)
  try body(path)
}

@Test func filesLargerThanTheirLimitAreNotRead() throws {
  let limit = SizeLimit("a note", bytes: 10_000)
  try withSparseFile(1 << 40) { path in
    let failure = #expect(throws: FileFailure.self) { try LocalFileSystem().contents(of: path, upTo: limit) }
    #expect(failure?.isTooLarge == true)
    #expect(
      failure?.description == "cannot read '\(path)': a note has at most 10000 bytes, and this file has more")
    try #expect(LocalFileSystem().beginning(of: path, 5000) == [UInt8](repeating: 0, count: 5000))
  }
  try withSparseFile(10_000) { path in
    try #expect(LocalFileSystem().contents(of: path, upTo: limit).count == 10_000)
    try #expect(LocalFileSystem().beginning(of: path, 20_000).count == 10_000)
    #expect(throws: FileFailure.self) {
      try LocalFileSystem().contents(of: path, upTo: SizeLimit("a note", bytes: 9999))
    }
  }
}

/// Files of the system say that they are empty.
@Test func filesOfUnknownSizeAreReadUpToTheirLimit() throws {
  let path = "/proc/self/status"
  let whole = try LocalFileSystem().contents(of: path, upTo: .systemFile)
  #expect(!whole.isEmpty)
  let failure = #expect(throws: FileFailure.self) {
    try LocalFileSystem().contents(of: path, upTo: SizeLimit("a note", bytes: 20))
  }
  #expect(failure?.isTooLarge == true)
}

@Test func limitsOfFilesAreThoseOfTheirReaders() {
  #expect(SizeLimit.corpus.bytes == CorpusError.largestFile)
  #expect(SizeLimit.wordVectors.bytes == WordVectors.largestFile)
}
