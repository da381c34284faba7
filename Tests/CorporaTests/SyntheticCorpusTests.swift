import Model
import Testing

@testable import Corpora

/// A tagger that gives each word its most frequent training tag, and unknown words the most frequent tag of all.
private struct MajorityTagger {
  private var tags: [String: String] = [:]
  private var fallback = ""

  init(_ corpus: Corpus, column: String) throws {
    let (words, tags) = (try corpus.column("token"), try corpus.column(column))
    var counts: [String: [String: Int]] = [:]
    var total: [String: Int] = [:]
    for token in 0..<corpus.tokenCount {
      counts[words[token], default: [:]][tags[token], default: 0] += 1
      total[tags[token], default: 0] += 1
    }
    self.tags = counts.mapValues(Self.likeliest)
    fallback = Self.likeliest(total)
  }

  func tag(_ word: String) -> String { tags[word] ?? fallback }

  private static func likeliest(_ counts: [String: Int]) -> String {
    counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  /// The score of this tagger on `corpus`.
  func score(_ metric: Metric, on corpus: Corpus, column: String) throws -> Double {
    let (words, gold) = (try corpus.column("token"), try corpus.column(column))
    let predicted = CorpusColumn(name: column, texts: (0..<corpus.tokenCount).map { tag(words[$0]) })
    let set = TagSet(training: predicted, others: [gold])
    let (found, right) = (set.encode(predicted), set.encode(gold))
    var tally = try ScoreTally(metric, tags: set, scheme: .bio2, task: column)
    for sentence in 0..<corpus.sentenceCount {
      let tokens = corpus.tokens(ofSentence: sentence)
      tally.count(gold: right[tokens], predicted: found[tokens])
    }
    return tally.score.value
  }
}

/// The tags of one sentence and their spans.
private struct Layer {
  let spans: [TagSpan]
  let types: [String]

  init(_ corpus: Corpus, _ column: String, sentence: Int) throws {
    let tags = try corpus.column(column)
    let set = try SpanTagSet(corpus.tokens(ofSentence: sentence).map { tags[$0] }, in: .bio2)
    #expect(TagScheme.bio2.malformations(in: set.tags).isEmpty)
    spans = set.tags.spans
    types = set.types
  }
}

@Suite struct SyntheticCorpusTests {
  static let train = SyntheticCorpus.generate(split: .train, sentences: 2_000, seed: 1)
  static let dev = SyntheticCorpus.generate(split: .dev, sentences: 500, seed: 1)

  private func text(_ corpus: Corpus, _ sentence: Int, _ column: String) throws -> String {
    corpus.text(ofSentence: sentence, in: try corpus.column(column))
  }

  @Test func beginsAsItAlwaysDid() throws {
    let lines = try (0..<3).flatMap { sentence in
      try SyntheticCorpus.columns.map { try text(Self.train, sentence, $0) }
    }
    #expect(lines.joined(separator: "\n") == golden)
  }

  @Test func aShorterCorpusIsTheStartOfALongerOne() throws {
    let short = SyntheticCorpus.generate(split: .train, sentences: 20, seed: 1)
    #expect(short == Self.train.subset(0..<20, name: short.name))
  }

  @Test func splitsAndSeedsDiffer() throws {
    let others = [
      Self.dev, SyntheticCorpus.generate(split: .test, sentences: 30, seed: 1),
      SyntheticCorpus.generate(split: .train, sentences: 30, seed: 2),
    ]
    for other in others {
      let sentences = try Set((0..<30).map { try text(other, $0, "token") })
      #expect(try (0..<30).allSatisfy { try !sentences.contains(text(Self.train, $0, "token")) })
    }
  }

  @Test func entitiesAreProperNounsInNounPhrases() throws {
    let pos = try Self.train.column("pos")
    for sentence in 0..<Self.train.sentenceCount {
      let tokens = Self.train.tokens(ofSentence: sentence)
      let chunks = try Layer(Self.train, "chunk", sentence: sentence)
      let entities = try Layer(Self.train, "ner", sentence: sentence)
      for entity in entities.spans {
        let enclosing = chunks.spans.filter { $0.tokens.overlaps(entity.tokens) }
        let isInstitution = enclosing.map { chunks.types[$0.type] } == ["NP", "PP", "NP"]
        #expect(isInstitution || enclosing.map { chunks.types[$0.type] } == ["NP"])
        let tags = entity.tokens.map { pos[tokens.lowerBound + $0] }
        let isDemonym = entities.types[entity.type] == "MISC" && tags == ["JJ"]
        #expect(
          isDemonym
            || (isInstitution ? tags == ["NNP", "IN", "NNP"] : tags.allSatisfy { $0.hasPrefix("NNP") }))
      }
    }
  }

