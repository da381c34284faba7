@testable import MaskTools
@testable import Text
import MaskAlgebra
import Model
import Randomness
import Testing

@testable import Networks

/// What the mask algebra counts before anything runs is what pruning does.
@Test(arguments: Rounding.allCases)
func prunedCountsAreThoseOfTheLadder(rounding: Rounding) {
  var stream = RandomStream(seed: 11)
  for _ in 0..<500 {
    let ladder = PruningLadder(
      finalKept: 0.001 + 0.998 * stream.nextDouble(), rounds: 1 + stream.nextIndex(below: 30),
      rounding: rounding)
    let count = 1 + stream.nextIndex(below: 2_000_000)
    let rate = 1 - ladder.keptPerRound
    var kept = count
    for round in 1...ladder.rounds {
      kept -= dropCount(.dropping(rate: rate), rounding, kept: kept, count: count, share: 1)
      #expect(kept == ladder.kept(of: count, after: round))
      let atOnce = dropCount(.dropping(rate: rate, times: round), rounding, kept: count, count: count, share: 1)
      #expect(count - atOnce == kept)
    }
    // Fractions with few digits are where rounding errors show.
    let fraction = Double(1 + stream.nextIndex(below: 100)) / 100
    let dropped = dropCount(.keeping(fraction: fraction), rounding, kept: count, count: count, share: 1)
    #expect(count - dropped == ladder.kept(of: count, keeping: fraction))
  }
}
