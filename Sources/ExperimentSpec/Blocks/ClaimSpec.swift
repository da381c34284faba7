import Diagnostics
import Model

/// What is expected of the scores of two variants.
package struct ClaimSpec: Block {
  package static let blockName = "claims.<name>"
  package static let documentation =
    "A claim that one variant is better than another. `sharespec verify` tests it; the experiment does not depend on it."

  /// The variant that is expected to be better; a swept variant's name means all of its cells.
  package let better: Located<String>

  /// The variant that it is compared with.
  package let than: Located<String>

  /// What the scores are of: a task, a task and a further test set, or `mean`.
  package let score: Located<String>

  /// How much better it is expected to be, at least, in the unit in which scores are shown.
  package let by: Double

  package let test: SignificanceTest

  /// The probability of deciding wrongly that is put up with.
  package let alpha: Double

  /// What `score` says for the mean over the tasks.
  package static let mean = "mean"

  package init(reading reader: inout BlockReader) {
    better = reader.required(
      "better", .reference(.variant),
      "The variant that is claimed to be better. A swept variant's name stands for all of its cells.")
    than = reader.required(
      "than", .reference(.variant),
      "The variant to compare with; if it is swept, the cell of the same values.")
    score = reader.optional(
      "score", FieldType.text.located, default: Located(Self.mean, .synthesised(pass: "decoding", from: [])),
      "The score to compare: a task, a task and a test set as in `ner wnut`, or `mean`, the mean over the tasks.")
    by = reader.optional(
      "by", .real(in: .measured), default: 0,
      "The claimed difference in points: the claim is that the difference exceeds it.")
    test = reader.optional("test", .choice(SignificanceTest.self), default: .paired, "The test.")
    alpha = reader.optional(
      "alpha", .real(as: .probability, in: .proper), default: SignificanceSpec.usualAlpha,
      "The significance level.")
    if by != 0, !test.hasIntervals {
      reader.reject(
        "by", given: ["test"], "'\(test.spelling)' tests for any difference and takes no 'by'",
        help: "use the test 'paired', or remove 'by'")
    }
  }
}

extension SignificanceTest {
  /// Whether the test tells how large a difference may be.
  package var hasIntervals: Bool {
    switch self {
    case .paired, .bootstrap, .hierarchical: true
    case .randomization, .aso: false
    }
  }
}
