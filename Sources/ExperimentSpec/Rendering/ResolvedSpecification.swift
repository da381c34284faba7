import Diagnostics
import SpecSyntax

/// A specification written out in full: every value, defaults included, with its origin as a comment.
///
/// It stands alone and compiles to the same plan. What all variants agree on stands at the root, the rest under
/// `variants`. The cells of a sweep are variants, or stay a sweep.
package struct ResolvedSpecification: Sendable {
  private let spec: Spec

  /// The variants that are written.
  private let variants: [Spec.Variant]

  /// What stands under `sweep`; `nil` where all cells are variants.
  private let sweep: Node?

  /// How paths are shown.
  private var paths = PathDisplay()

  /// The specification of `variants` of `spec`, or of all of them, in which cells are variants.
  package init(_ spec: Spec, only variants: [Spec.Variant]? = nil) {
    self.init(spec, writing: variants ?? spec.variants, sweep: nil)
  }

  /// The specification of `variants` of `spec`, or of all of them, with its sweep; `nil` if there is none, if only some
  /// cells of a variant are wanted, or if the values of the sweep would come to other cells over values in full.
  package init?(keepingSweepOf spec: Spec, only variants: [Spec.Variant]? = nil) {
    guard let sweep = spec.sweep else { return nil }
    let wanted = variants ?? spec.variants
    let names = Set(wanted.map(\.declared))
    guard wanted.count == spec.variants.count(where: { names.contains($0.declared) }) else { return nil }
    var seen: Set<String> = []
    let declared = wanted.filter { seen.insert($0.declared).inserted }
    guard declared.contains(where: \.isCell) else { return nil }
    self.init(
      spec, writing: declared.map(\.asDeclared), sweep: names.count < spec.extent.declared ? sweep.of(names) : sweep)
    guard isRead(as: wanted) else { return nil }
  }

  private init(_ spec: Spec, writing variants: [Spec.Variant], sweep: Node?) {
    self.spec = spec
    self.variants = variants
    self.sweep = sweep
  }

  /// The specification with paths shown in another way.
  package func showing(_ paths: PathDisplay) -> ResolvedSpecification {
    var copy = self
    copy.paths = paths
    return copy
  }

  /// The text in YAML, every value with its origin.
  package var text: String { lines.aligned }

  /// The text in YAML without origins, in which equal values give equal lines.
  package var textWithoutOrigins: String { lines.map { $0.text + "\n" }.joined() }

  /// Whether the text, read by itself, has the variants `expected` with their values.
  private func isRead(as expected: [Spec.Variant]) -> Bool {
    var log = DiagnosticLog()
    let source = SourceFile(name: "<in full>", text: textWithoutOrigins, isFile: false)
    guard let document = SpecDocument(source, log: &log),
      let read = Spec(document, mostCells: max(expected.count, Spec.usualMostCells), log: &log),
      read.variants.map(\.name) == expected.map(\.name)
    else { return false }
    var (own, others) = (SettledVariants(), SettledVariants())
    var parts = ValueParts()
    var seen: Set<String> = []
    return zip(read.variants, expected).allSatisfy { variant, other in
      guard variant.declared == other.declared else { return false }
      // What cells have in common is compared with the first of them.
      return seen.insert(other.declared).inserted
        ? parts.parts(of: own.values(of: variant)) == parts.parts(of: others.values(of: other))
        : parts.parts(of: own.ownValues(of: variant)) == parts.parts(of: others.ownValues(of: other))
    }
  }

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
    if let baseline = spec.baseline, isWritten(baseline: baseline.value) {
      lines.append(
        YAMLLine(text: "baseline: \(quotedIfNeeded(baseline.value))", comment: place(of: baseline.origin.range)))
    }
    lines += ValueTree(budget).lines { place(of: $0.origin.range) }
    if let sweep { lines += sweep.lines(under: RootFields.sweepKey) { place(of: $0) } }
    return lines.map { YAMLLine(text: paths.text($0.text), comment: $0.comment) }
  }

  /// Whether some of the variants are what `baseline` means.
  private func isWritten(baseline: String) -> Bool {
    let names = BaselineNames(baseline, among: spec.variants.map(\.names))
    return variants.contains { names.mean($0.name) || $0.name == baseline }
  }

  /// Whether the text needs a block of variants.
  private var isDivided: Bool {
    variants.count > 1 || variants[0].nameRange != nil || spec.extent.isSwept && sweep == nil
  }

  /// The values of the budget.
  private var budget: [SettledValue] { spec.head.filter { $0.keys.first == RootFields.budgetKey } }

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
    case .cell: return "\(place(of: range)), a value of the sweep"
    case .files, .variant, .commandLine, nil: return place(of: range)
    }
  }

  private func place(of range: SourceRange?) -> String { range?.description(calling: paths.source) ?? "" }
}

extension Node {
  /// The sweep `self` of those variants alone whose names are in `declared`.
  fileprivate func of(_ declared: Set<String>) -> Node {
    guard let mapping else { return self }
    let entries = mapping.entries.map { entry in
      guard entry.key == SweepSpec.variantsKey, let names = entry.value.sequence else { return entry }
      let kept = names.filter { declared.contains($0.label ?? "") }
      return Entry(key: entry.key, keyRange: entry.keyRange, value: Node(.sequence(kept), at: entry.value.range))
    }
    return Node(.mapping(Mapping(entries: entries)), at: range)
  }
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
