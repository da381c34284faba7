/// Where a variant stands among those that a specification declares: the coordinates of its results.
package struct VariantPlace: Hashable, Sendable {
  /// The name under which the specification declares the variant; the cells of a sweep have one in common.
  package let declared: String

  /// The sweep's values but for the seed, in the order in which they are laid.
  package let sweep: [SweepValue]

  package let seed: Int

  /// A value of a sweep.
  package struct SweepValue: Hashable, Sendable {
    /// The path that the sweep varies.
    package let path: String

    /// The value as names of variants show it.
    package let value: String

    package init(path: String, value: String) {
      self.path = path
      self.value = value
    }
  }

  package init(declared: String, sweep: [SweepValue], seed: Int) {
    self.declared = declared
    self.sweep = sweep
    self.seed = seed
  }
}

extension Spec.Variant {
  /// The variant's place.
  package var place: VariantPlace {
    VariantPlace(
      declared: declared,
      sweep: origin.cell?.assignments.map { VariantPlace.SweepValue(path: $0.path.text, value: $0.label) } ?? [],
      seed: experiment.seed)
  }
}
