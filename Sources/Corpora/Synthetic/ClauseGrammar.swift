extension SentenceGrammar {
  /// A subject and what is said of it.
  mutating func clause() {
    depth += 1
    predicate(of: subject())
    depth -= 1
  }

  /// A finite verb with everything that belongs to it.
  mutating func predicate(of number: GrammaticalNumber) {
    switch choices.pick(weighted: [(40, 0), (20, 1), (14, 2), (10, 3), (8, 4), (8, 5)]) {
    case 0: transitive(number)
    case 1: intransitive(number)
    case 2: passive(number)
    case 3: copular(number)
    case 4: control(number)
    default: particleVerb(number)
    }
    if depth < 3, choices.chance(0.35) { choices.chance(0.3) ? time() : prepositionalPhrase() }
  }

  private mutating func transitive(_ number: GrammaticalNumber) {
    finiteVerb(choices.draw(lexicon.transitiveVerbs), number)
    object()
  }

  /// "rose sharply to 30 percent"
  private mutating func intransitive(_ number: GrammaticalNumber) {
    finiteVerb(choices.draw(lexicon.intransitiveVerbs), number)
    if choices.chance(0.3) { adverbAfterVerb() }
    if choices.chance(0.3) {
      amount()
      writer.phrase(.prepositional, ("to", .preposition))
      amount()
    } else if choices.chance(0.5) {
      prepositionalPhrase()
    }
  }

  /// "was rejected by the court"
  private mutating func passive(_ number: GrammaticalNumber) {
    writer.open(.verbPhrase)
    auxiliaryBe(number)
    if choices.chance(0.15) { writer.put(choices.draw(lexicon.adverbs), .adverb) }
    writer.put(choices.draw(lexicon.transitiveVerbs).participle, .participle)
    writer.close()
    if choices.chance(0.4) {
      writer.phrase(.prepositional, ("by", .preposition))
      object()
    }
  }

  /// "is more difficult", "are public officials"
  private mutating func copular(_ number: GrammaticalNumber) {
    writer.open(.verbPhrase)
    let isContracted = choices.chance(0.12) && writer.tokens.last?.tag == .pronoun
    switch number {
    case .singular where isContracted: writer.put("'s", .thirdPerson)
    case .singular, .plural: auxiliaryBe(number)
    }
    if choices.chance(0.12) { writer.put("not", .adverb) }
    writer.close()
    if choices.chance(0.45) { return commonNounPhrase(number) }
    writer.open(.adjectival)
    if choices.chance(0.35) {
      choices.chance(0.5) ? writer.put("more", .comparativeAdverb) : writer.put("very", .adverb)
    }
    writer.put(choices.draw(lexicon.adjectives), .adjective)
    writer.close()
  }

  /// "plans to visit Paris"
  private mutating func control(_ number: GrammaticalNumber) {
    finiteVerb(choices.pick(SyntheticWords.controlVerbs), number, closing: false)
    writer.put("to", .to)
    writer.put(choices.draw(lexicon.transitiveVerbs).base, .base)
    writer.close()
    object()
  }

  /// "set up the fund", which looks like "walked up the road"
  private mutating func particleVerb(_ number: GrammaticalNumber) {
    let word = choices.pick(SyntheticWords.particles)
    if choices.chance(0.6) {
      finiteVerb(choices.draw(lexicon.transitiveVerbs), number)
      writer.phrase(.particle, (word, .particle))
    } else {
      finiteVerb(choices.draw(lexicon.intransitiveVerbs), number)
      writer.phrase(.prepositional, (word, .preposition))
    }
    commonNounPhrase(nil)
  }

  /// "because prices fell"; its word may introduce a phrase elsewhere
  mutating func subordinateClause() {
    let word = choices.pick(["because", "if", "while", "after", "before", "since", "after", "although"])
    writer.phrase(.subordinator, (word, .preposition))
    clause()
  }

  /// "that prices fell", or the same without "that"
  mutating func contentClause() {
    if choices.chance(0.6) { writer.phrase(.subordinator, ("that", .preposition)) }
    clause()
  }

  /// What stands before the comma that the subject follows.
  mutating func opening() {
    switch choices.pick(weighted: [(4, 0), (3, 1), (3, 2), (2, 3)]) {
    case 0: prepositionalPhrase()
    case 1: time()
    case 2: subordinateClause()
    default: writer.phrase(.adverbial, (choices.draw(lexicon.adverbs), .adverb))
    }
  }
}
