import MaskAlgebra
import Model

/// Measures how much a task's loss depends on each parameter of the base network.
package struct SensitivityOperation: TaskOperation {
  package static let name = "sensitivity"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.sensitivity]

  /// The base network, without dropout.
  package let network: NetworkParameters

  /// The one task.
  package let tasks: [TaskParameters]

  /// The sentences of a batch, and over how many batches the mean is taken; a pass over the data has no more.
  package let batch: Int
  package let batches: Int

  /// What batches are drawn by.
  package let seed: Int
}

extension SensitivityOperation {
  package var operation: Operation { .sensitivity(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields(["batch": .integer(batch), "batches": .integer(batches), "seed": .integer(seed)])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    tasks = try reader.tasks("tasks")
    guard tasks.count == 1 else { throw reader.error("tasks", "expected one task") }
    batch = try reader.integer("batch", in: .batch)
    batches = try reader.integer("batches", in: .batches)
    seed = try reader.seed("seed")
  }

  package var reads: InputRules { InputRules([.vocabulary, .start]) }

  package static var possibleArtifacts: [Artifact] { [.importance] }

  package func resources(by model: CostModel) -> StageCost {
    let universe = network.universe(excluding: .biases)
    let everything = MaskConfiguration(
      universe: universe,
      tasks.map { MaskConfiguration.Entry(task: $0.name, mask: CanonicalMask(everythingIn: universe)) })
    var cost = model.parameters(universe, network, tasks, copies: MemoryModel.copiesInTraining)
    model.addText(to: &cost, network, tasks, everything, batch: batch)
    cost.artifacts = model.importanceFile(of: network).artifacts
    cost.operations = model.sum(tasks) { task in
      guard let train = model.sizes.training(task.corpus), train.sentences > 0 else { return nil }
      let part = min(1, Double(batch) * Double(batches) / Double(train.sentences))
      return 3 * model.operationsPerToken(network, everything, of: task.name) * part * Double(train.tokens)
    }
    return cost
  }
}
