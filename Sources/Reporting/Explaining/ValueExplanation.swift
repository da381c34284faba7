import Diagnostics
package import ExperimentSpec
import Text

/// Where the values of variants come from, told to people.
package struct ValueExplanation: Sendable {
  private let spec: Spec

  package init(_ spec: Spec) { self.spec = spec }

  /// Every value of `variant`, each on a line with its origin; of what it replaced, a line below it.
  package func text(of variant: Spec.Variant) -> String {
    lines(variant.settled.map { ($0, variant, nil) })
  }

  /// The values at `path` or below it in all variants, each once with the variants that have it; `nil` if no variant
  /// has one there.
  package func text(at path: String) -> String? {
    var found: [(value: SettledValue, variant: Spec.Variant, names: [String])] = []
    for value in spec.head where value.path == path {
      found.append((value, spec.variants[0], spec.variants.map(\.name)))
    }
    for variant in spec.variants {
      for value in variant.settled where value.path == path || value.path.hasPrefix(path + ".") {
        if let index = found.firstIndex(where: { $0.value == value }) {
          found[index].names.append(variant.name)
        } else {
          found.append((value, variant, [variant.name]))
        }
      }
    }
    if found.isEmpty { return nil }
    return lines(
      found.map { value, variant, names in
        (value, variant, names.count == spec.variants.count ? nil : "in " + shortList(names))
      })
  }

  /// The paths of all values of any variant, for suggestions.
  package var paths: [String] {
    var seen: Set<String> = []
    return (spec.head + spec.variants.prefix(100).flatMap(\.settled)).map(\.path).filter { seen.insert($0).inserted }
  }

  private func lines(_ values: [(value: SettledValue, variant: Spec.Variant, note: String?)]) -> String {
    let width = min(48, values.map { "\($0.value.path) = \($0.value.text)".count }.max() ?? 0)
    return values.map { value, variant, note in
      let head = "\(value.path) = \(value.text)"
      let padding = String(repeating: " ", count: max(0, width - head.count))
      let origin = value.origin.range.map { describe($0, in: variant) } ?? "default"
      let replaced = value.replaced.map { range in
        "\n    replaces \(excerpt(of: range)) at \(describe(range, in: variant))"
      }
      return "\(head)\(padding)  \(origin)\(note.map { " (\($0))" } ?? "")\(replaced.joined())\n"
    }.joined()
  }

  /// The place and the layer that it belongs to.
  private func describe(_ range: SourceRange, in variant: Spec.Variant) -> String {
    switch variant.layer(writing: range) {
    case .variant(let name): "\(range), variant '\(name)'"
    case .cell: "\(range), sweep"
    case .files, .commandLine, nil: range.description
    }
  }

  /// The first line of what is written at `range`, cut where it is long.
  private func excerpt(of range: SourceRange) -> String {
    let line = String(range.text.prefix { !$0.isNewline })
    return line.count > 40 || line.count < range.text.count ? "\(line.prefix(40))…" : line
  }
}
