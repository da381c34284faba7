import SpecSyntax

/// The settled values of variants one after the other; what the cells of one declared variant have in common is found
/// once.
package struct SettledVariants {
  /// What is known of the cells of one declared variant.
  private struct Common {
    /// The layers below the cells, laid over each other, and those above.
    let lower: Node
    let upper: [SpecLayer]

    /// The values without any cell, by the first key of their path.
    let values: [String: [SettledValue]]
    let fields: DecodedFields
  }

  private var known: [String: Common] = [:]

  /// The keys of an experiment in order.
  private let keys = Experiment.blockDescription.fields.map(\.key)

  package init() {}

  /// Every value of `variant` with its origin, in the order of the language.
  package mutating func values(of variant: Spec.Variant) -> [SettledValue] {
    guard let cell = variant.origin.cell else { return variant.settled }
    let common = self.common(of: variant)
    let touched = Set(cell.touchedKeys)
    let own = own(cell, over: common, touched)
    return keys.flatMap { (touched.contains($0) ? own[$0] : common.values[$0] ?? own[$0]) ?? [] }
  }

  /// The values of `variant` below the root's field `key`.
  package mutating func values(of variant: Spec.Variant, under key: String) -> [SettledValue] {
    guard let cell = variant.origin.cell else { return variant.settled.filter { $0.rootKey == key } }
    let common = self.common(of: variant)
    if let values = common.values[key], !cell.touchedKeys.contains(key) { return values }
    return own(cell, over: common, [key])[key] ?? []
  }

  /// The values of `variant` that other variants declared under its name need not have: those under the keys that its
  /// cell touches.
  mutating func ownValues(of variant: Spec.Variant) -> [SettledValue] {
    guard let cell = variant.origin.cell else { return [] }
    let touched = Set(cell.touchedKeys)
    let own = own(cell, over: common(of: variant), touched)
    return touched.sorted().flatMap { own[$0] ?? [] }
  }

  /// The values of `cell` under `keys`, by key.
  private func own(_ cell: SweepCell, over common: Common, _ keys: Set<String>) -> [String: [SettledValue]] {
    let below = cell.patch.map { common.lower.patched(with: $0) } ?? common.lower
    let context = DecodingContext(recording: true, reusing: common.fields.without(keys))
    return Self.byKey(below.patched(with: common.upper).settled(in: context))
  }

  private mutating func common(of variant: Spec.Variant) -> Common {
    if let common = known[variant.declared] { return common }
    let (layers, upper) = (variant.origin.lower, variant.origin.upper)
    let lower = layers[0].tree.patched(with: layers.dropFirst())
    let context = DecodingContext(recording: true)
    let values = lower.patched(with: upper).settled(in: context)
    let common = Common(lower: lower, upper: upper, values: Self.byKey(values), fields: context.fields)
    known[variant.declared] = common
    return common
  }

  private static func byKey(_ values: [SettledValue]) -> [String: [SettledValue]] {
    Dictionary(grouping: values, by: \.rootKey)
  }
}
