import Corpora
import ExperimentSpec
import MaskAlgebra
import MaskTools
import Model
import Networks
import Planning
import Running
import Store

extension StageInterpreter {
  /// Scores a trained network, task by task, on the test split, or on the development split where there is none.
  func evaluate(
    _ operation: EvaluateOperation, _ stage: Stage, isStopped: () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let component = try readComponent(operation.network, operation.tasks, operation.masks, of: stage)
    let parameters = try parameters(component.layout, from: try readTensors(.weights, of: stage))
    let network = TrainingNetwork(parameters, masks: component.masks)
    var scores: [ScoresFile.TaskScore] = []
    for (task, solver) in zip(component.tasks, component.solvers) {
      let result = try solver.score(network, on: task.test ?? task.dev, isStopped: isStopped)
      scores.append(ScoresFile.TaskScore(result, of: task))
    }
    return [(.scores, try encodedArtifact(ScoresFile(tasks: scores), for: .scores))]
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

extension ScoresFile.TaskScore {
  fileprivate init(_ score: Score, of data: TaskData) {
    self.init(
      task: data.parameters.name, metric: score.metric,
      split: (data.test == nil ? Split.dev : .test).rawValue, score: score.value,
      numbers: Dictionary(uniqueKeysWithValues: score.metrics.map { ($0.keyName, score[$0]) }),
      counts: Dictionary(uniqueKeysWithValues: score.counts.map { ($0.name, $0.count) }))
  }
}
