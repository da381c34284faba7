extension SentenceGrammar {
  /// A finite verb phrase; `closing` leaves it open where an infinitive follows.
  mutating func finiteVerb(
    _ verb: Verb, _ number: GrammaticalNumber, simplePast: Bool = false, closing: Bool = true
  ) {
    if choices.chance(0.07) { writer.phrase(.adverbial, (choices.draw(lexicon.adverbs), .adverb)) }
    writer.open(.verbPhrase)
    let form = choices.pick(weighted: [(46, 0), (18, 1), (14, 2), (11, 3), (6, 4), (5, 5)])
    switch simplePast ? 0 : form {
    case 0: writer.put(verb.past, .past)
    case 1: present(verb, number)
    case 2: modal(verb)
    case 3: perfect(verb, number)
    case 4:
      auxiliaryBe(number)
      writer.put(verb.gerund, .gerund)
    default: negated(verb, number)
    }
    if closing { writer.close() }
  }

  /// "is", "were"
  mutating func auxiliaryBe(_ number: GrammaticalNumber) {
    let isPast = choices.chance(0.6)
    switch number {
    case .singular: writer.put(isPast ? "was" : "is", isPast ? .past : .thirdPerson)
    case .plural: writer.put(isPast ? "were" : "are", isPast ? .past : .present)
    }
  }

  /// An adverb that has the form of an adjective as often as not.
  mutating func adverbAfterVerb() {
    let word =
      choices.chance(0.5) ? choices.pick(SyntheticWords.adjectivesAndAdverbs) : choices.draw(lexicon.adverbs)
    writer.phrase(.adverbial, (word, .adverb))
  }

  private mutating func present(_ verb: Verb, _ number: GrammaticalNumber) {
    switch number {
    case .singular: writer.put(verb.thirdPerson, .thirdPerson)
    case .plural: writer.put(verb.base, .present)
    }
  }

  private mutating func modal(_ verb: Verb) {
    writer.put(choices.pick(["will", "would", "may", "can", "could", "should", "might"]), .modal)
    if choices.chance(0.2) { writer.put("not", .adverb) }
    if choices.chance(0.12) { writer.put(choices.draw(lexicon.adverbs), .adverb) }
    if choices.chance(0.15) {
      writer.put("be", .base)
      writer.put(verb.gerund, .gerund)
    } else {
      writer.put(verb.base, .base)
    }
  }

  private mutating func perfect(_ verb: Verb, _ number: GrammaticalNumber) {
    switch (choices.chance(0.35), number) {
    case (true, _): writer.put("had", .past)
    case (false, .singular): writer.put("has", .thirdPerson)
    case (false, .plural): writer.put("have", .present)
    }
    if choices.chance(0.15) { writer.put(choices.draw(lexicon.adverbs), .adverb) }
    writer.put(verb.participle, .participle)
  }

  private mutating func negated(_ verb: Verb, _ number: GrammaticalNumber) {
    switch (choices.chance(0.6), number) {
    case (true, _): writer.put("did", .past)
    case (false, .singular): writer.put("does", .thirdPerson)
    case (false, .plural): writer.put("do", .present)
    }
    writer.put("not", .adverb)
    writer.put(verb.base, .base)
  }
}
