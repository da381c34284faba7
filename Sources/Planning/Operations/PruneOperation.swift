import ExperimentSpec
import MaskAlgebra
package import Model

/// Drops the weights that are smallest, or matter least, from a mask.
package struct PruneOperation: StageOperation {
  package static let name = "prune"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.mask]

  /// The network whose parameters are pruned, in the form `forMasks`.
  package let network: NetworkParameters

  package let exclude: PruningExclusion
  package let scope: PruningScope
  package let amount: Amount

  /// How the number of scalars dropped is made whole.
  package let rounding: Rounding

  /// Which of equal magnitudes are dropped first.
  package let ties: Ties

  /// How much is dropped.
  package enum Amount: Hashable, Sendable {
    /// This fraction of what remains, and so on as many times.
    case fractionOfRemaining(Double, times: Int)

    /// All but this fraction of all prunable scalars.
    case allBut(Double)
  }
}

extension PruneOperation {
  package var operation: Operation { .prune(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields(
      [
        "network": network.canonical, "exclude": exclude.canonicalName, "scope": scope.canonicalName,
        "amount": amount.canonical,
      ],
      choices: [
        "rounding": rounding.canonicalName(unless: .nearest), "ties": ties.canonicalName(unless: .first),
      ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    exclude = try reader.choice("exclude")
    scope = try reader.choice("scope")
    amount = try reader.record("amount")
    rounding = try reader.choice("rounding", unlessWritten: .nearest)
    ties = try reader.choice("ties", unlessWritten: .first)
  }

  package var reads: InputRules { InputRules([.weights], optional: [.candidate]) }

  package static var possibleArtifacts: [Artifact] { [.mask] }

  package func resources(by model: CostModel) -> StageCost { model.maskFile(of: network) }

  package func keptCounts(from inputs: [Input], _ counts: (StageID) -> KeptCounts?) -> KeptCounts? {
    let universe = network.universe(excluding: exclude)
    let sizes =
      switch scope {
      case .global: [universe.prunableCount]
      case .tensor: universe.tensors.filter(\.isPrunable).map(\.count)
      }
    var before = sizes.map { $0...$0 }
    for input in inputs {
      guard case .candidate = input.role else { continue }
      guard let parts = counts(input.stage), parts.count == sizes.count else { return nil }
      before = parts
    }
    switch amount {
    case .fractionOfRemaining(let fraction, let times):
      return before.map { kept in
        guard kept.lowerBound == kept.upperBound else { return kept }
        var remaining = kept.lowerBound
        for _ in 0..<times { remaining -= rounding.whole(Double(remaining) * fraction) }
        return remaining...remaining
      }
    case .allBut(let fraction):
      return sizes.map {
        let kept = rounding.opposite.whole(Double($0) * fraction)
        return kept...kept
      }
    }
  }
}

extension PruneOperation.Amount: ReadableRecord {
  package var canonical: CanonicalValue {
    switch self {
    case .fractionOfRemaining(let fraction, let times):
      .record(
        ["fraction_of_remaining": .real(fraction)], choices: ["times": times == 1 ? nil : .integer(times)])
    case .allBut(let fraction): .record(["all_but": .real(fraction)])
    }
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    if reader.isWritten("fraction_of_remaining") {
      self = .fractionOfRemaining(
        try reader.fraction("fraction_of_remaining"),
        times: try reader.integer("times", in: .rounds, unlessWritten: 1))
    } else {
      self = .allBut(try reader.fraction("all_but"))
    }
  }
}
