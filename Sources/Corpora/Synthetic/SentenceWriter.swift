/// The parts of speech of the synthetic language, as the Penn Treebank tags them.
enum PennTag: String, Hashable, Sendable {
  case noun = "NN"
  case nouns = "NNS"
  case name = "NNP"
  case names = "NNPS"
  case adjective = "JJ"
  case comparative = "JJR"
  case adverb = "RB"
  case comparativeAdverb = "RBR"
  case determiner = "DT"
  case whDeterminer = "WDT"
  case whPronoun = "WP"
  case pronoun = "PRP"
  case possessivePronoun = "PRP$"
  case possessiveEnding = "POS"
  case existential = "EX"
  case preposition = "IN"
  case particle = "RP"
  case to = "TO"
  case modal = "MD"
  case base = "VB"
  case present = "VBP"
  case thirdPerson = "VBZ"
  case past = "VBD"
  case participle = "VBN"
  case gerund = "VBG"
  case numeral = "CD"
  case conjunction = "CC"
  case dollar = "$"
  case comma = ","
  case period = "."
  case openingQuote = "``"
  case closingQuote = "''"
  case colon = ":"
}

/// The base phrases of the synthetic language, as in CoNLL-2000.
enum ChunkType: String, Hashable, Sendable {
  case nounPhrase = "NP"
  case verbPhrase = "VP"
  case prepositional = "PP"
  case adverbial = "ADVP"
  case adjectival = "ADJP"
  case subordinator = "SBAR"
  case particle = "PRT"
}

/// The kinds of names, as in CoNLL-2003.
enum EntityType: String, Hashable, Sendable {
  case person = "PER"
  case location = "LOC"
  case organization = "ORG"
  case miscellaneous = "MISC"
}

/// A token with its tags in all layers.
struct SyntheticToken: Hashable, Sendable {
  var word: String
  let tag: PennTag

  /// The chunk and the entity in BIO2.
  let chunk: String
  let entity: String
}

/// A sentence in the making: what is open when a word is put decides its chunk and its entity.
struct SentenceWriter: Sendable {
  private(set) var tokens: [SyntheticToken] = []
  private var chunk: Layer<ChunkType>?
  private var entity: Layer<EntityType>?

  /// A span that words are being put into.
  private struct Layer<Kind: RawRepresentable<String> & Sendable>: Sendable {
    let kind: Kind
    var isNew = true

    mutating func nextTag() -> String {
      defer { isNew = false }
      return (isNew ? "B-" : "I-") + kind.rawValue
    }
  }

  /// Starts a chunk, which ends the one before it.
  mutating func open(_ kind: ChunkType) { chunk = Layer(kind: kind) }

  /// Ends the chunk.
  mutating func close() { chunk = nil }

  /// Starts a name, which may reach over several chunks.
  mutating func open(_ kind: EntityType) { entity = Layer(kind: kind) }

  /// Ends the name.
  mutating func closeName() { entity = nil }

  /// Adds a word.
  mutating func put(_ word: String, _ tag: PennTag) {
    tokens.append(
      SyntheticToken(word: word, tag: tag, chunk: chunk?.nextTag() ?? "O", entity: entity?.nextTag() ?? "O"))
  }

  /// Adds a chunk of its own.
  mutating func phrase(_ kind: ChunkType, _ words: (String, PennTag)...) {
    open(kind)
    for (word, tag) in words { put(word, tag) }
    close()
  }

  /// Adds a name of one or more words.
  mutating func name(_ kind: EntityType, _ words: [String], _ tag: PennTag = .name) {
    open(kind)
    for word in words { put(word, tag) }
    closeName()
  }

  /// The sentence, its first letter in upper case.
  func finished() -> [SyntheticToken] {
    var tokens = tokens
    if let first = tokens.first { tokens[0].word = capitalized(first.word) }
    return tokens
  }
}
