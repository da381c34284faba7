internal import CKernels

/// Stochastic gradient descent with momentum, confined to a task's subnet.
///
/// It holds the momenta; parameters and gradients belong to the network. The word embedding, which is the first tensor of
/// every layout, is by far the largest and hardly touched by a step: its rows are brought up to date when they are read.
final class MomentumSGD {
  private let layout: ParameterLayout
  private let options: OptimizerOptions
  private let parameters: FloatBuffer
  private let momenta: FloatBuffer
  private var words: LazyRows

  init(_ layout: ParameterLayout, _ options: OptimizerOptions, parameters: FloatBuffer) {
    self.layout = layout
    self.options = options
    self.parameters = parameters
    momenta = FloatBuffer(zeros: layout.count)
    let table = layout.shape.words
    words = LazyRows(rowCount: table.count, dimension: table.dimension, momentum: options.momentum)
  }

  /// Lets all parameters take the steps that they have put off, and gives the momenta.
  func settledMomenta() -> FloatPointer {
    words.catchUpAll(values: parameters.base, velocities: momenta.base)
    return momenta.base
  }

  /// Lets these rows of the word embedding take the steps that they have put off.
  func settle(words rows: [Int]) {
    for row in rows { words.catchUp(row, values: parameters.base, velocities: momenta.base) }
  }

  /// Changes parameters and momenta, unless a gradient is not finite: then nothing changes and the result is false.
  ///
  /// Gradients outside the subnet are ignored. `touched` are the rows of the word embedding that have gradients, each
  /// once, in ascending order.
  func step(_ plan: TaskPlan, gradients: FloatPointer, touched: [Int], rate: Float) -> Bool {
    for (index, tensor) in layout.tensors.enumerated() where plan.updates[index] != .none && tensor.isMaskable {
      mask(gradients + tensor.range.lowerBound, tensor.count, plan.learned[index])
    }
    guard let scale = clipped(plan, gradients, touched) else { return false }
    for (index, tensor) in layout.tensors.enumerated().dropFirst() {
      update(tensor, plan.updates[index], gradients, rate: rate, scale: scale)
    }
    words.step(
      rows: touched, rate: rate, scale: scale, gradients: gradients, values: parameters.base, velocities: momenta.base)
    return true
  }

  private func update(
    _ tensor: ParameterTensor, _ mask: TensorMask, _ gradients: FloatPointer, rate: Float, scale: Float
  ) {
    let start = tensor.range.lowerBound
    let (gradients, velocities, values) = (gradients + start, momenta.base + start, parameters.base + start)
    switch (options.momentumScope, mask) {
    case (.subnet, .none): break
    case (.subnet, .bits(let words)):
      momentum_step_in_bits(tensor.count, words, rate, options.momentum, scale, gradients, velocities, values)
    case (.subnet, .all), (.global, .all), (.global, .bits):
      momentum_step(tensor.count, rate, options.momentum, scale, gradients, velocities, values)
    case (.global, .none): momentum_replay(tensor.count, 1, [rate], options.momentum, velocities, values)
    }
  }

  /// The factor that gradients are to be scaled by, or nil if some are not finite; clips them by value if asked to.
  private func clipped(_ plan: TaskPlan, _ gradients: FloatPointer, _ touched: [Int]) -> Float? {
    var squares = 0.0
    eachGradient(plan, gradients, touched) { squares += sum_of_squares($1, $0) }
    guard squares.isFinite else { return nil }
    switch options.clipping {
    case .none: return 1
    case .norm(let limit): return Float(min(1, Double(limit) / (squares.squareRoot() + 1e-6)))
    case .value(let limit):
      eachGradient(plan, gradients, touched) { clip_each($1, limit, $0) }
      return 1
    }
  }

  /// Visits all gradients inside the subnet that can be other than zero, in a fixed order.
  private func eachGradient(
    _ plan: TaskPlan, _ gradients: FloatPointer, _ touched: [Int], _ visit: (FloatPointer, Int) -> Void
  ) {
    let dimension = layout.shape.words.dimension
    for row in touched { visit(gradients + row * dimension, dimension) }
    for (index, tensor) in layout.tensors.enumerated().dropFirst() where plan.updates[index] != .none {
      visit(gradients + tensor.range.lowerBound, tensor.count)
    }
  }
}
