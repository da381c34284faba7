/// The parameters of a stage that measures how much a task's loss depends on each parameter of the base network.
package struct SensitivityOperation: Hashable, Sendable, TaskOperation {
  /// The base network, without dropout.
  package let network: NetworkParameters

  /// The one task.
  package let tasks: [TaskParameters]

  /// The sentences of a batch, and over how many batches the mean is taken; a pass over the data has no more.
  package let batch: Int
  package let batches: Int

  /// What batches are drawn by.
  package let seed: Int

  package var ownFields: CanonicalValue {
    .record(["batch": .integer(batch), "batches": .integer(batches), "seed": .integer(seed)])
  }
}

/// The parameters of a stage that draws the importance of each parameter at random, as a control.
package struct DrawImportanceOperation: Hashable, Sendable, Canonical {
  /// The network whose parameters are drawn for, in the form `forMasks`.
  package let network: NetworkParameters

  /// The task that they are drawn for, so that each has a draw of its own.
  package let task: String

  package let seed: Int

  package var canonical: CanonicalValue {
    .record(["network": network.canonical, "task": .text(task), "seed": .integer(seed)])
  }
}
