import Model
import Randomness
import Testing

@testable import Networks

@Suite struct MagnitudePruningTests {
  private let sample = SampleNetwork.all[2]

  private func isSubset(_ mask: SubnetMask, of other: SubnetMask) -> Bool {
    zip(mask.layout.tensors, zip(mask.tensors, other.tensors)).allSatisfy { tensor, masks in
      (0..<tensor.count).allSatisfy { !masks.0.keeps($0) || masks.1.keeps($0) }
    }
  }

  private func prunableCount(_ pruning: MagnitudePruning) -> Int {
    sample.layout.tensors.filter(pruning.prunes).reduce(0) { $0 + $1.count }
  }

  private func kept(_ mask: SubnetMask, _ pruning: MagnitudePruning) -> Int {
    zip(mask.layout.tensors, mask.tensors).reduce(0) {
      pruning.prunes($1.0) ? $0 + $1.1.keptCount(of: $1.0.count) : $0
    }
  }

  @Test(arguments: PruningScope.allCases, PruningExclusion.allCases)
  func theSmallestGo(scope: PruningScope, exclude: PruningExclusion) {
    let pruning = MagnitudePruning(scope: scope, exclude: exclude)
    let parameters = sample.parameters()
    var mask = SubnetMask.everything(of: sample.layout)
    for _ in 0..<3 {
      let next = pruning.pruned(mask, by: parameters, .dropping(rate: 0.3))
      #expect(isSubset(next, of: mask))
      if scope == .global {
        #expect(
          kept(next, pruning) == kept(mask, pruning)
            - Int((0.3 * Double(kept(mask, pruning))).rounded(.toNearestOrEven)))
      }
      mask = next
    }
    var (largestGone, smallestKept): (Float, Float) = (0, .infinity)
    for (index, tensor) in sample.layout.tensors.enumerated() {
      guard pruning.prunes(tensor) else {
        #expect(mask.tensors[index] == .all)
        continue
      }
      if scope == .tensor { (largestGone, smallestKept) = (0, .infinity) }
      for (position, scalar) in tensor.range.enumerated() {
        let size = parameters.values[scalar].magnitude
        if mask.tensors[index].keeps(position) {
          smallestKept = min(smallestKept, size)
        } else {
          largestGone = max(largestGone, size)
        }
      }
      if scope == .tensor { #expect(largestGone <= smallestKept) }
    }
    #expect(largestGone <= smallestKept && largestGone > 0)
  }

  @Test(arguments: [(0.5, 3, 2), (0.5, 5, 2), (0.5, 7, 4), (0.1, 4, 0), (1, 4, 4), (0, 4, 0)])
  func numbersAreRoundedHalfToEven(rate: Double, remaining: Int, dropped: Int) {
    #expect(dropCount(.dropping(rate: rate), .nearest, kept: remaining, count: 10, share: 1) == dropped)
  }

  /// Halves, what is nearly whole in binary, and what is whole.
  @Test(arguments: [
    (0.25, 10, [2, 2, 3]), (0.35, 10, [4, 3, 4]), (0.07, 100, [7, 7, 7]), (0.1, 1000, [100, 100, 100]),
    (1, 3, [3, 3, 3]),
  ])
  func numbersAreRoundedAsAsked(rate: Double, remaining: Int, dropped: [Int]) {
    let found = Rounding.allCases.map {
      dropCount(.dropping(rate: rate), $0, kept: remaining, count: remaining, share: 1)
    }
    #expect(found == dropped)
    // What is kept is rounded the other way, since it is what is dropped that the rule is about.
    let kept = Rounding.allCases.map {
      dropCount(.keeping(fraction: 0.25), $0, kept: 10, count: 10, share: 1)
    }
    #expect(kept == [8, 7, 8])
  }

  /// Against sorting all scalars by magnitude and place, on parameters of which many are equal.
  @Test(arguments: Rounding.allCases, Ties.allCases)
  func tiesGoInTheOrderAskedFor(rounding: Rounding, ties: Ties) {
    let pruning = MagnitudePruning(rounding: rounding, ties: ties)
    var parameters = sample.parameters()
    for index in parameters.values.indices { parameters.values[index] = Float((index * 7919) % 5) - 2 }
    let mask = pruning.pruned(.everything(of: sample.layout), by: parameters, .dropping(rate: 0.37))
    let places = sample.layout.tensors.filter(pruning.prunes).flatMap { Array($0.range) }
    let sorted = places.sorted { left, right in
      let sizes = (parameters.values[left].magnitude, parameters.values[right].magnitude)
      return sizes.0 == sizes.1 ? (ties == .first ? left < right : left > right) : sizes.0 < sizes.1
    }
    let count = dropCount(.dropping(rate: 0.37), rounding, kept: places.count, count: places.count, share: 1)
    let gone = Set(sorted.prefix(count))
    for (tensor, mask) in zip(sample.layout.tensors, mask.tensors) where pruning.prunes(tensor) {
      for (position, scalar) in tensor.range.enumerated() { #expect(mask.keeps(position) == !gone.contains(scalar)) }
    }
  }

  @Test func ofEqualMagnitudesTheFirstGo() {
    let parts = [
      PrunablePart(ranks: [5, 1, 5], mask: .all), PrunablePart(ranks: [5, 5], mask: TensorMask(count: 2) { $0 == 1 }),
    ]
    let masks = PrunablePart.pruned(parts, ties: .first) { kept, _ in kept - 1 }
    #expect(masks == [.none, TensorMask(count: 2) { $0 == 1 }])
    let fewer = PrunablePart.pruned(parts, ties: .first) { _, _ in 2 }
    #expect(fewer[0] == TensorMask(count: 3) { $0 == 2 })
  }

  @Test func aNumberToKeepIsKept() {
    let pruning = MagnitudePruning()
    let everything = SubnetMask.everything(of: sample.layout)
    for count in [0, 1, 100, prunableCount(pruning), prunableCount(pruning) + 9] {
      let mask = pruning.pruned(everything, by: sample.parameters(), .keepingCount(count))
      #expect(kept(mask, pruning) == min(count, prunableCount(pruning)))
    }
    let half = pruning.pruned(everything, by: sample.parameters(), .keeping(fraction: 0.5))
    #expect(kept(half, pruning) == Int((0.5 * Double(prunableCount(pruning))).rounded(.toNearestOrEven)))
    #expect(pruning.pruned(half, by: sample.parameters(), .keeping(fraction: 0.5)) == half)
  }

  @Test func randomMasksFollowTheStreamAndNotTheValues() {
    let pruning = MagnitudePruning()
    let everything = SubnetMask.everything(of: sample.layout)
    func mask(_ seed: UInt64) -> SubnetMask {
      pruning.randomlyPruned(everything, stream: RandomStream(seed: seed), .keeping(fraction: 0.5))
    }
    #expect(mask(1) == mask(1))
    #expect(mask(1) != mask(2))
    #expect(mask(1) != pruning.pruned(everything, by: sample.parameters(), .keeping(fraction: 0.5)))
    #expect(abs(kept(mask(1), pruning) * 2 - prunableCount(pruning)) <= 1)
  }
}
