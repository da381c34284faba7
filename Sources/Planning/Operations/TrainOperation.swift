package import ExperimentSpec
package import MaskAlgebra
package import Model

/// Trains the tasks of one component together, each within its mask.
package struct TrainOperation: MaskedOperation {
  package static let name = "train"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.round, .warmup, .rewind, .train]
  package static let isTraining = true

  package let network: NetworkParameters

  /// The tasks, by name.
  package let tasks: [TaskParameters]

  /// The mask of each task; learned masks in it are inputs of the stage.
  package var masks: MaskConfiguration

  package let optimizer: OptimizerSpec
  package let clip: ClipSpec
  package let batch: Int
  package let epochs: Int
  package let sampling: SamplingRule
  package let select: EpochSelection
  package let seed: Int
  package let weights: TaskWeights
}

extension TrainOperation {
  package var operation: Operation { .train(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields(
      [
        Self.masksField: .text(masks.canonicalText), "optimizer": optimizer.canonical, "clip": clip.canonical,
        "batch": .integer(batch), "epochs": .integer(epochs), "sampling": sampling.canonical,
        "select": select.canonicalName, "seed": .integer(seed),
      ], choices: ["weights": weights.canonical])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    tasks = try reader.records("tasks")
    masks = try reader.masks(Self.masksField)
    optimizer = try reader.record("optimizer")
    clip = try reader.record("clip")
    batch = try reader.integer("batch", in: .batch)
    epochs = try reader.integer("epochs", in: .epochs)
    sampling = try SamplingRule("sampling", of: &reader)
    select = try reader.choice("select")
    seed = try reader.seed("seed")
    weights = try TaskWeights("weights", of: &reader, count: tasks.count)
  }

  package var reads: InputRules { InputRules([.vocabulary, .start]).and(learnedMasksOf: masks) }

  package var artifacts: [Artifact] { [.weights, .lastWeights, .history] }

  package func resources(by model: CostModel) -> StageCost {
    var cost = model.parameters(masks.universe, network, tasks, copies: MemoryModel.copiesInTraining)
    model.addText(to: &cost, network, tasks, masks, batch: batch)
    // The selected and the last weights.
    cost.artifacts = cost.artifacts.map { 2 * $0 }
    cost.operations = model.sum(tasks) { task in
      guard let train = model.sizes.training(task.corpus), let dev = model.sizes.development(task.corpus) else {
        return nil
      }
      let forward = model.operationsPerToken(network, masks, of: task.name)
      return Double(epochs) * forward * (3 * Double(train.tokens) + Double(dev.tokens))
    }
    return cost
  }
}
