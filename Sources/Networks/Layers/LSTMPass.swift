internal import CKernels
internal import Model

/// The four tensors of one direction of an LSTM layer; gates in the order input, forget, candidate, output.
struct LSTMWeights {
  /// *Shape* 4H × I.
  let input: FloatPointer

  /// *Shape* 4H × H.
  let recurrent: FloatPointer

  /// *Shape* 4H each; the layer uses their sum.
  let inputBias: FloatPointer
  let recurrentBias: FloatPointer

  /// What is used of the weights; the rest counts as 0.
  var inputMask = TensorMask.all
  var recurrentMask = TensorMask.all
}

/// Where the gradients of an `LSTMWeights` go; nil is for what is not learned now.
struct LSTMGradients {
  let input: FloatPointer?
  let recurrent: FloatPointer?
  let inputBias: FloatPointer?
  let recurrentBias: FloatPointer?
}

/// One direction of an LSTM layer and what a forward pass leaves for the backward pass.
///
/// Products with the inputs are taken for all tokens at once; only the recurrent product goes from time to time, and only
/// over the sentences that are alive. Gradients of weights are one product each at the end. Weights are packed once for a
/// pass, however many times there are, and masked on the way.
final class LSTMPass {
  private let direction: Direction
  private let inputs: Int
  private let hidden: Int
  private let bias: FloatBuffer
  private let gates = FloatBuffer()
  private let cells = FloatBuffer()
  private let cellTanhs = FloatBuffer()
  private let previousOutputs = FloatBuffer()
  private let carriedOutputs = FloatBuffer()
  private let carriedCells = FloatBuffer()
  private let inputWeights = Panels()
  private let recurrentWeights = Panels()
  private let gradientFactor = Panels()

  init(_ direction: Direction, inputs: Int, hidden: Int) {
    self.direction = direction
    self.inputs = inputs
    self.hidden = hidden
    self.bias = FloatBuffer(zeros: 4 * hidden)
  }

  /// Computes the outputs of this direction. *Shape* `x` N × I, `outputs` N × H.
  func forward(_ x: Matrix, _ packing: Packing, _ weights: LSTMWeights, outputs: Matrix) {
    let gates = gates.matrix(rows: x.rows, columns: 4 * hidden)
    let cells = cells.matrix(rows: x.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: x.rows, columns: hidden)
    for index in 0..<(4 * hidden) { bias.base[index] = weights.inputBias[index] + weights.recurrentBias[index] }
    let (inputMatrix, recurrentMatrix) = matrices(weights)
    inputWeights.pack(.transposed(inputMatrix), mask: weights.inputMask)
    multiply(.plain(x), inputWeights, into: gates)
    recurrentWeights.pack(.transposed(recurrentMatrix), mask: weights.recurrentMask)
    for time in steps(packing) {
      let rows = packing.rows(at: time)
      let previous = predecessors(of: time, packing)
      multiply(
        .plain(outputs.rows(previous)), recurrentWeights, into: gates.rows(rows.prefix(previous.count)),
        adding: true)
      ss_lstm_cell_forward(
        rows.count, hidden, bias.base, gates.row(rows.lowerBound), cells.row(previous.lowerBound), previous.count,
        cells.row(rows.lowerBound), cellTanhs.row(rows.lowerBound), outputs.row(rows.lowerBound), outputs.stride)
    }
  }

