/// A noun and its plural.
struct Noun: Hashable, Sendable {
  let singular: String
  let plural: String

  /// The regular noun `singular`.
  init(_ singular: String) {
    self.singular = singular
    plural = Inflection.withS(singular)
  }
}

/// The forms of a verb.
struct Verb: Hashable, Sendable {
  let base: String
  let thirdPerson: String
  let past: String
  let participle: String
  let gerund: String

  /// The verb `base`, regular but for the given forms.
  init(_ base: String, past: String? = nil, participle: String? = nil) {
    self.base = base
    thirdPerson = Inflection.withS(base)
    self.past = past ?? Inflection.withED(base)
    self.participle = participle ?? past ?? Inflection.withED(base)
    gerund = Inflection.withING(base)
  }
}

/// The regular endings of English.
enum Inflection {
  static func withS(_ word: String) -> String {
    if endsInConsonantAndY(word) { return word.dropLast() + "ies" }
    let hisses = ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) }
    return word + (hisses ? "es" : "s")
  }

  static func withED(_ word: String) -> String {
    if endsInConsonantAndY(word) { return word.dropLast() + "ied" }
    return word.hasSuffix("e") ? word + "d" : doubled(word) + "ed"
  }

  static func withING(_ word: String) -> String {
    word.hasSuffix("e") && !word.hasSuffix("ee") ? word.dropLast() + "ing" : doubled(word) + "ing"
  }

  private static func endsInConsonantAndY(_ word: String) -> Bool {
    word.hasSuffix("y") && !isVowel(word.dropLast().last)
  }

  /// `word` with its last consonant doubled, as `plan` in `planned`, where it ends in one after its only vowel.
  private static func doubled(_ word: String) -> String {
    let letters = Array(word)
    guard letters.count >= 3, let last = letters.last, !isVowel(last), !"wxy".contains(last),
      letters.count(where: { isVowel($0) }) == 1, isVowel(letters[letters.count - 2])
    else { return word }
    return word + String(last)
  }

  private static func isVowel(_ letter: Character?) -> Bool { letter.map { "aeiou".contains($0) } ?? false }
}
