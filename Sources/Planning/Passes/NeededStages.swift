package import OrderedCollections

extension Plan {
  /// The stages that the stages `wanted` need, these included, each once, in the order in which they are met on the
  /// way.
  ///
  /// What a stage reads from is needed only if `needsInputs` says so of it, as it does not of one that is done.
  package func stages<Failure: Error>(
    neededBy wanted: [StageID], where needsInputs: (Stage) throws(Failure) -> Bool
  ) throws(Failure) -> OrderedSet<StageID> {
    var needed: OrderedSet<StageID> = []
    var open = wanted
    while let id = open.popLast() {
      guard let stage = stages[id], needed.append(id).inserted, try needsInputs(stage) else { continue }
      for input in stage.inputs where !needed.contains(input.stage) { open.append(input.stage) }
    }
    return needed
  }

  /// The stages that the stages `wanted` need, these included.
  package func stages(neededBy wanted: [StageID]) -> OrderedSet<StageID> { stages(neededBy: wanted) { _ in true } }
}
