import Model

/// How differences between scores are tested.
package struct SignificanceSpec: Block, Hashable {
  package static let blockName = "report.<name>.significance"
  package static let documentation =
    "The test of the differences in a table (docs/evidence.md)."

  package let test: SignificanceTest

  /// The probability of an error that is put up with: of calling a difference significant that is none.
  package let alpha: Double

  /// How often sentences, or seeds, are drawn again, or exchanged.
  package let resamples: Int

  /// What is done about the number of tests.
  package let correction: SignificanceCorrection

  package init(reading reader: inout BlockReader) {
    test = reader.optional("test", .choice(SignificanceTest.self), default: .paired, "The test.")
    alpha = reader.optional(
      "alpha", .real(as: .probability, in: .proper), default: Self.usualAlpha,
      "The significance level; intervals have the confidence 1 − `alpha`.")
    resamples = reader.optional(
      "resamples", .integer(in: .resamples), default: Self.usualResamples,
      "The number of resamples or exchanges.")
    correction = reader.optional(
      "correction", .choice(SignificanceCorrection.self), default: .holm,
      "The correction for the number of differences in the table.")
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
    case .paired: "`hierarchical` if both systems have several seeds, otherwise `bootstrap`."
    case .bootstrap: "Paired bootstrap over sentences, for the seeds that ran."
    case .hierarchical: "Bootstrap over seeds and sentences."
    case .randomization: "Approximate randomization: swaps the outcomes of random sentences between the systems."
    case .aso: "Almost stochastic order over seeds."
    }
  }
}

/// What is done so that many tests are not significant by chance.
package enum SignificanceCorrection: String, Keyword {
  case holm, none

  package var documentation: String {
    switch self {
    case .holm: "Holm's correction over all differences of the table."
    case .none: "No correction."
    }
  }
}
