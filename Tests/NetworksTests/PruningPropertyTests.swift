import Model
import Randomness
import Testing

@testable import Networks

/// A pruning of a network of which something may be gone already, drawn at random. Many magnitudes are equal.
private struct RandomPruning: Sendable, CustomStringConvertible {
  let layout: ParameterLayout
  let pruning: MagnitudePruning
  let amount: MagnitudePruning.Amount
  let parameters: Parameters

  /// What is left before.
  let mask: SubnetMask

  var description: String { "\(pruning), \(amount), \(layout.shape)" }

  init(seed: Int) {
    var stream = RandomStream(seed: 41).derived(seed)
    func draw<Value>(_ values: [Value]) -> Value { values[stream.nextIndex(below: values.count)] }
    func size(_ range: ClosedRange<Int>) -> Int { range.lowerBound + stream.nextIndex(below: range.count) }
    let kind = EncoderKind.allCases[seed % EncoderKind.allCases.count]
    layout = ParameterLayout(
      NetworkShape(
        words: .init(count: 3, dimension: size(1...6)),
        characters: draw([true, false])
          ? .init(embedding: .init(count: 3, dimension: size(1...4)), filters: size(1...5), width: 3) : nil,
        encoder: .init(kind, layers: size(1...3), hidden: size(1...8)),
        heads: [.init(task: "pos", tagCount: 3, depth: 1)]))
    pruning = MagnitudePruning(
      scope: draw(PruningScope.allCases), exclude: draw(PruningExclusion.allCases),
      rounding: draw(Rounding.allCases), ties: draw(Ties.allCases))
    amount = draw([
      .dropping(rate: draw([0, 0.1, 0.2, 0.5, 0.9, 1, 1 - 0.8912509381337456])),
      .dropping(rate: 0.3, times: size(2...6)),
      .keeping(fraction: draw([0, 0.05, 0.1, 0.5, 1])), .keepingCount(size(0...900)),
    ])
    let levels = draw([2, 6, 1000])
    parameters = Parameters(
      layout: layout,
      values: (0..<layout.count).map { _ in Float(stream.nextIndex(below: 2 * levels + 1) - levels) / 8 })
    let density = draw([1, 0.7, 0.2])
    mask = SubnetMask(of: layout) { tensor in
      TensorMask(count: tensor.count) { _ in density == 1 || Double(stream.nextFloat()) < density }
    }
  }

  var result: SubnetMask { pruning.pruned(mask, by: parameters, amount) }

  /// The tensors that are pruned together.
  var groups: [[Int]] {
    let prunable = layout.tensors.indices.filter { index in
      let tensor = layout.tensors[index]
      return tensor.isMaskable && !(pruning.exclude == .biases && tensor.slot?.attribute == .biases)
    }
    return pruning.scope == .global ? [prunable] : prunable.map { [$0] }
  }

  /// How many of a group stay, as the settings say.
  func keptCount(of group: [Int]) -> Int {
    let count = group.reduce(0) { $0 + layout.tensors[$1].count }
    let total = groups.joined().reduce(0) { $0 + layout.tensors[$1].count }
    var kept = group.reduce(0) { $0 + mask.tensors[$1].keptCount(of: layout.tensors[$1].count) }
    func rounded(_ number: Double, isDropped: Bool) -> Int {
      switch pruning.rounding {
      case .nearest: Int(number.rounded(.toNearestOrEven))
      case .down: Int((number + (isDropped ? 1e-6 : -1e-6)).rounded(isDropped ? .down : .up))
      case .up: Int((number + (isDropped ? -1e-6 : 1e-6)).rounded(isDropped ? .up : .down))
      }
    }
    switch amount {
    case .dropping(let rate, let times):
      for _ in 0..<times { kept -= rounded(rate * Double(kept), isDropped: true) }
      return kept
    case .keeping(let fraction): return min(kept, rounded(fraction * Double(count), isDropped: false))
    case .keepingCount(let wanted):
      return min(kept, rounded(Double(wanted) * Double(count) / Double(total), isDropped: false))
    }
  }
}

/// What holds of every pruning, whatever its scope, amount, rounding and ties: here of many drawn at random.
@Suite struct PruningPropertyTests {
  private static let seeds = 0..<200

