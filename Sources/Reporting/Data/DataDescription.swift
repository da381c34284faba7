package import Inputs
import Corpora
import Model
import Planning
import Text

/// What is in the data of an experiment, for people and programs.
package struct DataDescription: Sendable {
  let datasets: [DatasetReport]
  let vectors: [VectorReport]

  /// Whether every label is listed.
  let listsAll: Bool

  /// How many labels of a task are listed otherwise.
  static let usualLabels = 12

  package init(_ datasets: [DatasetReport], _ vectors: [VectorReport], listingAll listsAll: Bool) {
    self.datasets = datasets
    self.vectors = vectors
    self.listsAll = listsAll
  }

  /// A table for each dataset and each file of vectors.
  package var text: String {
    (datasets.map(text) + vectors.map(text)).joined(separator: "\n\n")
  }

  private func text(of dataset: DatasetReport) -> String {
    guard let census = dataset.census else {
      return "\(dataset.subject.title)\n  no sentence can be read"
    }
    let splits = census.splits
    var table = TextTable([.left] + splits.map { _ in .right })
    table.add([dataset.subject.title] + splits.map(\.split.rawValue))
    for row in rows(of: dataset, splits) where row.cells.contains(where: { $0 != nil }) {
      table.add(["  " + row.title] + row.cells.map { $0 ?? "–" })
    }
    for task in splits[0].tasks.map(\.task) { add(task, splits, to: &table) }
    return table.lines(headerRows: 1).joined(separator: "\n")
  }

  /// What can be counted in any split, and what reading has passed over.
  private func rows(of dataset: DatasetReport, _ splits: [SplitCensus]) -> [(title: String, cells: [String?])] {
    func tallied(_ count: (ReadingTally) -> Int) -> [String?] {
      let counts = splits.map { dataset.tallies[$0.split].map(count) }
      return counts.contains { ($0 ?? 0) > 0 } ? counts.map { $0.map(grouped) } : splits.map { _ in nil }
    }
    return [
      ("sentences", splits.map { grouped($0.sentences) }), ("tokens", splits.map { grouped($0.tokens) }),
      ("distinct words", splits.map { grouped($0.words) }),
      ("longest sentence", splits.map { grouped($0.longest) }),
      ("tokens not in train", splits.map { split in split.unknown.map { share($0.tokens, of: split.tokens) } }),
      ("words not in train", splits.map { split in split.unknown.map { share($0.words, of: split.words) } }),
      ("sentences also in train", splits.map { $0.shared.map(grouped) }),
      ("skipped lines", tallied { $0.skipped.reduce(0, +) }), ("comments", tallied(\.comments)),
      ("ranges of words", tallied(\.wordRanges)), ("empty nodes", tallied(\.emptyNodes)),
      ("sentences without tokens", tallied(\.emptySentences.count)),
    ]
  }

  private func add(_ task: CensusTask, _ splits: [SplitCensus], to table: inout TextTable) {
    let facts = splits.map { split in split.tasks.first { $0.task == task } }
    let kind = task.scheme.map { "types of spans, \($0.keyName)" } ?? "labels"
    table.add([""])
    table.add(["\(task.name): \(kind) in '\(task.column.visible)'"])
    let names = names(of: facts)
    let shown = listsAll ? names[...] : names.prefix(Self.usualLabels)
    let counts = facts.map { fact in
      Dictionary((fact?.labels ?? []).map { (Array($0.text.utf8), $0.count) }, uniquingKeysWith: +)
    }
    for name in shown {
      table.add(
        ["  \(name.isEmpty ? "(no type)" : name.shownInMessages)"]
          + counts.map { grouped($0[Array(name.utf8)] ?? 0) })
    }
    if names.count > shown.count {
      let rest = counts.map { counts in
        counts.values.reduce(0, +) - shown.reduce(0) { $0 + (counts[Array($1.utf8)] ?? 0) }
      }
      table.add(["  \(counted(names.count - shown.count, "other"))"] + rest.map(grouped))
    }
    func add(_ title: String, _ counts: [Int]) {
      if counts.contains(where: { $0 > 0 }) { table.add(["  \(title)"] + counts.map(grouped)) }
    }
    add("(tokens without a label)", facts.map { $0?.missing ?? 0 })
    add("(tags that contradict the scheme)", facts.map { $0?.malformed?.count ?? 0 })
    add("(of labels not in train)", splits.map { split in split.unseen.first { $0.task == task }?.count ?? 0 })
  }

  /// The labels of a task in all splits, those first that training data has most of.
  private func names(of facts: [LabelCensus?]) -> [String] {
    var names: [String] = []
    var known: Set<[UInt8]> = []
    for label in facts.compactMap(\.self).flatMap(\.labels) where known.insert(Array(label.text.utf8)).inserted {
      names.append(label.text)
    }
    return names
  }

  private func text(of vectors: VectorReport) -> String {
    var table = TextTable([.left, .right, .right])
    var remarks: [String] = []
    table.add([vectors.subject.file.writtenPath, "tokens", "words"])
    if let header = vectors.header {
      let count = vectors.tally.map { ", \(counted($0.vectors, "vector"))" } ?? ""
      table.add(["  \(header.format.title), \(counted(header.dimension, "component"))\(count)"])
    }
    if let coverage = vectors.coverage {
      for (title, count) in [
        ("with a vector", coverage.exact), ("with a vector in lower case", coverage.lowercased),
        ("without a vector", coverage.missing),
      ] {
        table.add([
          "  \(title)", share(count.tokens, of: coverage.total.tokens), share(count.words, of: coverage.total.words),
        ])
      }
      let missing = coverage.mostFrequentMissing.prefix(5).map { "\($0.form.visible) (\($0.tokens))" }
      if !missing.isEmpty { remarks.append("  most frequent without: \(missing.joined(separator: ", "))") }
    }
    remarks += (vectors.tally?.passedOver ?? []).map { "  passed over: \($0)" }
    return (table.lines(headerRows: 1) + remarks).joined(separator: "\n")
  }

  private func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0" }
    let thousandths = (part * 1000 + whole / 2) / whole
    return "\(grouped(part)) (\(thousandths / 10).\(thousandths % 10) %)"
  }
}

extension WordVectorsHeader.Format {
  /// The format as people name it.
  fileprivate var title: String {
    switch self {
    case .glove: "GloVe text"
    case .word2vecText: "word2vec text"
    case .word2vecBinary: "word2vec binary"
    }
  }
}
