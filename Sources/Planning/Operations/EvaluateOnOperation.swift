package import MaskAlgebra
import Model

/// Scores a trained network on a further test set.
///
/// Its tasks are those that the network was trained on, as training knew them: their labels are what predictions can
/// be. So it depends on no test split but that of the set.
package struct EvaluateOnOperation: MaskedOperation {
  package static let name = "evaluate_on"
  package static let version = 2
  package static let purposes: [StagePurpose.Kind] = [.evaluateOn]

  package var masks: MaskConfiguration

  /// The set and those of the tasks that are scored on it.
  package let set: EvaluatedSet

  private let trained: Shared<OperationSubject>

  /// The sentences that are taken at a time.
  private static let batch = 32
}

extension EvaluateOnOperation {
  init(_ subject: Shared<OperationSubject>, masks: MaskConfiguration, on set: EvaluatedSet) {
    trained = subject
    self.masks = masks
    self.set = set
  }

  package var network: NetworkParameters { trained.value.network }
  package var tasks: [TaskParameters] { trained.value.tasks }

  package var operation: Operation { .evaluateOn(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields([Self.masksField: .text(masks.canonicalText), "on": set.canonical])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let network: NetworkParameters = try reader.record("network")
    let tasks = try reader.tasks("tasks")
    let set: EvaluatedSet = try reader.record("on")
    if let stranger = set.tasks.first(where: { scored in !tasks.contains { $0.name == scored.name } }) {
      throw reader.error("on", "the network has no task '\(stranger.name)'")
    }
    self.init(
      Shared(OperationSubject(network: network, tasks: tasks)), masks: try reader.masks(Self.masksField, of: tasks),
      on: set)
  }

  package var reads: InputRules { InputRules([.vocabulary, .weights]).and(learnedMasksOf: masks) }

  package var corpora: [CorpusSource] { tasks.map(\.corpus) + [set.corpus] }

  package static var possibleArtifacts: [Artifact] { [.scores, .outcomes] }

  package func resources(by model: CostModel) -> StageCost {
    var cost = model.parameters(masks.universe, network, tasks, copies: MemoryModel.copiesInEvaluation)
    model.addText(to: &cost, network, tasks, masks, batch: Self.batch)
    cost.artifacts = Double(set.tasks.count) * MemoryModel.results(of: model.sizes.size(of: set))
    cost.operations = model.sizes.size(of: set).map { size in
      set.tasks.reduce(0) { $0 + model.operationsPerToken(network, masks, of: $1.name) * Double(size.tokens) }
    }
    return cost
  }
}
