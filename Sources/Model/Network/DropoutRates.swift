/// The probabilities with which training sets single numbers to zero; the rest is scaled up to make up for it.
package struct DropoutRates: Hashable, Sendable {
  /// The rate in word vectors.
  package var words: Double

  /// The rate in character vectors.
  package var characters: Double

  /// The rate in what a head reads.
  package var output: Double

  /// The given rates, each in `0..<1`.
  package init(words: Double = 0, characters: Double = 0, output: Double = 0) {
    self.words = words
    self.characters = characters
    self.output = output
  }

  /// One rate for all places.
  package init(all rate: Double) { self.init(words: rate, characters: rate, output: rate) }

  /// No dropout anywhere.
  package static let none = DropoutRates()
}
