import Files
import Foundation
import Planning
import Synchronization
import TestSupport
import Testing

@testable import Inputs

/// The file system of this machine, which counts how often each file is read and says that all files are settled.
private final class CountingFiles: FileSystemLayer {
  let base = LocalFileSystem()
  private let counts = Mutex<[String: Int]>([:])

  /// How often files whose name ends with `suffix` were read.
  func reads(of suffix: String) -> Int {
    counts.withLock { $0.filter { $0.key.hasSuffix(suffix) }.values.reduce(0, +) }
  }

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    counts.withLock { $0[path, default: 0] += 1 }
    return try base.contents(of: path, upTo: limit)
  }

  func stamp(of path: String) -> FileStamp? {
    base.stamp(of: path).map { FileStamp(path: $0.path, text: $0.text, isSettled: true) }
  }
}

@Suite struct CensusCacheTests {
  private let text = specification(base: "{words: {dimension: 2, pretrained: v.txt}, encoder: {layers: 1}}")
  private let data = ["train.txt": "a O\nb B-X\n\nc O\n", "dev.txt": "b O\n", "v.txt": "a 1 2\nb 3 4\nc 1 2\n"]

  @Test func nothingIsReadTheSecondTime() throws {
    let (folder, files) = (try DataFolder(data), CountingFiles())
    let cache = InputCache(at: "\(folder.path)/cache")
    let first = try folder.census(text, cache: cache, files: files)
    let reads = files.reads(of: ".txt")
    #expect(reads > 0)
    let second = try folder.census(text, cache: cache, files: files)
    #expect(files.reads(of: ".txt") == reads)
    let corpora = second.subjects.corpora
    #expect(second.sizes.training(corpora[0]) == first.sizes.training(corpora[0]))
    #expect(second.sizes.training(corpora[0])?.tokens == 3)
  }

  @Test(arguments: ["train.txt", "dev.txt", "v.txt"])
  func aChangedFileIsLookedAtAgain(name: String) throws {
    let folder = try DataFolder(data)
    let cache = InputCache(at: "\(folder.path)/cache")
    #expect(try folder.census(text, cache: cache).findings == [])
    try folder.write(Array("foo\n".utf8), to: name)
    let found = try folder.census(text, cache: cache).findings
    #expect(found.contains { $0.contains(name) && $0.hasPrefix("E08") }, "\(found)")
  }

  /// What a finding depends on besides the data is part of what it is remembered by.
  @Test func anotherSettingIsLookedAtAgain() throws {
    let folder = try DataFolder(data)
    let cache = InputCache(at: "\(folder.path)/cache")
    #expect(try folder.census(text, cache: cache).findings == [])
    let changes = [
      ("scheme: bio2", "scheme: io", "E0803"), ("dimension: 2", "dimension: 3", "E0805"), ("tag: 1", "tag: 2", "E0801"),
    ]
    for (old, new, code) in changes {
      let found = try folder.census(text.replacingOccurrences(of: old, with: new), cache: cache).findings
      #expect(found.contains { $0.hasPrefix(code) }, "\(new): \(found)")
    }
  }

  /// A cache that is damaged, or cannot be written, changes nothing.
  @Test func aUselessCacheIsIgnored() throws {
    let folder = try DataFolder(["train.txt": "a O\n\nfoo\n", "dev.txt": "b O\n", "v.txt": data["v.txt"] ?? ""])
    let cache = InputCache(at: "\(folder.path)/cache")
    let right = try folder.census(text).text
    #expect(try folder.census(text, cache: cache).text == right)
    let root = URL(filePath: "\(folder.path)/cache")
    var damaged = 0
    for case let file as URL in FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) ?? .init()
    where file.pathExtension == "json" {
      try Data("{\"findings\": [{}]}".utf8).write(to: file)
      damaged += 1
    }
    #expect(damaged > 0)
    #expect(try folder.census(text, cache: cache).text == right)
    #expect(try folder.census(text, cache: InputCache(at: "/proc/nowhere")).text == right)
  }

  /// Digests are remembered only of files that no unnoticed change can follow.
  @Test func freshFilesAreNotTrusted() throws {
    let folder = try DataFolder(data)
    let stamp = LocalFileSystem().stamp(of: "\(folder.path)/train.txt")
    #expect(stamp?.isSettled == false)
    #expect(LocalFileSystem().stamp(of: "/proc/self/exe/none") == nil)
    #expect(LocalFileSystem().stamp(of: folder.path) == nil)
  }
}

