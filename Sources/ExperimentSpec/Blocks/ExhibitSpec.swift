import Diagnostics
import SpecSyntax

/// A table or a figure that a report shows.
package struct ExhibitSpec: Sendable {
  /// What it shows.
  package let kind: ExhibitKind

  /// What stands above it; a title of the kind's own if not written.
  package let title: String?

  /// The variants that it is about; all of them if not written.
  package let variants: [Located<String>]

  /// What variants, tasks and datasets are called in it, by their names.
  package let labels: [Named<String>]

  /// Figures of somebody else, to stand beside those that were measured.
  package let reference: ReferenceSpec?

  static let type = FieldType<ExhibitSpec>.tagged(
    by: "show", hasDefault: false,
    ExhibitKind.allCases.map { kind in
      kind.isTable
        ? TaggedCase(kind.rawValue, TableSpec.self, wrap: { ExhibitSpec(kind, $0) }) { $0.kind == kind }
        : TaggedCase(kind.rawValue, FigureSpec.self, wrap: { ExhibitSpec(kind, $0) }) { $0.kind == kind }
    })

  /// An exhibit of which nothing but its kind is said.
  package init(_ kind: ExhibitKind) {
    self.kind = kind
    title = nil
    variants = []
    labels = []
    reference = nil
  }

  private init(_ kind: ExhibitKind, _ table: TableSpec) {
    self.kind = kind
    title = table.title
    variants = table.variants
    labels = table.labels
    reference = table.reference
  }

  private init(_ kind: ExhibitKind, _ figure: FigureSpec) {
    self.kind = kind
    title = figure.title
    variants = figure.variants
    labels = figure.labels
    reference = nil
  }
}

/// What a table or a figure of a report shows.
package enum ExhibitKind: String, Choice {
  // Tables.
  case corpora, scores, sparsity, relatedness

  // Figures.
  case pruning, sharing, layers, curves
  case sparsities = "scores_by_sparsity"

  /// Whether it is a table.
  package var isTable: Bool {
    switch self {
    case .corpora, .scores, .sparsity, .relatedness: true
    case .pruning, .sparsities, .sharing, .layers, .curves: false
    }
  }

  package var documentation: String {
    switch self {
    case .corpora: "The tokens of each dataset, by split (the paper's Table 1)."
    case .scores:
      "The score of every task under every variant, its difference to the baseline, and the parameters (Tables 3, 5, 6, 8)."
    case .sparsity: "The fraction that the mask of each task keeps (Table 4)."
    case .relatedness:
      "For every variant with a baseline of its own: the overlap ratio of its masks, and what it gains (Table 7)."
    case .pruning: "The score on the development split along the rounds of pruning (Figure 3)."
    case .sparsities: "The mean score and the overlap ratio, by how much masks keep (Figure 4)."
    case .sharing: "How many parameters belong to which sets of tasks, by region."
    case .layers: "The fraction that masks keep in each part of the network."
    case .curves: "The score on the development split, epoch by epoch."
    }
  }

  /// The names of the columns that a reference may give a value for, `tasks` being those of the specification.
  func columns(tasks: [String]) -> [String] {
    switch self {
    case .corpora: ["train", "dev", "test"]
    case .scores: tasks + [ReferenceSpec.parameters]
    case .sparsity: tasks
    case .relatedness: [ReferenceSpec.overlap, ReferenceSpec.gain]
    case .pruning, .sparsities, .sharing, .layers, .curves: []
    }
  }
}

/// The fields of a table.
private struct TableSpec: Block {
  static let blockName = "report.<name> (a table)"
  static let documentation = "A table of the report."

  let title: String?
  let variants: [Located<String>]
  let labels: [Named<String>]
  let reference: ReferenceSpec?

  init(reading reader: inout BlockReader) {
    (title, variants, labels) = reader.exhibitFields()
    reference = reader.ifWritten(
      "reference", .block(ReferenceSpec.self), "Values of a publication, which stand beside those that were measured.")
  }
}

/// The fields of a figure.
private struct FigureSpec: Block {
  static let blockName = "report.<name> (a figure)"
  static let documentation = "A figure of the report."

  let title: String?
  let variants: [Located<String>]
  let labels: [Named<String>]

  init(reading reader: inout BlockReader) { (title, variants, labels) = reader.exhibitFields() }
}

extension BlockReader {
  /// The fields that tables and figures have in common.
  fileprivate mutating func exhibitFields() -> (title: String?, variants: [Located<String>], labels: [Named<String>]) {
    (
      ifWritten("title", .text, "What stands above it."),
      optional(
        "variants", .list(of: .reference(.variant)), default: [],
        "The variants that it is about, in this order; all of them if not written. A swept variant's name means all of its cells."
      ),
      optional(
        "labels", .map(of: .text), default: [],
        "What variants, tasks and datasets are called in it, such as `{single: Single task}`.")
    )
  }
}

/// Values of a publication.
package struct ReferenceSpec: Block {
  package static let blockName = "report.<name>.reference"
  package static let documentation = "Values of a publication, which stand beside those that were measured."

  /// The column of a variant's number of parameters, and those of a pair of variants.
  package static let parameters = "parameters"
  package static let overlap = "overlap"
  package static let gain = "gain"

  /// Where the values are from.
  package let source: String

  /// The values by row and column: scores and fractions in percent.
  package let values: [Named<[Named<Double>]>]

  /// Rows of systems that the specification does not have.
  package let others: [Named<[Named<Double>]>]

  package init(reading reader: inout BlockReader) {
    source = reader.required("source", .text, "Where the values are from.")
    values = reader.required(
      "values", .map(of: .map(of: .real(in: .measured))),
      "The values by row (a variant, or a dataset) and column (a task or `parameters`; `overlap` and `gain`; a split): scores and fractions in percent."
    )
    others = reader.optional(
      "others", .map(of: .map(of: .real(in: .measured))), default: [],
      "Further rows, of systems that are no variants, by what they are called.")
  }

  /// The value of a column of a row; `nil` where the publication has none.
  package func value(_ row: String, _ column: String) -> Double? { values.value(named: row)?.value(named: column) }
}
