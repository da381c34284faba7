internal import CKernels
internal import Model

/// One direction of an LSTM layer and what a forward pass leaves for the backward pass.
///
/// Products with the inputs are taken for all tokens at once; only the recurrent product goes from time to time, and only
/// over the sentences that are alive. Gradients of weights are one product each at the end. Weights are packed once for a
/// pass, however many times there are, and masked on the way. Gates come in the order input, forget, candidate, output; the
/// layer uses the sum of its two biases.
final class LSTMPass: RecurrentPass {
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

  func forward(_ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix) {
    let gates = gates.matrix(rows: x.rows, columns: 4 * hidden)
    let cells = cells.matrix(rows: x.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: x.rows, columns: hidden)
    for index in 0..<(4 * hidden) { bias.base[index] = weights.inputBias[index] + weights.recurrentBias[index] }
    let (inputMatrix, recurrentMatrix) = matrices(weights)
    inputWeights.pack(.transposed(inputMatrix), mask: weights.input.mask)
    multiply(.plain(x), inputWeights, into: gates)
    recurrentWeights.pack(.transposed(recurrentMatrix), mask: weights.recurrent.mask)
    for time in packing.steps(direction) {
      let rows = packing.rows(at: time)
      let previous = packing.predecessors(of: time, direction)
      multiply(
        .plain(outputs.rows(previous)), recurrentWeights, into: gates.rows(rows.prefix(previous.count)),
        adding: true)
      ss_lstm_cell_forward(
        rows.count, hidden, bias.base, gates.row(rows.lowerBound), cells.row(previous.lowerBound), previous.count,
        cells.row(rows.lowerBound), cellTanhs.row(rows.lowerBound), outputs.row(rows.lowerBound), outputs.stride)
    }
  }

  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: RecurrentGradients
  ) {
    let gates = gates.matrix(rows: x.rows, columns: 4 * hidden)
    propagateThroughTime(packing, weights, gates: gates, outputGradients: outputGradients)
    inputWeights.pack(.plain(matrices(weights).input), mask: weights.input.mask)
    multiply(.plain(gates), inputWeights, into: inputGradients, adding: adding)
    if let target = gradients.input {
      multiply(
        .transposed(gates), .plain(x), packedInto: gradientFactor,
        into: Matrix(target, rows: 4 * hidden, columns: inputs))
    }
    if let target = gradients.recurrent {
      let previous = packing.gatherPredecessors(of: outputs, direction, into: previousOutputs)
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

  private func matrices(_ weights: RecurrentWeights) -> (input: Matrix, recurrent: Matrix) {
    (
      Matrix(weights.input.base, rows: 4 * hidden, columns: inputs),
      Matrix(weights.recurrent.base, rows: 4 * hidden, columns: hidden)
    )
  }

  /// Turns the gates' values into the gradients of what goes into them.
  private func propagateThroughTime(
    _ packing: Packing, _ weights: RecurrentWeights, gates: Matrix, outputGradients: Matrix
  ) {
    let cells = cells.matrix(rows: gates.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: gates.rows, columns: hidden)
    let carriedOutputs = carriedOutputs.matrix(rows: packing.sentenceCount, columns: hidden)
    let carriedCells = carriedCells.matrix(rows: packing.sentenceCount, columns: hidden)
    recurrentWeights.pack(.plain(matrices(weights).recurrent), mask: weights.recurrent.mask)
    var carried = 0
    for time in packing.stepsBack(direction) {
      let rows = packing.rows(at: time)
      // Sentences that end here receive nothing from a later step.
      carriedOutputs.rows(min(carried, rows.count)..<rows.count).clear()
      carriedCells.rows(min(carried, rows.count)..<rows.count).clear()
      let previous = packing.predecessors(of: time, direction)
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
}
