import Foundation
import Model
import TestSupport
import Testing

@testable import Corpora

/// A large file that takes more memory than its size, if anything is kept of each byte or line.
private enum LargeFile: String, CaseIterable, Codable {
  case lineBreaks, shortLines, differentWords, oneWord, oneLineOfWords, oneLineOfTabs, oneObject, ignoredFields,
    brokenLines, expanding

  /// The file, of about `size` bytes after expansion.
  func bytes(_ size: Int) -> [UInt8] {
    func repeated(_ text: String) -> [UInt8] {
      let part = Array(text.utf8)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(size + part.count)
      while bytes.count < size { bytes += part }
      return bytes
    }
    switch self {
    case .lineBreaks: return repeated("\n")
    case .shortLines: return repeated("a\n")
    case .differentWords: return (0..<size / 8).flatMap { Array("\($0 + 1_000_000)\n".utf8) }
    case .oneWord: return [UInt8](repeating: UInt8(ascii: "a"), count: size)
    case .oneLineOfWords: return repeated("a ")
    case .oneLineOfTabs: return [UInt8(ascii: "a")] + repeated("\t")
    case .oneObject: return Array(#"{"tokens": ["a""#.utf8) + repeated(#","a""#) + Array("]}".utf8)
    case .ignoredFields: return Array(#"{"tokens": ["a"], "x": [0"#.utf8) + repeated(",0") + Array("]}".utf8)
    case .brokenLines: return repeated("a\n")
    case .expanding: return gzipped(repeated("a b\n"))
    }
  }

  var reader: CorpusReader {
    switch self {
    case .lineBreaks, .shortLines, .differentWords, .oneWord, .oneLineOfWords, .expanding:
      CorpusReader(.columns(ColumnLayout(token: 0)))
    case .oneLineOfTabs: CorpusReader(.columns(ColumnLayout(token: 0, separator: .tab)))
    case .oneObject, .ignoredFields: CorpusReader(.jsonl(JSONLayout(token: "tokens")))
    case .brokenLines: CorpusReader(.columns(ColumnLayout(token: 0)), layers: [.init("tag", at: .column(1))])
    }
  }
}

/// The most memory that this process has had at a time, in bytes.
private func peakMemory() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
  return try #require(Int(line.split(separator: " ", omittingEmptySubsequences: true).dropFirst().first ?? "")) * 1024
}

/// Reading and surveying take at most 20 times the size of the text, however little of it is a token.
@Test(arguments: LargeFile.allCases)
private func memoryIsBoundedByTheSizeOfTheText(file: LargeFile) async {
  await #expect(processExitsWith: .success) { [file = file as LargeFile] in
    let size = fuzzCount(usual: 0) > 0 ? 50_000_000 : 4_000_000
    let bytes = file.bytes(size)
    let before = try peakMemory()
    let text = try DataText(bytes, name: "large")
    let (corpus, errors) = file.reader.survey([text])
    #expect(errors.count <= CorpusReader.mostErrors + 1)
    if errors.isEmpty { #expect(try file.reader.read([text]).tokenCount == corpus.tokenCount) }
    let peak = try peakMemory() - before
    // As many errors as a survey lists take some memory whatever the size.
    let constant = errors.count < CorpusReader.mostErrors ? 16_000_000 : 48_000_000
    #expect(peak < 20 * size + constant, "\(file): \(peak) bytes for \(size)")
  }
}
