import Testing

@testable import ExperimentSpec

private let order = KeyOrder.specification

@Test func theExperimentStandsBetweenTheHeadOfTheFileAndItsVariants() {
  let keys = order.keys(at: [])
  #expect(keys.starts(with: ["sharespec", "name"]))
  #expect(keys.suffix(6) == ["variants", "baseline", "sweep", "claims", "report", "budget"])
  let experiment = Experiment.blockDescription.fields.map(\.key)
  #expect(keys.filter(experiment.contains) == experiment)
  #expect(Set(keys) == Set(experiment + RootFields.headKeys))
}

@Test func blocksHaveTheirFieldsInTheOrderOfTheirDefinition() {
  #expect(order.keys(at: ["training"]) == TrainingSpec.blockDescription.fields.map(\.key))
  #expect(order.keys(at: ["tasks", "any"]) == TaskSpec.blockDescription.fields.map(\.key))
  #expect(order.keys(at: ["tasks", "any", "scheme"]) == ["from", "to", "repair"])
}

@Test func variantsAreOrderedAsTheExperiment() {
  #expect(order.keys(at: ["variants", "any"]) == Experiment.blockDescription.fields.map(\.key))
  #expect(order.keys(at: ["variants", "any", "base", "words"]) == order.keys(at: ["base", "words"]))
}

@Test func namesOfTheAuthorHaveNoOrder() {
  for path in [
    ["datasets"], ["tasks"], ["variants"], ["datasets", "d", "columns"], ["sharing", "masks"], ["sharing", "levels"],
    ["no-such-key"], ["seed", "x"], ["training", "batch", "x"],
  ] {
    #expect(order.keys(at: path) == [], "\(path)")
  }
}

@Test func alternativesOfABlockShareOneOrder() {
  #expect(
    order.keys(at: ["datasets", "d"]) == [
      "format", "sentences", "seed", "files", "fields", "document", "columns", "skip", "separator", "comments", "width",
      "hold_out", "limit",
    ])
  #expect(order.keys(at: ["sharing"]) == ["masks", "towers", "coupling", "levels"])
}

@Test func fieldsInsideListsAreFound() {
  let field = FieldDescription(
    key: "axes", type: .list(.block(SchemeSpec.blockDescription)), documentation: "", presence: .optional)
  let order = KeyOrder(around: CouplingSpec.blockDescription, [field])
  #expect(order.keys(at: []) == ["axes", "kind", "own"])
  #expect(order.keys(at: ["axes"]) == [])
  #expect(order.keys(at: ["axes", "3"]) == ["from", "to", "repair"])
}

/// Each alternative keeps its own order where they have keys in common.
@Test func commonKeysHoldAlternativesTogether() {
  let blocks = [["a", "c"], ["a", "b", "c"], ["d", "c", "e"]].map { keys in
    BlockDescription(
      name: "\(keys)", documentation: "",
      fields: keys.map { FieldDescription(key: $0, type: .text, documentation: "", presence: .optional) })
  }
  let field = FieldDescription(
    key: "x", type: .either(blocks.map(TypeDescription.block)), documentation: "", presence: .optional)
  let order = KeyOrder(around: CouplingSpec.blockDescription, [field])
  #expect(order.keys(at: ["x"]) == ["d", "a", "b", "c", "e"])
}
