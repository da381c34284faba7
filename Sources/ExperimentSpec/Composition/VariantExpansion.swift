import Diagnostics
import SpecSyntax

/// The variants of a specification, as layers and then as experiments.
struct VariantExpansion {
  let base: SpecLayer
  let overrides: OverrideLayers
  let fields: RootFields

  /// The place of the whole specification, for findings about what is missing.
  let place: SourceRange

  /// The largest number of variants that the sweep may come to.
  let mostCells: Int

  /// What is found in the variants.
  private var findings = VariantFindings()

  init(base: SpecLayer, overrides: OverrideLayers, fields: RootFields, place: SourceRange, mostCells: Int) {
    self.base = base
    self.overrides = overrides
    self.fields = fields
    self.place = place
    self.mostCells = mostCells
  }

  /// One declared variant, or the specification itself if it declares none.
  private struct Declared {
    let name: String

    /// Where it is declared; `nil` for the specification itself.
    let range: SourceRange?

    let layers: [SpecLayer]

    /// The layers that come above those of the sweep's cells.
    let upper: [SpecLayer]

    /// The layers below the cells laid over each other.
    let tree: Node

    init(name: String, range: SourceRange?, layers: [SpecLayer], upper: [SpecLayer]) {
      self.name = name
      self.range = range
      self.layers = layers
      self.upper = upper
      tree = layers[0].tree.patched(with: layers.dropFirst())
    }
  }

  /// All variants in order; they are of use only if no error is recorded in `log`.
  mutating func expand(log: inout DiagnosticLog) -> [Spec.Variant] {
    let declared = declaredVariants
    guard let sweep = fields.sweep else {
      let variants = declared.map { variant($0, cell: nil, name: $0.name, group: $0.name, reusing: DecodedFields()) }
      findings.record(in: &log)
      return variants
    }
    let swept = sweep.variants.map { names in declared.filter { names.map(\.value).contains($0.name) } } ?? declared
    guard var expansion = SweepExpansion(sweep, variantCount: swept.count, mostCells: mostCells, log: &log) else {
      return []
    }
    var variants: [Spec.Variant] = []
    for one in declared {
      if swept.contains(where: { $0.name == one.name }) {
        variants += cells(of: one, &expansion)
      } else {
        variants.append(variant(one, cell: nil, name: one.name, group: one.name, reusing: DecodedFields()))
      }
    }
    expansion.checkPatterns(log: &log)
    checkTemplate(of: sweep, swept.map(\.name), log: &log)
    findings.record(in: &log)
    checkNames(of: variants, sweep, log: &log)
    if variants.isEmpty { log.record(.noCells(at: sweep.exclude.first?.range)) }
    return variants
  }

  private var declaredVariants: [Declared] {
    guard let patches = fields.variants else {
      return [Declared(name: fields.name, range: nil, layers: [base], upper: overrides.layer(of: fields.name))]
    }
    return patches.map { patch in
      let layer = patch.value.map { SpecLayer(.variant(patch.name), $0) }
      return Declared(
        name: patch.name, range: patch.nameRange, layers: [base] + [layer].compactMap(\.self),
        upper: overrides.layer(of: patch.name))
    }
  }

  private mutating func cells(of declared: Declared, _ expansion: inout SweepExpansion) -> [Spec.Variant] {
    let tree = declared.tree.patched(with: declared.upper)
    // What no cell touches is read once for all of them.
    let prototype = DecodingContext()
    _ = FieldType<Experiment>.decodeBlock(tree.mapping, at: "", in: place, context: prototype)
    return expansion.cells(of: declared.name, over: tree).map { cell in
      func name(withSeed: Bool) -> String {
        expansion.name(of: cell, in: declared.name, isOnly: declared.range == nil, withSeed: withSeed)
      }
      return variant(
        declared, cell: cell, name: name(withSeed: true), group: name(withSeed: false),
        reusing: prototype.fields.without(cell.touchedKeys))
    }
  }

  /// The variant that `cell` of `declared` is, taking from `known` what need not be read again.
  private mutating func variant(
    _ declared: Declared, cell: SweepCell?, name: String, group: String, reusing known: DecodedFields
  ) -> Spec.Variant {
    let origin = (lower: declared.layers, cell: cell, upper: declared.upper)
    let cellTree = cell?.patch.map { declared.tree.patched(with: $0) } ?? declared.tree
    let tree = cellTree.patched(with: declared.upper)
    let context = DecodingContext(reusing: known)
    let experiment = FieldType<Experiment>.decodeBlock(
      tree.mapping, at: "", in: place, context: context,
      alsoSuggesting: RootFields.headKeys)
    findings.add(context.log, of: name, at: declared.range)
    return Spec.Variant(
      name: name, declared: declared.name, group: group, nameRange: declared.range,
      experiment: experiment, origin: origin)
  }

  /// Records in `log` if the sweep's own names for cells hide which cell of the baseline others are compared with.
  private func checkTemplate(of sweep: SweepSpec, _ swept: [String], log: inout DiagnosticLog) {
    guard let template = sweep.name, let baseline = fields.baseline?.value, swept.contains(baseline) else { return }
    let start = "{\(SweepPattern.variantKey)}\(BaselineNames.separator)"
    if !template.text.hasPrefix(start) { log.record(.hidesBaseline(baseline, start: start, at: template.whole)) }
  }

  private func checkNames(of variants: [Spec.Variant], _ sweep: SweepSpec, log: inout DiagnosticLog) {
    var seen: Set<String> = []
    for variant in variants where !seen.insert(variant.name).inserted {
      log.record(.repeatedCellName(variant.name, hasTemplate: sweep.name != nil, at: sweep.name?.whole ?? sweep.place))
      return
    }
  }
}

extension Spec.Variant {
  /// Whether `name` is the variant's own, or that of the variant whose cell it is.
  package func isMeant(by name: String) -> Bool { declared == name || BaselineNames.means(name, self.name) }
}
