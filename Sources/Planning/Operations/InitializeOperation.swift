import Model

/// Draws the parameters that training starts from: the paper's θ⁽⁰⁾.
package struct InitializeOperation: TaskOperation {
  package static let name = "initialize"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.initialize]

  package let network: NetworkParameters

  /// The tasks that have a head, by name.
  package let tasks: [TaskParameters]

  package let seed: Int
}

extension InitializeOperation {
  package var operation: Operation { .initialize(self) }

  package var ownFields: [CanonicalValue.Field] { .fields(["seed": .integer(seed)]) }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    tasks = try reader.tasks("tasks")
    seed = try reader.seed("seed")
  }

  package var reads: InputRules { InputRules([.vocabulary], optional: [.wordVectors]) }

  package static var possibleArtifacts: [Artifact] { [.weights] }

  package func resources(by model: CostModel) -> StageCost {
    model.parameters(network.universe(excluding: .biases), network, tasks, copies: 1)
  }
}
