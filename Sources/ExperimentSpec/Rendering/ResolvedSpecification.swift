import Diagnostics
import SpecSyntax

/// A specification written out in full: every value, defaults included, with its origin as a comment.
///
/// It stands alone and compiles to the same plan. What all variants agree on stands at the root, the rest under
/// `variants`; where a sweep repeated variants, its cells are variants now.
package struct ResolvedSpecification: Sendable {
  private let spec: Spec
  private let variants: [Spec.Variant]

  /// The specification of `variants` of `spec`, or of all of them.
  package init(_ spec: Spec, only variants: [Spec.Variant]? = nil) {
    self.spec = spec
    self.variants = variants ?? spec.variants
  }

  /// The text in YAML, every value with its origin.
  package var text: String { lines.aligned }

  /// The text in YAML without origins, in which equal values give equal lines.
  package var textWithoutOrigins: String { lines.map { $0.text + "\n" }.joined() }

  private var lines: [YAMLLine] {
    let values = variants.map(\.settled)
    let common = commonValues(values)
    var lines = headLines
    lines += ValueTree(values[0].filter { common[$0.path] != nil }).lines(comment: { comment($0, in: variants[0]) })
    if isDivided {
      lines.append(YAMLLine(text: "variants:", comment: ""))
      for (variant, values) in zip(variants, values) {
        let own = ValueTree(values.filter { common[$0.path] == nil })
        let key = "  " + quotedKeyIfNeeded(variant.name) + ":"
        lines.append(YAMLLine(text: own.entries.isEmpty ? key + " {}" : key, comment: place(of: variant.nameRange)))
        lines += own.lines(indentation: 4, comment: { comment($0, in: variant) })
      }
    }
    if let baseline = spec.baseline, !BaselineNames(baseline.value, among: variants.map(\.name)).isEmpty {
      lines.append(
        YAMLLine(text: "baseline: \(quotedIfNeeded(baseline.value))", comment: place(of: baseline.origin.range)))
    }
    return lines
  }

  /// Whether the text needs a block of variants.
  private var isDivided: Bool { variants.count > 1 || variants[0].nameRange != nil || spec.extent.isSwept }

  private var headLines: [YAMLLine] {
    [
      YAMLLine(text: "sharespec: 1", comment: ""),
      YAMLLine(
        text: "name: \(quotedIfNeeded(spec.name))",
        comment: spec.head.first { $0.path == "name" }.map { place(of: $0.origin.range) } ?? ""),
    ]
  }

  /// The values, by path, that all variants have, and from the same place.
  private func commonValues(_ values: [[SettledValue]]) -> [String: SettledValue] {
    var common = Dictionary(values[0].map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for other in values.dropFirst() {
      let found = Dictionary(other.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
      common = common.filter { found[$0.key]?.text == $0.value.text && found[$0.key]?.origin == $0.value.origin }
    }
    return common
  }

  private func comment(_ value: SettledValue, in variant: Spec.Variant) -> String {
    guard let range = value.origin.range else { return "default" }
    switch variant.layer(writing: range) {
    case .cell: return "\(range), a value of the sweep"
    case .files, .variant, .commandLine, nil: return range.description
    }
  }

  private func place(of range: SourceRange?) -> String { range.map(\.description) ?? "" }
}

extension [YAMLLine] {
  /// The lines with their comments one below the other where they fit.
  fileprivate var aligned: String {
    let width = Swift.min(60, filter { !$0.comment.isEmpty }.map(\.text.count).max() ?? 0)
    return map { line in
      if line.comment.isEmpty { return line.text + "\n" }
      let padding = String(repeating: " ", count: Swift.max(0, width - line.text.count))
      let comment = String(line.comment.unicodeScalars.map { $0.value < 0x20 ? "?" : Character($0) })
      return "\(line.text)\(padding)  # \(comment)\n"
    }.joined()
  }
}
