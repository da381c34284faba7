extension SentenceGrammar {
  /// What a verb agrees with.
  mutating func subject() -> GrammaticalNumber {
    switch choices.pick(weighted: [(14, 0), (24, 1), (56, 2), (6, 3)]) {
    case 0:
      let pronoun = choices.pick(["he", "she", "it", "they", "we", "he"])
      writer.phrase(.nounPhrase, (pronoun, .pronoun))
      return ["they", "we"].contains(pronoun) ? .plural : .singular
    case 1:
      agent()
      return .singular
    case 2: return fullNounPhrase()
    default: return coordinatedNouns()
    }
  }

  /// What a verb or a preposition governs.
  mutating func object() {
    switch choices.pick(weighted: [(7, 0), (18, 1), (60, 2), (10, 3), (7, 4)]) {
    case 0: writer.phrase(.nounPhrase, (choices.pick(["it", "him", "her", "them", "her"]), .pronoun))
    case 1: choices.chance(0.5) ? agent() : placePhrase()
    case 2: _ = fullNounPhrase()
    case 3: _ = coordinatedNouns()
    default: amount()
    }
  }

  /// A common noun with what precedes and follows it.
  private mutating func fullNounPhrase() -> GrammaticalNumber {
    let number: GrammaticalNumber = choices.chance(0.62) ? .singular : .plural
    let isPossessed = depth < 3 && choices.chance(0.12)
    if isPossessed { possessor() } else { writer.open(.nounPhrase) }
    core(number, determined: !isPossessed)
    writer.close()
    if depth < 3 { postmodifier(number) }
    return number
  }

  /// A common noun with what precedes it; of either number if none is given.
  mutating func commonNounPhrase(_ number: GrammaticalNumber?) {
    writer.open(.nounPhrase)
    core(number ?? (choices.chance(0.6) ? .singular : .plural), determined: true)
    writer.close()
  }

  /// "the company 's", the ending being in the chunk of what is possessed
  private mutating func possessor() {
    if choices.chance(0.5) { agent() } else { commonNounPhrase(.singular) }
    writer.open(.nounPhrase)
    writer.put("'s", .possessiveEnding)
  }

  /// The words of a noun phrase whose chunk is open.
  private mutating func core(_ number: GrammaticalNumber, determined: Bool) {
    let modifiers = premodifiers()
    let noun = choices.draw(lexicon.nouns)
    let head: (String, PennTag) =
      switch number {
      case .singular: (noun.singular, .noun)
      case .plural: (noun.plural, .nouns)
      }
    let words = modifiers + [ModifierWord(word: head.0, tag: head.1)]
    if determined { determiner(number, before: words[0].word) }
    for word in words {
      if word.isDemonym { writer.open(.miscellaneous) }
      writer.put(word.word, word.tag)
      writer.closeName()
    }
  }

  private mutating func determiner(_ number: GrammaticalNumber, before next: String) {
    switch (choices.pick(weighted: [(38, 0), (26, 1), (10, 2), (7, 3), (12, 4)]), number) {
    case (0, _): writer.put("the", .determiner)
    case (1, .singular): writer.put("aeiouAEIOU".contains(next.prefix(1)) ? "an" : "a", .determiner)
    case (1, .plural): break
    case (2, .singular): writer.put(choices.pick(["this", "that", "that", "another"]), .determiner)
    case (2, .plural): writer.put(choices.pick(["these", "those", "some", "no"]), .determiner)
    case (3, .singular): writer.put("one", .numeral)
    case (3, .plural): quantifier()
    default: writer.put(choices.pick(["his", "her", "its", "their", "her"]), .possessivePronoun)
    }
  }

  private mutating func quantifier() {
    switch choices.pick(weighted: [(3, 0), (3, 1), (2, 2)]) {
    case 0: writer.put(choices.pick(SyntheticWords.numerals.dropLast()), .numeral)
    case 1: writer.put(choices.pick(["several", "many", "other"]), .adjective)
    default: writer.put("more", .comparative)
    }
  }

  /// "plans and reports": one chunk or two, with nothing to tell
  private mutating func coordinatedNouns() -> GrammaticalNumber {
    let (left, right) = (choices.draw(lexicon.nouns).plural, choices.draw(lexicon.nouns).plural)
    let conjunction = choices.chance(0.8) ? "and" : "or"
    if coin(0.6) {
      writer.phrase(.nounPhrase, (left, .nouns), (conjunction, .conjunction), (right, .nouns))
    } else {
      writer.phrase(.nounPhrase, (left, .nouns))
      writer.put(conjunction, .conjunction)
      writer.phrase(.nounPhrase, (right, .nouns))
    }
    return .plural
  }

  /// "about 30 percent", "$ 4 million", "two years"
  mutating func amount() {
    writer.open(.nounPhrase)
    if choices.chance(0.25) {
      choices.chance(0.5) ? writer.put("about", .adverb) : writer.put("nearly", .adverb)
    }
    if choices.chance(0.3) {
      writer.put("$", .dollar)
      writer.put("\(choices.number(in: 1...99))", .numeral)
      writer.put(choices.pick(["million", "billion"]), .numeral)
    } else {
      let isWord = choices.chance(0.3)
      writer.put(
        isWord ? choices.pick(SyntheticWords.numerals.dropLast()) : "\(choices.number(in: 2...99))", .numeral)
      choices.chance(0.4)
        ? writer.put("percent", .noun) : writer.put(choices.draw(lexicon.nouns).plural, .nouns)
    }
    writer.close()
  }
}
