/// How many sentences of a corpus are meant.
package enum SentenceAmount: Hashable, Sendable {
  /// This fraction of them.
  case fraction(Double)

  /// This number of them.
  case sentences(Int)

  /// The number of sentences that this is of `total`: a fraction is rounded to the nearest number.
  package func count(of total: Int) -> Int {
    switch self {
    case .fraction(let fraction): Int((Double(total) * fraction).rounded(.toNearestOrAwayFromZero))
    case .sentences(let count): count
    }
  }
}

/// Which sentences are taken.
package enum SentenceOrder: Hashable, Sendable {
  /// Those that come first, or last, in the files.
  case files

  /// Sentences at random: the first ones of a permutation that the seed determines.
  case random(seed: Int)
}

/// What is taken together.
package enum HoldOutUnit: String, KeyNamed {
  case sentence, document
}

/// The part of the training sentences that stands in for missing development data.
package struct HoldOut: Hashable, Sendable {
  package var amount: SentenceAmount

  /// Whether the last sentences are held out, or some at random.
  package var order: SentenceOrder

  /// Documents are held out whole, until there are at least as many sentences as `amount` says.
  package var unit: HoldOutUnit

  package init(_ amount: SentenceAmount, order: SentenceOrder = .files, unit: HoldOutUnit = .sentence) {
    self.amount = amount
    self.order = order
    self.unit = unit
  }
}

/// The part of the training sentences that is used, for learning curves.
package struct TrainingLimit: Hashable, Sendable {
  package var amount: SentenceAmount

  /// Whether the first sentences are used, or some at random. Larger limits with the same order contain smaller ones.
  package var order: SentenceOrder

  package init(_ amount: SentenceAmount, order: SentenceOrder = .files) {
    self.amount = amount
    self.order = order
  }
}
