import Model
import Randomness
import Testing

@testable import Corpora

/// A corpus of one file with the labels in column `x`.
private func corpus(_ labels: [[String]]) throws -> Corpus {
  let text = labels.map { $0.map { "w \($0)\n" }.joined() + "\n" }.joined()
  let reader = CorpusReader(.columns(ColumnLayout(token: 0)), layers: [.init("x", at: .column(1))])
  return try reader.read([DataText(Array(text.utf8), name: "in")])
}

private func census(_ labels: [[String]], _ scheme: TagScheme?, _ reading: LabelReading) throws -> LabelCensus {
  let task = CensusTask(name: "t", column: "x", scheme: scheme, labels: reading)
  let census = DatasetCensus([.train: try corpus(labels)], [task], WordNormalization(lowercase: false))
  return try #require(census.splits.first?.tasks.first)
}

private func counts(_ census: LabelCensus) -> [String: Int] {
  Dictionary(uniqueKeysWithValues: census.labels.map { ($0.text, $0.count) })
}

/// Labels are told apart by their bytes, also the one that says that a label is missing.
@Test func composedAndDecomposedLabelsAreTwo() throws {
  let (composed, decomposed) = ("\u{E9}", "e\u{301}")
  let labels = [[composed, decomposed, decomposed]]
  let taken = try census(labels, nil, LabelReading(missing: composed))
  #expect(taken.missing == 1)
  #expect(taken.labels.map(\.count) == [2])
  let column = try corpus(labels).column("x").read(as: LabelReading(missing: composed))
  #expect(column.ids == [0, 1, 1])
  #expect(column[0] == CorpusColumn.missingLabel)
  let other = try census(labels, nil, LabelReading(missing: "e"))
  #expect(other.unused == [.missing("e")])
  #expect(other.missing == 0)
}

/// What a census counts is what a run reads: the labels, and the spans, of the converted column.
@Test(arguments: 0..<40) func aCensusCountsWhatARunReads(seed: Int) throws {
  var stream = RandomStream(seed: UInt64(seed))
  let texts = ["O", "B-A", "I-A", "B-B", "I-B", "B-C", "I-C", "_"]
  let labels = (0..<20).map { _ in
    (0..<stream.nextIndex(below: 8) + 1).map { _ in texts[stream.nextIndex(below: texts.count)] }
  }
  let reading = LabelReading(
    changes: [.init("A", to: "B"), .init("C", to: seed.isMultiple(of: 2) ? nil : "D"), .init("Z", to: nil)],
    missing: "_")
  let corpus = try corpus(labels)
  let column = try corpus.column("x")

  let spans = try census(labels, .bio2, reading)
  let conversion = try TagConversion(
    column, of: corpus, from: .bio2, to: .bioes, repair: .conlleval, reading: reading)
  let all = conversion.column.ids.indices.map { conversion.column[$0] }
  var read: [String: Int] = [:]
  for tag in all where tag.hasPrefix("S-") || tag.hasPrefix("B-") { read[String(tag.dropFirst(2)), default: 0] += 1 }
  #expect(counts(spans) == read)
  #expect(spans.missing == labels.joined().count { $0 == "_" })
  #expect(spans.missing == all.count(where: \.isEmpty))
  #expect((spans.malformed?.count ?? 0) == conversion.repaired)
  #expect(spans.unused == [.change("Z")])

  let plain = try census(labels, nil, LabelReading(changes: [.init("B-C", to: nil)], missing: "_"))
  let expected = Dictionary(labels.joined().filter { $0 != "B-C" && $0 != "_" }.map { ($0, 1) }, uniquingKeysWith: +)
  #expect(counts(plain) == expected)
  #expect(plain.labels.map(\.count) == plain.labels.map(\.count).sorted(by: >))
}
