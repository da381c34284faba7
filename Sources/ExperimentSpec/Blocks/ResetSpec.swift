import Model

/// Which weights every round of pruning starts again from.
package typealias ResetSpec = NamedOr<ResetName, ResetPointSpec>

/// Weights that an experiment has anyway.
package enum ResetName: String, Keyword {
  case warmup, initial

  package static var synonyms: [String: Self] { ["init": .initial, "initialization": .initial] }

  package var documentation: String {
    switch self {
    case .warmup: "Those after the warmup, θ⁽ʷ⁾ (late resetting, Frankle et al. 2019); without a warmup, θ⁽⁰⁾."
    case .initial: "Those that the network was drawn with, θ⁽⁰⁾, whether or not there is a warmup."
    }
  }
}

/// A point to go back to that is told by itself.
package struct ResetPointSpec: Block, Hashable {
  package static let blockName = "pruning.reset"
  package static let documentation =
    "The weights after some epochs of training, to which all rounds go back, the dense one included (late resetting)."

  package let epochs: Int
  package let training: ResetTraining

  package init(reading reader: inout BlockReader) {
    epochs = reader.required("epochs", .integer(of: .epochs, in: .epochs), "After how many epochs.")
    training = reader.optional("of", .choice(ResetTraining.self), default: .warmup, "Of which training.")
  }

  static let type = FieldType.block(ResetPointSpec.self).showing {
    "{epochs: \($0.epochs), of: \($0.training.rawValue)}"
  }
}

/// Training whose weights rounds of pruning may go back to.
package enum ResetTraining: String, Keyword {
  case warmup, task

  package var documentation: String {
    switch self {
    case .warmup: "Of a warmup of so many epochs, whatever `warmup` says, which is what joint training starts from."
    case .task:
      "Of the task alone on the whole base network, trained as a round is, from θ⁽ʷ⁾ (Frankle et al. 2019: the pruned "
        + "network's own weights, early in training)."
    }
  }
}
