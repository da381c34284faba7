internal import CKernels
internal import Model

/// One direction of an LSTM layer and what a forward pass leaves for the backward pass.
///
/// Gates come in the order input, forget, candidate, output; the layer uses the sum of its two biases.
final class LSTMPass: RecurrentPass {
  private let hidden: Int
  private let products: RecurrentProducts
  private let bias: FloatBuffer
  private let gates = FloatBuffer()
  private let cells = FloatBuffer()
  private let cellTanhs = FloatBuffer()
  private let carriedOutputs = FloatBuffer()
  private let carriedCells = FloatBuffer()

  init(_ direction: Direction, inputs: Int, hidden: Int) {
    self.hidden = hidden
    products = RecurrentProducts(direction, .lstm, inputs: inputs, hidden: hidden)
    bias = FloatBuffer(zeros: products.width)
  }

  func forward(_ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix) {
    let gates = gates.matrix(rows: x.rows, columns: products.width)
    let cells = cells.matrix(rows: x.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: x.rows, columns: hidden)
    for index in 0..<products.width { bias.base[index] = weights.inputBias[index] + weights.recurrentBias[index] }
    products.forward(x, packing, weights, gates: gates, outputs: outputs) { rows, previous in
      ss_lstm_cell_forward(
        rows.count, hidden, bias.base, gates.row(rows.lowerBound), cells.row(previous.lowerBound), previous.count,
        cells.row(rows.lowerBound), cellTanhs.row(rows.lowerBound), outputs.row(rows.lowerBound), outputs.stride)
    }
  }

  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: RecurrentGradients
  ) {
    let gates = gates.matrix(rows: x.rows, columns: products.width)
    let cells = cells.matrix(rows: x.rows, columns: hidden)
    let cellTanhs = cellTanhs.matrix(rows: x.rows, columns: hidden)
    let carriedOutputs = carriedOutputs.matrix(rows: packing.sentenceCount, columns: hidden)
    let carriedCells = carriedCells.matrix(rows: packing.sentenceCount, columns: hidden)
    products.propagate(
      packing, weights, recurrents: gates, carried: [carriedOutputs, carriedCells], adding: false
    ) { rows, previous in
      ss_lstm_cell_backward(
        rows.count, hidden, gates.row(rows.lowerBound), cells.row(previous.lowerBound), previous.count,
        cellTanhs.row(rows.lowerBound), outputGradients.row(rows.lowerBound), outputGradients.stride,
        carriedOutputs.base, carriedCells.base)
    }
    products.finish(
      x, packing, weights, gates: gates, recurrents: gates, outputs: outputs, inputGradients: inputGradients,
      adding: adding, gradients: gradients)
  }
}
