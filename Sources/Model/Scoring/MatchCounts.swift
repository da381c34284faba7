/// How often something is in the predicted annotation, in the gold annotation, and in both: spans with the same tokens
/// and type, or tokens with a tag.
package struct MatchCounts: Hashable, Sendable {
  package var correct: Int
  package var predicted: Int
  package var gold: Int

  package init(correct: Int = 0, predicted: Int = 0, gold: Int = 0) {
    self.correct = correct
    self.predicted = predicted
    self.gold = gold
  }

  /// Precision, recall and F1. Range: 0 to 1.
  package var ratios: MatchRatios {
    MatchRatios(
      precision: ratio(correct, predicted), recall: ratio(correct, gold), f1: ratio(2 * correct, predicted + gold))
  }

  package static func + (left: Self, right: Self) -> Self {
    Self(
      correct: left.correct + right.correct, predicted: left.predicted + right.predicted, gold: left.gold + right.gold)
  }
}

/// The share of what is predicted that is right, the share of what is gold that is found, and their harmonic mean; each
/// is 0 over nothing, as conlleval has it. Range: 0 to 1.
package struct MatchRatios: Hashable, Sendable {
  package let precision: Double
  package let recall: Double
  package let f1: Double
}

/// The counts of the spans of one type, or of the tokens of one tag.
package struct TypeCounts: Hashable, Sendable {
  /// The type or the tag; empty where spans have no types.
  package let type: String

  package let counts: MatchCounts

  package init(type: String, counts: MatchCounts) {
    self.type = type
    self.counts = counts
  }
}

/// Precision, recall and F1, averaged over types of spans or over tags, as seqeval and scikit-learn report them.
///
/// Types that neither gold nor predicted annotation has are left out.
package struct TypeAverages: Hashable, Sendable {
  /// Of all counts together.
  package let micro: MatchRatios

  /// The mean over types, each with equal weight.
  package let macro: MatchRatios

  /// The mean over types, each with the weight of its gold counts.
  package let weighted: MatchRatios

  /// The averages over `types`.
  package init(over types: [TypeCounts]) {
    let used = types.map(\.counts).filter { $0.gold + $0.predicted > 0 }
    micro = used.reduce(MatchCounts(), +).ratios
    macro = MatchRatios(meanOf: used) { _ in 1 }
    weighted = MatchRatios(meanOf: used) { Double($0.gold) }
  }
}

extension MatchRatios {
  fileprivate init(meanOf types: [MatchCounts], _ weight: (MatchCounts) -> Double) {
    let total = types.reduce(0) { $0 + weight($1) }
    func mean(_ value: (MatchRatios) -> Double) -> Double {
      total == 0 ? 0 : types.reduce(0) { $0 + weight($1) * value($1.ratios) } / total
    }
    self.init(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
  }
}

/// `part` of `whole`; 0 of nothing.
package func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
