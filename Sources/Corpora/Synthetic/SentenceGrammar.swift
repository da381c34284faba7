/// Whether a noun phrase is of one or of many, which its verb agrees with.
enum GrammaticalNumber: Hashable, Sendable {
  case singular
  case plural
}

/// A grammar of newspaper sentences that draws them at random.
///
/// Most tags follow from a word's neighbours or its form, seldom from the word alone: many nouns are verbs too, past
/// tenses are participles too, `that`, `to`, `her`, `after` have several functions, and people, places and clubs
/// share names. A few choices leave no trace at all and bound what any tagger can reach; `coin` marks them.
struct SentenceGrammar: Sendable {
  let lexicon: SyntheticLexicon
  var choices: Choices
  var writer = SentenceWriter()

  /// How many clauses enclose what is being written.
  var depth = 0

  init(lexicon: SyntheticLexicon, choices: Choices) {
    self.lexicon = lexicon
    self.choices = choices
  }

  /// Draws the next sentence.
  mutating func sentence() -> [SyntheticToken] {
    writer = SentenceWriter()
    depth = 0
    switch choices.pick(weighted: SentenceKind.weights) {
    case .statement: statement()
    case .report: report()
    case .quotation: quotation()
    case .coordination: coordination()
    case .existence: existence()
    case .match: match()
    case .scoreLine: scoreLine()
    case .dateline: dateline()
    }
    return writer.finished()
  }

  /// Whether the likelier of two readings is meant, where nothing in the sentence tells: a bound on every tagger.
  mutating func coin(_ probability: Double) -> Bool { choices.chance(probability) }
}

private enum SentenceKind {
  case statement, report, quotation, coordination, existence, match, scoreLine, dateline

  static let weights: [(weight: Int, item: SentenceKind)] = [
    (46, .statement), (18, .report), (8, .quotation), (6, .coordination), (4, .existence), (8, .match),
    (6, .scoreLine), (4, .dateline),
  ]
}

extension SentenceGrammar {
  /// "After the vote , the company reported a gain ."
  private mutating func statement() {
    if choices.chance(0.18) {
      opening()
      writer.put(",", .comma)
    }
    clause()
    if choices.chance(0.15) { subordinateClause() }
    writer.put(".", .period)
  }

  /// "The minister said that …"
  private mutating func report() {
    let number = speaker()
    finiteVerb(choices.pick(SyntheticWords.reportingVerbs), number)
    if choices.chance(0.2) { time() }
    contentClause()
    writer.put(".", .period)
  }

  /// "`` … , '' Jordan said ."
  private mutating func quotation() {
    writer.put("``", .openingQuote)
    clause()
    writer.put(",", .comma)
    writer.put("''", .closingQuote)
    let number = speaker()
    finiteVerb(choices.pick(SyntheticWords.reportingVerbs), number, simplePast: true)
    writer.put(".", .period)
  }

  /// "… , but …"
  private mutating func coordination() {
    clause()
    writer.put(",", .comma)
    writer.put(choices.pick(["but", "and", "but", "or"]), .conjunction)
    clause()
    writer.put(".", .period)
  }

  /// "There were four plans for …"
  private mutating func existence() {
    writer.phrase(.nounPhrase, ("there", .existential))
    let isPlural = choices.chance(0.6)
    let copula = isPlural ? choices.pick([("are", PennTag.present), ("were", .past)]) : ("was", .past)
    writer.phrase(.verbPhrase, copula)
    commonNounPhrase(isPlural ? .plural : .singular)
    prepositionalPhrase()
    writer.put(".", .period)
  }

  /// "Chelsea beat Paris 3-1 in the Jordan Cup ."
  private mutating func match() {
    writer.open(.nounPhrase)
    club()
    writer.phrase(.verbPhrase, (choices.pick(["beat", "beat", "lost", "drew"]), .past))
    if choices.chance(0.3) { writer.phrase(.prepositional, ("to", .preposition)) }
    writer.open(.nounPhrase)
    club()
    writer.close()
    writer.phrase(.nounPhrase, ("\(choices.number(in: 0...5))-\(choices.number(in: 0...5))", .numeral))
    if choices.chance(0.6) {
      writer.phrase(.prepositional, ("in", .preposition))
      choices.chance(0.5) ? eventPhrase() : placePhrase()
    }
    if choices.chance(0.3) { time() }
    writer.put(".", .period)
  }

  /// "Washington 3 Jordan 1": clubs or, with nothing to tell, players.
  private mutating func scoreLine() {
    let kind: EntityType = coin(0.75) ? .organization : .person
    for _ in 0..<2 {
      writer.open(.nounPhrase)
      writer.name(
        kind, [choices.chance(0.6) ? choices.draw(lexicon.sharedNames) : choices.draw(lexicon.surnames)])
      writer.put("\(choices.number(in: 0...6))", .numeral)
      writer.close()
    }
  }

  /// "Chester , Bolunia 12 May"
  private mutating func dateline() {
    writer.open(.nounPhrase)
    writer.name(.location, [placeName()])
    writer.close()
    if choices.chance(0.4) {
      writer.put(",", .comma)
      writer.open(.nounPhrase)
      writer.name(.location, [choices.draw(lexicon.countries).name])
      writer.close()
    }
    writer.phrase(
      .nounPhrase, ("\(choices.number(in: 1...30))", .numeral), (choices.pick(SyntheticWords.months), .name))
  }
}
