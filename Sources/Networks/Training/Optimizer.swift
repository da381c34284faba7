/// A way to change parameters by their gradients, confined to a task's subnet.
///
/// What it keeps of each parameter from step to step is its own affair: an `OptimizerState` holds it under names, and
/// checkpoints store that without knowing what the names mean.
protocol Optimizer: AnyObject {
  /// The names of what it keeps of each parameter.
  var stateNames: [String] { get }

  /// What it keeps of the layout's parameters, in the layout's order, when all of them are up to date.
  ///
  /// Requires: what is set has `stateNames`, each with a number for every parameter.
  var state: OptimizerState { get set }

  /// Brings all parameters up to date: an optimizer may put off what concerns no other parameter.
  func settle()

  /// Brings these rows of the word embedding up to date.
  func settle(words rows: [Int])

  /// Changes parameters and state, unless a gradient is not finite: then nothing changes and the result is `nil`; else
  /// it is the factor by which clipping scales all gradients of the step.
  ///
  /// Gradients outside the subnet are ignored. `touched` are the rows of the word embedding that have gradients, each
  /// once, in ascending order. `other` is a gradient of the step that is not the network's.
  func step(_ plan: TaskPlan, gradients: FloatPointer, touched: [Int], rate: Float, beside other: Float) -> Float?

  /// Takes a step of numbers outside the layout, of which each task has one, as of parameters in the tasks' heads:
  /// number `index` has `gradient`, times `scale`, and the others have none.
  func step(_ numbers: inout TaskNumbers, of index: Int, gradient: Float, rate: Float, scale: Float)
}

extension OptimizerOptions {
  /// The optimizer that these options describe, of `parameters` in the order of `layout`.
  func optimizer(_ layout: ParameterLayout, parameters: FloatBuffer, team: Team) -> any Optimizer {
    switch rule {
    case .sgd(let momentum):
      MomentumSGD(layout, momentum: momentum, self, parameters: parameters, team: team)
    }
  }
}
