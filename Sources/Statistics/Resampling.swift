import Parallel
package import Randomness

/// The scores of several series on many resamples of their items.
package struct ResampledScores: Sendable {
  /// The score of each series on all items.
  package let observed: [Double]

  /// The score of each series on each resample. Shape: resamples × series, row by row.
  private let scores: [Double]

  package let resampleCount: Int

  fileprivate init(observed: [Double], parts: [[Double]], resampleCount: Int) {
    self.observed = observed
    scores = Array(parts.joined())
    self.resampleCount = resampleCount
  }

  /// The score of the series number `series` on the resample number `resample`.
  package subscript(resample: Int, series: Int) -> Double { scores[resample * observed.count + series] }
}

extension ResampledScores {
  /// The resamples that one task of a thread makes.
  private static let chunk = 250

  /// Scores `series`, which are of the same items, on `count` samples of these items with replacement, each as large as
  /// the set of items: the bootstrap of Efron, "Bootstrap Methods: Another Look at the Jackknife" (1979).
  ///
  /// All series are scored on the same resamples. Determinism: a function of the series' items and of `stream`; the
  /// number of threads changes nothing.
  package init(of series: [OutcomeSeries], count: Int, stream: RandomStream) {
    let rows = OutcomeRows(series)
    let chunks = stride(from: 0, to: count, by: Self.chunk).map { $0..<min($0 + Self.chunk, count) }
    let parts = chunks.concurrentMap { chunk in
      var result: [Double] = []
      var sums = [OutcomeRows.Lanes](repeating: .zero, count: rows.lanesPerRow)
      var scores = [Double](repeating: 0, count: series.count)
      for resample in chunk {
        var stream = stream.derived(resample)
        for lane in sums.indices { sums[lane] = .zero }
        rows.addResample(from: &stream, to: &sums)
        rows.score(sums, into: &scores)
        result += scores
      }
      return result
    }
    self.init(observed: series.map(\.total), parts: parts, resampleCount: count)
  }
}

extension OutcomeRows {
  /// Adds as many rows as there are items, drawn with replacement, to `sums`.
  fileprivate func addResample(from stream: inout RandomStream, to sums: inout [Lanes]) {
    lanes.withUnsafeBufferPointer { lanes in
      sums.withUnsafeMutableBufferPointer { sums in
        for _ in 0..<itemCount {
          let row = stream.nextIndex(below: itemCount) * lanesPerRow
          for lane in 0..<lanesPerRow { sums[lane] &+= lanes[row + lane] }
        }
      }
    }
  }
}
