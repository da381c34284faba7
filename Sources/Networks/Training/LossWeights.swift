internal import CKernels
internal import Model

/// How much the loss of each task counts in its steps: λ_t of the paper's Equation 2.
package enum LossWeights: Sendable, Hashable {
  /// Equally much.
  case equal

  /// In these proportions, one for each task.
  case fixed([Float])

  /// As is learned along with the network.
  case learned(LearnedLossWeights)

  /// The factor of the loss of task number `task`, and of its gradients.
  func weight(of task: Int) -> Float {
    switch self {
    case .equal: 1
    case .fixed(let weights): weights[task]
    case .learned(let weights): weights.weight(of: task)
    }
  }
}

/// Weights of losses that are learned from the losses themselves.
///
/// Each task has a number s_t, the logarithm of the variance σ_t² of what is observed of it, which begins at 0. A step
/// of task t minimises exp(−s_t)·L_t + s_t/2, so that λ_t = exp(−s_t) falls where losses are large, to 1/(2·L_t) where
/// they stay what they are. It is moved as a parameter of the task's own is: by its gradient in the task's steps,
/// clipped with those of the network.
///
/// *Source*: Kendall, Gal and Cipolla 2018, Equation 10: L/σ² + log σ for classification, in terms of log σ² as their
/// section 3.2 advises.
package struct LearnedLossWeights: Sendable, Hashable {
  /// s_t of each task, and what the optimizer keeps of it.
  package private(set) var numbers: TaskNumbers

  /// The weights that training starts with: 1 for each of so many tasks.
  package init(taskCount: Int) { numbers = TaskNumbers([Float](repeating: 0, count: taskCount)) }

  package init(_ numbers: TaskNumbers) { self.numbers = numbers }

  /// s_t of each task.
  package var logVariances: [Float] { numbers.values }

  /// λ_t of task number `task`.
  package func weight(of task: Int) -> Float { exponential(-logVariances[task]) }

  /// Whether all numbers are finite.
  package var isFinite: Bool { numbers.isFinite }

  /// The derivative of exp(−s)·loss + s/2 by s of task number `task`.
  func gradient(of task: Int, loss: Float) -> Float { 0.5 - weight(of: task) * loss }

  /// Takes a step of task number `task` with the gradient that its s has, times `scale`.
  mutating func step(_ task: Int, gradient: Float, rate: Float, scale: Float, by optimizer: any Optimizer) {
    optimizer.step(&numbers, of: task, gradient: gradient, rate: rate, scale: scale)
  }
}

/// e to the power of `x`, with the bits that every machine of a kind computes.
private func exponential(_ x: Float) -> Float {
  var result: Float = 0
  withUnsafePointer(to: x) { ss_exp_each(1, $0, &result) }
  return result
}
