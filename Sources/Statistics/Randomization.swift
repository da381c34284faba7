import Parallel
package import Randomness

/// The scores of pairs of series after the outcomes of random items were exchanged within each pair.
package struct ExchangedScores: Sendable {
  /// The difference of each pair, left minus right, as it was observed.
  package let observed: [Double]

  /// The difference of each pair after each exchange. Shape: exchanges × pairs, row by row.
  private let differences: [Double]

  package let exchangeCount: Int

  /// The difference of the pair number `pair` after the exchange number `exchange`.
  package subscript(exchange: Int, pair: Int) -> Double { differences[exchange * observed.count + pair] }
}

extension ExchangedScores {
  /// The exchanges that one task of a thread makes.
  private static let chunk = 250

  /// Exchanges the outcomes of each item with probability ½, `count` times, for all pairs alike: approximate
  /// randomization, as in Noreen, "Computer-Intensive Methods for Testing Hypotheses" (1989).
  ///
  /// Requires: all series are of the same items, and have the same counters within a pair. Determinism: a function of
  /// the pairs and of `stream`; the number of threads changes nothing.
  package init(of pairs: [(left: OutcomeSeries, right: OutcomeSeries)], count: Int, stream: RandomStream) {
    let (left, right) = (OutcomeRows(pairs.map(\.left)), OutcomeRows(pairs.map(\.right)))
    let rows = ExchangeRows(left, right)
    let chunks = stride(from: 0, to: count, by: Self.chunk).map { $0..<min($0 + Self.chunk, count) }
    let parts = chunks.concurrentMap { chunk in
      var result: [Double] = []
      var scores = (left: [Double](repeating: 0, count: pairs.count), right: [Double](repeating: 0, count: pairs.count))
      for exchange in chunk {
        var stream = stream.derived(exchange)
        let moved = rows.exchanged(from: &stream)
        left.score(zip(rows.leftSums, moved).map { $0 &- $1 }, into: &scores.left)
        right.score(zip(rows.rightSums, moved).map { $0 &+ $1 }, into: &scores.right)
        for pair in pairs.indices { result.append(scores.left[pair] - scores.right[pair]) }
      }
      return result
    }
    observed = pairs.map { $0.left.total - $0.right.total }
    differences = Array(parts.joined())
    exchangeCount = count
  }
}

/// The differences of counts between the two series of each pair, for items where there are any.
private struct ExchangeRows: Sendable {
  typealias Lanes = OutcomeRows.Lanes

  let leftSums: [Lanes]
  let rightSums: [Lanes]
  private let itemCount: Int
  private let lanesPerRow: Int

  /// The items of which any pair differs, and what their left series have more.
  private let items: [Int]
  private let differences: [Lanes]

  init(_ left: OutcomeRows, _ right: OutcomeRows) {
    precondition(
      left.itemCount == right.itemCount && left.starts == right.starts && left.lanesPerRow == right.lanesPerRow,
      "both series of a pair count the same of the same items")
    (itemCount, lanesPerRow) = (left.itemCount, left.lanesPerRow)
    var sums = (
      left: [Lanes](repeating: .zero, count: lanesPerRow), right: [Lanes](repeating: .zero, count: lanesPerRow)
    )
    var (items, differences) = ([Int](), [Lanes]())
    for item in 0..<itemCount {
      let row = item * lanesPerRow..<(item + 1) * lanesPerRow
      for (lane, place) in row.enumerated() {
        sums.left[lane] &+= left.lanes[place]
        sums.right[lane] &+= right.lanes[place]
      }
      if left.lanes[row] == right.lanes[row] { continue }
      items.append(item)
      differences += row.map { left.lanes[$0] &- right.lanes[$0] }
    }
    (leftSums, rightSums) = sums
    (self.items, self.differences) = (items, differences)
  }

  /// What moves from the left to the right series if each item is exchanged with probability ½.
  ///
  /// An item has the same bit whatever is compared beside it.
  func exchanged(from stream: inout RandomStream) -> [Lanes] {
    let bits = (0..<(itemCount + 31) / 32).map { _ in stream.nextBits() }
    var sums = [Lanes](repeating: .zero, count: lanesPerRow)
    for (place, item) in items.enumerated() where bits[item / 32] >> UInt32(item % 32) & 1 == 1 {
      for lane in 0..<lanesPerRow { sums[lane] &+= differences[place * lanesPerRow + lane] }
    }
    return sums
  }
}

extension ExchangedScores {
  /// The probability of a mean difference at least as large, on either side, if the systems are exchangeable: the mean
  /// over all pairs of `columns`, which are scores of the same runs whose items were exchanged alike.
  ///
  /// Requires: there is a column, and all have as many exchanges and pairs.
  package static func pValue(ofMeanOf columns: [ExchangedScores]) -> Double {
    func mean(_ difference: (ExchangedScores, Int) -> Double) -> Double {
      let sums = columns.map { column in column.observed.indices.reduce(0) { $0 + difference(column, $1) } }
      return sums.reduce(0, +) / Double(columns.reduce(0) { $0 + $1.observed.count })
    }
    let observed = abs(mean { $0.observed[$1] })
    // Sums in another order must not decide a tie.
    let bound = observed - 1e-12 * max(1, observed)
    let count = columns[0].exchangeCount
    let extreme = (0..<count).count { exchange in abs(mean { $0[exchange, $1] }) >= bound }
    return Double(1 + extreme) / Double(1 + count)
  }
}
