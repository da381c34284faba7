package import Model

/// How gradients change parameters.
package struct OptimizerOptions: Sendable, Hashable {
  /// The rule of a step, with what only this rule has.
  package enum Rule: Sendable, Hashable {
    /// Stochastic gradient descent with momentum, as in PyTorch: `v = momentum · v + g`, `θ -= rate · v`.
    case sgd(momentum: Float)
  }

  /// What is done with gradients that are too large.
  package enum Clipping: Sendable, Hashable {
    case none

    /// All gradients inside the task's subnet are scaled down together so that their Euclidean norm is at most this.
    case norm(Float)

    /// Each gradient is limited to this size.
    case value(Float)
  }

  package var rule: Rule
  package var clipping: Clipping
  package var momentumScope: MomentumScope

  package init(
    rule: Rule = .sgd(momentum: 0.9), clipping: Clipping = .norm(5), momentumScope: MomentumScope = .subnet
  ) {
    self.rule = rule
    self.clipping = clipping
    self.momentumScope = momentumScope
  }
}
