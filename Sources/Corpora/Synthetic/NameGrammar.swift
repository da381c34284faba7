extension SentenceGrammar {
  /// Somebody who says something.
  mutating func speaker() -> GrammaticalNumber {
    if choices.chance(0.6) {
      agent()
      return .singular
    }
    let number: GrammaticalNumber = choices.chance(0.6) ? .singular : .plural
    commonNounPhrase(number)
    return number
  }

  /// A name of somebody or something that acts.
  mutating func agent() {
    switch choices.pick(weighted: [(52, 0), (32, 1), (9, 2), (7, 3)]) {
    case 0: person()
    case 1: organization()
    case 2:
      writer.open(.nounPhrase)
      writer.name(.location, [choices.draw(lexicon.countries).name])
      writer.close()
    default: eventPhrase()
    }
  }

  private mutating func person() {
    writer.open(.nounPhrase)
    let isShared = choices.chance(0.4)
    let last = isShared ? choices.draw(lexicon.sharedNames) : choices.draw(lexicon.surnames)
    switch choices.pick(weighted: [(45, 0), (25, 1), (30, 2)]) {
    case 0: writer.name(.person, [firstName(), last])
    case 1:
      writer.put(choices.pick(SyntheticWords.titles), .name)
      writer.name(.person, [last])
    default: writer.name(.person, [last])
    }
    writer.close()
    if depth < 2, choices.chance(0.1) { apposition() }
  }

  /// A given name, which may be a city's as well: "Paris Carson"
  private mutating func firstName() -> String {
    choices.chance(0.25) ? choices.draw(lexicon.sharedNames) : choices.draw(lexicon.firstNames)
  }

  /// ", the Bolunian minister ,"
  private mutating func apposition() {
    writer.put(",", .comma)
    if choices.chance(0.3) {
      writer.phrase(.nounPhrase, ("\(choices.number(in: 18...80))", .numeral))
    } else {
      commonNounPhrase(.singular)
    }
    writer.put(",", .comma)
  }

  private mutating func organization() {
    writer.open(.nounPhrase)
    let shared = choices.draw(lexicon.sharedNames)
    let head = choices.chance(0.35) ? shared : choices.draw(lexicon.companies)
    switch choices.pick(weighted: [(32, 0), (22, 1), (20, 2), (12, 3), (14, 4)]) {
    case 0: writer.name(.organization, [head, choices.pick(SyntheticWords.companyEndings)])
    case 1: writer.name(.organization, [head])
    case 2: writer.name(.organization, [choices.draw(lexicon.acronyms)])
    case 3: institution()
    default: writer.name(.organization, [shared, choices.pick(SyntheticWords.clubEndings)])
    }
    writer.close()
  }

  /// "University of Paris": one name over three chunks, the first of which is open
  private mutating func institution() {
    writer.open(.organization)
    writer.put(choices.pick(SyntheticWords.institutions), .name)
    writer.phrase(.prepositional, ("of", .preposition))
    writer.open(.nounPhrase)
    writer.put(placeName(), .name)
    writer.closeName()
  }

  /// A sports club by its city's name, or by its own, in a chunk that is open.
  mutating func club() {
    if choices.chance(0.8) {
      writer.name(.organization, [placeName()])
    } else {
      writer.name(
        .organization, [choices.draw(lexicon.sharedNames), choices.pick(SyntheticWords.clubEndings)])
    }
  }

  /// "the Jordan Cup"
  mutating func eventPhrase() {
    writer.open(.nounPhrase)
    writer.put("the", .determiner)
    if choices.chance(0.3) {
      writer.name(.miscellaneous, [choices.draw(lexicon.countries).demonym + "s"], .names)
    } else {
      writer.name(
        .miscellaneous, [choices.draw(lexicon.sharedNames), choices.pick(SyntheticWords.eventEndings)])
    }
    writer.close()
  }

  /// A name of a place, often one that is not only a place's.
  mutating func placeName() -> String {
    switch choices.pick(weighted: [(45, 0), (35, 1), (20, 2)]) {
    case 0: choices.draw(lexicon.sharedNames)
    case 1: choices.draw(lexicon.cities)
    default: choices.draw(lexicon.countries).name
    }
  }

  /// "northern Jordan", "Chester"
  mutating func placePhrase() {
    writer.open(.nounPhrase)
    if choices.chance(0.15) { writer.put(choices.pick(["northern", "southern", "central"]), .adjective) }
    writer.name(.location, [placeName()])
    writer.close()
  }
}
