package import ExperimentSpec
package import MaskAlgebra
package import Model

/// The parameters of a stage that trains tasks together.
package struct TrainOperation: Hashable, Sendable, TaskOperation {
  package let network: NetworkParameters

  /// The tasks, by name.
  package let tasks: [TaskParameters]

  /// The mask of each task; learned masks in it are inputs of the stage.
  package var masks: MaskConfiguration

  package let optimizer: OptimizerSpec
  package let clip: ClipSpec
  package let batch: Int
  package let epochs: Int
  package let sampling: SamplingRule
  package let select: EpochSelection
  package let seed: Int
  package let weights: TaskWeights

  package var ownFields: CanonicalValue {
    .record(
      [
        "masks": .text(masks.canonicalText),
        "optimizer": .record([
          "kind": optimizer.kind.canonicalName, "learning_rate": .real(optimizer.learningRate),
          "momentum": .real(optimizer.momentum), "decay": .real(optimizer.decay),
          "momentum_scope": optimizer.momentumScope.canonicalName,
        ]),
        "clip": .record(["by": clip.by.canonicalName, "at": .real(clip.at)]), "batch": .integer(batch),
        "epochs": .integer(epochs), "sampling": sampling.canonical, "select": select.canonicalName,
        "seed": .integer(seed),
      ], choices: ["weights": weights.canonical])
  }
}

/// How much the loss of each task counts in a stage.
package enum TaskWeights: Hashable, Sendable {
  /// Equally much.
  case equal

  /// In these proportions, one for each task in the stage's order.
  case fixed([Double])

  /// As is learned in training.
  case learned

  /// What stands in a key; `nil` where all count the same.
  var canonical: CanonicalValue? {
    switch self {
    case .equal: nil
    case .fixed(let weights): .list(weights.map(CanonicalValue.real))
    case .learned: .text(Self.learnedName)
    }
  }

  /// What stands in keys for weights that are learned.
  static let learnedName = "learned"
}

/// The parameters of a stage that scores a trained network.
package struct EvaluateOperation: Hashable, Sendable, TaskOperation {
  package let network: NetworkParameters
  package let tasks: [TaskParameters]
  package var masks: MaskConfiguration

  package var ownFields: CanonicalValue { .record(["masks": .text(masks.canonicalText)]) }
}
