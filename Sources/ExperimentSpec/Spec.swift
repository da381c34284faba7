package import Diagnostics
package import SpecSyntax

/// A specification: one or several variants of an experiment, each fully settled.
///
/// Its initialiser is the phase from located tree to typed values: it lays the layers of every variant over each
/// other (the preset, the files, the variant's patch, the sweep's cell, the command line's overrides), fills in
/// defaults, and checks each value by itself. What values mean together is the next phase's business.
package struct Spec: Sendable {
  package let file: SourceFile
  package let name: String

  /// The values at the root that belong to no variant, with their origins.
  package let head: [SettledValue]

  /// The variants in the order of the specification, each followed by its cells' order where a sweep repeats it.
  package let variants: [Variant]

  /// The variant that the others are compared with.
  package let baseline: Located<String>?

  /// The tables and figures that are to be shown, by name.
  package let report: [Named<ExhibitSpec>]

  /// How many variants are declared, and whether a sweep repeats them.
  package let extent: Extent

  /// What leads from the specification to the files that it extends.
  private let composition: ComposedDocument

  /// The largest number of variants that a sweep comes to, so that reading any specification takes seconds and less than
  /// 200 MB: 100,000 take 115 MB.
  package static let usualMostCells = 120_000

  /// How the variants of a specification come about.
  package struct Extent: Sendable, Hashable {
    /// The variants that are declared; 1 where none is.
    package let declared: Int
    package let isSwept: Bool
  }

  /// Types `document`, which extends no other, with `overrides` laid over it; `nil`, with the reasons in `log`, if
  /// anything is wrong.
  package init?(
    _ document: SpecDocument, overrides: [Override] = [], mostCells: Int = usualMostCells, log: inout DiagnosticLog
  ) {
    guard let composed = ComposedDocument(document, reading: .none, log: &log) else { return nil }
    self.init(composed, overrides: overrides, mostCells: mostCells, log: &log)
  }

  /// Types `composed` with `overrides` laid over it; `nil`, with the reasons in `log`, if anything is wrong.
  package init?(
    _ composed: ComposedDocument, overrides: [Override] = [], mostCells: Int = usualMostCells,
    log: inout DiagnosticLog
  ) {
    var findings = DiagnosticLog()
    defer { log.record(contentsOf: composed.leading(findings)) }
    let context = DecodingContext(recording: true)
    let overrides = OverrideLayers(overrides, over: composed.root)
    for name in overrides.unknownVariants {
      context.log.record(.unknownReference(name, .variant, known: overrides.variants))
    }
    guard let mapping = overrides.root.mapping else { return nil }
    let (head, body) = mapping.divided(by: RootFields.headKeys, at: composed.root.range)
    let fields = FieldType<RootFields>.decodeBlock(head, at: "", in: composed.root.range, context: context)
    fields.check(declaring: overrides.variants, context)
    findings.record(contentsOf: context.log)
    if findings.hasErrors { findings.record(contentsOf: Self.findings(in: body, of: fields, overrides)) }
    guard !findings.hasErrors else { return nil }
    let base = SpecLayer(.files, fields.preset.map { $0.tree.patched(with: body) } ?? body)
    var expansion = VariantExpansion(
      base: base, overrides: overrides, fields: fields, place: composed.root.range, mostCells: mostCells)
    let variants = expansion.expand(log: &findings)
    guard !findings.hasErrors else { return nil }
    file = composed.file
    name = fields.name
    self.head = context.settled
    baseline = fields.baseline
    report = fields.report
    self.variants = variants
    extent = Extent(declared: fields.variants?.count ?? 1, isSwept: fields.sweep != nil)
    composition = composed
    if let baseline, BaselineNames(baseline.value, among: variants.map(\.name)).isEmpty {
      findings.record(.unknownReference(baseline, .variant, known: overrides.variants))
      return nil
    }
    checkReport(log: &findings)
    if findings.hasErrors { return nil }
  }

  /// The findings of a later phase, with the places that lead to the files that they are in.
  package func leading(_ log: DiagnosticLog) -> DiagnosticLog { composition.leading(log) }

  /// What is wrong with the experiment of a specification whose head is wrong too: only what holds in every variant
  /// can be told.
  private static func findings(in body: Node, of fields: RootFields, _ overrides: OverrideLayers) -> DiagnosticLog {
    let base = SpecLayer(.files, fields.preset.map { $0.tree.patched(with: body) } ?? body)
    var log = DiagnosticLog()
    var expansion = VariantExpansion(
      base: base, overrides: overrides, fields: fields.withoutSweep, place: body.range, mostCells: usualMostCells)
    _ = expansion.expand(log: &log)
    return log
  }
}

extension Mapping {
  /// The entries with `keys`, and the tree of all others, which make up the experiment.
  fileprivate func divided(by keys: [String], at place: SourceRange) -> (head: Mapping, body: Node) {
    let head = Mapping(entries: entries.filter { keys.contains($0.key) })
    let body = Mapping(entries: entries.filter { !keys.contains($0.key) })
    return (head, Node(.mapping(body), at: place))
  }
}
