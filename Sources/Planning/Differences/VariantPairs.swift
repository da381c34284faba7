/// The variants of two plans that belong together, each at most once.
///
/// Variants of one name belong together, then those that do the same work under different names, then those of one
/// place: the same declared variant, sweep values and seed, under names that other axes or seeds made different.
struct VariantPairs {
  /// The pairs, in the order of the new plan.
  private(set) var pairs: [Pair] = []

  /// The variants that only one plan has, in its order.
  private(set) var removed: [PlannedVariant]
  private(set) var added: [PlannedVariant]

  /// A variant of the old plan and its counterpart in the new one.
  struct Pair {
    let old: PlannedVariant
    let new: PlannedVariant
  }

  init(from old: Plan, to new: Plan) {
    removed = old.variants
    added = new.variants
    pair(by: \.name)
    pair { Set($0.results) }
    pair(by: \.place)
    let order = Dictionary(uniqueKeysWithValues: new.variants.enumerated().map { ($1.name, $0) })
    pairs.sort { (order[$0.new.name] ?? 0) < (order[$1.new.name] ?? 0) }
  }

  /// Pairs the open variants that agree on `key`, the first with the first.
  private mutating func pair(by key: (PlannedVariant) -> some Hashable) {
    var open = Dictionary(grouping: removed, by: key).mapValues { $0[...] }
    var paired: Set<String> = []
    added.removeAll { variant in
      guard let match = open[key(variant)]?.popFirst() else { return false }
      paired.insert(match.name)
      pairs.append(Pair(old: match, new: variant))
      return true
    }
    removed.removeAll { paired.contains($0.name) }
  }
}
