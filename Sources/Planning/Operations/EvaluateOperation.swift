package import MaskAlgebra
import Model

/// Scores a trained network on the sentences that results are reported on.
package struct EvaluateOperation: MaskedOperation {
  package static let name = "evaluate"
  package static let version = 2
  package static let purposes: [StagePurpose.Kind] = [.evaluate]

  package var masks: MaskConfiguration
  private let evaluated: Shared<OperationSubject>

  /// The sentences that are taken at a time.
  private static let batch = 32
}

extension EvaluateOperation {
  init(_ subject: Shared<OperationSubject>, masks: MaskConfiguration) {
    evaluated = subject
    self.masks = masks
  }

  package var network: NetworkParameters { evaluated.value.network }
  package var tasks: [TaskParameters] { evaluated.value.tasks }

  package var operation: Operation { .evaluate(self) }

  package var ownFields: [CanonicalValue.Field] { .fields([Self.masksField: .text(masks.canonicalText)]) }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let network: NetworkParameters = try reader.record("network")
    let tasks = try reader.tasks("tasks")
    self.init(
      Shared(OperationSubject(network: network, tasks: tasks)), masks: try reader.masks(Self.masksField, of: tasks))
  }

  package var reads: InputRules { InputRules([.vocabulary, .weights]).and(learnedMasksOf: masks) }

  package static var possibleArtifacts: [Artifact] { [.scores, .outcomes] }

  package func resources(by model: CostModel) -> StageCost {
    var cost = model.parameters(masks.universe, network, tasks, copies: MemoryModel.copiesInEvaluation)
    model.addText(to: &cost, network, tasks, masks, batch: Self.batch)
    cost.artifacts = tasks.reduce(0) { $0 + MemoryModel.results(of: model.sizes.reported($1.corpus)) }
    cost.operations = model.sum(tasks) { task in
      model.sizes.reported(task.corpus).map {
        model.operationsPerToken(network, masks, of: task.name) * Double($0.tokens)
      }
    }
    return cost
  }
}
