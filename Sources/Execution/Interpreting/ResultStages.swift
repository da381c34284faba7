import Corpora
import ExperimentSpec
import MaskAlgebra
import MaskTools
import Model
import Networks
import Planning
import Running
import Store
import TensorFiles

extension StageInterpreter {
  /// Scores a trained network, task by task, on the test split, or on the development split where there is none.
  func evaluate(
    _ operation: EvaluateOperation, _ stage: Stage, isStopped: () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let component = try readComponent(operation.network, operation.tasks, operation.masks, of: stage)
    let network = try trainedNetwork(component, of: stage)
    var results = EvaluationResults()
    for (task, solver) in zip(component.tasks, component.solvers) {
      let tally = try solver.tally(network, on: task.test ?? task.dev, isStopped: isStopped)
      results.add(tally, of: task, on: task.test == nil ? .dev : .test)
    }
    return try results.artifacts
  }

  /// Scores a trained network on a further test set. Words that the vocabulary lacks are unknown, and tags that
  /// training lacks are never predicted.
  func evaluate(
    _ operation: EvaluateOnOperation, _ stage: Stage, isStopped: () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let component = try readComponent(
      operation.network, operation.tasks, operation.masks, testedOn: operation.set, of: stage)
    let network = try trainedNetwork(component, of: stage)
    var results = EvaluationResults()
    for (task, solver) in zip(component.tasks, component.solvers) {
      guard let sentences = task.test else { continue }
      results.add(
        try solver.tally(network, on: sentences, isStopped: isStopped), of: task, on: operation.set.split)
    }
    return try results.artifacts
  }

  /// The network of `component` with the parameters that `stage` reads.
  private func trainedNetwork(_ component: ComponentData, of stage: Stage) throws(StageFailure) -> TrainingNetwork {
    TrainingNetwork(
      try parameters(component.layout, from: try readTensors(.weights, of: stage)), masks: component.masks)
  }

  /// Counts the parameters of each task, of any and of all.
  func measure(_ operation: MeasureOperation, _ stage: Stage) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let learned = try readMasks(operation.masks.support, of: stage)
    let file: SharingFile
    do throws(MalformedArtifact) { file = try SharingFile(counting: operation.masks, learned) } catch {
      throw StageFailure(error)
    }
    return [(.sharing, try encodedArtifact(file, for: .sharing))]
  }
}

/// What an evaluation gives.
private struct EvaluationResults {
  private var scores: [ScoresFile.TaskScore] = []
  private var outcomes: [String: SentenceOutcomes] = [:]

  mutating func add(_ tally: ScoreTally, of task: TaskData, on split: Split) {
    scores.append(ScoresFile.TaskScore(tally, of: task, on: split))
    outcomes[task.parameters.name] = tally.outcomes
  }

  var artifacts: [(Artifact, [UInt8])] {
    get throws(StageFailure) {
      [
        (.scores, try encodedArtifact(ScoresFile(tasks: scores), for: .scores)),
        (.outcomes, OutcomesFile(tasks: outcomes).tensors.serialised()),
      ]
    }
  }
}

extension ScoresFile.TaskScore {
  fileprivate init(_ tally: ScoreTally, of data: TaskData, on split: Split) {
    let score = tally.score
    self.init(
      task: data.parameters.name, metric: score.metric, split: split.rawValue, score: score.value,
      numbers: Dictionary(uniqueKeysWithValues: score.metrics.map { ($0.keyName, score[$0]) }),
      counts: Dictionary(uniqueKeysWithValues: score.counts.map { ($0.name, $0.count) }),
      types: score.countsByType, confusion: tally.confusion)
  }
}
