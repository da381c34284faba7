/// A training step whose numbers stopped being numbers; parameters are as before the step.
package struct NumericalFailure: Error, Hashable, CustomStringConvertible {
  /// What was not finite.
  package enum Quantity: Sendable, Hashable {
    case loss
    case gradient
  }

  package let quantity: Quantity

  /// The task that was trained.
  package let task: String

  /// The number of steps that the network had taken before.
  package let step: Int

  /// The loss of the step, finite or not.
  package let loss: Float

  package init(quantity: Quantity, task: String, step: Int, loss: Float) {
    self.quantity = quantity
    self.task = task
    self.step = step
    self.loss = loss
  }

  package var description: String {
    switch quantity {
    case .loss: "the loss of task \(task) is \(loss)"
    case .gradient: "the gradient of task \(task) is not finite, where the loss is \(loss)"
    }
  }
}
