import Diagnostics
import Model

/// What is expected of the scores of two variants.
package struct ClaimSpec: Block {
  package static let blockName = "claims.<name>"
  package static let documentation =
    "What is expected of the results: that one variant is better than another. `sharespec verify` decides it; nothing of the experiment depends on it."

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
      "The variant that is expected to be better. A swept variant's name means all of its cells.")
    than = reader.required(
      "than", .reference(.variant),
      "The variant that it is compared with; of a swept one the cell of the same values.")
    score = reader.optional(
      "score", FieldType.text.located, default: Located(Self.mean, .synthesised(pass: "decoding", from: [])),
      "What the scores are of: a task, a task and a test set as in `ner wnut`, or `mean`, the mean over the tasks.")
    by = reader.optional(
      "by", .real(in: .measured), default: 0,
      "How much better it is expected to be, in points as scores are shown: `0` means at all.")
    test = reader.optional("test", .choice(SignificanceTest.self), default: .paired, "How it is tested.")
    alpha = reader.optional(
      "alpha", .real(as: .probability, in: .proper), default: SignificanceSpec.usualAlpha,
      "The probability of deciding wrongly where there is no difference beyond `by`.")
    if by != 0, !test.hasIntervals {
      reader.reject(
        "by", given: ["test"], "'\(test.spelling)' tests whether there is any difference, and no amount",
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
