import Model

/// How many spans were found, sought, and both, with the same tokens and the same type.
package struct SpanCounts: Hashable, Sendable {
  package internal(set) var correct = 0
  package internal(set) var predicted = 0
  package internal(set) var gold = 0

  /// The value of a metric of spans; `nil` of others.
  subscript(metric: Metric) -> Double? {
    switch metric {
    case .spanF1: f1
    case .spanPrecision: precision
    case .spanRecall: recall
    case .accuracy, .macroF1, .macroPrecision, .macroRecall, .mcc: nil
    }
  }

  /// The share of predicted spans that are right; 0 where none is predicted, as conlleval has it. Range: 0 to 1.
  package var precision: Double { ratio(correct, predicted) }

  /// The share of gold spans that are found; 0 where there is none. Range: 0 to 1.
  package var recall: Double { ratio(correct, gold) }

  /// The harmonic mean of precision and recall; 0 where both are. Range: 0 to 1.
  package var f1: Double { ratio(2 * correct, predicted + gold) }

  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.correct += right.correct
    sum.predicted += right.predicted
    sum.gold += right.gold
    return sum
  }
}

/// The spans of one type, or the tokens of one tag.
package struct TypedSpanCounts: Hashable, Sendable {
  /// The type or the tag; empty where spans have no types.
  package let type: String

  package let counts: SpanCounts
}
