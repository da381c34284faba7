import Diagnostics
package import Model
import SpecSyntax

/// How the learned masks are found: iterative magnitude pruning as in the paper's Algorithm 1, or another method.
package struct PruningSpec: Block {
  package static let blockName = "pruning"
  package static let documentation =
    "How learned masks are found: train, drop the smallest weights, go back to the start, and again."

  package let method: PruningMethod
  package let scope: PruningScope
  package let rate: PruningRate
  package let rounding: Rounding
  package let ties: Ties
  package let exclude: PruningExclusion

  /// The batches that `method: snip` looks at.
  package let batches: Int

  /// Epochs of training in each round; those of `training` where it says nothing.
  package let epochs: Int?

  package let optimizer: PruningOptimizerSpec

  /// How large gradients are bounded in each round; as in `training` where it says nothing.
  package let clip: ClipSpec?

  /// Which weights every round starts again from.
  package let reset: ResetSpec

  package let from: PrunedWeights
  package let select: MaskSelection

  package init(reading reader: inout BlockReader) {
    method = reader.optional("method", .choice(PruningMethod.self), default: .imp, "The method.")
    scope = reader.optional(
      "scope", .choice(PruningScope.self), default: .global, "Within what the smallest weights are looked for.")
    rate = reader.block("rate", PruningRate.self, "How much is dropped, and in how many rounds.")
    rounding = reader.optional(
      "rounding", .choice(Rounding.self), default: .nearest,
      "How the number of weights that a round drops is made whole.")
    ties = reader.optional(
      "ties", .choice(Ties.self), default: .first,
      "Which of equal magnitudes are dropped first, in the order of the network's tensors.")
    exclude = reader.optional(
      "exclude", .choice(PruningExclusion.self), default: .biases, "Which parameters of the encoder are never dropped.")
    batches = reader.optional(
      "batches", .integer(of: .batches, in: .batches), default: 10,
      "Batches over which `method: snip` takes the mean; at most one pass over the training data.")
    epochs = reader.ifWritten(
      "epochs", .integer(of: .epochs, in: .epochs),
      "Epochs of training in each round; as many as `training.epochs` if not written.")
    optimizer = reader.block(
      "optimizer", PruningOptimizerSpec.self, "What is different about the optimizer in each round.")
    clip = reader.ifWritten(
      "clip", ClipSpec.type, "How large gradients are bounded in each round; as in `training.clip` if not written.")
    reset = reader.optional(
      "reset", .choice(ResetName.self, or: ResetPointSpec.type), default: .named(.warmup),
      "Which weights every round starts again from; what follows pruning starts from the warmup's in any case.")
    from = reader.optional(
      "from", .choice(PrunedWeights.self), default: .last,
      "Whose magnitudes decide: which weights of a round's training.")
    select = reader.optional(
      "select", .choice(MaskSelection.self), default: .bestOnDev, "Which round's mask a task gets.")
  }
}

/// A method of finding masks.
package enum PruningMethod: String, Keyword {
  case imp
  case oneShot = "one_shot"
  case snip, random

  package static var synonyms: [String: Self] {
    [
      "iterative": .imp, "iterative_magnitude_pruning": .imp, "lottery_ticket": .imp, "lth": .imp, "magnitude": .imp,
    ]
  }

  package var documentation: String {
    switch self {
    case .imp: "Iterative magnitude pruning: every round starts again from the same weights."
    case .oneShot:
      "As a control, pruning at once: after one dense training, a round's mask drops the smallest of its weights, as many "
        + "as that many rounds drop."
    case .snip:
      "Connection sensitivity (Lee, Ajanthan and Torr 2019): nothing is trained; of the weights that rounds would start "
        + "from, those go whose absence would change the task's loss least, |∂L/∂m| = |g·θ|, as many as that many rounds "
        + "drop. `imp(self)` is the mask after the last round."
    case .random:
      "As a control, weights go at random, for each task others, as many as that many rounds drop. `imp(self)` is the mask "
        + "after the last round."
    }
  }

  /// Whether masks come of training round by round, so that rounds have scores to be picked by.
  package var trainsRounds: Bool {
    switch self {
    case .imp, .oneShot: true
    case .snip, .random: false
    }
  }
}

/// Which weights of a round's training decide what is dropped.
package enum PrunedWeights: String, Keyword {
  case last, best

  package static var synonyms: [String: Self] { ["final": .last, "best_on_dev": .best] }

  package var documentation: String {
    switch self {
    case .last: "Those after the last epoch."
    case .best: "Those of the epoch with the best score on the development split."
    }
  }
}

/// How much is dropped in how many rounds.
package struct PruningRate: Block, Hashable {
  package static let blockName = "pruning.rate"
  package static let documentation =
    "After `rounds` rounds the fraction `final` is kept; each round drops the same part of what remains."

  package let final: Double
  package let rounds: Int

  package init(reading reader: inout BlockReader) {
    final = reader.optional(
      "final", .real(as: .fraction, in: .prunedTo), default: 0.1, "The fraction kept after the last round.")
    rounds = reader.optional("rounds", .integer(of: .rounds, in: .rounds), default: 20, "The number of rounds.")
  }
}

/// Training all tasks together on the whole base network before masks are looked for.
package struct WarmupSpec: Block {
  package static let blockName = "warmup"
  package static let documentation =
    "Multi-task training of the whole base network, whose result is where learned masks are found and trained from."

  package let epochs: Int

  package init(reading reader: inout BlockReader) {
    epochs = reader.optional(
      "epochs", .integer(of: .epochs, in: 0...100_000), default: 0, "Epochs; 0 leaves the warmup out.")
  }
}
