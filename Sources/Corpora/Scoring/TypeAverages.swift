/// Precision, recall and F1, averaged over types of spans or over tags, as seqeval and scikit-learn report them.
///
/// Types that neither gold nor predicted annotation has are left out; a ratio over nothing is 0.
package struct TypeAverages: Hashable, Sendable {
  /// Of all counts together.
  package let micro: Ratios

  /// The mean over types, each with equal weight.
  package let macro: Ratios

  /// The mean over types, each with the weight of its gold counts.
  package let weighted: Ratios

  /// Range: 0 to 1.
  package struct Ratios: Hashable, Sendable {
    package let precision: Double
    package let recall: Double
    package let f1: Double
  }

  /// The averages over `types`.
  package init(over types: [TypedSpanCounts]) {
    let used = types.map(\.counts).filter { $0.gold + $0.predicted > 0 }
    micro = Ratios(used.reduce(SpanCounts(), +))
    macro = Ratios(meanOf: used) { _ in 1 }
    weighted = Ratios(meanOf: used) { Double($0.gold) }
  }
}

extension TypeAverages.Ratios {
  package init(_ counts: SpanCounts) {
    self.init(precision: counts.precision, recall: counts.recall, f1: counts.f1)
  }

  fileprivate init(meanOf types: [SpanCounts], _ weight: (SpanCounts) -> Double) {
    let total = types.reduce(0) { $0 + weight($1) }
    func mean(_ value: (SpanCounts) -> Double) -> Double {
      total == 0 ? 0 : types.reduce(0) { $0 + weight($1) * value($1) } / total
    }
    self.init(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
  }
}
