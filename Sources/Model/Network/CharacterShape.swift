/// The sizes of the convolution over the characters of a word.
package struct CharacterShape: Hashable, Sendable {
  /// The length of a character's vector.
  package let dimension: Int

  /// The number of filters: what the convolution adds to a word's vector.
  package let filters: Int

  /// The number of characters that a filter sees at a time.
  package let width: Int

  package init(dimension: Int, filters: Int, width: Int) {
    self.dimension = dimension
    self.filters = filters
    self.width = width
  }
}
