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
    var perToken = 0.0
    let hidden = shape.encoder.hidden
    for layer in 0..<shape.encoder.layers {
      let inputs = layer == 0 ? shape.inputWidth : 2 * hidden
      perToken += Double(2 * 4 * hidden * (inputs + hidden))
    }
    perToken += Double(2 * hidden * shape.heads[0].tagCount)
    var total = tokens * perToken
    if let part = shape.characters {
      total += Double(batch.characters.count * part.embedding.dimension * part.width * part.filters)
    }
    return 3 * 2 * total
  }
}