  /// Puts the gradients of inputs and weights where they belong; must follow the `forward` of the same arguments.
  ///
  /// *Shape* `outputGradients` N × H, `inputGradients` N × I, which is added to if `adding`.
  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: LSTMWeights, outputs: Matrix, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: LSTMGradients
  ) {
    let gates = gates.matrix(rows: x.rows, columns: 4 * hidden)
    propagateThroughTime(packing, weights, gates: gates, outputGradients: outputGradients)
    inputWeights.pack(.plain(matrices(weights).input), mask: weights.inputMask)
    multiply(.plain(gates), inputWeights, into: inputGradients, adding: adding)
    if let target = gradients.input {
      multiply(
        .transposed(gates), .plain(x), packedInto: gradientFactor,
        into: Matrix(target, rows: 4 * hidden, columns: inputs))
    }
    if let target = gradients.recurrent {
      let previous = gatheredPreviousOutputs(packing, outputs)
      multiply(
        .transposed(gates), .plain(previous), packedInto: gradientFactor,
        into: Matrix(target, rows: 4 * hidden, columns: hidden))
    }
    if let target = gradients.inputBias {
      ss_sum_columns(gates.rows, gates.columns, gates.base, gates.stride, target)
    }
    if let target = gradients.recurrentBias {
      ss_sum_columns(gates.rows, gates.columns, gates.base, gates.stride, target)
    }
  }

  private func matrices(_ weights: LSTMWeights) -> (input: Matrix, recurrent: Matrix) {
    (
      Matrix(weights.input, rows: 4 * hidden, columns: inputs),
      Matrix(weights.recurrent, rows: 4 * hidden, columns: hidden)
    )
  }

  /// Turns the gates' values into the gradients of what goes into them.
  private func propagateThroughTime(
    _ packing: Packing, _ weights: LSTMWeights, gates: Matrix, outputGradients: Matrix
  ) {
    let cells = cells.matrix(rows: gates.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: gates.rows, columns: hidden)
    let carriedOutputs = carriedOutputs.matrix(rows: packing.sentenceCount, columns: hidden)
    let carriedCells = carriedCells.matrix(rows: packing.sentenceCount, columns: hidden)
    recurrentWeights.pack(.plain(matrices(weights).recurrent), mask: weights.recurrentMask)
    var carried = 0
    for time in stepsBack(packing) {
      let rows = packing.rows(at: time)
      // Sentences that end here receive nothing from a later step.
      carriedOutputs.rows(min(carried, rows.count)..<rows.count).clear()
      carriedCells.rows(min(carried, rows.count)..<rows.count).clear()
      let previous = predecessors(of: time, packing)
      ss_lstm_cell_backward(
        rows.count, hidden, gates.row(rows.lowerBound), cells.row(previous.lowerBound), previous.count,
        cellTanhs.row(rows.lowerBound), outputGradients.row(rows.lowerBound), outputGradients.stride,
        carriedOutputs.base, carriedCells.base)
      multiply(
        .plain(gates.rows(rows.prefix(previous.count))), recurrentWeights,
        into: carriedOutputs.rows(0..<previous.count))
      carried = previous.count
    }
  }

  /// For each row the output that went into it, zero where a sentence starts.
  private func gatheredPreviousOutputs(_ packing: Packing, _ outputs: Matrix) -> Matrix {
    let result = previousOutputs.matrix(rows: outputs.rows, columns: hidden)
    for time in 0..<packing.times {
      let rows = packing.rows(at: time)
      let previous = predecessors(of: time, packing)
      for index in 0..<rows.count {
        let target = result.row(rows.lowerBound + index)
        if index < previous.count {
          target.update(from: outputs.row(previous.lowerBound + index), count: hidden)
        } else {
          target.clear(hidden)
        }
      }
    }
    return result
  }

  /// The times in the order of reading.
  private func steps(_ packing: Packing) -> StrideTo<Int> {
    switch direction {
    case .forward: stride(from: 0, to: packing.times, by: 1)
    case .backward: stride(from: packing.times - 1, to: -1, by: -1)
    }
  }

  /// The same in reverse.
  private func stepsBack(_ packing: Packing) -> StrideTo<Int> {
    switch direction {
    case .forward: stride(from: packing.times - 1, to: -1, by: -1)
    case .backward: stride(from: 0, to: packing.times, by: 1)
    }
  }

  /// The rows that the first rows of `time` continue; the other rows of `time` start from zero.
  private func predecessors(of time: Int, _ packing: Packing) -> Range<Int> {
    switch direction {
    case .forward: time == 0 ? 0..<0 : packing.rows(at: time - 1).prefix(packing.rows(at: time).count)
    case .backward: time + 1 == packing.times ? 0..<0 : packing.rows(at: time + 1)
    }
  }
}
