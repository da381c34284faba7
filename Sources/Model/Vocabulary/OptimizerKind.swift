/// A rule by which gradients change parameters.
package enum OptimizerKind: String, KeyNamed {
  /// Stochastic gradient descent with momentum: v ← μ·v + g, θ ← θ − η·v.
  case sgd
}
