internal import CKernels
internal import Model

/// The character-level part of a token's input: a convolution over its characters, an activation and the maximum over
/// positions.
///
/// The maximum of equal values is the first. A token without characters gives zeros. Tokens are computed in slices,
/// which are parts of a team's work.
final class CharacterCNN {
  private let shape: NetworkShape.Characters
  private let team: Team
  private let patchBuffer = FloatBuffer()
  private let convolved = FloatBuffer()
  private let patchGradients = FloatBuffer()
  private let bias: FloatBuffer
  private let panels = Panels()

  /// The weights, F × W·D: window position outside dimension, so that a window is one run of character vectors.
  private let weights: FloatBuffer

  /// The gradients of the weights, transposed: W·D × F.
  private let weightGradients: FloatBuffer

  /// For each token and filter the row of the character where the maximum lies, or -1 if no gradient passes.
  private var winners: [Int32] = []

  init(_ shape: NetworkShape.Characters, team: Team = Team()) {
    self.shape = shape
    self.team = team
    weights = FloatBuffer(zeros: shape.filters * shape.width * shape.embedding.dimension)
    weightGradients = FloatBuffer(zeros: shape.filters * shape.width * shape.embedding.dimension)
    bias = FloatBuffer(zeros: shape.filters)
  }

  private var patchWidth: Int { shape.width * shape.embedding.dimension }

  private var isRectified: Bool {
    switch shape.activation {
    case .none: false
    case .relu: true
    }
  }

  private var weightMatrix: Matrix { Matrix(weights.base, rows: shape.filters, columns: patchWidth) }

  /// Takes the weights (*shape* F × D × W) and the bias (F) that the next passes use.
  func load(weight: FloatPointer, bias: FloatPointer) {
    let target = weights.base
    eachWeight { filter, place, torch in target[filter * patchWidth + place] = weight[torch] }
    self.bias.base.update(from: bias, count: shape.filters)
  }

  /// Computes the tokens' features.
  ///
  /// *Shape* `vectors` C × D, the characters of all tokens; `starts` N + 1, where each token's begin; `outputs` N × F.
  func forward(_ vectors: Matrix, starts: [Int], outputs: Matrix) {
    let patches = patchBuffer.matrix(rows: vectors.rows, columns: patchWidth)
    let convolved = convolved.matrix(rows: vectors.rows, columns: shape.filters)
    let count = outputs.rows * shape.filters
    if winners.count < count { winners = [Int32](repeating: -1, count: count) }
    panels.pack(.transposed(weightMatrix))
    winners.withUnsafeMutableBufferPointer { winners in
      guard let winners = winners.baseAddress else { return }
      team.run(sliceCount) { slice in
        let tokens = self.slice(slice, of: outputs.rows)
        let rows = starts[tokens.lowerBound]..<starts[tokens.upperBound]
        for token in tokens { gather(vectors, starts[token]..<starts[token + 1], into: patches) }
        multiply(.plain(patches.rows(rows)), panels, into: convolved.rows(rows))
        for token in tokens {
          takeMaximum(
            of: convolved, starts[token]..<starts[token + 1], winners + token * shape.filters, outputs.row(token))
        }
      }
    }
  }

  /// The activated maxima of all filters over rows of `convolved`; notes where they lie.
  private func takeMaximum(
    of convolved: Matrix, _ rows: Range<Int>, _ winners: UnsafeMutablePointer<Int32>, _ output: FloatPointer
  ) {
    guard !rows.isEmpty else {
      winners.update(repeating: -1, count: shape.filters)
      output.clear(shape.filters)
      return
    }
    ss_convolution_maximum(
      rows.count, shape.filters, convolved.row(rows.lowerBound), bias.base, isRectified,
      Int32(rows.lowerBound), output, winners)
  }

