/// The variants that a baseline means, and which of them another variant is compared with.
///
/// Cells of a sweep are called `VARIANT@VALUES`. A baseline that is swept means all of its cells, and every other cell
/// is compared with the one of the same values; one that is not swept means itself for every cell.
package struct BaselineNames: Sendable {
  private let baseline: String
  private let names: Set<String>

  /// What separates the name of a variant from the values of a cell.
  static let separator: Character = "@"

  /// The variants among `names` that `baseline` means.
  package init(_ baseline: String, among names: some Sequence<String>) {
    self.baseline = baseline
    self.names = Set(names.filter { Self.means(baseline, $0) })
  }

  /// Whether the baseline means any variant.
  package var isEmpty: Bool { names.isEmpty }

  /// The variant that the one called `name` is compared with; `nil` for one that the baseline means itself, and where
  /// there is none to compare with.
  package func counterpart(of name: String) -> String? {
    if names.contains(name) { return nil }
    let cell = baseline + name.drop { $0 != Self.separator }
    return names.contains(cell) ? cell : names.count == 1 ? names.first : nil
  }

  /// Whether `name` is that of the variant called `variant` or of one of its cells.
  package static func means(_ variant: String, _ name: String) -> Bool {
    name == variant || name.hasPrefix(variant + String(separator))
  }
}
