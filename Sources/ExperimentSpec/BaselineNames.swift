/// The variants that a baseline means, and which of them another variant is compared with.
///
/// Cells of a sweep are called `VARIANT@VALUES`. A baseline that is swept means all of its cells, and every other cell
/// is compared with the one of the same values; one that is not swept means itself for every cell.
///
/// The variant that a cell belongs to is known from its declaration. Names decide only if no variant is declared under
/// the baseline's name, as in a specification in full, which declares every cell as a variant.
package struct BaselineNames: Sendable {
  private let baseline: String
  private let names: Set<String>

  /// Whether the baseline is the name of a variant or of a declared variant.
  private let isDeclared: Bool

  /// What separates the name of a variant from the values of a cell.
  static let separator: Character = "@"

  /// A variant's name, and that of the declared variant whose cell it may be. Either may contain the separator.
  package struct Variant: Hashable, Sendable {
    package let name: String
    package let declared: String

    package init(_ name: String, declared: String) {
      self.name = name
      self.declared = declared
    }
  }

  /// The variants among `variants`, which are all of an experiment, that `baseline` means.
  package init(_ baseline: String, among variants: some Sequence<Variant>) {
    self.baseline = baseline
    let declared = variants.filter { variant in
      variant.name == baseline
        || variant.declared == baseline && Self.mayMean(baseline, variant.name)
    }
    isDeclared = !declared.isEmpty
    let meant = isDeclared ? declared : variants.filter { Self.mayMean(baseline, $0.name) }
    names = Set(meant.map(\.name))
  }

  /// Whether the baseline means any variant.
  package var isEmpty: Bool { names.isEmpty }

  /// Whether the baseline means the variant called `name`.
  package func mean(_ name: String) -> Bool { names.contains(name) }

  /// The variant that another one is compared with; `nil` for one that the baseline means itself, and where there is
  /// none to compare with.
  package func counterpart(of variant: Variant) -> String? {
    if names.contains(variant.name) { return nil }
    let cell = baseline + suffix(of: variant)
    return names.contains(cell) ? cell : names.count == 1 ? names.first : nil
  }

  /// The end of a cell's name: the separator and the values; empty for a variant whose name does not tell them.
  private func suffix(of variant: Variant) -> Substring {
    if !isDeclared { return variant.name.drop { $0 != Self.separator } }
    return Self.mayMean(variant.declared, variant.name) ? variant.name.dropFirst(variant.declared.count) : ""
  }

  /// Whether `name`, by itself, may be that of the variant called `variant` or of one of its cells.
  static func mayMean(_ variant: String, _ name: String) -> Bool {
    name == variant || name.hasPrefix(variant + String(separator))
  }
}

extension Spec.Variant {
  /// The names by which a baseline finds the variant.
  package var names: BaselineNames.Variant { BaselineNames.Variant(name, declared: declared) }
}
