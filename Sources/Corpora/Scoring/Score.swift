/// How well predicted tags fit gold tags.
package enum Metric: String, Hashable, Sendable, CaseIterable {
  /// The share of tokens with the right tag.
  case accuracy

  /// The harmonic mean of the precision and recall of whole spans.
  case spanF1 = "span_f1"
}

/// How many of the tokens have the right tag.
package struct TokenCounts: Hashable, Sendable {
  package fileprivate(set) var correct = 0
  package fileprivate(set) var total = 0

  /// The share of tokens with the right tag; 0 without tokens. Range: 0 to 1.
  package var accuracy: Double { ratio(correct, total) }

  mutating func count(isCorrect: Bool) {
    total += 1
    if isCorrect { correct += 1 }
  }
}

/// How many spans were found, sought, and both, with the same tokens and the same type.
package struct SpanCounts: Hashable, Sendable {
  package internal(set) var correct = 0
  package internal(set) var predicted = 0
  package internal(set) var gold = 0

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

/// The spans of one type.
package struct TypedSpanCounts: Hashable, Sendable {
  package let type: String
  package let counts: SpanCounts
}

/// The result of comparing predicted with gold tags.
package enum Score: Hashable, Sendable {
  case accuracy(TokenCounts)

  /// Spans of all types and of each type, in the order of their bytes, and the tokens besides.
  case spanF1(SpanCounts, byType: [TypedSpanCounts], tokens: TokenCounts)

  package var metric: Metric {
    switch self {
    case .accuracy: .accuracy
    case .spanF1: .spanF1
    }
  }

  /// The number that models are selected by. Range: 0 to 1, the higher the better.
  package var value: Double {
    switch self {
    case .accuracy(let tokens): tokens.accuracy
    case .spanF1(let spans, _, _): spans.f1
    }
  }
}

private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
