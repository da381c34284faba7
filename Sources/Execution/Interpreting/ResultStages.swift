import Corpora
import ExperimentSpec
package import MaskAlgebra
import Model
import Networks
import Planning

extension StageInterpreter {
  /// Scores a trained network, task by task, on the test split, or on the development split where there is none.
  func evaluate(
    _ operation: EvaluateOperation, _ stage: Stage, isStopped: () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let component = try readComponent(operation.network, operation.tasks, operation.masks, of: stage)
    let parameters = try parameters(component.layout, from: try readTensors(.weights, of: stage))
    let network = TrainingNetwork(parameters, masks: component.masks)
    var scores: [ScoresFile.TaskScore] = []
    for (index, task) in component.tasks.enumerated() {
      let result = try score(network, task: index, task, on: task.test ?? task.dev, isStopped: isStopped)
      scores.append(ScoresFile.TaskScore(result, of: task))
    }
    return [(.scores, try canonicalJSON(ScoresFile(tasks: scores), for: .scores))]
  }

  /// Counts the parameters of each task, of any and of all.
  func measure(_ operation: MeasureOperation, _ stage: Stage) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let learned = try readMasks(operation.masks.support, of: stage)
    let file = try SharingFile(counting: operation.masks, learned)
    return [(.sharing, try canonicalJSON(file, for: .sharing))]
  }
}

extension ScoresFile.TaskScore {
  fileprivate init(_ score: Score, of data: TaskData) {
    let tokens: TokenCounts
    let spans: ScoresFile.Spans?
    switch score {
    case .accuracy(let counts): (tokens, spans) = (counts, nil)
    case .spanF1(let counts, _, let tokenCounts):
      tokens = tokenCounts
      spans = ScoresFile.Spans(correct: counts.correct, predicted: counts.predicted, gold: counts.gold)
    }
    self.init(
      task: data.parameters.name, metric: data.parameters.metric.rawValue,
      split: (data.test == nil ? Split.dev : .test).rawValue, score: score.value,
      tokens: ScoresFile.Tokens(correct: tokens.correct, total: tokens.total), spans: spans)
  }
}

extension SharingFile {
  /// Counts what the masks of `configuration` keep, given the learned masks.
  package init(
    counting configuration: MaskConfiguration, _ learned: [LearnedMask: PackedMaskSet]
  ) throws(StageFailure) {
    let universe = configuration.universe
    var masks: [(task: String, cells: PackedMaskSet)] = []
    for task in configuration.tasks { masks.append((task, try configuration.evaluated(task, learned))) }
    var union = 0
    var intersection = 0
    for cell in universe.cells {
      let all = masks.compactMap { $0.cells[universe.name(of: cell).text] }
      guard let first = all.first else { continue }
      union += all.dropFirst().reduce(first, |).keptCount
      intersection += all.dropFirst().reduce(first, &).keptCount
    }
    let counts = masks.map { task, cells in
      let towers = configuration[task]?.liveTowers ?? []
      let prunable = universe.cells.filter { cell in
        universe.tensor(of: cell).isPrunable && (universe.tower(of: cell).map(towers.contains) ?? true)
      }
      let kept = prunable.reduce(0) { $0 + (cells[universe.name(of: $1).text]?.keptCount ?? 0) }
      return TaskCount(
        task: task, parameters: cells.keptCount, prunableKept: kept,
        prunable: prunable.reduce(0) { $0 + universe.count(of: $1) })
    }
    self.init(tasks: counts, union: union, intersection: intersection, total: universe.parameterCount)
  }
}
