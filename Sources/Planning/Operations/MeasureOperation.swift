package import MaskAlgebra

/// Counts which parameters belong to which tasks, where masks are learned.
package struct MeasureOperation: StageOperation {
  package static let name = "measure"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.measure]

  package let masks: MaskConfiguration
}

extension MeasureOperation {
  package var operation: Operation { .measure(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields(["universe": masks.universe.canonical, "masks": .text(masks.canonicalText)])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    let universe: ParameterUniverse = try reader.record("universe")
    masks = try reader.masks("masks", over: universe)
  }

  package var reads: InputRules { InputRules().and(learnedMasksOf: masks) }

  package static var possibleArtifacts: [Artifact] { [.sharing] }

  package func resources(by model: CostModel) -> StageCost {
    StageCost(operations: 0, memory: Double(masks.universe.parameterCount), artifacts: 1000)
  }
}
