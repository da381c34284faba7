import Randomness

/// A maker of words that no dictionary has, whose endings tell what they are as English ones do: mostly.
struct WordMaker {
  private var choices: Choices
  private var made: Set<String> = []

  init(_ stream: RandomStream) { choices = Choices(stream) }

  private static let onsets = [
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "pr", "r",
    "s",
    "st", "t", "tr", "v", "w", "z",
  ]
  private static let vowels = ["a", "e", "i", "o", "u", "a", "e", "o", "ea", "ou"]
  private static let codas = ["", "n", "r", "l", "s", "t", "m", "nd", "rt", "ck", "lt"]

  /// `count` different words with one of `endings` each, which may be empty.
  mutating func words(_ count: Int, endings: [String]) -> [String] {
    (0..<count).map { _ in
      while true {
        let word = stem() + choices.pick(endings)
        if made.insert(word).inserted { return word }
      }
    }
  }

  /// `count` different names with one of `endings` each.
  mutating func names(_ count: Int, endings: [String]) -> [String] {
    words(count, endings: endings).map(capitalized)
  }

  /// `count` acronyms of three letters, hardly ever equal ones.
  mutating func acronyms(_ count: Int) -> [String] {
    let letters = "ABCDEFGHIKLMNOPRSTUVW".map(String.init)
    return (0..<count).map { _ in (0..<3).map { _ in choices.pick(letters) }.joined() }
  }

  /// `items` in random order.
  mutating func mixed<Item>(_ items: [Item]) -> [Item] {
    var rest = items
    return items.map { _ in rest.remove(at: choices.number(in: 0...(rest.count - 1))) }
  }

  private mutating func stem() -> String {
    let syllables = choices.pick(weighted: [(3, 1), (5, 2), (1, 3)])
    let open = (0..<syllables).map { _ in choices.pick(Self.onsets) + choices.pick(Self.vowels) }
    return open.joined() + choices.pick(Self.codas)
  }
}

/// `word` with its first letter in upper case.
func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
