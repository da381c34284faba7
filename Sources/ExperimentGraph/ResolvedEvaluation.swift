import Diagnostics
package import ExperimentSpec
package import Model

/// A further test set with everything that it refers to.
package struct ResolvedEvaluation: Sendable {
  package let name: String
  package let dataset: DatasetSpec

  /// What the specification calls the dataset.
  package let datasetName: String

  package let split: Split

  /// The tasks that are scored, at least one, in the order of the specification.
  package let tasks: [ScoredTask]

  /// A task, and where the dataset has what it predicts.
  package struct ScoredTask: Sendable {
    package let name: String
    package let target: ResolvedTask.Target
  }
}

extension Experiment {
  /// The further test sets with all that they refer to; findings go to `log`, but for what may follow from `gaps`.
  func resolvedEvaluations(_ gaps: Gaps, log: inout DiagnosticLog) -> [ResolvedEvaluation] {
    if gaps.cover("evaluate") || gaps.cover("datasets") { return [] }
    return evaluate.compactMap { set in
      if gaps.cover("evaluate", set.name, "dataset") { return nil }
      let reference = set.value.dataset
      guard let dataset = datasets.value(named: reference.value) else {
        log.record(.unknownReference(reference, .dataset, known: datasets.map(\.name)))
        return nil
      }
      if !dataset.has(set.value.split), gaps.knowSplits(of: reference.value),
        !gaps.cover("evaluate", set.name, "split")
      {
        log.record(.noSplit(set.value.split, of: reference, dataset))
      }
      let areTasksKnown =
        !gaps.touch("tasks") && !gaps.touch("evaluate", set.name, "tasks")
        && !["columns", "fields"].contains { gaps.touch("datasets", reference.value, $0) }
      let scored = scoredTasks(of: set.value, in: dataset, areTasksKnown: areTasksKnown, log: &log)
      if scored.isEmpty, areTasksKnown {
        if set.value.tasks.map(\.isEmpty) ?? true {
          log.record(.nothingToScore(on: set.name, reference.value, at: set.nameRange, known: dataset.layers))
        }
        return nil
      }
      return ResolvedEvaluation(
        name: set.name, dataset: dataset, datasetName: reference.value, split: set.value.split, tasks: scored)
    }
  }

  /// The tasks that `set` scores on `dataset`: those that it lists, or all whose column the dataset has.
  private func scoredTasks(
    of set: EvaluationSpec, in dataset: DatasetSpec, areTasksKnown: Bool, log: inout DiagnosticLog
  ) -> [ResolvedEvaluation.ScoredTask] {
    var listed: [String: Located<String>] = [:]
    for reference in set.tasks ?? [] {
      listed[reference.value] = listed[reference.value] ?? reference
      if areTasksKnown, tasks.value(named: reference.value) == nil {
        log.record(.unknownReference(reference, .task, known: tasks.map(\.name)))
      }
    }
    return tasks.compactMap { task in
      let reference = listed[task.name]
      if set.tasks != nil, reference == nil { return nil }
      guard let target = ResolvedTask.Target(task.value.target, in: dataset) else {
        if let reference, let layer = task.value.target.layer, areTasksKnown {
          log.record(
            .unscoredTask(reference, predicting: layer.value, in: set.dataset.value, known: dataset.layers))
        }
        return nil
      }
      if target.lacksSpans(for: task.value.metric) {
        if let reference, let layer = task.value.target.layer, areTasksKnown {
          log.record(
            .noSpans(
              Located(layer.value, reference.origin), for: task.value.metric, spans: SyntheticSpec.spanLayers))
        }
        return nil
      }
      return ResolvedEvaluation.ScoredTask(name: task.name, target: target)
    }
  }
}

extension Gaps {
  /// Whether it is known which splits `dataset` has.
  func knowSplits(of dataset: String) -> Bool {
    !cover("datasets", dataset) && !["files", "sentences"].contains { touch("datasets", dataset, $0) }
  }
}
