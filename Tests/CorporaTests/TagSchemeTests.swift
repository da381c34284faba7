import Model
import Randomness
import Testing

@testable import Corpora

private let types = ["", "LOC", "MISC", "PER"]

/// Sentences of random spans, adjacent ones among them, of types of the set or, where `isTyped` is false, of none.
private func randomSpans(seed: UInt64, isTyped: Bool = true) -> (spans: [TagSpan], count: Int) {
  var stream = RandomStream(seed: seed)
  var spans: [TagSpan] = []
  var position = 0
  while position < 12 {
    let length = 1 + stream.nextIndex(below: 4)
    if stream.nextIndex(below: 3) > 0 {
      let type = isTyped ? 1 + stream.nextIndex(below: 3) : 0
      spans.append(TagSpan(type: type, tokens: position..<position + length))
    }
    position += length
  }
  return (spans, position)
}

extension TagScheme {
  /// What is left of `spans` in tags of the scheme: all of them, but in IO adjacent ones of one type are joined.
  fileprivate func kept(_ spans: [TagSpan]) -> [TagSpan] {
    guard self == .io else { return spans }
    return spans.reduce(into: []) { joined, span in
      if let last = joined.last, last.type == span.type, last.tokens.upperBound == span.tokens.lowerBound {
        joined[joined.count - 1] = TagSpan(type: last.type, tokens: last.tokens.lowerBound..<span.tokens.upperBound)
      } else {
        joined.append(span)
      }
    }
  }
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

extension SpanTagSet {
  /// The text of `tag` in `scheme`.
  fileprivate func text(_ tag: SpanTag, in scheme: TagScheme) -> String {
    scheme.text(tag.role, type: types[tag.type])
  }
}

@Suite struct TagSchemeTests {
  @Test(arguments: TagScheme.allCases, 0..<200 as Range<UInt64>)
  func spansSurviveEveryScheme(scheme: TagScheme, seed: UInt64) {
    for isTyped in [true, false] {
      let (spans, count) = randomSpans(seed: seed, isTyped: isTyped)
      let tags = scheme.tags(for: spans, count: count)
      #expect(tags.spans == scheme.kept(spans))
      #expect(scheme.malformations(in: tags).isEmpty)
    }
  }

  /// Texts of the scheme have its letters alone, and are read as what was written.
  @Test(arguments: TagScheme.allCases, [true, false])
  func textsAreReadAsWritten(scheme: TagScheme, isTyped: Bool) throws {
    let types = isTyped ? types : [""]
    let set = try SpanTagSet(types.map { $0.isEmpty ? "O" : "I-\($0)" }, in: .bio1)
    for seed in 0..<50 as Range<UInt64> {
      let (spans, count) = randomSpans(seed: seed, isTyped: isTyped)
      let texts = scheme.tags(for: spans, count: count).map { set.text($0, in: scheme) }
      #expect(texts.allSatisfy(scheme.has))
      let read = try SpanTagSet(texts, in: scheme)
      let found = read.tags.spans.map { (read.types[$0.type], $0.tokens) }
      let written = scheme.kept(spans).map { (types[$0.type], $0.tokens) }
      #expect(found.elementsEqual(written, by: ==))
    }
  }

  @Test(arguments: TagScheme.allCases, TagScheme.allCases)
  func conversionRoundTrips(source: TagScheme, target: TagScheme) throws {
    let set = try SpanTagSet(types.dropFirst().map { "B-\($0)" }, in: .bio2)
    for seed in 0..<50 as Range<UInt64> {
      for isTyped in [true, false] {
        let (spans, count) = randomSpans(seed: seed, isTyped: isTyped)
        func written(_ spans: [TagSpan]) -> String {
          source.tags(for: spans, count: count).map { set.text($0, in: source) }.joined(separator: " ")
        }
        let there = try convert(written(spans), from: source, to: target)
        #expect(there.repaired == 0)
        #expect(try convert(there.tags, from: target, to: source).tags == written(target.kept(spans)))
      }
    }
  }

  /// The same sentence in all schemes; IO joins the first two spans.
  static let sentence: [TagScheme: String] = [
    .bio1: "I-PER I-PER B-PER O I-LOC I-PER I-PER I-PER",
    .bio2: "B-PER I-PER B-PER O B-LOC B-PER I-PER I-PER",
    .bioes: "B-PER E-PER S-PER O S-LOC B-PER I-PER E-PER",
    .bilou: "B-PER L-PER U-PER O U-LOC B-PER I-PER L-PER",
    .bmes: "B-PER E-PER S-PER O S-LOC B-PER M-PER E-PER",
    .io: "I-PER I-PER I-PER O I-LOC I-PER I-PER I-PER",
  ]

  @Test(arguments: TagScheme.allCases.filter { $0 != .io }, TagScheme.allCases)
  func writesTheSchemesAsDefined(source: TagScheme, target: TagScheme) throws {
    let written = try #require(Self.sentence[source])
    #expect(try convert(written, from: source, to: target).tags == Self.sentence[target])
  }

  @Test func ioReadsAdjacentSpansOfATypeAsOne() throws {
    let conversion = try convert("I-PER I-PER O I-LOC I-PER I-PER", from: .io, to: .bio2)
    #expect(conversion == ("B-PER I-PER O B-LOC B-PER I-PER", 0))
    #expect(try convert("S-PER B-PER E-PER", from: .bioes, to: .io).tags == "I-PER I-PER I-PER")
  }

