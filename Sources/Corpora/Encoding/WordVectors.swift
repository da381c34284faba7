/// Pretrained vectors of words, read from a file of GloVe, word2vec or fastText.
package struct WordVectors: Sendable {
  /// The file, as the user gave it.
  package let name: String

  /// The number of components of every vector.
  package let dimension: Int

  /// The words, by row.
  package let words: [String]

  /// The components, row by row. Shape: [words, dimension].
  package let values: [Float]

  /// What the file holds besides these words.
  package let tally: WordVectorsTally

  private let rows: [ExactText: Int]

  /// Creates vectors; without a tally, of a file that holds these words only. Requires: the words differ and have
  /// `dimension` values each.
  init(name: String, dimension: Int, words: [String], values: [Float], tally: WordVectorsTally? = nil) {
    precondition(values.count == words.count * dimension, "a vector has another dimension")
    self.name = name
    self.dimension = dimension
    self.words = words
    self.values = values
    self.tally = tally ?? WordVectorsTally(vectors: words.count)
    rows = Dictionary(uniqueKeysWithValues: words.enumerated().map { (ExactText($1), $0) })
  }

  /// The row of `word`, or else of the same word in lower case.
  package func row(of word: String) -> Int? { exactRow(of: word) ?? exactRow(of: word.lowercased()) }

  /// The row of `word` as it is spelled.
  func exactRow(of word: String) -> Int? { rows[ExactText(word)] }

  /// The vector in `row`. Shape: [dimension].
  package subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }
}
