import Foundation
import FrontEndSupport
import Planning
import Running
import TestSupport
import Testing

@testable import Execution
@testable import Store

/// A dataset in one format: what the specification says of it, its tasks' columns, and its files.
private struct WrittenDataset {
  let format: String
  let dataset: String
  var columns = ["pos", "ner"]
  let files: [String: [UInt8]]

  /// The same splits in all formats.
  static func all(train: CorpusText, dev: CorpusText) -> [WrittenDataset] {
    func files(_ text: (CorpusText) -> [UInt8]) -> [String: [UInt8]] { ["train": text(train), "dev": text(dev)] }
    // Numbers stand for the same labels in both splits.
    let whole = CorpusText(layers: train.layers, sentences: train.sentences + dev.sentences)
    let tabs = "separator: tab, comments: \"#\", columns: {token: 1, pos: 2, ner: 3}"
    let split = "{train: train, dev: dev}"
    let half = train.sentences.count / 2
    let labels = zip(whole.layers, whole.labelNames).map { name, labels in
      "\(name): {field: \(name), labels: [\(labels.map { "\"\($0)\"" }.joined(separator: ", "))]}"
    }.joined(separator: ", ")
    func numbered(_ range: Range<Int>) -> [UInt8] {
      let lines = whole.inNumberedJSON.split(separator: "\n")[range]
      return gzipped(Array(lines.map { $0 + "\n" }.joined().utf8))
    }
    return [
      WrittenDataset(
        format: "blanks", dataset: "{format: columns, files: \(split), columns: {token: 0, pos: 1, ner: 2}}",
        files: files { Array($0.inBlanks.utf8) }),
      WrittenDataset(
        format: "tabs", dataset: "{format: columns, files: \(split), \(tabs)}", files: files { Array($0.inTabs.utf8) }),
      WrittenDataset(
        format: "CoNLL-U", dataset: "{format: conllu, files: \(split)}", columns: ["misc.pos", "misc.ner"],
        files: files { Array($0.inCoNLLU.utf8) }),
      WrittenDataset(
        format: "JSON", dataset: "{format: jsonl, files: \(split), fields: {token: tokens, pos: pos, ner: ner}}",
        files: files { Array($0.inJSON.utf8) }),
      WrittenDataset(
        format: "numbers", dataset: "{format: jsonl, files: \(split), fields: {token: tokens, \(labels)}}",
        files: [
          "train": numbered(0..<train.sentences.count),
          "dev": numbered(train.sentences.count..<whole.sentences.count),
        ]),
      WrittenDataset(
        format: "two files", dataset: "{format: columns, files: {train: [one, two], dev: dev}, \(tabs)}",
        files: [
          "one": gzipped(Array(train[0..<half].inTabs.utf8)),
          "two": Array(train[half..<train.sentences.count].inTabs.utf8), "dev": Array(dev.inTabs.utf8),
        ]),
    ]
  }

  var specification: String {
    """
    sharespec: 1
    name: formats
    seed: 3
    datasets: {d: \(dataset)}
    tasks:
      pos: {dataset: d, column: \(columns[0]), metric: accuracy}
      ner: {dataset: d, column: \(columns[1]), metric: span_f1, scheme: {from: bio2, to: bioes}}
    base:
      words: {dimension: 6, minimum_count: 1}
      characters: {dimension: 3, filters: 4}
      encoder: {hidden: 5}
    sharing: sparse
    pruning: {rate: {final: 0.5, rounds: 2}, epochs: 1}
    warmup: {epochs: 1}
    training: {epochs: 2}
    """
  }

  /// What a run makes, by the stage and the kind of artifact.
  func artifacts() async throws -> [String: [UInt8]] {
    let workspace = try Workspace()
    for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: "\(workspace.path)/\(name)")) }
    let plan = try workspace.plan(specification)
    let (report, _) = try await workspace.run(plan)
    #expect(report.failures.isEmpty, "\(format): \(report.failures)")
    let store = try ArtifactStore(at: "\(workspace.path)/store")
    var found: [String: [UInt8]] = [:]
    for stage in plan.stages.values {
      for artifact in stage.operation.artifacts {
        found["\(stage.label) \(artifact)"] = try store.read(artifact, of: stage.id)
      }
    }
    return found
  }
}

/// The format of a corpus changes the identities of stages, but nothing of what they make.
@Test(arguments: [11, 12] as [UInt64])
func aCorpusInAnyFormatGivesTheSameMasksAndScores(seed: UInt64) async throws {
  var generator = SeededGenerator(seed: seed)
  let train = CorpusText.random(sentences: 24, using: &generator)
  let dev = CorpusText.random(sentences: 8, using: &generator)
  var first: [String: [UInt8]]?
  for dataset in WrittenDataset.all(train: train, dev: dev) {
    let found = try await dataset.artifacts()
    let expected = first ?? found
    first = expected
    #expect(Set(found.keys) == Set(expected.keys))
    for (name, bytes) in expected.sorted(by: { $0.key < $1.key }) {
      #expect(found[name] == bytes, "\(dataset.format): \(name)")
    }
  }
  let names = first.map { Array($0.keys) } ?? []
  for kind in ["mask", "weights", "scores", "vocabulary"] { #expect(names.contains { $0.hasSuffix(kind) }, "\(names)") }
}
