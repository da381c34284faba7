package import ExperimentSpec
package import MaskAlgebra
package import Model

/// Trains the tasks of one component together, each within its mask.
package struct TrainOperation: MaskedOperation {
  package static let name = "train"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.round, .warmup, .rewind, .train]
  package static let isTraining = true

  /// The mask of each task; learned masks in it are inputs of the stage.
  package var masks: MaskConfiguration

  /// All other parameters, shared by the trainings of a plan that differ in their masks alone.
  private let settings: Shared<Settings>

  private struct Settings: Hashable, Sendable {
    let network: NetworkParameters
    let tasks: [TaskParameters]
    let optimizer: OptimizerSpec
    let clip: ClipSpec
    let batch: Int
    let epochs: Int
    let sampling: SamplingRule
    let select: EpochSelection
    let seed: Int
    let weights: TaskWeights
  }

  package init(
    network: NetworkParameters, tasks: [TaskParameters], masks: MaskConfiguration, optimizer: OptimizerSpec,
    clip: ClipSpec, batch: Int, epochs: Int, sampling: SamplingRule, select: EpochSelection, seed: Int,
    weights: TaskWeights
  ) {
    self.masks = masks
    settings = Shared(
      Settings(
        network: network, tasks: tasks, optimizer: optimizer, clip: clip, batch: batch, epochs: epochs,
        sampling: sampling, select: select, seed: seed, weights: weights))
  }

  package var network: NetworkParameters { settings.value.network }

  /// The tasks, by name.
  package var tasks: [TaskParameters] { settings.value.tasks }

  package var optimizer: OptimizerSpec { settings.value.optimizer }
  package var clip: ClipSpec { settings.value.clip }
  package var batch: Int { settings.value.batch }
  package var epochs: Int { settings.value.epochs }
  package var sampling: SamplingRule { settings.value.sampling }
  package var select: EpochSelection { settings.value.select }
  package var seed: Int { settings.value.seed }
  package var weights: TaskWeights { settings.value.weights }
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
    let network: NetworkParameters = try reader.record("network")
    let tasks = try reader.tasks("tasks")
    self.init(
      network: network, tasks: tasks, masks: try reader.masks(Self.masksField, of: tasks),
      optimizer: try reader.record("optimizer"), clip: try reader.record("clip"),
      batch: try reader.integer("batch", in: .batch), epochs: try reader.integer("epochs", in: .epochs),
      sampling: try SamplingRule("sampling", of: &reader), select: try reader.choice("select"),
      seed: try reader.seed("seed"), weights: try TaskWeights("weights", of: &reader, count: tasks.count))
  }

  package var reads: InputRules { InputRules([.vocabulary, .start]).and(learnedMasksOf: masks) }

  package static var possibleArtifacts: [Artifact] { [.weights, .lastWeights, .history] }

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
