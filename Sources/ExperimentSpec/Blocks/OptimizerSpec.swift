package import Model

/// Stochastic gradient descent with momentum.
package struct OptimizerSpec: Block, Hashable {
  package static let blockName = "training.optimizer"
  package static let documentation = "How a gradient changes parameters."

  package let kind: OptimizerKind
  package let learningRate: Double
  package let momentum: Double

  /// The learning rate of epoch e, from 0, is `learningRate / (1 + decay · e)`.
  package let decay: Double

  package let momentumScope: MomentumScope

  package init(reading reader: inout BlockReader) {
    kind = reader.optional(OptimizerFields.kind)
    learningRate = reader.optional(OptimizerFields.learningRate)
    momentum = reader.optional(OptimizerFields.momentum)
    decay = reader.optional(OptimizerFields.decay)
    momentumScope = reader.optional(OptimizerFields.momentumScope)
  }

  /// The optimiser of `training` but for what `pruning` says otherwise.
  init(_ training: OptimizerSpec, _ pruning: PruningOptimizerSpec) {
    kind = pruning.kind ?? training.kind
    learningRate = pruning.learningRate ?? training.learningRate
    momentum = pruning.momentum ?? training.momentum
    decay = pruning.decay ?? training.decay
    momentumScope = pruning.momentumScope ?? training.momentumScope
  }
}

/// What is different about the optimiser while masks are looked for.
package struct PruningOptimizerSpec: Block, Hashable {
  package static let blockName = "pruning.optimizer"
  package static let documentation =
    "What is different about the optimizer in the rounds of pruning; each field not written here is as in "
    + "`training.optimizer`."

  package let kind: OptimizerKind?
  package let learningRate: Double?
  package let momentum: Double?
  package let decay: Double?
  package let momentumScope: MomentumScope?

  package init(reading reader: inout BlockReader) {
    kind = reader.ifWritten(OptimizerFields.kind)
    learningRate = reader.ifWritten(OptimizerFields.learningRate)
    momentum = reader.ifWritten(OptimizerFields.momentum)
    decay = reader.ifWritten(OptimizerFields.decay)
    momentumScope = reader.ifWritten(OptimizerFields.momentumScope)
  }
}

/// The fields that every block about an optimiser has.
private enum OptimizerFields {
  static let kind = SharedField("kind", .choice(OptimizerKind.self), default: .sgd, "The rule.")
  static let learningRate = SharedField(
    "learning_rate", .real(in: .positive), default: 0.1, "The learning rate of the first epoch.")
  static let momentum = SharedField(
    "momentum", .real(as: .fraction, in: .belowOne), default: 0.9,
    "The fraction of the last change that is kept; 0 for none.")
  static let decay = SharedField(
    "decay", .real(in: .nonnegative), default: 0.05,
    "The learning rate of epoch e, from 0, is `learning_rate / (1 + decay · e)`.")
  static let momentumScope = SharedField(
    "momentum_scope", .choice(MomentumScope.self), default: .subnet,
    "Which parameters momentum moves in a step of a task.")
}

/// The one definition of a field that several blocks have.
private struct SharedField<Value: Sendable>: Sendable {
  let key: String
  let type: FieldType<Value>
  let defaultValue: Value
  let documentation: String

  init(_ key: String, _ type: FieldType<Value>, default defaultValue: Value, _ documentation: String) {
    self.key = key
    self.type = type
    self.defaultValue = defaultValue
    self.documentation = documentation
  }
}

extension BlockReader {
  /// The value of `field`, or its default.
  fileprivate mutating func optional<Value>(_ field: SharedField<Value>) -> Value {
    optional(field.key, field.type, default: field.defaultValue, field.documentation)
  }

  /// The value of `field` if it is written.
  fileprivate mutating func ifWritten<Value>(_ field: SharedField<Value>) -> Value? {
    ifWritten(field.key, field.type, field.documentation)
  }
}
