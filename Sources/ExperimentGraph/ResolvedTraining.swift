package import ExperimentSpec
package import MaskAlgebra
package import Model

/// How networks are trained for the results of a variant.
package struct ResolvedTraining: Sendable {
  package let optimizer: OptimizerSpec
  package let clip: ClipSpec
  package let batch: Int
  package let epochs: Int
  package let sampling: SamplingSpec
  package let weighting: Weighting
  package let select: EpochSelection

  /// How the losses of tasks that are trained together are weighed against each other.
  package enum Weighting: Sendable, Hashable {
    /// By the weight that each task has.
    case fixed

    /// By weights that are learned with the network.
    case learned
  }

  init(_ spec: TrainingSpec) {
    optimizer = spec.optimizer
    clip = spec.clip
    batch = spec.batch
    epochs = spec.epochs
    sampling = spec.sampling
    select = spec.select
    switch spec.weights {
    case .named(.equal), .full: weighting = .fixed
    case .named(.learned): weighting = .learned
    }
  }
}

extension TaskWeightsSpec {
  /// How much the loss of `task` counts: 1 where nothing is written.
  func weight(of task: String) -> Double {
    switch self {
    case .named(.equal), .named(.learned): 1
    case .full(let weights): weights.value(named: task) ?? 1
    }
  }
}

/// How learned masks are found, with what pruning takes over from training filled in.
package struct ResolvedPruning: Sendable {
  package let method: PruningMethod
  package let scope: PruningScope
  package let rate: PruningRate
  package let rounding: Rounding
  package let ties: Ties
  package let exclude: PruningExclusion
  package let batches: Int

  /// Epochs of training in each round.
  package let epochs: Int

  /// The optimizer of each round.
  package let optimizer: OptimizerSpec

  /// How large gradients are bounded in each round.
  package let clip: ClipSpec

  package let reset: ResetSpec
  package let from: PrunedWeights
  package let select: MaskSelection

  /// The pruning of `experiment`.
  init(of experiment: Experiment) {
    let spec = experiment.pruning
    method = spec.method
    scope = spec.scope
    rate = spec.rate
    rounding = spec.rounding
    ties = spec.ties
    exclude = spec.exclude
    batches = spec.batches
    epochs = spec.epochs ?? experiment.training.epochs
    optimizer = experiment.pruningOptimizer
    clip = experiment.pruningClip
    reset = spec.reset
    from = spec.from
    select = spec.select
  }

  /// The schedule of iterative pruning.
  package var ladder: PruningLadder {
    PruningLadder(finalKept: rate.final, rounds: rate.rounds, rounding: rounding)
  }
}
