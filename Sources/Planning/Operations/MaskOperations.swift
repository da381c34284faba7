import ExperimentSpec
package import MaskAlgebra
package import Model

/// The parameters of a stage that drops the smallest weights.
package struct PruneOperation: Hashable, Sendable, Canonical {
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

  package var canonical: CanonicalValue {
    .record(
      [
        "network": network.canonical, "exclude": exclude.canonicalName, "scope": scope.canonicalName,
        "amount": amount.canonical,
      ],
      choices: [
        "rounding": rounding.canonicalName(unless: .nearest), "ties": ties.canonicalName(unless: .first),
      ])
  }
}

extension PruneOperation.Amount: Canonical {
  package var canonical: CanonicalValue {
    switch self {
    case .fractionOfRemaining(let fraction, let times):
      .record(
        ["fraction_of_remaining": .real(fraction)], choices: ["times": times == 1 ? nil : .integer(times)])
    case .allBut(let fraction): .record(["all_but": .real(fraction)])
    }
  }
}

/// The parameters of a stage that picks among the masks of pruning's rounds.
package struct SelectOperation: Hashable, Sendable, Canonical {
  package let network: NetworkParameters
  package let exclude: PruningExclusion

  /// The task whose scores decide.
  package let task: String

  package let rule: MaskSelection

  package var canonical: CanonicalValue {
    .record([
      "network": network.canonical, "exclude": exclude.canonicalName, "task": .text(task), "rule": rule.canonicalName,
    ])
  }
}

/// The parameters of a stage that draws a mask at random.
package struct DrawMaskOperation: Hashable, Sendable, Canonical {
  package let network: NetworkParameters
  package let exclude: PruningExclusion
  package let keep: Double
  package let seed: UInt64

  package var canonical: CanonicalValue {
    .record([
      "network": network.canonical, "exclude": exclude.canonicalName, "keep": .real(keep), "seed": .text(String(seed)),
    ])
  }
}

/// The parameters of a stage that reads a mask from a file.
package struct ImportMaskOperation: Hashable, Sendable, Canonical {
  /// The network that the mask is for, in the form `forMasks`.
  package let network: NetworkParameters

  /// Which tensors the file need not have.
  package let exclude: PruningExclusion

  package let file: InputFile

  /// The task whose mask it is among others in the file; `nil` where the file holds one mask.
  package let task: String?

  package var canonical: CanonicalValue {
    .record([
      "network": network.canonical, "exclude": exclude.canonicalName, "file": file.canonical,
      "task": .optional(task.map(CanonicalValue.text)),
    ])
  }
}

/// The parameters of a stage that counts which parameters belong to which tasks.
package struct MeasureOperation: Hashable, Sendable, Canonical {
  package let masks: MaskConfiguration

  package var canonical: CanonicalValue {
    .record(["universe": masks.universe.canonical, "masks": .text(masks.canonicalText)])
  }
}

extension ParameterUniverse: Canonical {
  /// The tensors with what of them there is and what pruning may touch, and the towers.
  package var canonical: CanonicalValue {
    .record([
      "tensors": .list(
        tensors.map {
          .record([
            "name": .text($0.name), "count": .integer($0.count), "prunable": .boolean($0.isPrunable),
            "towered": .boolean($0.isTowered),
          ])
        }),
      "towers": .list(towers.map(CanonicalValue.text)),
    ])
  }
}
