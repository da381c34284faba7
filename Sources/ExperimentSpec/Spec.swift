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

  /// What is expected of the results, by name.
  package let claims: [Named<ClaimSpec>]

  /// The tables and figures that are to be shown, by name.
  package let report: [Named<ExhibitSpec>]

  /// What running the experiment may cost.
  package let budget: Budget?

  /// How many variants are declared, and whether a sweep repeats them.
  package let extent: Extent

  /// The sweep as it is written, if there is one.
  let sweep: Node?

  /// What leads from the specification to the files that it extends.
  let composition: ComposedDocument

  /// The names of all files that the specification was read from, its own first.
  package var fileNames: [String] { [composition.file.name] + composition.inclusions.map(\.file.name) }

  /// The largest number of variants that a sweep may have, so that reading any specification takes seconds and less
  /// than 200 MB: 100,000 take 115 MB.
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
    let reading = SpecReading(composed, overrides: overrides, mostCells: mostCells, log: &log)
    guard let spec = reading.spec else { return nil }
    self = spec
  }

  /// The specification that `composed` is, `fields`, `variants` and the tree of the `sweep` being read from it.
  init(
    _ composed: ComposedDocument, head: [SettledValue], _ fields: RootFields, variants: [Variant], sweep: Node?
  ) {
    file = composed.file
    name = fields.name
    self.head = head
    baseline = fields.baseline
    claims = fields.claims
    report = fields.report
    budget = fields.budget
    self.variants = variants
    self.sweep = sweep
    extent = Extent(declared: fields.variants?.count ?? 1, isSwept: fields.sweep != nil)
    composition = composed
  }

  /// The findings of a later phase, with the places that lead to the files that they are in.
  package func leading(_ log: DiagnosticLog) -> DiagnosticLog { composition.leading(log) }

  /// Whether a variant has a value at `path`; of many variants only the first are asked.
  package func hasValue(at path: String) -> Bool {
    var settled = SettledVariants()
    let key = String(path.prefix { $0 != "." })
    return variants.prefix(100).contains { variant in
      settled.values(of: variant, under: key).contains { $0.path == path }
    }
  }

  /// The values at the root that belong to no variant, those of a sweep included.
  package var headValues: [SettledValue] {
    head.filter { $0.keys.first != RootFields.sweepKey } + (sweep?.leaves(at: RootFields.sweepKey) ?? [])
  }
}
