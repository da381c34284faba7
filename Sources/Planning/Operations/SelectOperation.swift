import MaskAlgebra
package import Model

/// Picks among the masks that pruning went through.
package struct SelectOperation: StageOperation {
  package static let name = "select"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.select]

  package let network: NetworkParameters
  package let exclude: PruningExclusion

  /// The task whose scores decide.
  package let task: String

  package let rule: MaskSelection
}

extension SelectOperation {
  package var operation: Operation { .select(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields([
      "network": network.canonical, "exclude": exclude.canonicalName, "task": .text(task), "rule": rule.canonicalName,
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    exclude = try reader.choice("exclude")
    task = try reader.text("task")
    rule = try reader.choice("rule")
  }

  /// The dense round has scores and no mask of its own.
  package var reads: InputRules { InputRules([.history(round: 0)], optional: [.candidate, .history]) }

  package static var possibleArtifacts: [Artifact] { [.mask, .choice] }

  package var taskNames: [String] { [task] }

  package func resources(by model: CostModel) -> StageCost { model.maskFile(of: network) }

  package func keptCounts(from inputs: [Input], _ counts: (StageID) -> KeptCounts?) -> KeptCounts? {
    // Any round may be selected: the last one keeps least, the dense one all.
    let all = network.universe(excluding: exclude).prunableCount
    var least = all
    for input in inputs where input.artifact == .mask {
      least = min(least, counts(input.stage)?.reduce(0) { $0 + $1.lowerBound } ?? 0)
    }
    return [least...all]
  }
}
