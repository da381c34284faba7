package import Model
package import Randomness

/// The removal of the parameters that matter least from a mask.
///
/// Only maskable tensors that are not excluded are pruned, and of them what the mask still keeps.
package struct MagnitudePruning: Sendable, Hashable {
  /// How many parameters go, or stay.
  package enum Amount: Sendable, Hashable {
    /// This part of those that are still kept goes, then this part of the rest, and so on as many times.
    case dropping(rate: Double, times: Int = 1)

    /// This part of all stays.
    case keeping(fraction: Double)

    /// This number stays, divided among tensors in proportion to their sizes if each is pruned for itself.
    case keepingCount(Int)
  }

  package var scope: PruningScope
  package var exclude: PruningExclusion
  package var rounding: Rounding
  package var ties: Ties

  package init(
    scope: PruningScope = .global, exclude: PruningExclusion = .biases, rounding: Rounding = .nearest,
    ties: Ties = .first
  ) {
    self.scope = scope
    self.exclude = exclude
    self.rounding = rounding
    self.ties = ties
  }

  /// Whether parameters of the tensor can be pruned.
  package func prunes(_ tensor: ParameterTensor) -> Bool {
    tensor.slot.map { exclude.prunes($0.attribute) } ?? false
  }

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
      case .tensor: prunable.map { [$0] }
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
  _ amount: MagnitudePruning.Amount, _ rounding: Rounding, kept: Int, count: Int, share: Double
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

/// Parameters that are pruned together with others: their ranks and which of them are still kept.
struct PrunablePart {
  let ranks: [UInt32]
  let mask: TensorMask

  /// The masks without the lowest-ranked kept parameters of all parts, of equal ranks those that `ties` says; `drops`
  /// says how many go, given the numbers of parameters that are kept and that there are.
  static func pruned(
    _ parts: [PrunablePart], ties: Ties, drops: (_ kept: Int, _ count: Int) -> Int
  ) -> [TensorMask] {
    // Rank above position: sorting gives the order in which parameters go. Where the last goes first, positions are
    // counted from the end of the numbers that fit.
    let flip: UInt64 =
      switch ties {
      case .first: 0
      case .last: 0xffff_ffff
      }
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
