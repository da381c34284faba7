import Model
import Networks

/// The floating-point operations that a training step can't do without: the products of a network's matrices.
///
/// A product counts once forward and twice backward, for the gradients of either factor. Gates, dropout, losses and
/// updates count nothing, though they take time.
struct StepArithmetic {
  let shape: NetworkShape

  /// The operations of one step over `batch`.
  func operations(_ batch: Batch) -> Double {
    let tokens = Double(batch.tokenCount)
    var perToken = Double(shape.encoder.productsPerToken(inputs: shape.inputWidth))
    perToken += Double(shape.encoder.outputWidth * shape.heads[0].tagCount)
    var total = tokens * perToken
    if let part = shape.characters {
      total += Double(batch.characters.count * part.embedding.dimension * part.width * part.filters)
    }
    return 3 * 2 * total
  }
}
