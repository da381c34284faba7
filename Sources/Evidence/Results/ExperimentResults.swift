import ExperimentSpec
package import Files
import MaskAlgebra
import MaskTools
package import Model
package import Planning
package import Store
import Statistics

/// What a plan's variants came to: the numbers behind the tables.
package struct ExperimentResults: Sendable {
  package let name: String
  package let baseline: String?

  /// The variants, one for each run.
  package let variants: [VariantResults]

  /// The same with runs that differ in nothing but the seed put together: means and standard deviations.
  package let means: [VariantResults]

  /// Whether any task of any variant has a score.
  package var hasScores: Bool { variants.contains { $0.scores.contains { $0.value != nil } } }

  /// The results of one variant, or of all of its seeds.
  package struct VariantResults: Sendable {
    package let name: String

    /// The name under which the specification declares the variant; a sweep's cells have one in common.
    package let declared: String

    /// The names of the variants that these are the results of: one, or one for each seed.
    package let runs: [String]

    /// The score of each task, in the order of the specification; `nil` where it could not be had.
    package var scores: [TaskScore]

    /// The variant's parameters, in the mean; `nil` where its masks could not be found.
    package let sharing: SharingFile?

    /// The overlap ratio of the masks, in the mean.
    package let overlapRatio: Double?

    /// Whether parameters were counted on learned masks; else they follow from the specification.
    package let isMeasured: Bool

    /// The name of the results that differences are to; `nil` for a baseline, and where there are none.
    package var counterpart: String?

    /// The scores on further test sets: set by set for each task, in the order of the specification.
    package var further: [TaskScore] = []
  }

  /// The score of one task.
  package struct TaskScore: Sendable {
    package let task: String
    package let metric: Metric

    /// The split that the score is on; `nil` without a score.
    package let split: String?

    /// The value of the metric, in the unit in which it is shown.
    package let value: Double?

    /// The standard deviation over the seeds, in that unit, as estimated from a sample; `nil` for a single one.
    package var deviation: Double?

    /// How many runs the score is the mean of.
    package var count = 1

    /// The difference to the baseline's score, in that unit.
    package var delta: Double?

    /// The further test set that the score is on; `nil` for the task's own split.
    package var set: String? = nil

    /// Precision and recall of what the metric averages over, in the unit in which they are shown; `nil` where there
    /// are none, as of tokens.
    package var precision: Double? = nil
    package var recall: Double? = nil

    /// What the score is of.
    package var column: Column { Column(task: task, set: set) }
  }

  /// What a column of scores is about: a task, on its own split or on a further test set.
  package struct Column: Hashable, Sendable {
    package let task: String
    package var set: String? = nil

    /// The name of the task, and that of the set if there is one.
    package var name: String { self.set.map { "\(task) \($0)" } ?? task }
  }
}

extension ExperimentResults {
  /// The results of single runs, which have no seeds in common.
  package init(name: String, baseline: String?, variants: [VariantResults]) {
    self.init(name: name, baseline: baseline, variants: variants, means: variants)
  }

  /// Reads the results of `plan` from `store`; what is not there stays empty.
  package init(of plan: Plan, in store: StoreInspection) throws(FileFailure) {
    var read: [VariantResults] = []
    var order: [String] = []
    var members: [String: [VariantResults]] = [:]
    for variant in plan.variants {
      let result = try VariantResults(of: variant, plan, in: store)
      read.append(result)
      if members[variant.group] == nil { order.append(variant.group) }
      members[variant.group, default: []].append(result)
    }
    let seeds = Dictionary(
      plan.variants.map { ($0.name, $0.place.seed) }, uniquingKeysWith: { first, _ in first })
    let comparison = BaselineComparison(plan.baseline, runs: read, seeds: seeds)
    self.init(
      name: plan.name, baseline: plan.baseline, variants: comparison.compared(read),
      means: comparison.compared(order.map { VariantResults(mean: members[$0] ?? [], name: $0) }))
  }

  /// The tasks of all variants, each once, as the first variant that has them has them.
  package var tasks: [TaskScore] {
    let all = variants.flatMap(\.scores)
    return all.indices.filter { index in all.firstIndex { $0.task == all[index].task } == index }.map { all[$0] }
  }

  /// The tasks, each followed by its scores on further test sets, as the first variant that has them has them.
  package var columns: [TaskScore] {
    var known: Set<Column> = []
    let further = variants.flatMap(\.further).filter { known.insert($0.column).inserted }
    return tasks.flatMap { task in [task] + further.filter { $0.task == task.task } }
  }

  /// The further test sets, each with the splits that scores on it are on, in the order of the specification.
  package var furtherSets: [(name: String, splits: [String])] {
    let scores = variants.flatMap(\.further)
    var names: Set<String> = []
    return scores.compactMap(\.set).filter { names.insert($0).inserted }.map { name in
      (name, Set(scores.filter { $0.set == name }.compactMap(\.split)).sorted())
    }
  }

  /// The splits that scores are on, by name.
  package var splits: [String] { Set(variants.flatMap(\.scores).compactMap(\.split)).sorted() }
}

