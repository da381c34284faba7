import Diagnostics
import Text

/// The names that the head of a specification may use.
struct VariantNames {
  /// The variants as they are called, and their names without seeds and cells.
  private let variants: [String]
  private let tasks: [String]
  private let datasets: [String]

  /// The variants as they are declared, for suggestions.
  private let declared: [String]

  /// Whether variants may exist that are called otherwise: cells of a sweep that has a mistake.
  private let isOpen: Bool

  /// Whether such cells are called after the variants that are declared.
  private let areCellsCalledAfterThem: Bool

  /// Whether all tasks and datasets are known.
  private let areTasksKnown: Bool
  private let areDatasetsKnown: Bool

  /// The names of `variants`, which are all that there are, cells included, if they are `isComplete`.
  init(_ variants: [Spec.Variant], declared: [String], isComplete: Bool, areCellsCalledAfterThem: Bool) {
    self.variants = distinct(
      variants.map(\.declared) + variants.map(\.group) + variants.map(\.name) + (isComplete ? [] : declared))
    tasks = distinct(variants.flatMap { $0.experiment.tasks.map(\.name) })
    datasets = distinct(variants.flatMap { $0.experiment.datasets.map(\.name) })
    isOpen = !isComplete
    self.areCellsCalledAfterThem = areCellsCalledAfterThem && !declared.isEmpty
    self.declared = declared
    areTasksKnown = variants.allSatisfy { !$0.gaps.cover("tasks") }
    areDatasetsKnown = variants.allSatisfy { !$0.gaps.cover("datasets") }
  }

  /// Whether no variant is called `name`.
  private func lack(_ name: String) -> Bool { !variants.contains(name) && isCertain(name) }

  /// Whether no variant is called `baseline`, nor is a cell of one that is.
  private func lack(baseline: String) -> Bool {
    !variants.contains { BaselineNames.means(baseline, $0) } && isCertain(baseline)
  }

  /// Whether `name` is not that of a cell whose name is not known.
  private func isCertain(_ name: String) -> Bool {
    !isOpen || areCellsCalledAfterThem && !variants.contains { BaselineNames.means($0, name) }
  }

  /// Records in `log` every name in `fields` that nothing in the specification has; of the fields `gaps` are not known.
  func check(_ fields: RootFields, _ gaps: Gaps, log: inout DiagnosticLog) {
    if let baseline = fields.baseline, lack(baseline: baseline.value) {
      log.record(.unknownReference(baseline, .variant, known: declared))
    }
    for exhibit in fields.report {
      check(exhibit.value, isKindKnown: !gaps.cover("report", exhibit.name, "show"), log: &log)
    }
  }

  private func check(_ exhibit: ExhibitSpec, isKindKnown: Bool, log: inout DiagnosticLog) {
    for variant in exhibit.variants where lack(variant.value) {
      log.record(.unknownReference(variant, .variant, known: variants))
    }
    let named = variants + tasks + datasets
    for label in exhibit.labels
    where lack(label.name) && areTasksKnown && areDatasetsKnown && !named.contains(label.name) {
      log.record(.unknownReportName(label.located, "variant, task or dataset", known: named))
    }
    guard let reference = exhibit.reference, isKindKnown, exhibit.kind.isTable else { return }
    let isAboutDatasets = exhibit.kind.rows == .dataset
    for row in reference.values
    where isAboutDatasets ? areDatasetsKnown && !datasets.contains(row.name) : lack(row.name) {
      log.record(.unknownReference(row.located, exhibit.kind.rows, known: isAboutDatasets ? datasets : variants))
    }
    guard areTasksKnown else { return }
    let columns = exhibit.kind.columns(tasks: tasks)
    for value in (reference.values + reference.others).flatMap(\.value) where !columns.contains(value.name) {
      log.record(.unknownReportName(value.located, "column of this table", known: columns))
    }
  }
}

extension SweepSpec {
  /// Whether the names of all cells begin with those of the variants that they are cells of.
  var namesBeginWithVariant: Bool {
    name.map { $0.text.hasPrefix("{\(SweepPattern.variantKey)}\(BaselineNames.separator)") } ?? true
  }
}

extension ExhibitKind {
  /// What the rows of a reference are called after.
  fileprivate var rows: ReferenceKind {
    switch self {
    case .corpora: .dataset
    case .scores, .sparsity, .relatedness, .pruning, .scoresBySparsity, .sharing, .layers, .curves: .variant
    }
  }
}

extension Named {
  /// The name with its place.
  fileprivate var located: Located<String> { Located(name, .written(nameRange)) }
}

/// `names` in order, each once.
private func distinct(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}

extension Diagnostic {
  /// A key of a report that names nothing which it could be about.
  fileprivate static func unknownReportName(_ name: Located<String>, _ kind: String, known: [String]) -> Diagnostic {
    let finding = Diagnostic(
      SpecCode.unknownReference, .error, "there is no \(kind) called '\(name.value)'", at: name.origin.range,
      label: "not the name of a \(kind)", help: "there are \(quotedList(known))")
    guard let range = name.origin.range else { return finding }
    return .suggesting(likelyMeant(by: name.value, among: known), insteadOf: range, in: finding)
  }
}
