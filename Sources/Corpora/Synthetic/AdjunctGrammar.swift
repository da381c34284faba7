extension SentenceGrammar {
  /// A preposition and what it governs.
  mutating func prepositionalPhrase() {
    depth += 1
    defer { depth -= 1 }
    switch choices.pick(weighted: [(32, 0), (12, 1), (56, 2)]) {
    case 0:
      writer.phrase(.prepositional, (choices.pick(["in", "in", "at", "near", "from", "to"]), .preposition))
      placeOrCompany()
    case 1:
      writer.phrase(.prepositional, (choices.pick(["after", "before", "since"]), .preposition))
      commonNounPhrase(nil)
    default:
      let word = choices.pick(["for", "with", "about", "against", "on", "to", "in", "at", "from"])
      writer.phrase(.prepositional, (word, .preposition))
      object()
    }
  }

  /// What follows "in" or "near": a place, or a company by its name alone, with nothing to tell.
  private mutating func placeOrCompany() {
    guard coin(0.2) else { return placePhrase() }
    writer.open(.nounPhrase)
    writer.name(.organization, [choices.draw(lexicon.sharedNames)])
    writer.close()
  }

  /// "on Monday", "in May 1996", "last week", "yesterday"
  mutating func time() {
    switch choices.pick(weighted: [(30, 0), (25, 1), (15, 2), (15, 3), (15, 4)]) {
    case 0:
      writer.phrase(.prepositional, ("on", .preposition))
      writer.phrase(.nounPhrase, (choices.pick(SyntheticWords.days), .name))
    case 1: month()
    case 2:
      writer.phrase(.nounPhrase, ("last", .adjective), (choices.pick(["week", "month", "year"]), .noun))
    case 3:
      writer.phrase(.prepositional, (choices.pick(["before", "since", "until"]), .preposition))
      writer.phrase(.nounPhrase, ("\(choices.number(in: 1970...2030))", .numeral))
    default: today()
    }
  }

  private mutating func month() {
    let month = choices.pick(SyntheticWords.months)
    if choices.chance(0.5) {
      writer.phrase(.prepositional, ("in", .preposition))
      writer.phrase(.nounPhrase, (month, .name))
    } else {
      writer.phrase(.prepositional, ("on", .preposition))
      writer.phrase(.nounPhrase, (month, .name), ("\(choices.number(in: 1...31))", .numeral))
    }
  }

  /// A noun or an adverb, with nothing to tell.
  private mutating func today() {
    let word = choices.pick(["today", "yesterday", "tomorrow"])
    if coin(0.65) {
      writer.phrase(.nounPhrase, (word, .noun))
    } else {
      writer.phrase(.adverbial, (word, .adverb))
    }
  }
}
