internal import Model
package import Randomness

extension Parameters {
  /// The parameters with which the training of a network of this shape begins.
  ///
  /// Recurrent, convolution and linear layers start as PyTorch's do, embeddings uniformly within `±sqrt(3 /
  /// dimension)`, CRF transitions within ±0.1. Rows in `wordVectors` take these vectors instead.
  ///
  /// Determinism: each tensor draws from a stream of its own, named after it, so networks that have a tensor in common
  /// start with the same values in it.
  package static func initialised(
    _ shape: NetworkShape, stream: RandomStream, wordVectors: WordVectors? = nil
  ) -> Parameters {
    var parameters = Parameters(zerosOf: ParameterLayout(shape))
    for tensor in parameters.layout.tensors {
      switch tensor.role {
      case .coupling:
        guard let coupling = shape.coupling.exchange else { continue }
        parameters.values.replaceSubrange(
          tensor.range, with: coupling.initialParameters(towers: shape.towerCount))
      case .embedding, .convolution, .encoder, .head, .transitions:
        var stream = stream.derived(tensor.name)
        let bound = Float(initialBound(of: tensor, shape))
        for index in tensor.range { parameters.values[index] = (2 * stream.nextFloat() - 1) * bound }
      }
    }
    if let wordVectors { parameters.set(wordVectors) }
    return parameters
  }

  private mutating func set(_ wordVectors: WordVectors) {
    let dimension = layout.shape.words.dimension
    precondition(wordVectors.values.count == wordVectors.rows.count * dimension, "one vector for each row")
    for (index, row) in wordVectors.rows.enumerated() {
      precondition((0..<layout.shape.words.count).contains(row), "a vector for a word that is not there")
      let vector = wordVectors.values[(index * dimension)..<((index + 1) * dimension)]
      values.replaceSubrange((row * dimension)..<((row + 1) * dimension), with: vector)
    }
  }
}

/// The bound of the uniform distribution that a tensor starts with.
private func initialBound(of tensor: ParameterTensor, _ shape: NetworkShape) -> Double {
  switch tensor.role {
  case .embedding: return (3 / Double(tensor.shape[1])).squareRoot()
  case .convolution:
    guard let characters = shape.characters else { return 0 }
    return 1 / Double(characters.embedding.dimension * characters.width).squareRoot()
  case .encoder: return shape.encoder.initialBound
  case .head: return 1 / Double(shape.encoder.outputWidth).squareRoot()
  case .transitions: return 0.1
  case .coupling: return 0
  }
}