extension ExperimentResults.VariantResults {
  /// The score of `task`; `nil` for a task that the variant does not have.
  package subscript(task: String) -> ExperimentResults.TaskScore? { scores.first { $0.task == task } }

  /// The score of `column`; `nil` for a task or a test set that the variant does not have.
  package subscript(column: ExperimentResults.Column) -> ExperimentResults.TaskScore? {
    column.set == nil ? self[column.task] : further.first { $0.column == column }
  }

  /// The results of `variant` by themselves.
  fileprivate init(of variant: PlannedVariant, _ plan: Plan, in store: StoreInspection) throws(FileFailure) {
    var found: [String: ScoresFile.TaskScore] = [:]
    for component in variant.components {
      let file = try store.json(.scores, of: component.evaluate, as: ScoresFile.self)
      for score in file?.tasks ?? [] { found[score.task] = score }
    }
    let further = try Self.furtherScores(of: variant, in: plan, store)
    let sharing: SharingFile? =
      if let measure = variant.measure {
        try store.json(.sharing, of: measure, as: SharingFile.self)
      } else {
        // Only learned masks could be missing, and a variant that has any has a stage that measures them.
        try? SharingFile(counting: variant.masks, [:])
      }
    self.init(
      name: variant.name, declared: variant.declaredName, runs: [variant.name],
      scores: variant.tasks.map { task in
        ExperimentResults.TaskScore(of: task.name, task.metric, found[task.name])
      }, sharing: sharing, overlapRatio: sharing?.overlapRatio, isMeasured: variant.measure != nil, further: further)
  }

  /// The scores of `variant` on further test sets, task by task.
  private static func furtherScores(
    of variant: PlannedVariant, in plan: Plan, _ store: StoreInspection
  ) throws(FileFailure) -> [ExperimentResults.TaskScore] {
    var scores: [ExperimentResults.TaskScore] = []
    for task in variant.tasks {
      for set in variant.components.first(where: { $0.tasks.contains(task.name) })?.sets ?? [] {
        guard case .evaluateOn(let operation)? = plan.stages[set.evaluate]?.operation,
          operation.set.tasks.contains(where: { $0.name == task.name })
        else { continue }
        let found = try store.json(.scores, of: set.evaluate, as: ScoresFile.self)?.tasks.first {
          $0.task == task.name
        }
        scores.append(ExperimentResults.TaskScore(of: task.name, task.metric, found, on: set.name))
      }
    }
    return scores
  }

  /// The mean of `runs`, which differ in their seeds.
  fileprivate init(mean runs: [ExperimentResults.VariantResults], name: String) {
    self.init(
      name: name, declared: runs.first?.declared ?? name, runs: runs.map(\.name),
      scores: (runs.first?.scores ?? []).map { $0.mean(over: runs) },
      sharing: SharingFile(mean: runs.compactMap(\.sharing)),
      overlapRatio: Sample(runs.compactMap(\.overlapRatio)).mean, isMeasured: runs.contains(where: \.isMeasured),
      further: (runs.first?.further ?? []).map { $0.mean(over: runs) })
  }
}

extension ExperimentResults.TaskScore {
  /// The score of `task` in `found`, on the test set `set` if it is a further one.
  fileprivate init(of task: String, _ metric: Metric, _ found: ScoresFile.TaskScore?, on set: String? = nil) {
    func shown(_ metric: Metric?) -> Double? {
      metric.flatMap { metric in found?.numbers[metric.keyName].map(metric.descriptor.shown) }
    }
    self.init(
      task: task, metric: metric, split: found?.split, value: found.map { metric.descriptor.shown($0.score) },
      delta: nil, set: set, precision: shown(metric.descriptor.averaging.precision),
      recall: shown(metric.descriptor.averaging.recall))
  }

  /// The mean of the scores that `runs` have of what this one is of.
  fileprivate func mean(over runs: [ExperimentResults.VariantResults]) -> Self {
    let scores = runs.compactMap { $0[column] }
    let sample = Sample(scores.compactMap(\.value))
    return Self(
      task: task, metric: metric, split: scores.compactMap(\.split).first, value: sample.mean,
      deviation: sample.deviation, count: sample.values.count, delta: nil, set: set,
      precision: Sample(scores.compactMap(\.precision)).mean, recall: Sample(scores.compactMap(\.recall)).mean)
  }
}

extension SharingFile {
  /// The counts in the mean, rounded; `nil` without any.
  fileprivate init?(mean files: [SharingFile]) {
    guard let first = files.first else { return nil }
    func mean(_ count: (SharingFile) -> Int) -> Int {
      Int((Double(files.reduce(0) { $0 + count($1) }) / Double(files.count)).rounded())
    }
    self.init(
      tasks: first.tasks.map { one in
        func mean(_ count: (TaskCount) -> Int) -> Int {
          let counts = files.flatMap(\.tasks).filter { $0.task == one.task }.map(count)
          return Int((Double(counts.reduce(0, +)) / Double(counts.count)).rounded())
        }
        return TaskCount(
          task: one.task, parameters: mean(\.parameters), prunableKept: mean(\.prunableKept),
          prunable: mean(\.prunable))
      }, union: mean(\.union), intersection: mean(\.intersection), total: mean(\.total))
  }
}
