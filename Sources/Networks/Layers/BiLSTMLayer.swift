internal import CKernels
internal import Model

/// A value for each direction of a layer.
struct BothDirections<Value> {
  let forward: Value
  let backward: Value

  init(_ value: (Direction) -> Value) {
    forward = value(.forward)
    backward = value(.backward)
  }
}

/// A bidirectional LSTM layer; its output is the forward direction's beside the backward direction's.
///
/// Each sentence is read from its own first token to its own last and back, whatever its neighbours in the batch. The
/// directions have nothing in common but what they read, and are two parts of a team's work.
final class BiLSTMLayer {
  private let hidden: Int
  private let forwardPass: LSTMPass
  private let backwardPass: LSTMPass
  private let outputBuffer = FloatBuffer()
  private let backwardInputGradients = FloatBuffer()
  private let team: Team

  init(inputs: Int, hidden: Int, team: Team = Team()) {
    self.hidden = hidden
    self.team = team
    forwardPass = LSTMPass(.forward, inputs: inputs, hidden: hidden)
    backwardPass = LSTMPass(.backward, inputs: inputs, hidden: hidden)
  }

  /// The outputs for the inputs `x`. *Shape* N × I to N × 2H.
  func forward(_ x: Matrix, _ packing: Packing, _ weights: BothDirections<LSTMWeights>) -> Matrix {
    let outputs = outputBuffer.matrix(rows: x.rows, columns: 2 * hidden)
    team.run(2) { part in
      if part == 0 {
        forwardPass.forward(x, packing, weights.forward, outputs: outputs.columns(0..<hidden))
      } else {
        backwardPass.forward(x, packing, weights.backward, outputs: outputs.columns(hidden..<(2 * hidden)))
      }
    }
    return outputs
  }

  /// Puts the gradients of inputs and weights where they belong; must follow the `forward` of the same arguments.
  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: BothDirections<LSTMWeights>, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: BothDirections<LSTMGradients>
  ) {
    let outputs = outputBuffer.matrix(rows: x.rows, columns: 2 * hidden)
    let otherInputGradients = backwardInputGradients.matrix(rows: x.rows, columns: x.columns)
    team.run(2) { part in
      if part == 0 {
        forwardPass.backward(
          x, packing, weights.forward, outputs: outputs.columns(0..<hidden),
          outputGradients: outputGradients.columns(0..<hidden), inputGradients: inputGradients, adding: adding,
          gradients: gradients.forward)
      } else {
        backwardPass.backward(
          x, packing, weights.backward, outputs: outputs.columns(hidden..<(2 * hidden)),
          outputGradients: outputGradients.columns(hidden..<(2 * hidden)), inputGradients: otherInputGradients,
          adding: false, gradients: gradients.backward)
      }
    }
    for row in 0..<x.rows { ss_add_scaled(x.columns, 1, otherInputGradients.row(row), inputGradients.row(row)) }
  }
}