  @Test func everyChunkHoldsItsHead() throws {
    let heads: [String: [String]] = [
      "NP": ["NN", "PRP", "CD", "EX", "WDT", "WP", "JJ", "POS"], "VP": ["VB", "MD", "'s"], "PP": ["IN"],
      "ADVP": ["RB"], "ADJP": ["JJ"], "SBAR": ["IN"], "PRT": ["RP"],
    ]
    let pos = try Self.train.column("pos")
    for sentence in 0..<Self.train.sentenceCount {
      let first = Self.train.tokens(ofSentence: sentence).lowerBound
      let layer = try Layer(Self.train, "chunk", sentence: sentence)
      for chunk in layer.spans {
        let last = pos[first + chunk.tokens.upperBound - 1]
        let ends = try #require(heads[layer.types[chunk.type]])
        #expect(
          ends.contains { last.hasPrefix($0) } || last == "RB", "\(layer.types[chunk.type]) ends in \(last)")
      }
    }
  }

  @Test func contextDecides() throws {
    let scores = try [("pos", Metric.accuracy), ("chunk", .spanF1), ("ner", .spanF1)].map { column, metric in
      try MajorityTagger(Self.train, column: column).score(metric, on: Self.dev, column: column)
    }
    print("majority tagger on synthetic dev: pos \(scores[0]), chunk \(scores[1]), ner \(scores[2])")
    #expect((0.80...0.93).contains(scores[0]))
    #expect((0.30...0.80).contains(scores[1]))
    #expect((0.20...0.60).contains(scores[2]))
  }

  @Test func wordsFollowZipfAndSomeAreNew() throws {
    let known = Set(try Self.train.column("token").values)
    let dev = try Self.dev.column("token")
    let unknown = Double(dev.ids.count { !known.contains(dev.values[Int($0)]) }) / Double(dev.ids.count)
    print("synthetic: \(Self.train.tokenCount) tokens, \(known.count) words, \(unknown) of dev unknown")
    #expect((0.02...0.09).contains(unknown))
    let counts = try Self.train.column("token").valueCounts.sorted(by: >)
    #expect(Double(counts[0]) > 8 * Double(counts[20]))
    #expect(counts.count { $0 == 1 } * 3 > counts.count)
  }

  @Test func itsWordsAreAmbiguous() throws {
    let (words, pos) = (try Self.train.column("token"), try Self.train.column("pos"))
    var tags: [String: Set<String>] = [:]
    for token in 0..<Self.train.tokenCount { tags[words[token], default: []].insert(pos[token]) }
    #expect(tags["that"] == ["IN", "DT", "WDT"])
    #expect(tags["to"] == ["TO", "IN"])
    #expect(tags["her"] == ["PRP", "PRP$"])
    #expect(tags["plan"]?.isSuperset(of: ["NN", "VB"]) == true)
    #expect(tags["visits"]?.isSuperset(of: ["NNS", "VBZ"]) == true)
    #expect(tags["official"]?.isSuperset(of: ["NN", "JJ"]) == true)
    #expect(tags["'s"] == ["POS", "VBZ"])
  }
}

/// The first three sentences of the training split of seed 1, a line for each column.
private let golden = """
  Another more central past 's tisousive struggling conservatives were storetfully ploulodrocked by a \
  nokeadrul struggle of the demand .
  DT RBR JJ NN POS JJ VBG NNS VBD RB VBN IN DT JJ NN IN DT NN .
  B-NP I-NP I-NP I-NP B-NP I-NP I-NP I-NP B-VP I-VP I-VP B-PP B-NP I-NP I-NP B-PP B-NP I-NP O
  O O O O O O O O O O O O O O O O O O O
  Gewenberg warns that his executive police of Boustanville was recealtished by the flibroundships .
  NNP VBZ IN PRP$ JJ NN IN NNP VBD VBN IN DT NNS .
  B-NP B-VP B-SBAR B-NP I-NP I-NP B-PP B-NP B-VP I-VP B-PP B-NP I-NP O
  B-PER O O O O O O B-LOC O O O O O O
  `` Pruzabalo Jastimov 's meeting that one executive record move jearonded again tried to doutrandish \
  that chief coming executive , '' Samenland pretruzolicly said .
  `` NNP NNP POS NN WDT CD JJ NN NN VBD RB VBD TO VB DT JJ NN NN , '' NNP RB VBD .
  O B-NP I-NP B-NP I-NP B-NP B-NP I-NP I-NP I-NP B-VP B-ADVP B-VP I-VP I-VP B-NP I-NP I-NP I-NP O O \
  B-NP B-ADVP B-VP O
  O B-PER I-PER O O O O O O O O O O O O O O O O O O B-LOC O O O
  """

@Suite struct InflectionTests {
  @Test(arguments: [
    ("plan", "plans", "planned", "planning"), ("visit", "visits", "visited", "visiting"),
    ("study", "studies", "studied", "studying"), ("search", "searches", "searched", "searching"),
    ("move", "moves", "moved", "moving"), ("need", "needs", "needed", "needing"),
    ("agree", "agrees", "agreed", "agreeing"), ("review", "reviews", "reviewed", "reviewing"),
  ])
  func endingsAreRegular(base: String, third: String, past: String, gerund: String) {
    let verb = Verb(base)
    #expect([verb.thirdPerson, verb.past, verb.participle, verb.gerund] == [third, past, past, gerund])
  }
}
