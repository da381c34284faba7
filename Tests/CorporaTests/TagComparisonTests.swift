import Model
import Testing

@testable import Corpora

/// Sentences of single-letter words with these gold tags, each a text of tags between blanks.
private func corpus(_ gold: [String]) -> Corpus {
  let tags = gold.map(words)
  let tokens = tags.flatMap { $0.indices.map { "w\($0)" } }
  return Corpus(
    name: "c", columns: [CorpusColumn(name: "token", texts: tokens), CorpusColumn(name: "x", texts: tags.joined())],
    sentenceStarts: tags.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) })
}

private func written(_ gold: String, _ scheme: TagScheme, _ reading: LabelReading) throws -> String {
  let corpus = corpus([gold])
  let column = try corpus.columns[1].written(of: corpus, in: scheme, reading: reading)
  return column.ids.map { column.values[Int($0)] }.map { $0.isEmpty ? "?" : $0 }.joined(separator: " ")
}

private let places = LabelReading(
  changes: [.init("GPE", to: "LOC"), .init("MISC", to: nil)], missing: "_")

/// Letters stay as they are, malformed or not, but where spans of different types would grow together.
@Test(arguments: [
  (TagScheme.bio2, "I-GPE O E-LOC _ I-MISC I-PER", "I-LOC O E-LOC ? O I-PER"),
  (.bio2, "B-LOC I-GPE I-GPE", "B-LOC B-LOC I-LOC"),
  (.bio1, "I-LOC I-GPE I-LOC I-LOC", "I-LOC B-LOC B-LOC I-LOC"),
  (.bioes, "B-LOC E-GPE S-LOC", "B-LOC S-LOC S-LOC"),
  (.bmes, "M-LOC M-GPE E-GPE", "M-LOC B-LOC E-LOC"),
  (.io, "I-LOC I-GPE I-MISC I-GPE", "I-LOC I-LOC O I-LOC"),
])
func goldTagsStayAsWritten(scheme: TagScheme, tags: String, expected: String) throws {
  #expect(try written(tags, scheme, places) == expected)
  #expect(try written(tags.replacing("_", with: "O"), scheme, LabelReading()) == tags.replacing("_", with: "O"))
}

private func comparison() -> TagComparison {
  let corpus = corpus(["B-PER O", "B-LOC I-LOC _", "O", "O B-PER"])
  let gold = CorpusColumn(
    name: "x", texts: corpus.columns[1].ids.map { corpus.columns[1].values[Int($0)] }.map { $0 == "_" ? "" : $0 })
  return TagComparison(
    gold: gold, predicted: words("B-LOC O B-LOC B-LOC B-PER O O B-LOC"), of: corpus, scheme: .bio2)
}

@Test func sentencesWithErrorsAreShownWithMarks() {
  #expect(
    comparison().columns(separator: " ", missing: "_", onlyErrors: true) { ["s\($0)"] } == """
      w0 B-PER B-LOC * s0
      w1 O O - s1

      w0 B-LOC B-LOC - s2
      w1 I-LOC B-LOC * s3
      w2 _ B-PER - s4

      w0 O O - s6
      w1 B-PER B-LOC * s7


      """)
  let whole = comparison().columns(separator: "\t", missing: "?", onlyErrors: false)
  #expect(whole.hasPrefix("w0\tB-PER\tB-LOC\nw1\tO\tO\n\n") && whole.contains("w2\t?\tB-PER\n\nw0\tO\tO\n\n"))
}

@Test func errorsAreCountedByTypes() {
  #expect(comparison().errors.description == "3 wrong tags in 3 of 4 sentences: PER → LOC 2, LOC → LOC 1")
  let gold = (0..<12).map { "T\($0)" }.joined(separator: " ")
  let corpus = corpus([gold])
  let tags = TagComparison(
    gold: corpus.columns[1], predicted: Array(repeating: "X", count: 12), of: corpus, scheme: nil)
  #expect(tags.errors.description.hasPrefix("12 wrong tags in 1 of 1 sentence: T0 → X 1, T1 → X 1, T10 → X 1, "))
  #expect(tags.errors.description.hasSuffix(", others 2"))
  let none = TagComparison(gold: corpus.columns[1], predicted: words(gold), of: corpus, scheme: nil)
  #expect(none.errors.description == "0 wrong tags in 0 of 1 sentence")
}