  /// Adds the gradients of vectors, weight and bias to what is there; must follow the `forward` of the same arguments.
  func backward(
    starts: [Int], outputGradients: Matrix, vectorGradients: Matrix, weight: FloatPointer?, bias: FloatPointer?
  ) {
    let gradients = convolved.matrix(rows: vectorGradients.rows, columns: shape.filters)
    let patchGradients = patchGradients.matrix(rows: gradients.rows, columns: patchWidth)
    panels.pack(.plain(weightMatrix))
    winners.withUnsafeBufferPointer { winners in
      team.run(sliceCount) { slice in
        let tokens = self.slice(slice, of: outputGradients.rows)
        let rows = starts[tokens.lowerBound]..<starts[tokens.upperBound]
        gradients.rows(rows).clear()
        for token in tokens {
          for filter in 0..<shape.filters {
            let winner = winners[token * shape.filters + filter]
            if winner >= 0 { gradients.row(Int(winner))[filter] = outputGradients.row(token)[filter] }
          }
        }
        multiply(.plain(gradients.rows(rows)), panels, into: patchGradients.rows(rows))
        for token in tokens { scatter(patchGradients, starts[token]..<starts[token + 1], into: vectorGradients) }
      }
      guard let bias else { return }
      for token in 0..<outputGradients.rows {
        for filter in 0..<shape.filters where winners[token * shape.filters + filter] >= 0 {
          bias[filter] += outputGradients.row(token)[filter]
        }
      }
    }
    if let weight { addWeightGradients(gradients, to: weight) }
  }

  private func addWeightGradients(_ gradients: Matrix, to weight: FloatPointer) {
    let patches = patchBuffer.matrix(rows: gradients.rows, columns: patchWidth)
    let target = Matrix(weightGradients.base, rows: patchWidth, columns: shape.filters)
    panels.pack(.plain(gradients))
    team.run(sliceCount) { slice in
      let places = self.slice(slice, of: patchWidth)
      multiply(.transposed(patches.columns(places)), panels, into: target.rows(places))
    }
    eachWeight { filter, place, torch in weight[torch] += target.row(place)[filter] }
  }

  /// Puts the windows of a word's characters into `patches`, zeros beyond the word.
  private func gather(_ vectors: Matrix, _ word: Range<Int>, into patches: Matrix) {
    let dimension = shape.embedding.dimension
    for row in word {
      let (source, offset) = window(of: row, in: word)
      let target = patches.row(row)
      target.clear(offset * dimension)
      (target + offset * dimension).update(from: vectors.row(source.lowerBound), count: source.count * dimension)
      let end = (offset + source.count) * dimension
      (target + end).clear(patchWidth - end)
    }
  }

  /// Adds the gradients of a word's windows to those of the vectors that they were gathered from.
  private func scatter(_ patchGradients: Matrix, _ word: Range<Int>, into vectorGradients: Matrix) {
    let dimension = shape.embedding.dimension
    for row in word {
      let (source, offset) = window(of: row, in: word)
      ss_add_scaled(
        source.count * dimension, 1, patchGradients.row(row) + offset * dimension,
        vectorGradients.row(source.lowerBound))
    }
  }

  /// The characters of the word in the window of one of them, and where in the window the first of them stands.
  private func window(of row: Int, in word: Range<Int>) -> (characters: Range<Int>, offset: Int) {
    let first = row - (shape.width - 1) / 2
    let characters = max(first, word.lowerBound)..<min(first + shape.width, word.upperBound)
    return (characters, characters.lowerBound - first)
  }

  private func slice(_ index: Int, of count: Int) -> Range<Int> {
    (index * count / sliceCount)..<((index + 1) * count / sliceCount)
  }

  /// Visits each weight: its filter, its place in a window, and its index in PyTorch's order.
  private func eachWeight(_ visit: (_ filter: Int, _ place: Int, _ torch: Int) -> Void) {
    let dimension = shape.embedding.dimension
    for filter in 0..<shape.filters {
      for component in 0..<dimension {
        for position in 0..<shape.width {
          visit(filter, position * dimension + component, (filter * dimension + component) * shape.width + position)
        }
      }
    }
  }
}

/// The number of slices of work, which must not depend on the number of threads.
private let sliceCount = 4
