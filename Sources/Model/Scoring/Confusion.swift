/// The errors of a prediction by their kinds, each the most frequent first.
///
/// Texts are told apart by their bytes: tags that look alike may differ.
package struct Confusion: Hashable, Sendable {
  /// How often something with one tag or type was taken for something with another.
  package struct Pair: Hashable, Sendable {
    package let gold: String
    package let predicted: String
    package let count: Int

    package init(gold: String, predicted: String, count: Int) {
      self.gold = gold
      self.predicted = predicted
      self.count = count
    }
  }

  /// How often there was an error with spans of a type.
  package struct Single: Hashable, Sendable {
    package let type: String
    package let count: Int

    package init(type: String, count: Int) {
      self.type = type
      self.count = count
    }
  }

  /// Wrong tags of tokens that have a gold tag.
  package let tokens: [Pair]

  /// Gold spans that no predicted span overlaps.
  package let missed: [Single]

  /// Predicted spans that overlap no gold span.
  package let spurious: [Single]

  /// Spans with the right tokens and the wrong type.
  package let wrongType: [Pair]

  /// Spans that overlap others, with other first or last tokens; the type may be wrong as well.
  package let wrongBorder: [Pair]

  package init(
    tokens: [Pair], missed: [Single], spurious: [Single], wrongType: [Pair], wrongBorder: [Pair]
  ) {
    self.tokens = tokens
    self.missed = missed
    self.spurious = spurious
    self.wrongType = wrongType
    self.wrongBorder = wrongBorder
  }
}
