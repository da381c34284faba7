import Model

/// A number that was taken for another.
private struct Confused: Hashable, Sendable {
  let gold: Int
  let predicted: Int
}

/// Counts of errors by numbers of tags and types.
struct ConfusionCounts: Sendable {
  private var tokens: [Confused: Int] = [:]
  private var missed: [Int: Int] = [:]
  private var spurious: [Int: Int] = [:]
  private var wrongType: [Confused: Int] = [:]
  private var wrongBorder: [Confused: Int] = [:]

  mutating func count(gold: Int, predicted: Int) {
    if gold != predicted { tokens[Confused(gold: gold, predicted: predicted), default: 0] += 1 }
  }

  /// Counts the errors of one sentence.
  ///
  /// Each gold span that is not found is compared with the predicted span with which it has the most tokens in common;
  /// among equals, that of its own type, then the first. A predicted span that is wrong is spurious only if it overlaps
  /// no gold span. Requires: the spans of each are in order and do not overlap.
  mutating func count(gold: [TagSpan], predicted: [TagSpan]) {
    for span in gold {
      let others = predicted.filter { $0.tokens.overlaps(span.tokens) }
      func agreement(_ other: TagSpan) -> (Int, Int, Int) {
        (other.tokens.clamped(to: span.tokens).count, other.type == span.type ? 1 : 0, -other.tokens.lowerBound)
      }
      guard let other = others.max(by: { agreement($0) < agreement($1) }) else {
        missed[span.type, default: 0] += 1
        continue
      }
      if other == span { continue }
      let pair = Confused(gold: span.type, predicted: other.type)
      if other.tokens == span.tokens { wrongType[pair, default: 0] += 1 } else { wrongBorder[pair, default: 0] += 1 }
    }
    for span in predicted where !gold.contains(where: { $0.tokens.overlaps(span.tokens) }) {
      spurious[span.type, default: 0] += 1
    }
  }

  /// The counts by the names of tags and types; equal ones in the order of the numbers of these.
  func named(tags: [String], types: [String]) -> Confusion {
    func pairs(_ counts: [Confused: Int], _ names: [String]) -> [Confusion.Pair] {
      counts.sorted { ($1.value, $0.key.gold, $0.key.predicted) < ($0.value, $1.key.gold, $1.key.predicted) }.map {
        Confusion.Pair(gold: names[$0.key.gold], predicted: names[$0.key.predicted], count: $0.value)
      }
    }
    func singles(_ counts: [Int: Int]) -> [Confusion.Single] {
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        Confusion.Single(type: types[$0.key], count: $0.value)
      }
    }
    return Confusion(
      tokens: pairs(tokens, tags), missed: singles(missed), spurious: singles(spurious),
      wrongType: pairs(wrongType, types), wrongBorder: pairs(wrongBorder, types))
  }
}
