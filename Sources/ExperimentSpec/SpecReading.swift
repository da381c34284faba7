package import Diagnostics
package import SpecSyntax
import Text

/// A specification as far as it can be read.
///
/// One mistake does not hide others: what could be read of a specification with mistakes is there for the next phase to
/// check, and the gaps of its variants say what not to check.
package struct SpecReading: Sendable {
  /// The specification; `nil` if anything is wrong with it.
  package let spec: Spec?

  /// The variants as far as they could be read: those of the specification if nothing is wrong.
  package let variants: [Spec.Variant]

  /// What leads from the specification to the files that it extends.
  private let composition: ComposedDocument

  /// Reads `composed` with `overrides` laid over it, which are `nil` if they could not be read; what is wrong is in
  /// `log`.
  package init(
    _ composed: ComposedDocument, overrides: [Override]? = [], mostCells: Int = Spec.usualMostCells,
    log: inout DiagnosticLog
  ) {
    let areLayersRead = composed.isComplete && overrides != nil
    composition = composed
    var findings = DiagnosticLog()
    defer { log.record(contentsOf: composed.leading(findings)) }
    let overrides = OverrideLayers(overrides ?? [], over: composed.root)
    guard let mapping = overrides.root.mapping else {
      (spec, variants) = (nil, [])
      return
    }
    let place = composed.root.range
    let (head, body) = mapping.divided(by: RootFields.headKeys, at: place)
    let context = DecodingContext(recording: true)
    let fields = FieldType<RootFields>.decodeBlock(head, at: "", in: place, context: context)
    let unclear = UnclearLayers(areLayersRead: areLayersRead, body, context)
    findings.record(contentsOf: context.log.without(followingFrom: unclear.head))
    let known = overrides.variants.isEmpty ? [fields.name] : overrides.variants
    let unknownSwept = unclear.variants ? [] : fields.unknownSweptVariants(among: known)
    for name in unknownSwept + (unclear.variants ? [] : overrides.unknownVariants) {
      findings.record(.unknownReference(name, .variant, known: known))
    }
    let base = SpecLayer(.files, fields.preset.map { $0.tree.patched(with: body) } ?? body)
    var expansion = VariantExpansion(
      base: base, overrides: overrides, fields: fields, place: place, mostCells: mostCells,
      isSweepKnown: (!context.gaps.touch(RootFields.sweepKey), unknownSwept.isEmpty), unknown: unclear.experiment)
    variants = expansion.expand(log: &findings)
    if !unclear.variants, fields.baseline != nil || !fields.report.isEmpty || !fields.claims.isEmpty {
      let areAllThere = expansion.isExpanded && !unclear.sweep && !context.gaps.touch(RootFields.variantsKey)
      let areNamesUsual = fields.sweep?.namesBeginWithVariant ?? !unclear.sweep
      let names = VariantNames(
        variants, declared: overrides.variants, isComplete: areAllThere,
        areCellsCalledAfterThem: areNamesUsual && !context.gaps.cover(RootFields.sweepKey, "name"))
      names.check(fields, context.gaps, log: &findings)
    }
    // A specification without mistakes has a variant: what seemed to follow from another mistake is one itself.
    if variants.isEmpty, !findings.hasErrors { findings.record(contentsOf: context.log) }
    let isRight = areLayersRead && !findings.hasErrors
    let sweep = head[RootFields.sweepKey]?.value
    spec = isRight ? Spec(composed, head: context.settled, fields, variants: variants, sweep: sweep) : nil
  }

  /// The reading of a specification without mistakes.
  package init(_ spec: Spec) {
    self.spec = spec
    variants = spec.variants
    composition = spec.composition
  }

  /// The findings of a later phase, with the places that lead to the files that they are in.
  package func leading(_ log: DiagnosticLog) -> DiagnosticLog { composition.leading(log) }
}

/// What is not known of a specification because of mistakes in what its layers are.
private struct UnclearLayers {
  /// What of the head layers may hold that could not be read.
  private(set) var head = Gaps()

  /// What of the experiment they may hold.
  private(set) var experiment = Gaps()

  /// Whether it is unknown which variants are declared.
  let variants: Bool

  /// Whether it is unknown which cells there are.
  let sweep: Bool

  /// What is not known of a specification, `body` being its experiment and `context` that of its head; the files that
  /// it extends and the overrides were read if `areLayersRead`.
  init(areLayersRead: Bool, _ body: Node, _ context: DecodingContext) {
    let own = Experiment.blockDescription.fields.map(\.key)
    let strays = (body.mapping?.entries ?? []).map(\.key).filter { !own.contains($0) }
    let misspelt = Set(strays.compactMap { keysMeant(by: $0, among: own + RootFields.headKeys).first })
    func isUnclear(_ key: String) -> Bool { context.gaps.cover(key) || misspelt.contains(key) }
    let files = !areLayersRead || isUnclear(ExtendsField.key)
    variants = files || isUnclear(RootFields.variantsKey)
    sweep = files || misspelt.contains(RootFields.sweepKey) || context.gaps.touch(RootFields.sweepKey)
    if files { head.insert("") }
    if variants || isUnclear(RootFields.sweepKey) { experiment.insert("") }
    if isUnclear(RootFields.presetKey) { for key in PresetName.allKeys { experiment.insert(key) } }
    for key in context.strayKeys { experiment.insert(key) }
    let mayVary = ["product", "zip", "when", "include"].contains { context.gaps.touch(RootFields.sweepKey, $0) }
    if mayVary, context.strayKeys.isEmpty { experiment.insert("") }
  }
}

extension PresetName {
  /// The keys of the experiment under which presets have values.
  fileprivate static var allKeys: Set<String> {
    Set(allCases.flatMap { $0.tree.mapping?.entries.map(\.key) ?? [] })
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