/// What another build of the program has found is not taken for what this one finds.
@Test func programsShareDigestsAlone() throws {
  let folder = try DataFolder(["train.txt": "a O\n\nfoo\n", "dev.txt": "b O\n"])
  let text = specification()
  func cache(of program: String) -> InputCache { InputCache(at: "\(folder.path)/cache", of: program) }
  let first = try folder.census(text, cache: cache(of: "one")).text
  let root = URL(filePath: "\(folder.path)/cache")
  func files() -> Set<String> {
    Set(
      (FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []).filter {
        $0.hasSuffix(".json")
      })
  }
  let kept = files()
  #expect(try folder.census(text, cache: cache(of: "one")).text == first)
  #expect(files() == kept)
  #expect(try folder.census(text, cache: cache(of: "two")).text == first)
  #expect(files().isStrictSuperset(of: kept))
}

/// A damaged cache gives no sizes that a file cannot have.
@Test(arguments: ["[9223372036854775807,9223372036854775807]", "[-1,5]", "[1]"])
func impossibleSizesAreNotTrusted(size: String) throws {
  let folder = try DataFolder(["train.txt": "a O\n\nb O\n", "dev.txt": "b O\n"])
  let text = specification(task: "{dataset: d, column: tag, metric: accuracy}")
  let cache = InputCache(at: "\(folder.path)/cache")
  _ = try folder.census(text, cache: cache)
  let root = URL(filePath: "\(folder.path)/cache")
  for case let file as URL in FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) ?? .init()
  where file.pathExtension == "json" {
    let json = try String(contentsOf: file, encoding: .utf8)
    try json.replacing(/\[[0-9]+,[0-9]+\]/, with: size).write(to: file, atomically: true, encoding: .utf8)
  }
  let census = try folder.census(text, cache: cache)
  #expect(census.sizes.training(census.subjects.corpora[0])?.tokens == 2)
}

/// The file system of this machine, on which `name` has another content as soon as its digest was taken.
private struct ChangingFiles: FileSystemLayer {
  let base = CountingFiles()
  let name: String
  let content: [UInt8]

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    let original = try base.contents(of: path, upTo: limit)
    return path.hasSuffix(name) && base.reads(of: name) > 1 ? content : original
  }
}

/// What is found in a file that changes meanwhile is not remembered as being in the one before.
@Test func filesThatChangeMeanwhileAreNotRemembered() throws {
  let folder = try DataFolder(["train.txt": "a O\n\nb O\n", "dev.txt": "b O\n"])
  let cache = InputCache(at: "\(folder.path)/cache")
  let changing = ChangingFiles(name: "train.txt", content: Array("a QQQ\n".utf8))
  _ = try folder.census(specification(), cache: cache, files: changing)
  let right = try folder.census(specification()).findings
  #expect(try folder.census(specification(), cache: cache).findings == right)
}

/// What a newer release keeps under the same name is neither believed nor replaced; what is damaged is replaced.
@Test func entriesOfANewerReleaseAreLeftAlone() throws {
  let folder = try DataFolder(["train.txt": "a O\n\nb O\n", "dev.txt": "b O\n"])
  let cache = InputCache(at: "\(folder.path)/cache")
  let right = try folder.census(specification(), cache: cache).findings
  func entries() throws -> [URL: String] {
    let root = URL(filePath: "\(folder.path)/cache")
    let files =
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    let kept = files.filter { $0.pathExtension == "json" }
    return try Dictionary(uniqueKeysWithValues: kept.map { ($0, try String(contentsOf: $0, encoding: .utf8)) })
  }
  let own = try entries()
  #expect(!own.isEmpty && own.values.allSatisfy { $0.hasPrefix("{\"format\":\"sharespec cache 1\",\"value\":") })
  for (text, stays) in [
    ("{\"format\":\"sharespec cache 2\",\"value\":[1,2]}", true), ("{\"format\":\"sharespec cache 0\"}", false),
    ("{\"stamp\":\"\"}", false), ("nonsense", false),
  ] {
    for file in own.keys { try Data(text.utf8).write(to: file) }
    #expect(try folder.census(specification(), cache: cache).findings == right)
    #expect(try entries() == (stays ? own.mapValues { _ in text } : own), "\(text)")
  }
}
