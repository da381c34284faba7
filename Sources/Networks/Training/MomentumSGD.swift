internal import CKernels
internal import Model

/// Stochastic gradient descent with momentum, confined to a task's subnet.
///
/// It holds the momenta; parameters and gradients belong to the network. The word embedding, which is the first tensor
/// of every layout, is by far the largest and hardly touched by a step: its rows are brought up to date when they are
/// read.
final class MomentumSGD: Optimizer {
  private let layout: ParameterLayout
  private let momentum: Float
  private let options: OptimizerOptions
  private let parameters: FloatBuffer
  private let momenta: FloatBuffer
  private let team: Team
  private var words: LazyRows

  /// The sums of squares of the last step's gradients, one for each piece.
  private var squares: [Double] = []

  init(
    _ layout: ParameterLayout, momentum: Float, _ options: OptimizerOptions, parameters: FloatBuffer, team: Team
  ) {
    self.layout = layout
    self.momentum = momentum
    self.options = options
    self.parameters = parameters
    self.team = team
    momenta = FloatBuffer(zeros: layout.count)
    let table = layout.shape.words
    words = LazyRows(rowCount: table.count, dimension: table.dimension, momentum: momentum)
  }

  private static let momentaName = "momenta"

  var stateNames: [String] { [Self.momentaName] }

  var state: OptimizerState {
    get {
      settle()
      return OptimizerState([
        Self.momentaName: Array(UnsafeBufferPointer(start: momenta.base, count: layout.count))
      ])
    }
    set {
      guard newValue.names == stateNames, let numbers = newValue.numbers[Self.momentaName],
        numbers.count == layout.count
      else { preconditionFailure("a momentum for each parameter") }
      settle()
      numbers.withUnsafeBufferPointer { numbers in
        if let base = numbers.baseAddress { momenta.base.update(from: base, count: numbers.count) }
      }
    }
  }

  func settle() { words.catchUpAll(values: parameters.base, velocities: momenta.base) }

  func settle(words rows: [Int]) {
    for row in rows { words.catchUp(row, values: parameters.base, velocities: momenta.base) }
  }

  func step(_ plan: TaskPlan, gradients: FloatPointer, touched: [Int], rate: Float, beside other: Float) -> Float? {
    guard let scale = clipped(plan, gradients, touched, beside: other) else { return nil }
    let (velocities, values) = (momenta.base, parameters.base)
    team.run(plan.pieces.count) { index in
      let piece = plan.pieces[index]
      let start = piece.range.lowerBound
      update(piece, gradients + start, velocities + start, values + start, rate: rate, scale: scale)
    }
    let dimension = layout.shape.words.dimension
    if case .value(let limit) = options.clipping {
      for row in touched { ss_clip_each(dimension, limit, gradients + row * dimension) }
    }
    words.step(
      rows: touched, rate: rate, scale: scale, gradients: gradients, values: values, velocities: velocities)
    return scale
  }

  /// Where momentum reaches every parameter, other tasks' numbers take the step that theirs still has in it.
  func step(_ numbers: inout TaskNumbers, of task: Int, gradient: Float, rate: Float, scale: Float) {
    var values = numbers.values
    numbers.state.update(Self.momentaName, count: values.count) { momenta in
      for index in values.indices {
        switch (index == task, options.momentumScope) {
        case (true, .subnet), (true, .global):
          momenta[index] = momentum * momenta[index] + scale * options.clipping.limited(gradient)
        case (false, .global): momenta[index] *= momentum
        case (false, .subnet): continue
        }
        values[index] -= rate * momenta[index]
      }
    }
    numbers.values = values
  }

  private func update(
    _ piece: UpdatePiece, _ gradients: FloatPointer, _ velocities: FloatPointer, _ values: FloatPointer, rate: Float,
    scale: Float
  ) {
    let count = piece.range.count
    if case .value(let limit) = options.clipping { ss_clip_each(count, limit, gradients) }
    switch (options.momentumScope, piece.updates) {
    case (.subnet, .none): break
    case (.subnet, .bits(let words)):
      ss_momentum_step_in_bits(count, words, rate, momentum, scale, gradients, velocities, values)
    case (.subnet, .all), (.global, .all), (.global, .bits):
      ss_momentum_step(count, rate, momentum, scale, gradients, velocities, values)
    case (.global, .none):
      withUnsafePointer(to: rate) { ss_momentum_replay(count, 1, $0, momentum, velocities, values) }
    }
  }

  /// The factor that gradients are to be scaled by, or nil if some are not finite.
  private func clipped(
    _ plan: TaskPlan, _ gradients: FloatPointer, _ touched: [Int], beside other: Float
  ) -> Float? {
    let squares = squares(plan, gradients, touched) + Double(other) * Double(other)
    guard squares.isFinite else { return nil }
    switch options.clipping {
    case .none, .value: return 1
    case .norm(let limit): return Float(min(1, Double(limit) / (squares.squareRoot() + 1e-6)))
    }
  }

  /// The sum of the squares of all gradients inside the subnet.
  private func squares(_ plan: TaskPlan, _ gradients: FloatPointer, _ touched: [Int]) -> Double {
    let count = plan.pieces.count
    if squares.count < count { squares = [Double](repeating: 0, count: count) }
    squares.withUnsafeMutableBufferPointer { squares in
      guard let squares = squares.baseAddress else { return }
      team.run(count) { index in
        let piece = plan.pieces[index]
        squares[index] = self.squares(piece, gradients + piece.range.lowerBound)
      }
    }
    let dimension = layout.shape.words.dimension
    let ofWords = touched.reduce(0.0) { $0 + ss_sum_of_squares(dimension, gradients + $1 * dimension) }
    return squares.prefix(count).reduce(ofWords, +)
  }

  /// The sum of the squares of the gradients of one piece; clears them where an update would otherwise take in what is
  /// outside the subnet.
  private func squares(_ piece: UpdatePiece, _ gradients: FloatPointer) -> Double {
    let count = piece.range.count
    switch (options.momentumScope, piece.learned) {
    case (.subnet, .bits(let words)) where piece.isLearnedWhole:
      return ss_sum_of_squares_in_bits(count, words, gradients)
    case (_, .none) where piece.updates == .none: return 0
    case (.subnet, _), (.global, _):
      mask(gradients, count, piece.learned)
      return ss_sum_of_squares(count, gradients)
    }
  }
}

extension OptimizerOptions.Clipping {
  /// The gradient as far as it is limited by itself.
  fileprivate func limited(_ gradient: Float) -> Float {
    switch self {
    case .none, .norm: gradient
    case .value(let limit): min(max(gradient, -limit), limit)
    }
  }
}
