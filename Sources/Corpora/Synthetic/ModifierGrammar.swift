/// A word of a noun phrase.
struct ModifierWord: Hashable, Sendable {
  let word: String
  let tag: PennTag

  /// Whether it says of which country something is, and so is a name.
  var isDemonym = false
}

extension SentenceGrammar {
  /// What stands between a determiner and its noun.
  mutating func premodifiers() -> [ModifierWord] {
    var words: [ModifierWord] = []
    if choices.chance(0.07) {
      words.append(
        ModifierWord(word: choices.draw(lexicon.countries).demonym, tag: .adjective, isDemonym: true))
    }
    if choices.chance(0.34) { words += adjectives() }
    if choices.chance(0.13) { words.append(prenominalParticiple()) }
    if choices.chance(0.20) {
      words.append(ModifierWord(word: choices.draw(lexicon.nouns).singular, tag: .noun))
    }
    return words
  }

  private mutating func adjectives() -> [ModifierWord] {
    let adjective = ModifierWord(word: choices.draw(lexicon.adjectives), tag: .adjective)
    switch choices.pick(weighted: [(80, 0), (10, 1), (10, 2)]) {
    case 0: return [adjective]
    case 1: return [ModifierWord(word: "more", tag: .comparativeAdverb), adjective]
    default: return [adjective, ModifierWord(word: choices.draw(lexicon.adjectives), tag: .adjective)]
    }
  }

  /// "the planned visit", "a rising price": of a verb or no longer one, with nothing to tell
  private mutating func prenominalParticiple() -> ModifierWord {
    if choices.chance(0.5) {
      let verb = choices.draw(lexicon.transitiveVerbs)
      return ModifierWord(word: verb.participle, tag: coin(0.6) ? .participle : .adjective)
    }
    let verb = choices.draw(lexicon.intransitiveVerbs)
    return ModifierWord(word: verb.gerund, tag: coin(0.6) ? .gerund : .noun)
  }

  /// What follows a noun and still belongs to it.
  mutating func postmodifier(_ number: GrammaticalNumber) {
    depth += 1
    defer { depth -= 1 }
    switch choices.pick(weighted: [(62, 0), (18, 1), (6, 2), (5, 3), (5, 4), (4, 5)]) {
    case 0: return
    case 1:
      writer.phrase(.prepositional, ("of", .preposition))
      choices.chance(0.3) ? placePhrase() : commonNounPhrase(nil)
    case 2: subjectRelative(number)
    case 3: objectRelative()
    case 4: reducedRelative()
    default: contentOfNoun()
    }
  }

  /// "that rejected the plan", "which …"
  private mutating func subjectRelative(_ number: GrammaticalNumber) {
    let pronoun = choices.pick([
      ("that", PennTag.whDeterminer), ("which", .whDeterminer), ("who", .whPronoun),
    ])
    writer.phrase(.nounPhrase, pronoun)
    predicate(of: number)
  }

  /// "that the minister rejected", which ends without an object
  private mutating func objectRelative() {
    writer.phrase(.nounPhrase, (choices.pick(["that", "that", "which"]), .whDeterminer))
    let number = simpleSubject()
    finiteVerb(choices.draw(lexicon.transitiveVerbs), number, simplePast: true)
  }

  /// "that the minister rejected the plan": what the noun is about
  private mutating func contentOfNoun() {
    writer.phrase(.subordinator, ("that", .preposition))
    let number = simpleSubject()
    finiteVerb(choices.draw(lexicon.transitiveVerbs), number, simplePast: true)
    commonNounPhrase(nil)
  }

  /// "rejected by the court": a participle that looks like a past tense
  private mutating func reducedRelative() {
    writer.phrase(.verbPhrase, (choices.draw(lexicon.transitiveVerbs).participle, .participle))
    writer.phrase(.prepositional, (choices.pick(["by", "in", "by", "for"]), .preposition))
    commonNounPhrase(nil)
  }

  private mutating func simpleSubject() -> GrammaticalNumber {
    if choices.chance(0.4) {
      agent()
    } else {
      commonNounPhrase(.singular)
    }
    return .singular
  }
}
