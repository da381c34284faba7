package import Diagnostics
package import SpecSyntax

/// How networks are trained.
package struct TrainingSpec: Block {
  package static let blockName = "training"
  package static let documentation = "How networks are trained."

  package let optimizer: OptimizerSpec
  package let clip: ClipSpec
  package let batch: Int
  package let epochs: Int
  package let sampling: SamplingSpec

  /// How much the loss of each task counts where several are trained together.
  package let weights: TaskWeightsSpec

  package let select: SelectionName

  package init(reading reader: inout BlockReader) {
    optimizer = reader.block("optimizer", OptimizerSpec.self, "How a gradient changes parameters.")
    clip = reader.optional(
      "clip", ClipSpec.type, default: ClipSpec(by: .norm, at: 5), "How large gradients are bounded, or `none`.")
    batch = reader.optional("batch", .integer(of: .sentences, in: 1...65_536), default: 10, "Sentences in a batch.")
    epochs = reader.required(
      "epochs", .integer(of: .epochs, in: 1...100_000),
      "Passes over the training data of the tasks that are trained together.")
    sampling = reader.optional(
      "sampling", .choice(SamplingName.self, or: PowerSamplingSpec.type), default: .named(.proportional),
      "How the next batch's task is chosen.")
    weights = reader.optional(
      "weights", .choice(TaskWeightsName.self, or: .map(of: .real(in: .positive))), default: .named(.equal),
      "How much the loss of each task counts: one rule for all, or a number by task, 1 where none is written. It multiplies "
        + "the loss before gradients are clipped. A task that is trained alone has weight 1.")
    select = reader.optional(
      "select", .choice(SelectionName.self), default: .bestOnDev, "Which epoch's weights are the result.")
  }
}

/// How large gradients are bounded.
package struct ClipSpec: Block, Hashable {
  package static let blockName = "training.clip"
  package static let documentation = "How large gradients are bounded."

  package let by: ClipName
  package let at: Double

  package init(reading reader: inout BlockReader) {
    by = reader.required("by", .choice(ClipName.self), "What is bounded.")
    at = reader.required("at", .real(in: .positive), "The bound.")
  }

  init(by: ClipName, at: Double) {
    self.by = by
    self.at = at
  }

  /// No bound at all.
  static let unbounded = ClipSpec(by: .norm, at: .infinity)

  static let type = FieldType<ClipSpec>.either([
    .scalar(
      FieldType.name(oneOf: ["none"]).map({ _ in .unbounded }, show: { _ in "none" }), shows: { $0 == .unbounded }),
    .mapping(FieldType.block(ClipSpec.self).showing { "{by: \($0.by.rawValue), at: \(shortest($0.at))}" }),
  ])
}

/// What of a gradient is bounded.
package enum ClipName: String, Choice {
  case norm, value

  package var documentation: String {
    switch self {
    case .norm: "The norm of the whole gradient; a larger one is scaled down."
    case .value: "Each of its numbers by itself."
    }
  }
}

/// Which weights are the result of training.
package enum SelectionName: String, Choice {
  case bestOnDev = "best_on_dev"
  case last

  package var documentation: String {
    switch self {
    case .bestOnDev: "Those of the epoch with the best mean score of the tasks on their development splits."
    case .last: "Those of the last epoch."
    }
  }

  package static func refusal(of scalar: Scalar, at path: String) -> Diagnostic? {
    .selectionOffDevelopment(scalar, at: path)
  }
}
