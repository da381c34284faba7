import Diagnostics
import Parallel
import SpecSyntax

/// The variants of a specification, as layers and then as experiments.
struct VariantExpansion: Sendable {
  let base: SpecLayer
  let overrides: OverrideLayers
  let fields: RootFields

  /// The place of the whole specification, for findings about what is missing.
  let place: SourceRange

  /// The largest number of variants that the sweep may come to.
  let mostCells: Int

  /// Whether the sweep was read, and the variants exist that it repeats.
  let isSweepKnown: (read: Bool, variants: Bool)

  /// What layers may hold that could not be read.
  private(set) var unknown: Gaps

  /// Whether the variants are all there and called as they are meant to be, as far as they could be read.
  private(set) var isExpanded = true

  /// What is found in the variants.
  private var findings = VariantFindings()

  /// The places of overrides that are reported because a sweep varies what they set.
  private var reportedOverrides: Set<SourceRange> = []

  init(
    base: SpecLayer, overrides: OverrideLayers, fields: RootFields, place: SourceRange, mostCells: Int,
    isSweepKnown: (read: Bool, variants: Bool), unknown: Gaps
  ) {
    self.base = base
    self.overrides = overrides
    self.fields = fields
    self.place = place
    self.mostCells = mostCells
    self.isSweepKnown = isSweepKnown
    self.unknown = unknown
  }

  /// One declared variant, or the specification itself if it declares none.
  private struct Declared: Sendable {
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

  /// All variants in order, as far as they can be read; of a sweep with a mistake some cells that show all its values.
  mutating func expand(log: inout DiagnosticLog) -> [Spec.Variant] {
    let declared = declaredVariants
    if declared.isEmpty {
      // Values are read with the variants. Where none is left, they are read once for their mistakes.
      let whole = Declared(name: fields.name, range: nil, layers: [base], upper: overrides.layer(of: fields.name))
      _ = variant(whole, cell: nil, name: whole.name, group: whole.name, reusing: DecodedFields())
    }
    guard let sweep = fields.sweep else {
      let variants = declared.map { variant($0, cell: nil, name: $0.name, group: $0.name, reusing: DecodedFields()) }
      findings.record(in: &log)
      return variants
    }
    let swept = sweep.variants.map { names in declared.filter { names.map(\.value).contains($0.name) } } ?? declared
    let consistent =
      isSweepKnown.read
      ? SweepExpansion(sweep, variantCount: swept.count, mostCells: mostCells, log: &log) : nil
    guard var expansion = consistent, isSweepKnown.variants else {
      for key in sweep.touchedKeys { unknown.insert(key) }
      isExpanded = false
      let variants = declared.flatMap { sample(of: $0, sweep) }
      findings.record(in: &log)
      return variants
    }
    guard swept.allSatisfy({ expansion.checkNames(in: $0.name, log: &log) }) else {
      isExpanded = false
      return declared.flatMap { sample(of: $0, sweep) }
    }
    var variants: [Spec.Variant] = []
    for one in declared {
      if swept.contains(where: { $0.name == one.name }) {
        variants += cells(of: one, &expansion, log: &log)
      } else {
        variants.append(variant(one, cell: nil, name: one.name, group: one.name, reusing: DecodedFields()))
      }
    }
    expansion.checkPatterns(log: &log)
    if expansion.isExhausted {
      isExpanded = false
      return variants
    }
    checkTemplate(of: sweep, swept.map(\.name), log: &log)
    findings.record(in: &log)
    checkNames(of: variants, sweep, log: &log)
    if variants.isEmpty, !declared.isEmpty {
      log.record(.noCells(at: sweep.exclude.first?.range))
      isExpanded = false
    }
    return variants
  }

  private var declaredVariants: [Declared] {
    guard let patches = fields.variants else {
      return [Declared(name: fields.name, range: nil, layers: [base], upper: overrides.layer(of: fields.name))]
    }
    return patches.compactMap { patch in
      guard let tree = patch.value else { return nil }
      return Declared(
        name: patch.name, range: patch.nameRange, layers: [base, SpecLayer(.variant(patch.name), tree)],
        upper: overrides.layer(of: patch.name))
    }
  }

  /// Cells of `declared` that show all values of `sweep`, which cannot be expanded.
  private mutating func sample(of declared: Declared, _ sweep: SweepSpec) -> [Spec.Variant] {
    var log = DiagnosticLog()
    let variants = SweepExpansion.sample(of: sweep).map { cell in
      read(
        declared, cell: cell, name: declared.name, group: declared.name, in: DecodingContext(), log: &log)
    }
    findings.add(log, of: declared.name, at: declared.range)
    return variants
  }

