import Diagnostics
import Text

/// The names that the head of a specification may use.
struct VariantNames {
  private let variants: [Spec.Variant]

  /// The variants as they are declared.
  private let declared: [String]

  /// Whether variants may exist that are called otherwise: cells of a sweep that has a mistake.
  private let isOpen: Bool

  /// Whether such cells are called after the variants that are declared.
  private let areCellsCalledAfterThem: Bool

  /// The names of `variants`, which are all that there are, cells included, if they are `isComplete`.
  init(_ variants: [Spec.Variant], declared: [String], isComplete: Bool, areCellsCalledAfterThem: Bool) {
    self.variants = variants
    self.declared = declared
    isOpen = !isComplete
    self.areCellsCalledAfterThem = areCellsCalledAfterThem && !declared.isEmpty
  }

  /// Whether a variant may be called `baseline`, or be a cell of one that is.
  private func mayHave(baseline: String) -> Bool {
    !BaselineNames(baseline, among: variants.map(\.names)).isEmpty
      || isOpen && (declared.contains { BaselineNames.mayMean(baseline, $0) } || mayBeUnknownCell(baseline))
  }

  /// Whether a cell whose name is not known may be called `name`. Requires: there may be such cells.
  private func mayBeUnknownCell(_ name: String) -> Bool {
    !areCellsCalledAfterThem || declared.contains { BaselineNames.mayMean($0, name) }
  }

  /// Records in `log` every name in `fields` that nothing in the specification has; of the fields `gaps` are not known.
  func check(_ fields: RootFields, _ gaps: Gaps, log: inout DiagnosticLog) {
    if let baseline = fields.baseline, !mayHave(baseline: baseline.value) {
      log.record(.unknownReference(baseline, .variant, known: declared))
    }
    if fields.report.isEmpty, fields.claims.isEmpty { return }
    for exhibit in fields.report
    where fields.baseline == nil && !gaps.cover("baseline") && exhibit.value.kind.hasDifferences {
      if let significance = exhibit.value.significance { log.record(.nothingToTest(significance)) }
    }
    let names = Set(variants.flatMap { [$0.declared, $0.group, $0.name] })
    let report = ReportNames(variants, besides: isOpen ? declared : []) { name in
      names.contains(name) || isOpen && (declared.contains(name) || mayBeUnknownCell(name))
    }
    for claim in fields.claims {
      report.check(claim.value, isKnown: { !gaps.cover("claims", claim.name, $0) }, log: &log)
    }
    for exhibit in fields.report {
      report.check(exhibit.value, isKindKnown: !gaps.cover("report", exhibit.name, "show"), log: &log)
    }
  }
}

/// The names that a report may use.
private struct ReportNames {
  /// The variants as they are declared, without their seeds, and as they are called.
  let variants: [String]
  let tasks: [String]
  let datasets: [String]

  /// The further test sets.
  let sets: [String]

  /// Whether a variant may be called by a name.
  let mayHaveVariant: (String) -> Bool

  /// Whether all tasks, datasets and further test sets are known.
  let areTasksKnown: Bool
  let areDatasetsKnown: Bool
  let areSetsKnown: Bool

  init(_ variants: [Spec.Variant], besides others: [String], mayHaveVariant: @escaping (String) -> Bool) {
    self.variants =
      (variants.map(\.declared) + variants.map(\.group) + variants.map(\.name) + others).withoutRepetitions
    self.mayHaveVariant = mayHaveVariant
    tasks = variants.flatMap { $0.experiment.tasks.map(\.name) }.withoutRepetitions
    datasets = variants.flatMap { $0.experiment.datasets.map(\.name) }.withoutRepetitions
    sets = variants.flatMap { $0.experiment.evaluate.map(\.name) }.withoutRepetitions
    areSetsKnown = variants.allSatisfy { !$0.gaps.cover("evaluate") }
    areTasksKnown = variants.allSatisfy { !$0.gaps.cover("tasks") }
    areDatasetsKnown = variants.allSatisfy { !$0.gaps.cover("datasets") }
  }

