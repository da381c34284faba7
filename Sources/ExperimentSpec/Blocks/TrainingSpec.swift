import Diagnostics
package import Model
import SpecSyntax

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

  package let select: EpochSelection

  package init(reading reader: inout BlockReader) {
    optimizer = reader.block("optimizer", OptimizerSpec.self, "How a gradient changes parameters.")
    clip = reader.optional(
      "clip", ClipSpec.type, default: ClipSpec(by: .norm, at: 5), "How large gradients are bounded, or `none`.")
    batch = reader.optional("batch", .integer(of: .sentences, in: .batch), default: 10, "Sentences in a batch.")
    epochs = reader.required(
      "epochs", .integer(of: .epochs, in: .epochs),
      "Passes over the training data of the tasks that are trained together.")
    sampling = reader.optional(
      "sampling", .choice(SamplingName.self, or: PowerSamplingSpec.type), default: .named(.proportional),
      "How the next batch's task is chosen.")
    weights = reader.optional(
      "weights", .choice(TaskWeightsName.self, or: .map(of: .real(in: .positive))), default: .named(.equal),
      "How much the loss of each task counts: one rule for all, or a number by task, 1 where none is written. It multiplies "
        + "the loss before gradients are clipped. A task that is trained alone has weight 1.")
    select = reader.optional(
      "select", .choice(EpochSelection.self), default: .bestOnDev, "Which epoch's weights are the result.")
  }
}

/// How large gradients are bounded.
package struct ClipSpec: Block, Hashable {
  package static let blockName = "training.clip"
  package static let documentation = "How large gradients are bounded."

  package let by: ClippingKind
  package let at: Double

  package init(reading reader: inout BlockReader) {
    by = reader.required("by", .choice(ClippingKind.self), "What is bounded.")
    at = reader.required("at", .real(in: .positive), "The bound.")
  }

  init(by: ClippingKind, at: Double) {
    self.by = by
    self.at = at
  }

  /// No bound at all.
  static let unbounded = ClipSpec(by: .norm, at: .infinity)

  static let type = FieldType<ClipSpec>.either([
    .scalar(
      FieldType.name(oneOf: ["none"]).map({ _ in .unbounded }, show: { _ in "none" }), shows: { $0 == .unbounded }),
    .mapping(FieldType.block(ClipSpec.self).showing { "{by: \($0.by.spelling), at: \(shortest($0.at))}" }),
  ])
}
