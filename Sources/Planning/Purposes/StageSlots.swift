package import ExperimentSpec

/// Why a plan has a stage: which variant wants it, and what for. A slot names exactly one stage of a plan.
package struct StageSlot: Hashable, Sendable {
  /// The variant's name, unique in its plan.
  package let variant: String

  /// The variant's declared name, sweep values and seed.
  package let place: VariantPlace

  /// The purpose, with its task or tasks and its round.
  package let purpose: StagePurpose

  package init(variant: String, place: VariantPlace, purpose: StagePurpose) {
    self.variant = variant
    self.place = place
    self.purpose = purpose
  }
}

extension Plan {
  /// The slots of one variant, each with its stage, results first.
  ///
  /// They follow from the stages that the variant names and the edges between stages, so that a plan of many variants
  /// does not hold them. What a training is for is seen from who reads it: variants differ in that, stages do not.
  ///
  /// - Complexity: linear in the number of stages that the variant needs and of their inputs.
  package func slots(of variant: PlannedVariant) -> [(slot: StageSlot, stage: StageID)] {
    var slots: [(slot: StageSlot, stage: StageID)] = []
    func fill(_ purpose: StagePurpose, _ stage: StageID) {
      slots.append((StageSlot(variant: variant.name, place: variant.place, purpose: purpose), stage))
    }
    for component in variant.components {
      let tasks = component.tasks.sorted()
      fill(.train(tasks: tasks), component.train)
      fill(.evaluate(tasks: tasks), component.evaluate)
      for set in component.sets { fill(.evaluateOn(set: set.name, tasks: tasks), set.evaluate) }
    }
    if let measure = variant.measure { fill(.measure, measure) }

    var isFilled: Set<StageID> = []
    var isOpen = Set(variant.namedStages)
    var open = variant.namedStages
    while let id = open.popLast() {
      guard let stage = stages[id] else { continue }
      for input in stage.inputs {
        if isOpen.insert(input.stage).inserted { open.append(input.stage) }
        guard let producer = stages[input.stage], producer.fillsOwnSlot(for: stage, input),
          isFilled.insert(producer.id).inserted
        else { continue }
        fill(producer.purpose, producer.id)
      }
    }
    // Lowering notes trainings that nothing of the variant may come to read, such as those before a random importance.
    for start in variant.starts where isOpen.contains(start.stage) { fill(start.purpose, start.stage) }
    return slots
  }
}

extension Stage {
  /// Whether `reader` reads this stage, as `input`, for the purpose that the stage is called after.
  ///
  /// Trainings that others start from and those that are evaluated are named by the variant; the others are rounds.
  fileprivate func fillsOwnSlot(for reader: Stage, _ input: Input) -> Bool {
    switch purpose.kind.claimant {
    case .reader: true
    case .pruning:
      switch input.role {
      case .history: true
      case .weights: reader.purpose.kind == .mask
      case .vocabulary, .wordVectors, .start, .mask, .candidate: false
      }
    case .variant: false
    }
  }
}
