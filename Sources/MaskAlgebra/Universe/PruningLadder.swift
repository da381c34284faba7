package import Model

/// The fractions that iterative pruning steps through, each round keeping the same fraction of what remained.
///
/// Source: the paper's sparsities lie on `0.1^(k/20)`: 20 rounds down to a tenth.
package struct PruningLadder: Hashable, Sendable {
  /// The fraction kept after the last round, above 0 and at most 1.
  package let finalKept: Double

  /// The number of rounds, at least 1; round 0 keeps everything.
  package let rounds: Int

  /// How the number that a round drops is made whole.
  package let rounding: Rounding

  /// The fraction of the remaining scalars that one round keeps: the root of `finalKept`.
  ///
  /// Determinism: found by Newton's method in basic arithmetic, so that it has the same bits with every C library.
  package let keptPerRound: Double

  /// Creates the ladder down to `finalKept` in `rounds`. Requires: `0 < finalKept ≤ 1` and `rounds ≥ 1`.
  package init(finalKept: Double, rounds: Int, rounding: Rounding = .nearest) {
    precondition(
      finalKept > 0 && finalKept <= 1 && rounds >= 1, "a ladder goes from 1 down to a fraction above 0")
    self.finalKept = finalKept
    self.rounds = rounds
    self.rounding = rounding
    keptPerRound = Self.root(rounds, of: finalKept)
  }

  /// The number of `count` scalars that are left after `round` rounds.
  ///
  /// Each round drops its share of the remaining ones, made whole by `rounding`.
  package func kept(of count: Int, after round: Int) -> Int {
    var remaining = count
    for _ in 0..<max(0, round) { remaining -= dropped(of: remaining) }
    return remaining
  }

  /// The number of `count` scalars that are left where `fraction` of them is to be kept and the rest is dropped at
  /// once.
  package func kept(of count: Int, keeping fraction: Double) -> Int {
    rounding.opposite.whole(Double(count) * fraction)
  }

  /// The most rounds that keep clearly more than `fraction`: by more than rounding can account for.
  package func rounds(keepingMoreThan fraction: Double) -> Int {
    var kept = keptPerRound
    var count = 0
    while count < rounds, kept > fraction * (1 + 1e-9) {
      count += 1
      kept *= keptPerRound
    }
    return count
  }

  /// The number of scalars that one round drops when `remaining` are left.
  package func dropped(of remaining: Int) -> Int {
    rounding.whole(Double(remaining) * (1 - keptPerRound))
  }

  /// The number in (0, 1] whose `degree`-th power is nearest to `value` in (0, 1].
  private static func root(_ degree: Int, of value: Double) -> Double {
    // From 1, above the root, Newton's steps of a convex function fall until rounding stops them.
    var root = 1.0
    while true {
      var power = 1.0
      for _ in 1..<max(degree, 1) { power *= root }
      let next = root - (root * power - value) / (Double(degree) * power)
      guard next < root else { return root }
      root = next
    }
  }
}
