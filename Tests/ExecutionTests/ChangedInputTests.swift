import Foundation
import OrderedCollections
import Planning
import Running
import TestSupport
import Testing

@testable import Execution

/// An experiment on the datasets `names`, with pretrained vectors if `words` says so.
private func experiment(on names: String, words: String = "") -> String {
  let datasets = names.map { name in
    "  \(name): {format: columns, files: {train: \(name).train, dev: \(name).dev, test: \(name).test}, "
      + "columns: {token: 0, pos: 1, ner: 2}}"
  }
  let tasks = names.map { "  \($0): {dataset: \($0), column: pos, metric: accuracy}" }
  return """
    sharespec: 1
    name: many
    datasets:
    \(datasets.joined(separator: "\n"))
    tasks:
    \(tasks.joined(separator: "\n"))
    base: {words: {dimension: 2, minimum_count: 1\(words)}, encoder: {hidden: 2}}
    sharing: hard
    pruning: {rate: {final: 0.5, rounds: 1}, epochs: 1}
    training: {epochs: 1}
    variants: {hard: {}, sparse: {sharing: sparse}}
    """
}

extension Workspace {
  /// The plan of three experiments, so that each file matters to some stages and not to others.
  fileprivate func manyFilesPlan() throws -> Plan {
    let texts = [experiment(on: "a"), experiment(on: "b", words: ", pretrained: vectors.txt"), experiment(on: "ac")]
    let plans = try texts.enumerated().map { (prefix: "\($0)", plan: try plan($1)) }
    return Plan(merging: plans, name: "many").labelledByName
  }
}

private let letters = Array("abcdefgh")

/// What the files of the experiments hold at first: all differ, and all are a few lines of equal form.
private func initialFiles() -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for (number, dataset) in ["a", "b", "c"].enumerated() {
    for (place, split) in ["train", "dev", "test"].enumerated() {
      let lines = (0..<6).map {
        "\(letters[($0 + number) % 8])\(letters[(place + $0) % 8]) X\($0 % 2) Y\(number % 2)\n"
      }
      files["\(dataset).\(split)"] = Array((lines[..<3] + ["\n"] + lines[3...]).joined().utf8)
    }
  }
  let vectors = letters.flatMap { first in letters.map { "\(first)\($0) 0.5 0.25\n" } }.joined()
  files["vectors.txt"] = Array(vectors.utf8)
  return files
}

extension Workspace {
  /// Puts `bytes` into a file, which keeps its size and date.
  fileprivate func replace(_ name: String, with bytes: [UInt8]) throws {
    let path = "\(path)/\(name)"
    let before = try? FileManager.default.attributesOfItem(atPath: path)
    try Data(bytes).write(to: URL(filePath: path))
    let date = before?[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    if let before { #expect(before[.size] as? Int == bytes.count) }
  }
}

/// A changed file reruns what depends on it and nothing else, whatever its date and size say. What depends on it is
/// found by following the plan's edges from the stages that name the file's old content.
@Test func aChangedInputRerunsExactlyWhatDependsOnIt() async throws {
  let workspace = try Workspace()
  var files = initialFiles()
  for (name, bytes) in files { try workspace.replace(name, with: bytes) }
  var plan = try workspace.manyFilesPlan()
  let store = MemoryFileSystem()
  _ = try await run(plan, on: store)
  var generator = SeededGenerator(seed: 11)
  var sets: Set<[String]> = []
  for _ in 0..<faultCount(usually: 20) / 20 + 12 {
    let edited = try edit(&files, using: &generator)
    var reached: Set<StageID> = []
    for stage in plan.stages.values {
      let reads = stage.operation.inputFiles.contains { edited.digests.contains($0.digest) }
      if reads || stage.inputs.contains(where: { reached.contains($0.stage) }) { reached.insert(stage.id) }
    }
    let expected = titles(reached.compactMap { plan.stages[$0]?.label })
    for name in edited.names { try workspace.replace(name, with: files[name] ?? []) }
    plan = try workspace.manyFilesPlan()
    let events = EventLog()
    let report = try await run(plan, on: store, events)
    #expect(report.failures.isEmpty)
    #expect(titles(events.started) == expected, "after a change of \(edited.names)")
    sets.insert(expected)
  }
  #expect(sets.count > 4, "different files matter to different stages")
  // What is there now is what a run from nothing makes.
  let fresh = MemoryFileSystem()
  _ = try await run(plan, on: fresh)
  let made = results(store.files)
  for (path, content) in results(fresh.files) { #expect(made[path] == content, "\(path)") }
}

/// The names of stages without the digits of their identities, which change.
private func titles(_ names: [String]) -> [String] { names.map { String($0.prefix { $0 != "~" }) }.sorted() }

/// Changes a letter or a number in one or two of `files`; gives which, and the digests of what they held.
private func edit(
  _ files: inout [String: [UInt8]], using generator: inout SeededGenerator
) throws -> (names: [String], digests: [Digest?]) {
  let names = Array(files.keys.sorted().shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator)))
  var digests: [Digest?] = []
  for name in names {
    var bytes = try #require(files[name])
    digests.append(Digest(of: bytes))
    let isVectors = name == "vectors.txt"
    let places = bytes.indices.filter {
      isVectors ? bytes[$0] == 0x35 || bytes[$0] == 0x32 : (0x61...0x68).contains(bytes[$0])
    }
    let place = try #require(places.randomElement(using: &generator))
    bytes[place] = isVectors ? (bytes[place] == 0x35 ? 0x36 : 0x33) : 0x61 + (bytes[place] - 0x61 + 1) % 8
    files[name] = bytes
  }
  return (names, digests)
}
