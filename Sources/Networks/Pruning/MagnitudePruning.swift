package import Randomness

/// The removal of the parameters that matter least from a mask.
///
/// Only maskable tensors that are not excluded are pruned, and of them what the mask still keeps.
package struct MagnitudePruning: Sendable, Hashable {
  /// Within what set of parameters magnitudes are compared.
  package enum Scope: String, Sendable, Hashable, CaseIterable {
    /// All tensors together.
    case global

    /// Each tensor for itself.
    case perTensor
  }

  /// How the number of parameters that go is made whole.
  package enum Rounding: String, Sendable, Hashable, CaseIterable {
    /// The nearest whole number, halves to even.
    case nearest

    /// The next smaller whole number; one that is less than 10⁻⁶ away counts as reached.
    case down

    /// The next larger whole number; one that is less than 10⁻⁶ away counts as reached.
    case up
  }

  /// Which of equal magnitudes go first.
  package enum Ties: String, Sendable, Hashable, CaseIterable {
    /// The first in the layout's order.
    case first

    /// The last in the layout's order.
    case last
  }

  /// How many parameters go, or stay.
  package enum Amount: Sendable, Hashable {
    /// This part of those that are still kept goes, then this part of the rest, and so on as many times.
    case dropping(rate: Double, times: Int = 1)

    /// This part of all stays.
    case keeping(fraction: Double)

    /// This number stays, divided among tensors in proportion to their sizes if each is pruned for itself.
    case keepingCount(Int)
  }

  package var scope: Scope

  /// Whether biases are never pruned.
  package var excludesBiases: Bool

  package var rounding: Rounding
  package var ties: Ties

  package init(
    scope: Scope = .global, excludesBiases: Bool = true, rounding: Rounding = .nearest, ties: Ties = .first
  ) {
    self.scope = scope
    self.excludesBiases = excludesBiases
    self.rounding = rounding
    self.ties = ties
  }

  /// Whether parameters of the tensor can be pruned.
  package func prunes(_ tensor: ParameterTensor) -> Bool { tensor.isMaskable && !(excludesBiases && tensor.isBias) }

  /// The mask that remains of `mask` without the parameters of the smallest magnitudes.
  package func pruned(_ mask: SubnetMask, by parameters: Parameters, _ amount: Amount) -> SubnetMask {
    precondition(mask.layout == parameters.layout, "mask and parameters of one network")
    return pruned(mask, amount) { tensor in parameters.values[tensor.range].map { $0.magnitude.bitPattern } }
  }

  /// The mask that remains of `mask` without parameters taken at random: a control for what magnitudes are worth.
  ///
  /// Determinism: each tensor draws from a stream of its own, named after it.
  package func randomlyPruned(_ mask: SubnetMask, stream: RandomStream, _ amount: Amount) -> SubnetMask {
    pruned(mask, amount) { tensor in
      var stream = stream.derived(tensor.name)
      return tensor.range.map { _ in stream.nextBits() }
    }
  }

  /// Prunes by ranks: the lower a parameter's, the sooner it goes.
  private func pruned(_ mask: SubnetMask, _ amount: Amount, ranks: (ParameterTensor) -> [UInt32]) -> SubnetMask {
    let layout = mask.layout
    let prunable = layout.tensors.indices.filter { prunes(layout.tensors[$0]) }
    let groups: [[Int]] =
      switch scope {
      case .global: [prunable]
      case .perTensor: prunable.map { [$0] }
      }
    let total = prunable.reduce(0) { $0 + layout.tensors[$1].count }
    var tensors = mask.tensors
    for group in groups {
      let parts = group.map { index in
        let tensor = layout.tensors[index]
        return PrunablePart(ranks: ranks(tensor), mask: tensors[index])
      }
      let kept = PrunablePart.pruned(parts, ties: ties) { kept, count in
        dropCount(amount, rounding, kept: kept, count: count, share: Double(count) / Double(max(total, 1)))
      }
      for (index, mask) in zip(group, kept) { tensors[index] = mask }
    }
    let result = tensors
    return SubnetMask(of: layout) { tensor in
      layout.index(of: tensor.name).map { result[$0] } ?? .all
    }
  }
}

/// How many of the `kept` among `count` parameters go, if these are `share` of all that can be pruned.
func dropCount(
  _ amount: MagnitudePruning.Amount, _ rounding: MagnitudePruning.Rounding, kept: Int, count: Int, share: Double
) -> Int {
  let dropped =
    switch amount {
    case .dropping(let rate, let times):
      (0..<times).reduce(0) { dropped, _ in dropped + rounding.whole(rate * Double(kept - dropped)) }
    case .keeping(let fraction): kept - rounding.opposite.whole(fraction * Double(count))
    case .keepingCount(let total): kept - rounding.opposite.whole(Double(total) * share)
    }
  return min(max(dropped, 0), kept)
}

extension MagnitudePruning.Rounding {
  /// How what stays is rounded where this is how what goes is.
  fileprivate var opposite: Self {
    switch self {
    case .nearest: .nearest
    case .down: .up
    case .up: .down
    }
  }

  /// The whole number that `number` becomes.
  fileprivate func whole(_ number: Double) -> Int {
    let floor = Int(number.rounded(.down))
    // Products of a fraction and up to 2³¹ parameters that ought to be whole miss it by less than this.
    let slack = 1e-6
    let fraction = number - Double(floor)
    return switch self {
    case .nearest: Int(number.rounded(.toNearestOrEven))
    case .down: fraction >= 1 - slack ? floor + 1 : floor
    case .up: fraction > slack ? floor + 1 : floor
    }
  }
}

/// Parameters that are pruned together with others: their ranks and which of them are still kept.
struct PrunablePart {
  let ranks: [UInt32]
  let mask: TensorMask

  /// The masks without the lowest-ranked kept parameters of all parts, of equal ranks those that `ties` says; `drops`
  /// says how many go, given the numbers of parameters that are kept and that there are.
  static func pruned(
    _ parts: [PrunablePart], ties: MagnitudePruning.Ties, drops: (_ kept: Int, _ count: Int) -> Int
  ) -> [TensorMask] {
    // Rank above position: sorting gives the order in which parameters go. Where the last goes first, positions are
    // counted from the end of the numbers that fit.
    let flip: UInt64 = ties == .first ? 0 : 0xffff_ffff
    var candidates: [UInt64] = []
    var position: UInt64 = 0
    for part in parts {
      for (index, rank) in part.ranks.enumerated() {
        if part.mask.keeps(index) { candidates.append(UInt64(rank) << 32 | (position ^ flip)) }
        position += 1
      }
    }
    precondition(position <= UInt64(UInt32.max), "positions fit 32 bits")
    let count = drops(candidates.count, Int(position))
    candidates.sort()
    var isKept = [Bool](repeating: false, count: Int(position))
    for candidate in candidates.dropFirst(count) { isKept[Int((candidate ^ flip) & 0xffff_ffff)] = true }
    var start = 0
    return parts.map { part in
      defer { start += part.ranks.count }
      return TensorMask(count: part.ranks.count) { isKept[start + $0] }
    }
  }
}
