/// Draws the importance of each parameter at random, as a control.
package struct DrawImportanceOperation: StageOperation {
  package static let name = "draw_importance"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.importance]

  /// The network whose parameters are drawn for, in the form `forMasks`.
  package let network: NetworkParameters

  /// The task that they are drawn for; each task has its own draw.
  package let task: String

  package let seed: Int
}

extension DrawImportanceOperation {
  package var operation: Operation { .drawImportance(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields(["network": network.canonical, "task": .text(task), "seed": .integer(seed)])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    task = try reader.text("task")
    seed = try reader.seed("seed")
  }

  package static var possibleArtifacts: [Artifact] { [.importance] }

  package var taskNames: [String] { [task] }

  package func resources(by model: CostModel) -> StageCost { model.importanceFile(of: network) }
}