  func check(_ exhibit: ExhibitSpec, isKindKnown: Bool, log: inout DiagnosticLog) {
    for variant in exhibit.variants where !mayHaveVariant(variant.value) {
      log.record(.unknownReference(variant, .variant, known: variants))
    }
    let named = variants + tasks + datasets + sets
    for label in exhibit.labels
    where !mayHaveVariant(label.name) && areTasksKnown && areDatasetsKnown && areSetsKnown
      && !named.contains(label.name)
    {
      log.record(.unknownReportName(label.located, "variant, task or dataset", known: named))
    }
    guard let reference = exhibit.reference, isKindKnown, exhibit.kind.isTable else { return }
    for row in reference.values where !mayHave(row.name, exhibit.kind.rows) {
      log.record(.unknownReference(row.located, exhibit.kind.rows.kind, known: names(of: exhibit.kind.rows)))
    }
    guard areTasksKnown, areSetsKnown else { return }
    let columns = exhibit.kind.columns(tasks: tasks, sets: sets)
    for value in (reference.values + reference.others).flatMap(\.value) where !columns.contains(value.name) {
      log.record(.unknownReportName(value.located, "column of this table", known: columns))
    }
  }

  /// Checks the fields of `claim` that could be read.
  func check(_ claim: ClaimSpec, isKnown: (String) -> Bool, log: inout DiagnosticLog) {
    for (key, variant) in [("better", claim.better), ("than", claim.than)]
    where isKnown(key) && !mayHaveVariant(variant.value) {
      log.record(.unknownReference(variant, .variant, known: variants))
    }
    if isKnown("better"), isKnown("than"), claim.better == claim.than {
      log.record(.claimAboutOne(claim.than))
    }
    guard areTasksKnown, areSetsKnown, isKnown("score") else { return }
    let columns = [ClaimSpec.mean] + tasks + tasks.flatMap { task in sets.map { "\(task) \($0)" } }
    if !columns.contains(claim.score.value) {
      log.record(.unknownReportName(claim.score, "column of scores", known: columns))
    }
  }

  /// Whether a row of this sort may be called `name`.
  private func mayHave(_ name: String, _ rows: ReferenceRows) -> Bool {
    switch rows {
    case .datasets: !areDatasetsKnown || datasets.contains(name)
    case .variants: mayHaveVariant(name)
    }
  }

  private func names(of rows: ReferenceRows) -> [String] {
    switch rows {
    case .datasets: datasets
    case .variants: variants
    }
  }
}

/// What the rows of a reference are.
private enum ReferenceRows {
  case datasets, variants

  var kind: ReferenceKind {
    switch self {
    case .datasets: .dataset
    case .variants: .variant
    }
  }
}

extension SweepSpec {
  /// What a name of one's own for cells begins with if a baseline is to stand for all cells of a variant.
  static let usualNameStart = "{\(SweepPattern.variantKey)}\(BaselineNames.separator)"

  /// Whether the names of all cells begin with those of the variants that they are cells of.
  var namesBeginWithVariant: Bool { name?.text.hasPrefix(Self.usualNameStart) ?? true }
}

extension ExhibitKind {
  /// What the rows of a reference are called after.
  fileprivate var rows: ReferenceRows {
    switch self {
    case .corpora: .datasets
    case .scores, .sparsity, .relatedness, .claims, .training, .pruning, .scoresBySparsity, .sharing, .layers, .curves:
      .variants
    }
  }
}

extension Named {
  /// The name with its place.
  fileprivate var located: Located<String> { Located(name, .written(nameRange)) }
}

extension Diagnostic {
  /// A test of differences to a baseline that is not there.
  fileprivate static func nothingToTest(_ significance: Located<SignificanceSpec>) -> Diagnostic {
    Diagnostic(
      SpecCode.invalidValue, .error, "'significance' needs a baseline",
      at: significance.origin.range, label: "tests differences to the baseline",
      help: "name the variant that the others are compared with under 'baseline', or remove 'significance'")
  }

  /// A claim that compares a variant with itself.
  fileprivate static func claimAboutOne(_ variant: Located<String>) -> Diagnostic {
    Diagnostic(
      SpecCode.invalidValue, .error, "'\(variant.value)' cannot be better than itself", at: variant.origin.range,
      label: "the same variant as under 'better'", help: "name another variant")
  }

  /// A key of a report that names nothing which it could be about.
  fileprivate static func unknownReportName(_ name: Located<String>, _ kind: String, known: [String]) -> Diagnostic {
    let finding = Diagnostic(
      SpecCode.unknownReference, .error, "there is no \(kind) called '\(name.value)'", at: name.origin.range,
      label: "not the name of a \(kind)", help: "there are \(quotedList(known))")
    guard let range = name.origin.range else { return finding }
    return .suggesting(likelyMeant(by: name.value, among: known), insteadOf: range, in: finding)
  }
}