  private mutating func cells(
    of declared: Declared, _ expansion: inout SweepExpansion, log: inout DiagnosticLog
  ) -> [Spec.Variant] {
    let tree = declared.tree.patched(with: declared.upper)
    // What no cell touches is read once for all of them.
    let prototype = DecodingContext()
    _ = FieldType<Experiment>.decodeBlock(tree.mapping, at: "", in: place, context: prototype)
    let cells = expansion.cells(of: declared.name, over: tree)
    if let layer = declared.upper.first { checkOverrides(of: cells.flatMap(\.self), under: layer, log: &log) }
    let known = prototype.fields
    let read = cells.concurrentMap { [self, expansion] cells in
      // Cells that differ in the seed alone share all other values.
      var context = DecodingContext(reusing: known.without(cells[0].touchedKeys))
      return cells.map { cell in
        func name(withSeed: Bool) -> String {
          expansion.name(of: cell, in: declared.name, isOnly: declared.range == nil, withSeed: withSeed)
        }
        context = DecodingContext(reusing: context.fields.without([SweepExpansion.seedPath]))
        var log = DiagnosticLog()
        let variant = self.read(
          declared, cell: cell, name: name(withSeed: true), group: name(withSeed: false), in: context, log: &log)
        return (variant: variant, log: log)
      }
    }.flatMap(\.self)
    for (variant, log) in read { findings.add(log, of: variant.name, at: declared.range) }
    return read.map(\.variant)
  }

  /// The variant that `cell` of `declared` is, taking from `known` what need not be read again.
  private mutating func variant(
    _ declared: Declared, cell: SweepCell?, name: String, group: String, reusing known: DecodedFields
  ) -> Spec.Variant {
    var log = DiagnosticLog()
    let context = DecodingContext(reusing: known)
    let variant = read(declared, cell: cell, name: name, group: group, in: context, log: &log)
    findings.add(log, of: name, at: declared.range)
    return variant
  }

  /// The variant that `cell` of `declared` is, read in a new `context`, with what is found in it.
  private func read(
    _ declared: Declared, cell: SweepCell?, name: String, group: String, in context: DecodingContext,
    log: inout DiagnosticLog
  ) -> Spec.Variant {
    let origin = (lower: declared.layers, cell: cell, upper: declared.upper)
    let cellTree = cell?.patch.map { declared.tree.patched(with: $0) } ?? declared.tree
    let tree = cellTree.patched(with: declared.upper)
    let experiment = FieldType<Experiment>.decodeBlock(
      tree.mapping, at: "", in: place, context: context,
      alsoSuggesting: RootFields.headKeys)
    log.record(contentsOf: context.log.without(followingFrom: unknown))
    var gaps = context.gaps
    gaps.formUnion(unknown)
    return Spec.Variant(
      name: name, declared: declared.name, group: group, nameRange: declared.range,
      experiment: experiment, gaps: gaps, origin: origin)
  }

  /// Records in `log` if the sweep's own names for cells hide which cell of the baseline others are compared with.
  private mutating func checkTemplate(of sweep: SweepSpec, _ swept: [String], log: inout DiagnosticLog) {
    guard let template = sweep.name, let baseline = fields.baseline?.value, swept.contains(baseline) else { return }
    if !sweep.namesBeginWithVariant {
      log.record(.hidesBaseline(baseline, start: SweepSpec.usualNameStart, at: template.whole))
      isExpanded = false
    }
  }

  /// Records in `log` the values of `layer`, the command line's, that override those that `cells` are named after.
  private mutating func checkOverrides(
    of cells: [SweepCell], under layer: SpecLayer, log: inout DiagnosticLog
  ) {
    var seen: Set<ObjectIdentifier> = []
    for assignment in cells.lazy.flatMap(\.all) where seen.insert(ObjectIdentifier(assignment)).inserted {
      let swept = assignment.path.tree(holding: assignment.value)
      guard let value = layer.tree.value(replacing: swept), reportedOverrides.insert(value.range).inserted
      else { continue }
      log.record(.overridesSweep(assignment.path, at: value.range))
    }
  }

  private func checkNames(of variants: [Spec.Variant], _ sweep: SweepSpec, log: inout DiagnosticLog) {
    var seen: Set<String> = []
    for variant in variants where !seen.insert(variant.name).inserted {
      log.record(.repeatedCellName(variant.name, hasTemplate: sweep.name != nil, at: sweep.name?.whole ?? sweep.place))
      return
    }
  }
}

extension DiagnosticLog {
  /// The findings but for those that something is missing which stands where `gaps` are.
  func without(followingFrom gaps: Gaps) -> DiagnosticLog {
    if gaps.isEmpty { return self }
    var rest = DiagnosticLog()
    for finding in diagnostics {
      let isAboutAbsence = [SpecCode.missingKey, SpecCode.nothingToRemove].contains(finding.code)
      if !isAboutAbsence || !gaps.cover(path: finding.path ?? "") { rest.record(finding) }
    }
    return rest
  }
}

extension Node {
  /// The first value in this tree that replaces one of `other` when it is laid over it.
  fileprivate func value(replacing other: Node) -> Node? {
    guard let own = mapping, let theirs = other.mapping else { return self }
    return own.entries.lazy.compactMap { entry in
      theirs[entry.key].flatMap { entry.value.value(replacing: $0.value) }
    }.first
  }
}

extension Spec.Variant {
  /// Whether `name` is the variant's own, or that of the declared variant whose cell it is.
  package func isMeant(by name: String) -> Bool { self.name == name || declared == name }
}
