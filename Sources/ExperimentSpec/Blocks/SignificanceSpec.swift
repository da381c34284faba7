import Model

/// How differences between scores are tested.
package struct SignificanceSpec: Block, Hashable {
  package static let blockName = "report.<name>.significance"
  package static let documentation =
    "How the differences of a table are tested. `{}` takes the usual test of each field (docs/evidence.md)."

  package let test: SignificanceTest

  /// The probability of an error that is put up with: of calling a difference significant that is none.
  package let alpha: Double

  /// How often sentences, or seeds, are drawn again, or exchanged.
  package let resamples: Int

  /// What is done about the number of tests.
  package let correction: SignificanceCorrection

  package init(reading reader: inout BlockReader) {
    test = reader.optional("test", .choice(SignificanceTest.self), default: .paired, "What is drawn again.")
    alpha = reader.optional(
      "alpha", .real(as: .probability, in: .proper), default: Self.usualAlpha,
      "The probability of calling a difference significant where there is none; intervals are of 1 − `alpha`.")
    resamples = reader.optional(
      "resamples", .integer(in: .resamples), default: Self.usualResamples,
      "How often sentences are drawn again, or exchanged.")
    correction = reader.optional(
      "correction", .choice(SignificanceCorrection.self), default: .holm,
      "What is done about the number of differences in one table.")
  }

  package static let usualAlpha = 0.05
  package static let usualResamples = 10_000

  package init(
    test: SignificanceTest = .paired, alpha: Double = usualAlpha, resamples: Int = usualResamples,
    correction: SignificanceCorrection = .holm
  ) {
    self.test = test
    self.alpha = alpha
    self.resamples = resamples
    self.correction = correction
  }
}

/// A test of the difference between two systems.
package enum SignificanceTest: String, Keyword {
  case paired, bootstrap, hierarchical, randomization, aso

  package var documentation: String {
    switch self {
    case .paired: "`hierarchical` where both have several seeds, else `bootstrap`."
    case .bootstrap: "The paired bootstrap over sentences: what other sentences would give; seeds are those that ran."
    case .hierarchical: "The bootstrap over seeds and sentences: what other seeds and sentences would give."
    case .randomization: "Approximate randomization: the outcomes of sentences are exchanged between the two systems."
    case .aso: "Almost stochastic order: whether one system is better in every quantile of its seeds."
    }
  }
}

/// What is done so that many tests are not significant by chance.
package enum SignificanceCorrection: String, Keyword {
  case holm, none

  package var documentation: String {
    switch self {
    case .holm: "Holm's correction over all differences of the table: any false one has the probability `alpha`."
    case .none: "Nothing: each false one has the probability `alpha`."
    }
  }
}
