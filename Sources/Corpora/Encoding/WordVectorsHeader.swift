/// What the beginning of a file of vectors says of it.
package struct WordVectorsHeader: Hashable, Sendable {
  /// How vectors are written down.
  package enum Format: String, Hashable, Sendable, CaseIterable {
    /// A line for each word: the word and its components in decimal, separated by blanks.
    case glove

    /// The lines of GloVe after a line with the number of words and of components, as word2vec and fastText write it.
    case word2vecText = "word2vec_text"

    /// That line, then for each word its bytes, a blank, and the components as little-endian numbers of 32 bits.
    case word2vecBinary = "word2vec_binary"
  }

  package let format: Format

  /// The number of components of every vector; at least 1.
  package let dimension: Int

  /// The number of vectors that the first line announces.
  package let announced: Int?

  /// The offset in the expanded file at which vectors begin.
  let offset: Int

  /// The number of the line at that offset.
  let line: Int
}
