/// Pretrained vectors of words, read from the text format of GloVe and word2vec.
package struct WordVectors: Sendable {
  /// The file, as the user gave it.
  package let name: String

  /// The number of components of every vector.
  package let dimension: Int

  /// The words, by row.
  package let words: [String]

  /// The components, row by row. Shape: [words, dimension].
  package let values: [Float]

  private let rows: [ExactText: Int]

  /// Creates vectors. Requires: the words differ and have `dimension` values each.
  init(name: String, dimension: Int, words: [String], values: [Float]) {
    precondition(values.count == words.count * dimension, "a vector has another dimension")
    self.name = name
    self.dimension = dimension
    self.words = words
    self.values = values
    rows = Dictionary(uniqueKeysWithValues: words.enumerated().map { (ExactText($1), $0) })
  }

  /// The row of `word`, or else of the same word in lower case.
  package func row(of word: String) -> Int? { rows[ExactText(word)] ?? rows[ExactText(word.lowercased())] }

  /// The vector in `row`. Shape: [dimension].
  package subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }
}
