import Model

/// How many tokens have a tag in the gold annotation, in the predictions, and in both. Only tokens that have a gold tag
/// are counted.
///
/// Ratios are those of scikit-learn 1.x with `average="macro"` and `zero_division=0`: the tags in use are those of
/// which the gold or the predicted tokens have any, and a ratio over nothing is 0.
package struct TagCounts: Hashable, Sendable {
  /// For each tag by its number, the tokens that have it in both, in the predictions, and in the gold annotation.
  private(set) var correct: [Int]
  private(set) var predicted: [Int]
  private(set) var gold: [Int]

  init(tagCount: Int) {
    correct = Array(repeating: 0, count: tagCount)
    predicted = correct
    gold = correct
  }

  /// The counts whose numbers of right, predicted and gold tokens these are, tag by tag.
  init(counters: UnsafeBufferPointer<Int32>) {
    func column(_ first: Int) -> [Int] { stride(from: first, to: counters.count, by: 3).map { Int(counters[$0]) } }
    (correct, predicted, gold) = (column(0), column(1), column(2))
  }

  mutating func count(gold right: Int, predicted found: Int) {
    gold[right] += 1
    predicted[found] += 1
    if right == found { correct[right] += 1 }
  }

  /// The counts of each tag in use, by the tags' names, in the order of their bytes.
  func byTag(named names: [String]) -> [TypeCounts] {
    used.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }.map { tag in
      TypeCounts(type: names[tag], counts: counts(of: tag))
    }
  }

  /// Tokens with the right tag, of all tokens.
  var tokens: (correct: Int, total: Int) { (correct.reduce(0, +), gold.reduce(0, +)) }

  /// The share of tokens with the right tag; 0 without tokens. Range: 0 to 1.
  var accuracy: Double { ratio(tokens.correct, tokens.total) }

  /// The mean precision of the tags in use. Range: 0 to 1.
  var macroPrecision: Double { mean(\.precision) }

  /// The mean recall of the tags in use. Range: 0 to 1.
  var macroRecall: Double { mean(\.recall) }

  /// The mean F1 of the tags in use, which is not the F1 of the mean precision and recall. Range: 0 to 1.
  var macroF1: Double { mean(\.f1) }

  /// Matthews' correlation coefficient; 0 where all gold or all predicted tags are one. Range: −1 to 1.
  var correlation: Double {
    let (right, all) = tokens
    func covariance(_ left: [Int], _ other: [Int], _ both: Int) -> Double {
      Double(both * all - zip(left, other).reduce(0) { $0 + $1.0 * $1.1 })
    }
    let spread = covariance(predicted, predicted, all) * covariance(gold, gold, all)
    return spread == 0 ? 0 : covariance(gold, predicted, right) / spread.squareRoot()
  }

  /// The numbers of the tags in use.
  private var used: [Int] { gold.indices.filter { gold[$0] + predicted[$0] > 0 } }

  private func counts(of tag: Int) -> MatchCounts {
    MatchCounts(correct: correct[tag], predicted: predicted[tag], gold: gold[tag])
  }

  /// The mean of `value` over the tags in use; 0 if there are none.
  private func mean(_ value: (MatchRatios) -> Double) -> Double {
    let used = used
    return used.isEmpty ? 0 : used.reduce(0) { $0 + value(counts(of: $1).ratios) } / Double(used.count)
  }
}
