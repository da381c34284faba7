/// What one run counts of each item of a test set, such as a sentence, and the score that sums of these counts have.
package struct OutcomeSeries: Sendable {
  /// The number of counters of an item.
  package let width: Int

  /// The counts of each item. Shape: items × width, row by row.
  package let counts: [Int32]

  /// The score of the summed counters of several items.
  package let score: @Sendable (UnsafeBufferPointer<Int32>) -> Double

  /// Requires: `width` divides the number of `counts`.
  package init(width: Int, counts: [Int32], score: @escaping @Sendable (UnsafeBufferPointer<Int32>) -> Double) {
    precondition(width > 0 && counts.count % width == 0, "each item has a number for every counter")
    self.width = width
    self.counts = counts
    self.score = score
  }

  package var itemCount: Int { counts.count / width }

  /// The score of all items.
  package var total: Double {
    var sums = [Int32](repeating: 0, count: width)
    for place in counts.indices { sums[place % width] &+= counts[place] }
    return sums.withUnsafeBufferPointer(score)
  }
}

/// Series over the same items, in rows that can be summed fast.
struct OutcomeRows: Sendable {
  typealias Lanes = SIMD8<Int32>

  let itemCount: Int

  /// The lanes of one item.
  let lanesPerRow: Int

  /// The counts of all series, item by item. Shape: items × lanes of a row.
  let lanes: [Lanes]

  /// For each series the place of its first counter in a row.
  let starts: [Int]

  let series: [OutcomeSeries]

  /// Requires: all series have the same number of items.
  init(_ series: [OutcomeSeries]) {
    self.series = series
    itemCount = series.first?.itemCount ?? 0
    precondition(series.allSatisfy { [itemCount] in $0.itemCount == itemCount }, "series are of the same items")
    var starts: [Int] = []
    var width = 0
    for one in series {
      starts.append(width)
      width += one.width
    }
    self.starts = starts
    let laneCount = Lanes.scalarCount
    lanesPerRow = (width + laneCount - 1) / laneCount
    var lanes = [Lanes](repeating: .zero, count: itemCount * lanesPerRow)
    for (one, start) in zip(series, starts) {
      for item in 0..<itemCount {
        for counter in 0..<one.width {
          let place = start + counter
          lanes[item * lanesPerRow + place / laneCount][place % laneCount] = one.counts[item * one.width + counter]
        }
      }
    }
    self.lanes = lanes
  }

  /// Writes the score of each series, whose summed counters are `sums`, to `scores`.
  func score(_ sums: [Lanes], into scores: inout [Double]) {
    sums.withUnsafeBytes { bytes in
      let counters = bytes.bindMemory(to: Int32.self)
      for (place, one) in series.enumerated() {
        scores[place] = one.score(UnsafeBufferPointer(rebasing: counters[starts[place]..<starts[place] + one.width]))
      }
    }
  }
}
