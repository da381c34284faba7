import Model

/// A table or a figure that a report shows.
package struct ExhibitSpec: Block {
  package static let blockName = "report.<name>"
  package static let documentation = "A table or a figure of the report."

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

  /// How differences to the baseline are tested; `nil` if they are not.
  package let significance: Located<SignificanceSpec>?

  package init(reading reader: inout BlockReader) {
    kind = reader.required("show", .choice(ExhibitKind.self), "What it shows.")
    title = reader.ifWritten("title", .text, "What stands above it.")
    variants = reader.optional(
      "variants", .list(of: .reference(.variant)), default: [],
      "The variants that it is about, in this order; all if not written. A swept variant's name means all of its cells."
    )
    labels = reader.optional(
      "labels", .map(of: .text), default: [],
      "What variants, tasks, datasets and test sets are called in it, such as `{single: Single task}`.")
    reference = reader.ifWritten(
      "reference", .block(ReferenceSpec.self),
      "Values of a publication, which stand beside those that were measured. Only tables have them.")
    if reference != nil, !kind.isTable {
      reader.reject("reference", given: ["show"], "'\(kind.rawValue)' is a figure, and only tables have a reference")
    }
    significance = reader.ifWritten(
      "significance", FieldType.block(SignificanceSpec.self).located,
      "The test of differences to the baseline; `{}` takes the default test.")
    if significance != nil, !kind.hasDifferences {
      reader.reject("significance", given: ["show"], "'\(kind.rawValue)' shows no differences that could be tested")
    }
  }

  /// An exhibit of which nothing but its kind is said.
  package init(_ kind: ExhibitKind) {
    self.kind = kind
    title = nil
    variants = []
    labels = []
    reference = nil
    significance = nil
  }
}

/// What a table or a figure of a report shows.
package enum ExhibitKind: String, Keyword {
  // Tables.
  case corpora, scores, sparsity, relatedness, claims, training

  // Figures.
  case pruning, sharing, layers, curves
  case scoresBySparsity = "scores_by_sparsity"

  /// Whether it is a table.
  package var isTable: Bool {
    switch self {
    case .corpora, .scores, .sparsity, .relatedness, .claims, .training: true
    case .pruning, .scoresBySparsity, .sharing, .layers, .curves: false
    }
  }

  /// Whether it shows differences to the baseline.
  package var hasDifferences: Bool {
    switch self {
    case .scores, .relatedness: true
    case .corpora, .sparsity, .claims, .training, .pruning, .scoresBySparsity, .sharing, .layers, .curves: false
    }
  }

  package var documentation: String {
    switch self {
    case .corpora: "The tokens of each dataset, by split (the paper's Table 1)."
    case .scores: "The score of every task under every variant, Δ and parameters (Tables 3, 5, 6, 8)."
    case .sparsity: "The fraction that the mask of each task keeps (Table 4)."
    case .relatedness: "For every variant with a baseline of its own: its masks' overlap ratio, its gain (Table 7)."
    case .claims: "The claims of the specification and their verdicts."
    case .training: "The training effort of each system: updates of each task, selected epoch, seconds."
    case .pruning: "The score on the development split along the rounds of pruning (Figure 3)."
    case .scoresBySparsity: "The mean score and the overlap ratio, by how much masks keep (Figure 4)."
    case .sharing: "How many parameters belong to which sets of tasks, by region."
    case .layers: "The fraction that masks keep in each part of the network."
    case .curves: "The score on the development split, epoch by epoch."
    }
  }

  /// The names of the columns that a reference may give a value for, `tasks` and further test `sets` being those of the
  /// specification.
  func columns(tasks: [String], sets: [String]) -> [String] {
    switch self {
    case .corpora: ["train", "dev", "test"]
    case .scores: tasks + tasks.flatMap { task in sets.map { "\(task) \($0)" } } + [ReferenceSpec.parameters]
    case .sparsity: tasks
    case .relatedness: [ReferenceSpec.overlap, ReferenceSpec.gain]
    case .claims, .training, .pruning, .scoresBySparsity, .sharing, .layers, .curves: []
    }
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
      "The values, in percent, by row (a variant or dataset) and column (a task, a task and a test set as in `ner wnut`, "
        + "`parameters`, `overlap`, `gain`, a split)."
    )
    others = reader.optional(
      "others", .map(of: .map(of: .real(in: .measured))), default: [],
      "Further rows, of systems that are no variants, by what they are called.")
  }

  /// The value of a column of a row; `nil` where the publication has none.
  package func value(_ row: String, _ column: String) -> Double? { values.value(named: row)?.value(named: column) }
}
