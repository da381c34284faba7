internal import Model
internal import CKernels

/// A recurrent layer that reads sentences in one direction or in several; its output is those of the
/// directions, side by side.
///
/// Each sentence is read from its own first token to its own last and back, whatever its neighbours in the batch. The
/// directions have nothing in common but what they read, and are parts of a team's work.
final class RecurrentLayer<Pass: RecurrentPass>: SequenceLayer {
  private let hidden: Int
  private let passes: [Pass]
  private let outputBuffer = FloatBuffer()

  /// The gradients of the inputs that directions behind the first give.
  private let otherInputGradients: [FloatBuffer]
  private let team: Team

  init(_ directions: [Direction], inputs: Int, hidden: Int, team: Team = Team()) {
    precondition(!directions.isEmpty, "a layer reads in some direction")
    self.hidden = hidden
    self.team = team
    passes = directions.map { Pass($0, inputs: inputs, hidden: hidden) }
    otherInputGradients = directions.dropFirst().map { _ in FloatBuffer() }
  }

  var outputWidth: Int { passes.count * hidden }

  /// The columns of direction number `index` in rows of outputs.
  private func columns(_ index: Int) -> Range<Int> { (index * hidden)..<((index + 1) * hidden) }

  func forward(_ x: Matrix, _ packing: Packing, _ tensors: [LayerTensor]) -> Matrix {
    let outputs = outputBuffer.matrix(rows: x.rows, columns: outputWidth)
    team.run(passes.count) { index in
      passes[index].forward(
        x, packing, RecurrentWeights(tensors, direction: index), outputs: outputs.columns(columns(index)))
    }
    return outputs
  }

  func backward(
    _ x: Matrix, _ packing: Packing, _ tensors: [LayerTensor], outputGradients: Matrix, inputGradients: Matrix,
    adding: Bool, gradients: [FloatPointer?]
  ) {
    let outputs = outputBuffer.matrix(rows: x.rows, columns: outputWidth)
    let others = otherInputGradients.map { $0.matrix(rows: x.rows, columns: x.columns) }
    team.run(passes.count) { index in
      passes[index].backward(
        x, packing, RecurrentWeights(tensors, direction: index), outputs: outputs.columns(columns(index)),
        outputGradients: outputGradients.columns(columns(index)),
        inputGradients: index == 0 ? inputGradients : others[index - 1], adding: index == 0 && adding,
        gradients: RecurrentGradients(gradients, direction: index))
    }
    for other in others {
      for row in 0..<x.rows { ss_add_scaled(x.columns, 1, other.row(row), inputGradients.row(row)) }
    }
  }
}
