package import ExperimentSpec
package import Files
import Model
package import Planning
package import Store
import Text

/// The scores of a plan's variants, a row for each: the coordinates of a score, the score, and what it cost.
package struct ResultRows: Sendable {
  /// The paths that sweeps vary, in the order in which variants first have them.
  package let sweptPaths: [String]

  package let rows: [Row]

  /// A score and all that is known of it.
  package struct Row: Sendable {
    package let variant: String
    package let place: VariantPlace

    /// The score; its value, precision and recall are in the unit in which they are shown.
    package let score: ExperimentResults.TaskScore

    /// The epoch whose weights were chosen, and how many there were; `nil` where the training is not done.
    package let chosenEpoch: Int?
    package let epochs: Int?

    /// The parameters of the task, and of all tasks together, as tables count them.
    package let taskParameters: Int?
    package let parameters: Int?

    /// The updates that the task has made on the way to its weights, the warmup included, by estimate.
    package let updates: Double?

    /// How long the training took by the clock; `nil` where that is not known.
    package let seconds: Double?

    /// How long all stages took that the variant needs, such as the warmup and the search for masks; `nil` where that
    /// is not known of one of them.
    package let allSeconds: Double?

    /// The stages that trained the network and that scored it.
    package let training: StageID
    package let evaluation: StageID

    /// The value of a swept path; `nil` where the variant has none.
    package func value(at path: String) -> String? { place.sweep.first { $0.path == path }?.value }
  }
}

extension ResultRows {
  /// The rows of `results`, which were read from `store`; `costs` are those of the plan.
  package init(
    of plan: Plan, _ results: ExperimentResults, in store: StoreInspection, costs: PlanCosts?
  ) throws(FileFailure) {
    let updates = Dictionary(
      (costs?.variants ?? []).map { ($0.name, $0.updates) }, uniquingKeysWith: { first, _ in first })
    var seconds: [StageID: Double] = [:]
    for stage in plan.stageIDs { seconds[stage] = try store.provenance(of: stage)?.circumstances.seconds }
    let allSeconds = plan.totals { seconds[$0] }
    var rows: [Row] = []
    for (place, (variant, result)) in zip(plan.variants, results.variants).enumerated() {
      var histories: [StageID: HistoryFile?] = [:]
      for score in result.scores + result.further {
        guard let component = variant.components.first(where: { $0.tasks.contains(score.task) }),
          let evaluation = variant.evaluation(of: score.column)
        else { continue }
        let history: HistoryFile?
        if let known = histories[component.train] {
          history = known
        } else {
          history = try store.json(.history, of: component.train, as: HistoryFile.self)
          histories[component.train] = .some(history)
        }
        let count = result.sharing?.tasks.first { $0.task == score.task }?.parameters
        rows.append(
          Row(
            variant: variant.name, place: variant.place, score: score, chosenEpoch: history?.selectedEpoch,
            epochs: history?.epochs.count, taskParameters: count, parameters: result.sharing?.union,
            updates: updates[variant.name]?[score.task], seconds: seconds[component.train],
            allSeconds: allSeconds[place], training: component.train,
            evaluation: evaluation))
      }
    }
    self.init(sweptPaths: plan.variants.flatMap { $0.place.sweep.map(\.path) }.withoutRepetitions, rows: rows)
  }
}

// MARK: Fields

extension ResultRows {
  /// A value of a row.
  package enum Value: Hashable, Sendable {
    case text(String)
    case number(Double)
    case count(Int)

    /// Not known, or not there.
    case nothing
  }

  /// The names of the columns, the same for every row.
  package var fieldNames: [String] {
    ["variant", "declared"] + sweptPaths + [
      "seed", "task", "test_set", "split", "metric", "value", "precision", "recall", "chosen_epoch", "epochs",
      "task_parameters", "parameters", "updates", "seconds", "all_seconds", "trained_by", "scored_by",
    ]
  }

  /// The values of `row`, in the order of the columns.
  package func values(of row: Row) -> [Value] {
    let score = row.score
    return [.text(row.variant), .text(row.place.declared)] + sweptPaths.map { Value(written: row.value(at: $0)) } + [
      .count(row.place.seed), .text(score.task), Value(score.set), Value(score.split), .text(score.metric.keyName),
      Value(score.value), Value(score.precision), Value(score.recall), Value(row.chosenEpoch), Value(row.epochs),
      Value(row.taskParameters), Value(row.parameters), Value(row.updates?.rounded()), Value(row.seconds),
      Value(row.allSeconds), .text("\(row.training)"), .text("\(row.evaluation)"),
    ]
  }
}

extension ResultRows.Value {
  fileprivate init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }
  fileprivate init(_ count: Int?) { self = count.map { .count($0) } ?? .nothing }
  fileprivate init(_ number: Double?) { self = number.map { .number($0) } ?? .nothing }

  /// A value as a specification has it, which is a number if it looks like one.
  fileprivate init(written text: String?) {
    guard let text else {
      self = .nothing
      return
    }
    if let count = Int(text), "\(count)" == text {
      self = .count(count)
    } else if let number = Double(text), number.isFinite, text.allSatisfy({ $0.isASCII && !$0.isLetter }) {
      self = .number(number)
    } else {
      self = .text(text)
    }
  }
}
