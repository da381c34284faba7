import Corpora
import ExperimentSpec
import MaskAlgebra
import Model
import Networks
import Planning
import Randomness
import Running
import TensorFiles

extension StageInterpreter {
  /// Trains the tasks of a component together: pick a task, take one of its batches, pass it through the task's
  /// subnet, and change nothing but that subnet (the paper's "Training Subnets in Parallel").
  func train(
    _ operation: TrainOperation, _ stage: Stage, threads: Int, isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let component = try readComponent(operation.network, operation.tasks, operation.masks, of: stage)
    let start = try startingParameters(component.layout, seed: operation.seed, stage)
    var loop = try TrainingLoop(
      network: TrainingNetwork(
        start, masks: component.masks, options: OptimizerOptions(operation), lossWeights: LossWeights(operation),
        threads: threads),
      tasks: component.tasks, operation: operation,
      keeper: CheckpointKeeper(in: checkpoints, of: stage, every: checkpointInterval, observer: observer),
      isStopped: isStopped)
    let result = try loop.run { observer.observe(.training(stage.id, $0)) }
    var metadata: [String: String] = [:]
    for solver in component.solvers { metadata.merge(solver.metadata) { $1 } }
    return [
      (.weights, result.selected.safetensors(metadata: metadata).serialised()),
      (.lastWeights, result.last.safetensors(metadata: metadata).serialised()),
      (.history, try encodedArtifact(result.history, for: .history)),
    ]
  }

  /// The parameters that the stage starts from. Towers that its start lacks are copies of the base network; couplings,
  /// which the base network has not, begin as they are drawn.
  private func startingParameters(
    _ layout: ParameterLayout, seed: Int, _ stage: Stage
  ) throws(StageFailure) -> Parameters {
    var file = try readTensors(.start, of: stage)
    let missing = layout.tensors.filter { file.tensors[$0.untoweredName] == nil }
    if !missing.isEmpty {
      let stream = RandomStream(seed: UInt64(seed)).derived("initialize")
      let drawn = Parameters.initialised(layout.shape, stream: stream).safetensors()
      for tensor in missing where file.tensors[tensor.name] == nil {
        file.tensors[tensor.name] = drawn.tensors[tensor.name]
      }
    }
    return try parameters(layout, from: file)
  }
}

extension LossWeights {
  /// The weights that the training of a stage begins with.
  init(_ operation: TrainOperation) {
    switch operation.weights {
    case .equal: self = .equal
    case .fixed(let weights): self = .fixed(weights.map { Float($0) })
    case .learned: self = .learned(LearnedLossWeights(taskCount: operation.tasks.count))
    }
  }
}

extension OptimizerOptions {
  /// The options that a stage names.
  init(_ operation: TrainOperation) {
    let clipping: Clipping =
      switch (operation.clip.by, operation.clip.at) {
      case (_, .infinity): .none
      case (.norm, let bound): .norm(Float(bound))
      case (.value, let bound): .value(Float(bound))
      }
    let rule: Rule =
      switch operation.optimizer.kind {
      case .sgd: .sgd(momentum: Float(operation.optimizer.momentum))
      }
    self.init(rule: rule, clipping: clipping, momentumScope: operation.optimizer.momentumScope)
  }
}
