import Randomness

@testable import Statistics

/// Items that runs of two systems have right or wrong, simulated.
struct SimulatedOutcomes {
  var itemCount = 100
  var runCount = 1

  /// The probability of a right item, and how far a run's and an item's differ from it.
  var accuracy = 0.7
  var runSpread = 0.0
  var itemSpread = 0.2

  /// The outcomes of the runs of one system. Items are as hard for all runs of all systems with the same `items`.
  func runs(_ items: RandomStream, _ system: RandomStream) -> [OutcomeSeries] {
    var items = items
    let ease = (0..<itemCount).map { _ in items.nextDouble() - 0.5 }
    var system = system
    return (0..<runCount).map { _ in
      let shift = 2 * (system.nextDouble() - 0.5) * runSpread
      return OutcomeSeries.accuracy(
        ease.map { system.nextDouble() < accuracy + shift + 2 * itemSpread * $0 ? 1 : 0 })
    }
  }
}

extension OutcomeSeries {
  /// Items of one token each, which are right (1) or wrong (0).
  static func accuracy(_ right: [Int32]) -> OutcomeSeries {
    OutcomeSeries(width: 2, counts: right.flatMap { [$0, 1] }) { Double($0[0]) / Double($0[1]) }
  }
}

extension ResampledDifference {
  /// The runs of `left` and `right`, which are of the same items.
  init(_ left: [OutcomeSeries], _ right: [OutcomeSeries], isPaired: Bool, resamples: Int, stream: RandomStream) {
    let scores = ResampledScores(of: left + right, count: resamples, stream: stream)
    let runs = (left + right).indices.map { series in
      Run(observed: scores.observed[series], resampled: (0..<resamples).map { scores[$0, series] })
    }
    self.init(left: Array(runs[..<left.count]), right: Array(runs[left.count...]), isPaired: isPaired)
  }
}
