/// The words and characters that a network has embeddings for, numbered.
///
/// Number 0 is `<unknown>` in both and stands for every word or character that has no number of its own. Words that
/// training data holds often enough come next, then those of any split that have a pretrained vector; both by
/// descending count in training and then in the order of their bytes. Characters are the Unicode scalars of training
/// words, in the same order.
package struct Vocabulary: Hashable, Sendable {
  /// What stands at number 0.
  package static let unknown = "<unknown>"

  /// The forms of words, by number.
  package let words: [String]

  /// The characters, by number.
  package let characters: [String]

  /// How a word becomes the form that is looked up.
  package let normalization: WordNormalization

  private let wordNumbers: [ExactText: Int32]
  private let characterNumbers: [Unicode.Scalar: Int32]

  /// Numbers the words and characters of columns of words.
  ///
  /// - Parameters:
  ///   - training: the words of the training data of every task; their counts are added.
  ///   - others: the words of dev and test data, which count only where they have a pretrained vector.
  ///   - minimumCount: how often training data must hold a word that has no pretrained vector.
  package init(
    training: [CorpusColumn], others: [CorpusColumn], vectors: WordVectors? = nil,
    normalization: WordNormalization, minimumCount: Int = 1
  ) {
    let counts = Self.formCounts(of: training, normalization)
    let pretrained = Set(
      (training + others).flatMap(\.values).map { ExactText(normalization.form(of: $0)) }
    ).filter { vectors?.row(of: $0.text) != nil }
    let frequent = counts.filter { $0.value >= minimumCount }
    let extra = pretrained.filter { frequent[$0] == nil }.map { ($0, counts[$0] ?? 0) }
    let words = Self.ordered(frequent.map { ($0.key, $0.value) }) + Self.ordered(extra)
    let characters = Self.ordered(
      Self.characterCounts(of: training).map { (ExactText(String($0.key)), $0.value) })

    self.init(
      words: [Self.unknown] + words.map(\.text.text), characters: [Self.unknown] + characters.map(\.text.text),
      normalization: normalization)
  }

  /// The vocabulary of words and characters in the order of their numbers, `unknown` first.
  package init(words: [String], characters: [String], normalization: WordNormalization) {
    self.words = words
    self.characters = characters
    self.normalization = normalization
    let numberedWords = words.enumerated().dropFirst().map { (ExactText($1), Int32($0)) }
    wordNumbers = Dictionary(numberedWords, uniquingKeysWith: { first, _ in first })
    let numberedCharacters = characters.enumerated().dropFirst().flatMap { index, character in
      character.unicodeScalars.map { ($0, Int32(index)) }
    }
    characterNumbers = Dictionary(numberedCharacters, uniquingKeysWith: { first, _ in first })
  }

  /// The number of `word`, as a corpus spells it; 0 where it has none.
  package func number(ofWord word: String) -> Int32 {
    wordNumbers[ExactText(normalization.form(of: word))] ?? 0
  }

  /// The number of `character`; 0 where it has none.
  package func number(of character: Unicode.Scalar) -> Int32 { characterNumbers[character] ?? 0 }

  /// The row in `vectors` that each word's embedding starts from; `nil` where there is none, as for `<unknown>`.
  package func rows(in vectors: WordVectors) -> [Int?] {
    [nil] + words.dropFirst().map { vectors.row(of: $0) }
  }

  /// The words that vectors are wanted for: the forms of `columns`, and these in lower case.
  package static func wanted(_ columns: [CorpusColumn], _ normalization: WordNormalization) -> [String] {
    let forms = columns.flatMap { $0.values.map(normalization.form) }
    return (forms + forms.map { $0.lowercased() }).sortedByBytes()
  }

  /// How many tokens of `columns` have each form.
  static func formCounts(
    of columns: [CorpusColumn], _ normalization: WordNormalization
  ) -> [ExactText: Int] {
    var counts: [ExactText: Int] = [:]
    for column in columns {
      for (value, count) in zip(column.values, column.valueCounts) {
        counts[ExactText(normalization.form(of: value)), default: 0] += count
      }
    }
    return counts
  }

  private static func characterCounts(of columns: [CorpusColumn]) -> [Unicode.Scalar: Int] {
    var counts: [Unicode.Scalar: Int] = [:]
    for column in columns {
      for (value, count) in zip(column.values, column.valueCounts) {
        for scalar in value.unicodeScalars { counts[scalar, default: 0] += count }
      }
    }
    return counts
  }

  /// The texts by descending count, equal counts in the order of bytes.
  static func ordered(_ counted: [(text: ExactText, count: Int)]) -> [(text: ExactText, count: Int)] {
    counted.sorted { $0.count != $1.count ? $0.count > $1.count : $0.text < $1.text }
  }
}

extension CorpusColumn {
  /// How many tokens have each of `values`.
  package var valueCounts: [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for id in ids { counts[Int(id)] += 1 }
    return counts
  }
}