  /// The mask is that of sorting what is left by magnitude and place and of counting off what stays.
  @Test(arguments: seeds)
  func theLargestStay(seed: Int) {
    let drawn = RandomPruning(seed: seed)
    var expected = drawn.mask.tensors.enumerated().map { index, mask in
      (0..<drawn.layout.tensors[index].count).map { mask.keeps($0) }
    }
    for group in drawn.groups {
      let places = group.flatMap { index in expected[index].indices.map { (tensor: index, position: $0) } }
        .filter { expected[$0.tensor][$0.position] }
      func magnitude(_ place: (tensor: Int, position: Int)) -> Float {
        drawn.parameters.values[drawn.layout.tensors[place.tensor].range.lowerBound + place.position].magnitude
      }
      // Of equal ones the first, or else the last, go first.
      let order = (drawn.pruning.ties == .first ? places : places.reversed()).enumerated().sorted {
        (magnitude($0.element), $0.offset) < (magnitude($1.element), $1.offset)
      }
      for (_, place) in order.prefix(places.count - drawn.keptCount(of: group)) {
        expected[place.tensor][place.position] = false
      }
    }
    let found = drawn.result.tensors.enumerated().map { index, mask in
      (0..<drawn.layout.tensors[index].count).map { mask.keeps($0) }
    }
    #expect(found == expected, "\(drawn)")
  }

  /// Rounds one by one, as many rounds at once, and the number that then is left are the same pruning of the same
  /// values.
  @Test(arguments: seeds.prefix(50))
  func roundsAddUp(seed: Int) {
    let drawn = RandomPruning(seed: seed)
    var mask = drawn.mask
    for round in 1...5 {
      mask = drawn.pruning.pruned(mask, by: drawn.parameters, .dropping(rate: 0.2))
      let atOnce = drawn.pruning.pruned(drawn.mask, by: drawn.parameters, .dropping(rate: 0.2, times: round))
      #expect(atOnce == mask, "round \(round) of \(drawn)")
    }
  }

  /// A target that is reached stays reached, and one that is nearer is on the way to it.
  @Test(arguments: seeds.prefix(50))
  func targetsAreReachedOnce(seed: Int) {
    let drawn = RandomPruning(seed: seed)
    func kept(_ fraction: Double, of mask: SubnetMask) -> SubnetMask {
      drawn.pruning.pruned(mask, by: drawn.parameters, .keeping(fraction: fraction))
    }
    let sparse = kept(0.1, of: drawn.mask)
    #expect(kept(0.1, of: sparse) == sparse && kept(0.1, of: kept(0.5, of: drawn.mask)) == sparse, "\(drawn)")
  }

  /// A mask at random keeps as many as one by magnitude does, of what was left, and knows nothing of values.
  @Test(arguments: seeds)
  func randomMasksAreAsLarge(seed: Int) {
    let drawn = RandomPruning(seed: seed)
    let stream = RandomStream(seed: UInt64(seed))
    let random = drawn.pruning.randomlyPruned(drawn.mask, stream: stream, drawn.amount)
    for group in drawn.groups {
      let kept = group.reduce(0) { $0 + random.tensors[$1].keptCount(of: drawn.layout.tensors[$1].count) }
      #expect(kept == drawn.keptCount(of: group), "\(drawn)")
    }
    for (index, tensor) in drawn.layout.tensors.enumerated() {
      let common = random.tensors[index].intersection(drawn.mask.tensors[index], count: tensor.count)
      #expect(common == random.tensors[index], "\(tensor.name) of \(drawn)")
    }
  }

  /// Random masks favour no place: over many of them each weight stays about as often, and two of them share what
  /// chance has them share.
  @Test func randomMasksAreUniform() {
    let layout = SampleNetwork.all[0].layout
    let (pruning, draws, fraction) = (MagnitudePruning(), 400, 0.3)
    let everything = SubnetMask.everything(of: layout)
    var counts = [Int](repeating: 0, count: layout.count)
    for seed in 0..<draws {
      let mask = pruning.randomlyPruned(
        everything, stream: RandomStream(seed: UInt64(seed)), .keeping(fraction: fraction))
      for (tensor, kept) in zip(layout.tensors, mask.tensors) where pruning.prunes(tensor) {
        for (position, scalar) in tensor.range.enumerated() where kept.keeps(position) { counts[scalar] += 1 }
      }
    }
    let prunable = layout.tensors.filter(pruning.prunes).flatMap { Array($0.range) }
    let expected = fraction * Double(draws)
    let deviation = (expected * (1 - fraction)).squareRoot()
    for scalar in prunable { #expect(abs(Double(counts[scalar]) - expected) < 5 * deviation) }
    // The pairs of masks that share a weight, over all weights.
    let pairs = prunable.reduce(0.0) { $0 + Double(counts[$1] * (counts[$1] - 1)) / 2 }
    let wanted = Double(prunable.count * draws * (draws - 1) / 2) * fraction * fraction
    #expect(abs(pairs / wanted - 1) < 0.01)
  }
}
