import Model
import Randomness
import Testing

@testable import Corpora

private let types = ["", "LOC", "MISC", "PER"]

/// Sentences of random spans, adjacent ones among them.
private func randomSpans(seed: UInt64) -> (spans: [TagSpan], count: Int) {
  var stream = RandomStream(seed: seed)
  var spans: [TagSpan] = []
  var position = 0
  while position < 12 {
    let length = 1 + stream.nextIndex(below: 4)
    if stream.nextIndex(below: 3) > 0 {
      spans.append(TagSpan(type: 1 + stream.nextIndex(below: 3), tokens: position..<position + length))
    }
    position += length
  }
  return (spans, position)
}

/// A corpus of one sentence with these tags.
private func corpus(_ tags: String) -> Corpus {
  let column = CorpusColumn(name: "ner", texts: tags.split(separator: " ").map(String.init))
  let words = CorpusColumn(name: "token", texts: column.ids.indices.map { "w\($0)" })
  return Corpus(name: "a.txt", columns: [words, column], sentenceStarts: [0, column.ids.count])
}

private func convert(
  _ tags: String, from source: TagScheme, to target: TagScheme, repair: TagRepair = .reject
) throws(TagError) -> (tags: String, repaired: Int) {
  let corpus = corpus(tags)
  let conversion = try TagConversion(corpus.columns[1], of: corpus, from: source, to: target, repair: repair)
  return (corpus.text(ofSentence: 0, in: conversion.column), conversion.repaired)
}

@Suite struct TagSchemeTests {
  @Test(arguments: TagScheme.allCases, 0..<200 as Range<UInt64>)
  func spansSurviveEveryScheme(scheme: TagScheme, seed: UInt64) {
    let (spans, count) = randomSpans(seed: seed)
    let tags = scheme.tags(for: spans, count: count)
    #expect(tags.spans == spans)
    #expect(scheme.malformations(in: tags).isEmpty)
  }

  @Test(arguments: TagScheme.allCases, TagScheme.allCases)
  func conversionRoundTrips(source: TagScheme, target: TagScheme) throws {
    for seed in 0..<50 as Range<UInt64> {
      let (spans, count) = randomSpans(seed: seed)
      let set = try SpanTagSet(types.dropFirst().map { "B-\($0)" })
      let written = source.tags(for: spans, count: count).map(set.text).joined(separator: " ")
      let there = try convert(written, from: source, to: target)
      #expect(try convert(there.tags, from: target, to: source).tags == written)
    }
  }

  /// The same sentence in all three schemes.
  static let sentence: [TagScheme: String] = [
    .bio1: "I-PER I-PER B-PER O I-LOC I-PER I-PER I-PER",
    .bio2: "B-PER I-PER B-PER O B-LOC B-PER I-PER I-PER",
    .bioes: "B-PER E-PER S-PER O S-LOC B-PER I-PER E-PER",
  ]

  @Test(arguments: TagScheme.allCases, TagScheme.allCases)
  func writesTheSchemesAsDefined(source: TagScheme, target: TagScheme) throws {
    let written = try #require(Self.sentence[source])
    #expect(try convert(written, from: source, to: target).tags == Self.sentence[target])
  }

  /// Malformed tags, where they go wrong, and what conlleval makes of them, in BIO2.
  static let malformed: [(scheme: TagScheme, tags: String, positions: [Int], repaired: String)] = [
    (.bio2, "O I-PER I-PER", [1], "O B-PER I-PER"),
    (.bio2, "B-PER I-LOC I-LOC I-PER", [1, 3], "B-PER B-LOC I-LOC B-PER"),
    (.bio2, "B-PER E-PER S-LOC", [1, 2], "B-PER I-PER B-LOC"),
    (.bio1, "O B-PER I-PER", [1], "O B-PER I-PER"),
    (.bio1, "I-LOC B-PER", [1], "B-LOC B-PER"),
    (.bioes, "B-PER O", [1], "B-PER O"),
    (.bioes, "S-PER I-PER E-PER", [1], "B-PER B-PER I-PER"),
    (.bioes, "B-PER I-PER", [2], "B-PER I-PER"),
    (.bioes, "B-PER E-LOC E-LOC", [1, 2], "B-PER B-LOC B-LOC"),
    (.bioes, "B-PER S-PER", [1], "B-PER B-PER"),
  ]

  @Test(arguments: malformed)
  func findsAndRepairsMalformedTags(
    scheme: TagScheme, tags: String, positions: [Int], repaired: String
  ) throws {
    let set = try SpanTagSet(tags.split(separator: " ").map(String.init))
    #expect(scheme.malformations(in: set.tags) == positions)
    let conversion = try convert(tags, from: scheme, to: .bio2, repair: .conlleval)
    #expect(conversion == (repaired, positions.count))
    #expect(throws: TagError.self) { try convert(tags, from: scheme, to: .bio2) }
  }

  @Test func rejectionShowsTheSentence() {
    #expect {
      try convert("O O I-PER", from: .bio2, to: .bioes)
    } throws: { error in
      "\(error)".hasPrefix(
        "a.txt: error: found 'I-PER' after 'O' at token 3 of sentence 1, expected well-formed bio2 tags in column "
          + "'ner': \"w0 w1 w2\" is tagged \"O O I-PER\"; ")
    }
  }

  /// The line is that of the token, also past lines that are no tokens and in a part of a corpus.
  @Test func rejectionNamesTheLine() throws {
    let text = "-DOCSTART- O\n\nw B-A\nw I-A\n\n\nw O\nw I-A\nw O\n"
    let reader = CorpusReader(
      .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])), layers: [.init("ner", at: .column(1))])
    let whole = try reader.read([DataText(Array(text.utf8), name: "a.txt")])
    for corpus in [whole, whole.subset([1], name: "a.txt")] {
      #expect {
        _ = try TagConversion(corpus.columns[1], of: corpus, from: .bio2, to: .bio2, repair: .reject)
      } throws: { "\($0)".hasPrefix("a.txt:8: error: found 'I-A' after 'O' at token 2 of sentence ") }
    }
    // A span that is never ended is shown at the sentence's last token.
    let open = try reader.read([DataText(Array("w O\nw B-A\n".utf8), name: "b.txt")])
    #expect {
      _ = try TagConversion(open.columns[1], of: open, from: .bioes, to: .bio2, repair: .reject)
    } throws: { "\($0)".hasPrefix("b.txt:2: error: found the end after 'B-A'") }
  }

  @Test(arguments: ["NNP", "B", "B-", "O-PER", "X-PER", "-", ""])
  func otherTagsAreNoSpanTags(tag: String) {
    #expect(throws: NotASpanTag(text: tag)) { try SpanTagSet([tag]) }
  }

  @Test func typesMayHoldHyphens() throws {
    let set = try SpanTagSet(["B-GEO-POLITICAL", "O"])
    #expect(set.types == ["", "GEO-POLITICAL"])
    #expect(set.tags.map(set.text) == ["B-GEO-POLITICAL", "O"])
  }
}
