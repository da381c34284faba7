internal import CKernels

/// The character-level part of a token's input: a convolution over its characters, an activation and the maximum over
/// positions.
///
/// The maximum of equal values is the first. A token without characters gives zeros.
final class CharacterCNN {
  private let shape: NetworkShape.Characters
  private let patchBuffer = FloatBuffer()
  private let convolved = FloatBuffer()
  private let patchGradients = FloatBuffer()
  private let bias: FloatBuffer
  private let panels = Panels()

  /// The weights, F × W·D: window position outside dimension, so that a window is one run of character vectors.
  private let weights: FloatBuffer
  private let weightGradients: FloatBuffer

  /// For each token and filter the row of the character where the maximum lies, or -1 if no gradient passes.
  private var winners: [Int32] = []

  init(_ shape: NetworkShape.Characters) {
    self.shape = shape
    weights = FloatBuffer(zeros: shape.filters * shape.width * shape.embedding.dimension)
    weightGradients = FloatBuffer(zeros: shape.filters * shape.width * shape.embedding.dimension)
    bias = FloatBuffer(zeros: shape.filters)
  }

  private var patchWidth: Int { shape.width * shape.embedding.dimension }

  /// Takes the weights (*shape* F × D × W) and the bias (F) that the next passes use.
  func load(weight: FloatPointer, bias: FloatPointer) {
    eachWeight { own, torch in weights.base[own] = weight[torch] }
    self.bias.base.update(from: bias, count: shape.filters)
  }

  /// Computes the tokens' features.
  ///
  /// *Shape* `vectors` C × D, the characters of all tokens; `starts` N + 1, where each token's begin; `outputs` N × F.
  func forward(_ vectors: Matrix, starts: [Int], outputs: Matrix) {
    let patches = gatheredPatches(vectors, starts)
    let convolved = convolved.matrix(rows: vectors.rows, columns: shape.filters)
    multiply(.plain(patches), .transposed(weightMatrix(weights)), packedInto: panels, into: convolved)
    winners.removeAll(keepingCapacity: true)
    for token in 0..<outputs.rows {
      for filter in 0..<shape.filters {
        outputs.row(token)[filter] = maximum(of: convolved, filter, rows: starts[token]..<starts[token + 1])
      }
    }
  }

  /// The activated maximum of a filter over rows of `convolved`; notes where it lies.
  private func maximum(of convolved: Matrix, _ filter: Int, rows: Range<Int>) -> Float {
    guard var winner = rows.first else {
      winners.append(-1)
      return 0
    }
    for row in rows.dropFirst() where convolved.row(row)[filter] > convolved.row(winner)[filter] { winner = row }
    let value = convolved.row(winner)[filter] + bias.base[filter]
    switch shape.activation {
    case .none:
      winners.append(Int32(winner))
      return value
    case .relu:
      // Written so that what is not a number passes.
      let isOff = value <= 0
      winners.append(isOff ? -1 : Int32(winner))
      return isOff ? 0 : value
    }
  }

  /// Adds the gradients of vectors, weight and bias to what is there; must follow the `forward` of the same arguments.
  func backward(
    starts: [Int], outputGradients: Matrix, vectorGradients: Matrix, weight: FloatPointer?, bias: FloatPointer?
  ) {
    let gradients = convolved.matrix(rows: vectorGradients.rows, columns: shape.filters)
    gradients.clear()
    for token in 0..<outputGradients.rows {
      for filter in 0..<shape.filters {
        let winner = winners[token * shape.filters + filter]
        if winner >= 0 { gradients.row(Int(winner))[filter] = outputGradients.row(token)[filter] }
      }
    }
    if let bias {
      for row in 0..<gradients.rows { add_scaled(shape.filters, 1, gradients.row(row), bias) }
    }
    if let weight {
      let patches = patchBuffer.matrix(rows: gradients.rows, columns: patchWidth)
      multiply(.transposed(gradients), .plain(patches), packedInto: panels, into: weightMatrix(weightGradients))
      eachWeight { own, torch in weight[torch] += weightGradients.base[own] }
    }
    let patchGradients = patchGradients.matrix(rows: gradients.rows, columns: patchWidth)
    multiply(.plain(gradients), .plain(weightMatrix(weights)), packedInto: panels, into: patchGradients)
    eachWindowPosition(starts) { row, position, source in
      guard let source else { return }
      let dimension = shape.embedding.dimension
      add_scaled(dimension, 1, patchGradients.row(row) + position * dimension, vectorGradients.row(source))
    }
  }

  private func weightMatrix(_ buffer: FloatBuffer) -> Matrix {
    Matrix(buffer.base, rows: shape.filters, columns: patchWidth)
  }

  /// For each character the vectors in its window, zeros beyond the word.
  private func gatheredPatches(_ vectors: Matrix, _ starts: [Int]) -> Matrix {
    let patches = patchBuffer.matrix(rows: vectors.rows, columns: patchWidth)
    let dimension = shape.embedding.dimension
    eachWindowPosition(starts) { row, position, source in
      let target = patches.row(row) + position * dimension
      if let source {
        target.update(from: vectors.row(source), count: dimension)
      } else {
        target.clear(dimension)
      }
    }
    return patches
  }

  /// Visits each position of each character's window, with the character that stands there, if it is of the same word.
  private func eachWindowPosition(_ starts: [Int], _ visit: (_ row: Int, _ position: Int, _ source: Int?) -> Void) {
    let before = (shape.width - 1) / 2
    for token in 0..<(starts.count - 1) {
      let word = starts[token]..<starts[token + 1]
      for row in word {
        for position in 0..<shape.width {
          let source = row - before + position
          visit(row, position, word.contains(source) ? source : nil)
        }
      }
    }
  }

  /// Visits each weight's index in the own order and in PyTorch's.
  private func eachWeight(_ visit: (_ own: Int, _ torch: Int) -> Void) {
    let dimension = shape.embedding.dimension
    for filter in 0..<shape.filters {
      for component in 0..<dimension {
        for position in 0..<shape.width {
          visit(
            (filter * shape.width + position) * dimension + component,
            (filter * dimension + component) * shape.width + position)
        }
      }
    }
  }
}
