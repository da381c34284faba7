internal import CKernels
internal import Model

/// One direction of a GRU layer and what a forward pass leaves for the backward pass.
///
/// Gates come in the order reset, update, candidate. The reset gate weighs the product of recurrent weights and
/// previous output with its bias, as in `torch.nn.GRU`, so that products with inputs and those with previous outputs
/// stay apart.
final class GRUPass: RecurrentPass {
  private let hidden: Int
  private let products: RecurrentProducts

  /// The biases of reset and update, each the sum of two, and the candidate's two. *Shape* 4H.
  private let bias: FloatBuffer

  private let gates = FloatBuffer()
  private let recurrents = FloatBuffer()
  private let carriedOutputs = FloatBuffer()

  init(_ direction: Direction, inputs: Int, hidden: Int) {
    self.hidden = hidden
    products = RecurrentProducts(direction, .gru, inputs: inputs, hidden: hidden)
    bias = FloatBuffer(zeros: 4 * hidden)
  }

  func forward(_ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix) {
    let gates = gates.matrix(rows: x.rows, columns: products.width)
    let recurrents = recurrents.matrix(rows: x.rows, columns: products.width)
    for index in 0..<(2 * hidden) { bias.base[index] = weights.inputBias[index] + weights.recurrentBias[index] }
    for index in (2 * hidden)..<(3 * hidden) {
      bias.base[index] = weights.inputBias[index]
      bias.base[hidden + index] = weights.recurrentBias[index]
    }
    products.forward(x, packing, weights, gates: gates, recurrents: recurrents, outputs: outputs) { rows, previous in
      ss_gru_cell_forward(
        rows.count, hidden, bias.base, gates.row(rows.lowerBound), recurrents.row(rows.lowerBound),
        outputs.row(previous.lowerBound), previous.count, outputs.row(rows.lowerBound), outputs.stride)
    }
  }

  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: RecurrentGradients
  ) {
    let gates = gates.matrix(rows: x.rows, columns: products.width)
    let recurrents = recurrents.matrix(rows: x.rows, columns: products.width)
    let carriedOutputs = carriedOutputs.matrix(rows: packing.sentenceCount, columns: hidden)
    products.propagate(packing, weights, recurrents: recurrents, carried: [carriedOutputs], adding: true) {
      rows, previous in
      ss_gru_cell_backward(
        rows.count, hidden, gates.row(rows.lowerBound), recurrents.row(rows.lowerBound),
        outputs.row(previous.lowerBound), outputs.stride, previous.count, outputGradients.row(rows.lowerBound),
        outputGradients.stride, carriedOutputs.base)
    }
    products.finish(
      x, packing, weights, gates: gates, recurrents: recurrents, outputs: outputs, inputGradients: inputGradients,
      adding: adding, gradients: gradients)
  }
}
