import Diagnostics
import SpecSyntax

/// Patterns of a sweep, found by the values of cells.
///
/// Patterns with conditions on the same paths form a group. A cell has one combination of values for these, which leads
/// to the few patterns of the group that it may match.
struct SweepPatternIndex: Sendable {
  private var groups: [Group] = []

  /// Patterns with conditions on the same paths.
  private struct Group {
    let paths: [SweepPath]

    /// The numbers of the patterns, in order, by the values of `paths`.
    var patterns: [[ValueKey]: [Int]] = [:]
  }

  /// What values have in common that may mean the same.
  fileprivate enum ValueKey: Hashable {
    case number(Double)
    case text(String)
    case collection
    case absent
  }

  /// The most combinations of values that a pattern is found by; one with more is found by its paths alone.
  private static let mostCombinations = 64

  /// The index of `patterns` for cells of the variant called `variant`; those about other variants are left out.
  init(_ patterns: [SweepPattern], ofVariant variant: String) {
    var places: [[SweepPath]: Int] = [:]
    for (number, pattern) in patterns.enumerated() {
      let isOther = pattern.conditions.contains {
        $0.path.text == SweepPattern.variantKey && !$0.values.contains { $0.label == variant }
      }
      if isOther { continue }
      var conditions = pattern.conditions.filter { $0.path.text != SweepPattern.variantKey }
      // Both are capped, as the product of many would overflow; that of two is at least as large as either.
      let combinations = conditions.reduce(1) { min($0, Self.mostCombinations) * min($1.values.count, 100) }
      if combinations > Self.mostCombinations { conditions = [] }
      let paths = conditions.map(\.path).sorted { $0.text < $1.text }
      let place = places[paths] ?? groups.count
      if place == groups.count { groups.append(Group(paths: paths)) }
      places[paths] = place
      for key in Self.keys(of: conditions, along: paths) {
        if groups[place].patterns[key]?.last != number { groups[place].patterns[key, default: []].append(number) }
      }
    }
  }

  /// The combinations of the keys of the values that `conditions` allow, along `paths`.
  private static func keys(of conditions: [SweepPattern.Condition], along paths: [SweepPath]) -> [[ValueKey]] {
    paths.reduce([[]]) { keys, path in
      let values = conditions.filter { $0.path == path }.flatMap(\.values).map { ValueKey($0) }
      return keys.flatMap { key in values.map { key + [$0] } }
    }
  }

  /// The number of lookups that `candidates` takes.
  var cost: Int { groups.count }

  /// The paths whose values the patterns are found by.
  var paths: Set<SweepPath> { Set(groups.flatMap(\.paths)) }

  /// The numbers of the patterns, in order, that the cell with `value` may match.
  func candidates(_ value: (SweepPath) -> Node?) -> [Int] {
    var candidates: [Int] = []
    for group in groups {
      let key = group.paths.map { path in value(path).map { ValueKey($0) } ?? .absent }
      candidates += group.patterns[key] ?? []
    }
    return groups.count > 1 ? candidates.sorted() : candidates
  }
}

extension SweepPatternIndex.ValueKey {
  /// The key of `value`: equal for values that mean the same.
  init(_ value: Node) {
    switch value.content {
    case .scalar(let scalar):
      // A text in quotes means the same as the number that is written so.
      let plain = Scalar(scalar.text, style: .plain)
      self = (try? plain.asReal()).map { .number($0) } ?? .text(scalar.text.text)
    case .sequence, .mapping: self = .collection
    }
  }
}
