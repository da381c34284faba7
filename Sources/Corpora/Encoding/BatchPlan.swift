package import Randomness

/// The sentences of each batch of one pass over a split; every sentence is in one batch.
package struct BatchPlan: Hashable, Sendable {
  /// The numbers of the sentences of each batch, in the order of the batches.
  package let batches: [[Int]]

  /// Batches for one epoch of training: sentences of similar length together, in random company and random order.
  ///
  /// Sentences are sorted by their length plus a number uniform in [0, 2), cut into batches of `size`, and the
  /// batches are shuffled; the one batch that may be smaller is in no particular place.
  ///
  /// Requires: `size` is positive. Determinism: depends on the arguments alone.
  package static func training(lengths: [Int], size: Int, stream: RandomStream) -> BatchPlan {
    var stream = stream
    let keys = lengths.map { Double($0) + 2 * stream.nextDouble() }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    return BatchPlan(batches: stream.shuffled(chunks(of: order, size: size)))
  }

  /// Batches for evaluation: sentences by length, equal lengths in the order of the corpus.
  ///
  /// Requires: `size` is positive.
  package static func evaluation(lengths: [Int], size: Int) -> BatchPlan {
    let order = lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    return BatchPlan(batches: chunks(of: order, size: size))
  }

  private static func chunks(of order: [Int], size: Int) -> [[Int]] {
    precondition(size > 0, "a batch without sentences")
    return stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min($0 + size, order.count)]) }
  }
}
