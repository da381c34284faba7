import Evidence
import ExperimentSpec
import Files
import Planning
import Store

/// What a report is made of: the specification, its plan, and what a store holds of it.
struct ReportMaterial {
  let spec: Spec
  let plan: Plan
  let files: ResolvedFiles
  let store: StoreInspection
  let results: ExperimentResults

  /// What it took to train the variants.
  let effort: TrainingEffort

  /// How many words pretrained vectors cover, in sentences.
  let coverageNotes: [String]

  /// The rows of tables, and the planned variants, by name.
  private let rows: [String: ExperimentResults.VariantResults]
  private let planned: [String: PlannedVariant]

  /// How many rows each declared variant has.
  private let rowCounts: [String: Int]

  init(
    of spec: Spec, _ plan: Plan, files: ResolvedFiles, in store: StoreInspection, _ paths: PathDisplay
  ) throws(FileFailure) {
    self.spec = spec
    self.plan = plan
    self.files = files
    self.store = store
    results = try ExperimentResults(of: plan, in: store)
    let costs = PlanCosts(of: plan, by: CostModel(sizes: files.sizes, rates: .standard))
    effort = TrainingEffort(try ResultRows(of: plan, results, in: store, costs: costs))
    coverageNotes = try VectorCoverageNote(of: plan, in: store, paths).notes
    rows = Dictionary(results.means.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    planned = Dictionary(plan.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    rowCounts = Dictionary(results.means.map { ($0.declared, 1) }, uniquingKeysWith: +)
  }

  /// The most rows that have a curve or a drawing each, where the specification does not say which.
  private static let mostDrawn = 12

  /// What is shown of a specification that asks for nothing in particular.
  var usualExhibits: [(String, ExhibitSpec)] {
    let learns = results.means.contains(where: \.isMeasured)
    let tables: [ExhibitKind] =
      [.scores] + (spec.claims.isEmpty ? [] : [.claims]) + [.training] + (learns ? [.sparsity] : [])
    let figures: [ExhibitKind] = (learns ? [.pruning, .layers] : []) + [.sharing, .curves]
    let kinds = tables + (results.means.count > Self.mostDrawn ? [] : figures)
    return kinds.map { ($0.rawValue, ExhibitSpec($0)) }
  }

  /// The table or figure that `spec` describes.
  func exhibit(_ name: String, _ spec: ExhibitSpec) throws(FileFailure) -> ExperimentReport.Exhibit {
    let view = ReportView(spec, of: self)
    let content: ExperimentReport.Content =
      switch spec.kind {
      case .corpora: .table(view.corpora)
      case .scores: .table(try view.scores())
      case .sparsity: .table(view.sparsity)
      case .relatedness: .table(try view.relatedness())
      case .claims: .table(try view.claims())
      case .training: .table(view.training)
      case .pruning: .figure(.lines(try view.pruning()))
      case .scoresBySparsity: .figure(.lines(view.scoresBySparsity))
      case .sharing: .figure(.sharing(try view.sharing()))
      case .layers: .figure(.grid(try view.layers()))
      case .curves: .figure(.lines(try view.curves()))
      }
    return ExperimentReport.Exhibit(name: name, title: spec.title ?? spec.kind.usualTitle, content: content)
  }

  /// Where every score comes from.
  func origins(isAnonymous: Bool) throws(FileFailure) -> [NumberOrigin] {
    var origins: [NumberOrigin] = []
    for (variant, result) in zip(plan.variants, results.variants) {
      let seed = variant.place.seed
      for task in variant.tasks {
        guard let component = variant.components.first(where: { $0.tasks.contains(task.name) }),
          let training = plan.stages[component.train], let evaluation = plan.stages[component.evaluate]
        else { continue }
        let circumstances = try store.provenance(of: component.train)?.circumstances
        origins.append(
          NumberOrigin(
            variant: variant.name, seed: seed, task: task.name, score: result[task.name]?.value, training: training,
            evaluation: evaluation, circumstances: circumstances, isAnonymous: isAnonymous))
        for score in result.further where score.task == task.name {
          guard let set = component.sets.first(where: { $0.name == score.set }),
            let evaluation = plan.stages[set.evaluate]
          else { continue }
          origins.append(
            NumberOrigin(
              variant: variant.name, seed: seed, task: task.name, score: score.value, training: training,
              evaluation: evaluation, circumstances: circumstances, set: set.name, isAnonymous: isAnonymous))
        }
      }
    }
    return origins
  }

  /// The stages whose results tables show and that are not in the store, each once.
  var missing: [Stage] {
    get throws(FileFailure) {
      var missing: [Stage] = []
      for id in Set(plan.variants.flatMap(\.results)).sorted() {
        if try store.record(of: id) == nil, let stage = plan.stages[id] { missing.append(stage) }
      }
      return missing
    }
  }

  /// The planned variant called `name`.
  func variant(_ name: String) -> PlannedVariant? { planned[name] }

  /// The row that differences of `row` are to.
  func counterpart(of row: ExperimentResults.VariantResults) -> ExperimentResults.VariantResults? {
    row.counterpart.flatMap { rows[$0] }
  }

  /// Whether no other row is of the variant that `row` is of.
  func isOnlyRow(_ row: ExperimentResults.VariantResults) -> Bool { rowCounts[row.declared] == 1 }
}

extension ExhibitKind {
  /// The title of an exhibit that has none of its own.
  fileprivate var usualTitle: String {
    switch self {
    case .corpora: "Tokens of the datasets"
    case .scores: "Results"
    case .sparsity: "Sparsity of the subnets: the percentage of parameters that remain"
    case .relatedness: "Overlap ratio of the masks, and the gain over the baseline"
    case .claims: "Claims"
    case .training: "Training effort"
    case .pruning: "Score on the development split along pruning"
    case .scoresBySparsity: "Mean score and overlap ratio by sparsity"
    case .sharing: "Parameters by the set of tasks that they belong to"
    case .layers: "What the masks keep, by part of the network"
    case .curves: "Score on the development split during training"
    }
  }
}