  /// The same words of Chinese, where every token is in a word.
  @Test func tagsNeedNoTypes() throws {
    #expect(try convert("B M E S B E", from: .bmes, to: .bio2).tags == "B I I B B I")
    #expect(try convert("B I I B O I", from: .bio2, to: .bilou, repair: .conlleval) == ("B I L U O U", 1))
    #expect(try convert("I I B O", from: .bio1, to: .bioes).tags == "B E S O")
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
    (.bilou, "B-PER O", [1], "B-PER O"),
    (.bilou, "U-PER I-PER L-PER", [1], "B-PER B-PER I-PER"),
    (.bilou, "B-PER L-LOC L-LOC", [1, 2], "B-PER B-LOC B-LOC"),
    (.bmes, "S-PER M-PER E-PER", [1], "B-PER B-PER I-PER"),
    (.bmes, "M-PER O M-PER", [0, 1, 2, 3], "B-PER O B-PER"),
    (.bmes, "B M B E", [2], "B I B I"),
    (.io, "I-PER B-PER I-PER", [1], "B-PER B-PER I-PER"),
    (.bio2, "I I O E", [0, 3], "B I O B"),
  ]

  @Test(arguments: malformed)
  func findsAndRepairsMalformedTags(
    scheme: TagScheme, tags: String, positions: [Int], repaired: String
  ) throws {
    let set = try SpanTagSet(tags.split(separator: " ").map(String.init), in: scheme)
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

  /// A tag that the scheme does not have, with the line of its first token.
  @Test(arguments: [
    (TagScheme.bio2, "L-PER", "bio2 tag in column 'ner' (O, B-TYPE or I-TYPE)", "it is a tag of bilou: name"),
    (.bioes, "M", "bioes tag in column 'ner' (O, B-TYPE, I-TYPE, E-TYPE or S-TYPE)", "it is a tag of bmes: name"),
    (.bilou, "S-PER", "bilou tag in column 'ner' (O, B-TYPE, I-TYPE, L-TYPE or U-TYPE)", "it is a tag of bioes and"),
    (.bmes, "I-PER", "bmes tag in column 'ner' (O, B-TYPE, M-TYPE, E-TYPE or S-TYPE)", "it is a tag of bio1, bio2"),
    (.io, "U-PER", "io tag in column 'ner' (O or I-TYPE)", "it is a tag of bilou"),
    (.bio2, "O\u{200B}", "bio2 tag", "remove the characters that are shown by their numbers"),
    (.bio2, "NN", "bio2 tag", "choose a column of spans, or the metric 'accuracy'"),
  ])
  func foreignTagsAreRefusedWithTheScheme(scheme: TagScheme, tag: String, expected: String, advice: String) throws {
    let reader = CorpusReader(.columns(ColumnLayout(token: 0)), layers: [.init("ner", at: .column(1))])
    let corpus = try reader.read([DataText(Array("w O\n\nw O\nw \(tag)\nw \(tag)\n".utf8), name: "a.txt")])
    #expect {
      try TagConversion(corpus.columns[1], of: corpus, from: scheme, to: .bio2, repair: .conlleval)
    } throws: { error in
      let text = "\(error)"
      let shown = tag == "O\u{200B}" ? "O<U+200B>" : tag
      return text.hasPrefix("a.txt:4: error: expected a \(expected)") && text.contains(", found '\(shown)'; \(advice)")
    }
  }

  @Test(arguments: ["B-A I B", "O B I-A", "B-A B I-B"])
  func typesInSomeTagsAloneAreRefused(tags: String) throws {
    let parts = tags.split(separator: " ").map(String.init)
    let lines = parts.map { "w \($0)\n" }.joined()
    let reader = CorpusReader(.columns(ColumnLayout(token: 0)), layers: [.init("ner", at: .column(1))])
    let corpus = try reader.read([DataText(Array(lines.utf8), name: "a.txt")])
    let spans = parts.filter { $0 != "O" }
    let line = 1 + (try #require(parts.firstIndex(of: spans[1])))
    #expect {
      try TagConversion(corpus.columns[1], of: corpus, from: .bio2, to: .bio2, repair: .conlleval)
    } throws: { error in
      "\(error)" == "a.txt:\(line): error: expected a type in all tags of column 'ner' but O, or in none, found "
        + "'\(spans[1])' in a column with '\(spans[0])'; correct the file"
    }
  }

  @Test(arguments: ["NNP", "B-", "b-PER", "O-PER", "X-PER", "-", "", "O\u{200B}", "0"], TagScheme.allCases)
  func otherTagsAreNoSpanTags(tag: String, scheme: TagScheme) {
    #expect(throws: SpanTagSetError.notATag(tag)) { try SpanTagSet([tag], in: scheme) }
  }

  @Test func typesMayHoldHyphens() throws {
    let set = try SpanTagSet(["B-GEO-POLITICAL", "O"], in: .bio2)
    #expect(set.types == ["", "GEO-POLITICAL"])
    #expect(set.tags.map { set.text($0, in: .bio2) } == ["B-GEO-POLITICAL", "O"])
  }
}
