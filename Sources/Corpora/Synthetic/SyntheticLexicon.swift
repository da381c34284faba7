import Randomness

/// A country and what its people are called.
struct Country: Hashable, Sendable {
  let name: String
  let demonym: String
}

/// The open vocabulary of the synthetic language: common words of English, and after them ever rarer made-up ones.
///
/// All splits of one seed share a lexicon. It is so large that each split has words that the others lack.
struct SyntheticLexicon: Sendable {
  let nouns: Ranked<Noun>
  let adjectives: Ranked<String>
  let adverbs: Ranked<String>
  let transitiveVerbs: Ranked<Verb>
  let intransitiveVerbs: Ranked<Verb>
  let firstNames: Ranked<String>
  let surnames: Ranked<String>
  let cities: Ranked<String>
  let countries: Ranked<Country>
  let companies: Ranked<String>
  let acronyms: Ranked<String>

  /// Names that people, places and organizations have in common.
  let sharedNames: Ranked<String>

  /// Makes the lexicon that `stream` determines.
  init(stream: RandomStream) {
    var maker = WordMaker(stream)
    let plain = maker.words(240, endings: [""])
    let madeNouns = maker.words(
      900, endings: ["tion", "ment", "ness", "er", "ity", "ship", "ism", "al", "ing", "or", ""])
    let madeAdjectives = maker.words(300, endings: ["ous", "al", "ive", "able", "ful", "ic", "ant", ""])
    let madeVerbs = maker.words(300, endings: ["ize", "ate", "ify", "ish", ""])
    let base = SyntheticWords.self

    var commonNouns = base.nouns + base.nounsAndAdjectives
    commonNouns += base.nounsAndTransitiveVerbs + base.nounsAndIntransitiveVerbs
    let rankedNouns = maker.ranking(commonNouns, before: plain + madeNouns)
    nouns = Ranked(rankedNouns.map { Noun($0) }, offset: 5)

    let commonAdjectives = base.adjectives + base.nounsAndAdjectives
    adjectives = Ranked(maker.ranking(commonAdjectives, before: madeAdjectives + plain.prefix(30)), offset: 4)
    let madeAdverbs = madeAdjectives.prefix(120).map { $0 + "ly" }
    adverbs = Ranked(base.adverbs + madeAdverbs, offset: 3)

    let commonTransitives = base.transitiveVerbs + base.nounsAndTransitiveVerbs.map { Verb($0) }
    let madeTransitives = (plain.prefix(140) + madeVerbs.prefix(200)).map { Verb($0) }
    transitiveVerbs = Ranked(maker.ranking(commonTransitives, before: madeTransitives), offset: 4)
    let commonIntransitives = base.intransitiveVerbs + base.nounsAndIntransitiveVerbs.map { Verb($0) }
    let madeIntransitives = (plain.suffix(100) + madeVerbs.suffix(100)).map { Verb($0) }
    intransitiveVerbs = Ranked(maker.ranking(commonIntransitives, before: madeIntransitives), offset: 4)

    let madeShared = maker.names(80, endings: ["ton", "ham", "ford", "ia", "o", ""])
    sharedNames = Ranked(base.sharedNames + madeShared, offset: 5)
    firstNames = Ranked(maker.names(120, endings: ["a", "o", "us", "el", "in", "y", ""]), offset: 8)
    let surnameEndings = ["son", "man", "ov", "ez", "ini", "berg", "ard", "ton", ""]
    surnames = Ranked(maker.names(600, endings: surnameEndings), offset: 10)
    let cityEndings = ["ville", "burg", "ton", "ham", "port", "ford", "ov", ""]
    cities = Ranked(maker.names(200, endings: cityEndings), offset: 6)
    countries = Ranked(maker.countries(), offset: 4)
    companies = Ranked(maker.names(250, endings: ["tex", "soft", "co", "dyne", "ia", "ex", ""]), offset: 6)
    acronyms = Ranked(maker.acronyms(80), offset: 4)
  }
}

extension WordMaker {
  /// `common` in random order, and then `rare` in random order.
  fileprivate mutating func ranking<Item>(_ common: [Item], before rare: [Item]) -> [Item] {
    let first = mixed(common)
    return first + mixed(rare)
  }

  fileprivate mutating func countries() -> [Country] {
    let southern = names(40, endings: ["", "n", "l"]).map { Country(name: $0 + "ia", demonym: $0 + "ian") }
    let northern = names(12, endings: ["en", "in"]).map { Country(name: $0 + "land", demonym: $0 + "ish") }
    return mixed(southern + northern)
  }
}
