#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Sums and gradients of scores so large that differences of single-precision sums no longer tell probabilities.
///
/// The same recursions in double precision; slow, and meant for training that is about to go wrong.
extension ConditionalRandomField {
  /// The log of the sum over all taggings, as `logPartition(replacingByMarginals:scale:transitionGradients:_:)` gives
  /// it.
  func wideLogPartition(
    replacingByMarginals emissions: Matrix, scale: Float, transitionGradients: FloatPointer
  ) -> Double {
    let forward = wideForwardScores(emissions)
    let backward = wideBackwardScores(emissions)
    let last = forward[emissions.rows - 1]
    let logPartition = logSumExp((0..<tagCount).map { last[$0] + Double(tensors.end[$0]) })
    for time in 1..<max(emissions.rows, 1) {
      let pairs = (0..<(tagCount * tagCount)).map { pair in
        let (from, to) = pair.quotientAndRemainder(dividingBy: tagCount)
        return forward[time - 1][from] + Double(tensors.transitions[pair])
          + (Double(emissions.row(time)[to]) + backward[time][to])
      }
      for (pair, share) in shares(pairs).enumerated() { transitionGradients[pair] += scale * share }
    }
    for time in 0..<emissions.rows {
      let marginals = shares(zip(forward[time], backward[time]).map(+))
      for tag in 0..<tagCount { emissions.row(time)[tag] = scale * marginals[tag] }
    }
    return logPartition
  }

  /// For each time and tag the log of the sum over all beginnings that end there. *Shape* L × K.
  private func wideForwardScores(_ emissions: Matrix) -> [[Double]] {
    var scores = [(0..<tagCount).map { Double(tensors.start[$0]) + Double(emissions.row(0)[$0]) }]
    for time in 1..<max(emissions.rows, 1) {
      let before = scores[time - 1]
      scores.append(
        (0..<tagCount).map { to in
          Double(emissions.row(time)[to])
            + logSumExp((0..<tagCount).map { before[$0] + Double(tensors.transitions[$0 * tagCount + to]) })
        })
    }
    return scores
  }

  /// For each time and tag the log of the sum over all continuations from there. *Shape* L × K.
  private func wideBackwardScores(_ emissions: Matrix) -> [[Double]] {
    var next = (0..<tagCount).map { Double(tensors.end[$0]) }
    var reversed = [next]
    for time in (0..<(emissions.rows - 1)).reversed() {
      let after = (0..<tagCount).map { Double(emissions.row(time + 1)[$0]) + next[$0] }
      next = (0..<tagCount).map { from in
        logSumExp((0..<tagCount).map { Double(tensors.transitions[from * tagCount + $0]) + after[$0] })
      }
      reversed.append(next)
    }
    return reversed.reversed()
  }

  private func logSumExp(_ values: [Double]) -> Double {
    let highest = values.max() ?? 0
    return highest + log(values.reduce(0) { $0 + exp($1 - highest) })
  }

  /// The probabilities whose logarithms, up to a constant, are `values`.
  private func shares(_ values: [Double]) -> [Float] {
    let highest = values.max() ?? 0
    let weights = values.map { exp($0 - highest) }
    let total = weights.reduce(0, +)
    return weights.map { Float($0 / total) }
  }
}
