internal import CKernels
internal import Model

/// The products of one direction of a recurrent layer and its loop over time, for any cell.
///
/// Products with the inputs are taken for all tokens at once; only the recurrent product goes from time to time, and
/// only over the sentences that are alive. Gradients of weights are one product each at the end. Weights are packed
/// once for a pass, however many times there are, and masked on the way.
final class RecurrentProducts {
  private let direction: Direction
  private let inputs: Int
  private let hidden: Int

  /// The rows GH of the weights.
  let width: Int

  private let previousOutputs = FloatBuffer()
  private let inputWeights = Panels()
  private let recurrentWeights = Panels()
  private let gradientFactor = Panels()

  init(_ direction: Direction, _ cell: RecurrentCell, inputs: Int, hidden: Int) {
    self.direction = direction
    self.inputs = inputs
    self.hidden = hidden
    width = cell.gates * hidden
  }

  /// Puts the products with the inputs into `gates` and goes through time: the products with the previous outputs go
  /// into `recurrents`, or are added to `gates` where there are none, and `cells` makes the outputs of them.
  ///
  /// `cells` has the rows of a time and those that the first of them continue; in the other rows `recurrents` are left
  /// as they are. *Shape* `gates`, `recurrents` N × GH.
  func forward(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, gates: Matrix, recurrents: Matrix? = nil,
    outputs: Matrix, cells: (_ rows: Range<Int>, _ previous: Range<Int>) -> Void
  ) {
    inputWeights.pack(.transposed(matrix(weights.input, columns: inputs)), mask: weights.input.mask)
    multiply(.plain(x), inputWeights, into: gates)
    recurrentWeights.pack(.transposed(matrix(weights.recurrent, columns: hidden)), mask: weights.recurrent.mask)
    for time in packing.steps(direction) {
      let rows = packing.rows(at: time)
      let previous = packing.predecessors(of: time, direction)
      multiply(
        .plain(outputs.rows(previous)), recurrentWeights,
        into: (recurrents ?? gates).rows(rows.prefix(previous.count)), adding: recurrents == nil)
      cells(rows, previous)
    }
  }

  /// Goes back through time: `cells` turns what the forward pass left into gradients, those of products with previous
  /// outputs in `recurrents`, and these are carried to the outputs of the time before.
  ///
  /// `carried` are the gradients that a time receives from the next one, those of outputs first; they are 0 where a
  /// sentence ends. The gradients that come through the products replace those of outputs, or are added if `adding`.
  /// *Shape* `recurrents` N × GH, `carried` B × H each.
  func propagate(
    _ packing: Packing, _ weights: RecurrentWeights, recurrents: Matrix, carried: [Matrix], adding: Bool,
    cells: (_ rows: Range<Int>, _ previous: Range<Int>) -> Void
  ) {
    recurrentWeights.pack(.plain(matrix(weights.recurrent, columns: hidden)), mask: weights.recurrent.mask)
    var continued = 0
    for time in packing.stepsBack(direction) {
      let rows = packing.rows(at: time)
      // Sentences that end here receive nothing from a later step.
      for matrix in carried { matrix.rows(min(continued, rows.count)..<rows.count).clear() }
      let previous = packing.predecessors(of: time, direction)
      cells(rows, previous)
      multiply(
        .plain(recurrents.rows(rows.prefix(previous.count))), recurrentWeights,
        into: carried[0].rows(0..<previous.count), adding: adding)
      continued = previous.count
    }
  }

  /// Puts the gradients of inputs and weights where they belong, given those of the products with inputs and with
  /// previous outputs, biases included. *Shape* `gates`, `recurrents` N × GH.
  func finish(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, gates: Matrix, recurrents: Matrix, outputs: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: RecurrentGradients
  ) {
    inputWeights.pack(.plain(matrix(weights.input, columns: inputs)), mask: weights.input.mask)
    multiply(.plain(gates), inputWeights, into: inputGradients, adding: adding)
    if let target = gradients.input {
      multiply(
        .transposed(gates), .plain(x), packedInto: gradientFactor,
        into: Matrix(target, rows: width, columns: inputs))
    }
    if let target = gradients.recurrent {
      let previous = packing.gatherPredecessors(of: outputs, direction, into: previousOutputs)
      multiply(
        .transposed(recurrents), .plain(previous), packedInto: gradientFactor,
        into: Matrix(target, rows: width, columns: hidden))
    }
    if let target = gradients.inputBias { ss_sum_columns(gates.rows, width, gates.base, gates.stride, target) }
    if let target = gradients.recurrentBias {
      ss_sum_columns(recurrents.rows, width, recurrents.base, recurrents.stride, target)
    }
  }

  private func matrix(_ tensor: LayerTensor, columns: Int) -> Matrix {
    Matrix(tensor.base, rows: width, columns: columns)
  }
}
