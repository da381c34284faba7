internal import Model

/// One direction of a recurrent layer, and what its forward pass leaves for the backward pass.
protocol RecurrentPass: AnyObject {
  init(_ direction: Direction, inputs: Int, hidden: Int)

  /// Computes the outputs of this direction. *Shape* `x` N × I, `outputs` N × H.
  func forward(_ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix)

  /// Puts the gradients of inputs and weights where they belong; must follow the `forward` of the same arguments.
  ///
  /// *Shape* `outputGradients` N × H, `inputGradients` N × I, which is added to if `adding`.
  func backward(
    _ x: Matrix, _ packing: Packing, _ weights: RecurrentWeights, outputs: Matrix, outputGradients: Matrix,
    inputGradients: Matrix, adding: Bool, gradients: RecurrentGradients)
}

/// The four tensors of one direction of a recurrent layer with G gates, in PyTorch's order of gates.
struct RecurrentWeights {
  /// *Shape* GH × I.
  let input: LayerTensor

  /// *Shape* GH × H.
  let recurrent: LayerTensor

  /// *Shape* GH each.
  let inputBias: FloatPointer
  let recurrentBias: FloatPointer

  /// The tensors of direction number `direction`, given those of all directions of a layer.
  init(_ tensors: [LayerTensor], direction: Int) {
    let first = Self.tensorCount * direction
    input = tensors[first]
    recurrent = tensors[first + 1]
    inputBias = tensors[first + 2].base
    recurrentBias = tensors[first + 3].base
  }

  /// The number of tensors of a direction.
  static let tensorCount = 4
}

/// Where the gradients of `RecurrentWeights` go; nil is for what is not learned now.
struct RecurrentGradients {
  let input: FloatPointer?
  let recurrent: FloatPointer?
  let inputBias: FloatPointer?
  let recurrentBias: FloatPointer?

  /// The places for direction number `direction`, given those for all directions of a layer.
  init(_ places: [FloatPointer?], direction: Int) {
    let first = RecurrentWeights.tensorCount * direction
    input = places[first]
    recurrent = places[first + 1]
    inputBias = places[first + 2]
    recurrentBias = places[first + 3]
  }
}

extension Packing {
  /// The times in the order in which `direction` reads them.
  func steps(_ direction: Direction) -> StrideTo<Int> {
    switch direction {
    case .forward: stride(from: 0, to: times, by: 1)
    case .backward: stride(from: times - 1, to: -1, by: -1)
    }
  }

  /// The same in reverse.
  func stepsBack(_ direction: Direction) -> StrideTo<Int> {
    switch direction {
    case .forward: stride(from: times - 1, to: -1, by: -1)
    case .backward: stride(from: 0, to: times, by: 1)
    }
  }

  /// The rows that the first rows of `time` continue; the other rows of `time` start from zero.
  func predecessors(of time: Int, _ direction: Direction) -> Range<Int> {
    switch direction {
    case .forward: time == 0 ? 0..<0 : rows(at: time - 1).prefix(rows(at: time).count)
    case .backward: time + 1 == times ? 0..<0 : rows(at: time + 1)
    }
  }

  /// For each row the output that went into it, zero where a sentence starts. *Shape* N × H.
  func gatherPredecessors(of outputs: Matrix, _ direction: Direction, into buffer: FloatBuffer) -> Matrix {
    let result = buffer.matrix(rows: outputs.rows, columns: outputs.columns)
    for time in 0..<times {
      let rows = rows(at: time)
      let previous = predecessors(of: time, direction)
      for index in 0..<rows.count {
        let target = result.row(rows.lowerBound + index)
        if index < previous.count {
          target.update(from: outputs.row(previous.lowerBound + index), count: outputs.columns)
        } else {
          target.clear(outputs.columns)
        }
      }
    }
    return result
  }
}
