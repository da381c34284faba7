import MaskAlgebra
import Model

/// A way in which a plan can contradict itself.
package enum PlanViolation: Hashable, Sendable {
  /// A stage reads from one that the plan does not have, or that comes after it.
  case missingProducer(StageID, InputRole)

  /// A stage reads an artifact that its producer does not make.
  case missingArtifact(StageID, InputRole, Artifact)

  /// A stage has two inputs of the same role.
  case repeatedRole(StageID, InputRole)

  /// A stage lacks an input that its operation reads.
  case missingInput(StageID, InputRole)

  /// A stage has an input that its operation does not read.
  case foreignInput(StageID, InputRole)

  /// A variant refers to a stage that the plan does not have.
  case missingResult(variant: String, StageID)

  /// The masks of a stage are about other tensors than those of its network.
  case foreignTensors(StageID)

  /// A stage reads a mask that is about other tensors than its own masks or network.
  case foreignMask(StageID, InputRole)

  /// A stage serves a purpose that is none of its operation or about other tasks.
  case foreignPurpose(StageID)

  /// The masks of a variant are about other tensors than those of a network that it trains.
  case foreignMasks(variant: String, StageID)

  /// A stage does not compute what a variant takes from it.
  case foreignResult(variant: String, ResultKind, StageID)

  /// An evaluation does not score, with the same masks, what the training beside it trained.
  case foreignEvaluation(variant: String, StageID)

  /// A stage does not score, with the same masks, what the training of a group trained on a further test set.
  case foreignSet(variant: String, set: String, StageID)

  /// The groups of tasks that a variant trains are not all of its tasks, each once.
  case otherTasks(variant: String)

  /// A task of a variant is scored by another metric in its evaluation.
  case otherMetric(variant: String, task: String, StageID)

  /// A stage that others start from in a variant is no training for that.
  case foreignStart(variant: String, StageID)

  /// Two stages of a variant serve one purpose.
  case repeatedPurpose(variant: String, StagePurpose, StageID)

  /// What a variant takes from a stage.
  package enum ResultKind: Hashable, Sendable {
    /// A network trained on the tasks of a group.
    case training

    /// The scores of the tasks of a group.
    case evaluation

    /// The counts of the variant's parameters.
    case measurement
  }
}

extension Plan {
  /// Every contradiction in the plan; none in one that lowering made.
  package func validate() -> [PlanViolation] {
    var violations: [PlanViolation] = []
    var seen: Set<StageID> = []
    for stage in stages.values {
      var roles: Set<InputRole> = []
      for input in stage.inputs {
        if !roles.insert(input.role).inserted { violations.append(.repeatedRole(stage.id, input.role)) }
        guard seen.contains(input.stage), let producer = stages[input.stage] else {
          violations.append(.missingProducer(stage.id, input.role))
          continue
        }
        if !producer.operation.artifacts.contains(input.artifact) {
          violations.append(.missingArtifact(stage.id, input.role, input.artifact))
        }
      }
      let operation = stage.operation.definition
      let rules = operation.reads
      violations += rules.missingRoles(in: stage.inputs).map { .missingInput(stage.id, $0) }
      violations += rules.foreignRoles(in: stage.inputs).map { .foreignInput(stage.id, $0) }
      if !operation.hasTensors() { violations.append(.foreignTensors(stage.id)) }
      for input in stage.inputs where !fits(input, stage.operation) {
        violations.append(.foreignMask(stage.id, input.role))
      }
      if !stage.operation.serves(stage.purpose) { violations.append(.foreignPurpose(stage.id)) }
      seen.insert(stage.id)
    }
    for variant in variants {
      let missing = variant.namedStages.filter { !seen.contains($0) }
      violations += missing.map { .missingResult(variant: variant.name, $0) }
      if missing.isEmpty { violations += contradictions(in: variant) }
    }
    return violations
  }

  /// Whether `input` of a stage that does `operation` is no mask, or one that is about its tensors.
  private func fits(_ input: Input, _ operation: Operation) -> Bool {
    guard input.artifact == .mask, let network = stages[input.stage]?.operation.maskedNetwork else { return true }
    if let own = operation.maskedNetwork { return network.slots == own.slots }
    guard let universe = operation.taskMasks?.universe ?? operation.measuredMasks?.universe else { return true }
    return network.hasTensors(of: universe)
  }

  /// Every contradiction between `variant` and the stages that it names, which are there.
  private func contradictions(in variant: PlannedVariant) -> [PlanViolation] {
    let name = variant.name
    var violations: [PlanViolation] = []
    let metrics = Dictionary(variant.tasks.map { ($0.name, $0.metric) }, uniquingKeysWith: { first, _ in first })
    for component in variant.components {
      guard case .train(let training)? = stages[component.train]?.operation,
        Set(training.taskNames) == Set(component.tasks)
      else {
        violations.append(.foreignResult(variant: name, .training, component.train))
        continue
      }
      guard let stage = stages[component.evaluate], case .evaluate(let evaluation) = stage.operation,
        Set(evaluation.taskNames) == Set(component.tasks)
      else {
        violations.append(.foreignResult(variant: name, .evaluation, component.evaluate))
        continue
      }
      if !training.hasTensors(of: variant.masks.universe) {
        violations.append(.foreignMasks(variant: name, component.train))
      }
      if stage.input(.weights)?.stage != component.train || evaluation.masks != training.masks {
        violations.append(.foreignEvaluation(variant: name, stage.id))
      }
      for set in component.sets where !scores(set, after: component.train, training) {
        violations.append(.foreignSet(variant: name, set: set.name, set.evaluate))
      }
      for task in evaluation.tasks where metrics[task.name].map({ $0 != task.metric }) ?? false {
        violations.append(.otherMetric(variant: name, task: task.name, stage.id))
      }
    }
    if variant.components.flatMap(\.tasks).sorted() != variant.tasks.map(\.name).sorted() {
      violations.append(.otherTasks(variant: name))
    }
    if let measure = variant.measure, stages[measure]?.operation != .measure(MeasureOperation(masks: variant.masks)) {
      violations.append(.foreignResult(variant: name, .measurement, measure))
    }
    violations += variant.starts.filter { !isTraining($0.stage, for: $0.purpose) }
      .map { .foreignStart(variant: name, $0.stage) }
    var purposes: Set<StagePurpose> = []
    for (slot, stage) in slots(of: variant) where !purposes.insert(slot.purpose).inserted {
      violations.append(.repeatedPurpose(variant: name, slot.purpose, stage))
    }
    return violations
  }

  /// Whether the stage of `set` scores what the stage `trained` trained, whose operation is `training`.
  private func scores(_ set: PlannedVariant.FurtherSet, after trained: StageID, _ training: TrainOperation) -> Bool {
    guard let stage = stages[set.evaluate], case .evaluateOn(let evaluation) = stage.operation else { return false }
    return stage.input(.weights)?.stage == trained && evaluation.masks == training.masks
      && evaluation.tasks == training.tasks
  }

  /// Whether `stage` is a training that others start from for `purpose`.
  private func isTraining(_ stage: StageID, for purpose: StagePurpose) -> Bool {
    switch purpose.kind {
    case .warmup, .rewind:
      // A stage that serves several purposes is called after the first of them.
      stages[stage].map { $0.operation.serves(purpose) && !purpose.precedes($0.purpose) } ?? false
    case .vocabulary, .initialize, .sensitivity, .importance, .round, .mask, .select, .draw, .importMask, .train,
      .evaluate, .evaluateOn, .measure:
      false
    }
  }
}

extension Operation {
  /// The network that the mask which the operation makes is for; `nil` where it makes none.
  fileprivate var maskedNetwork: NetworkParameters? {
    switch self {
    case .prune(let operation): operation.network
    case .select(let operation): operation.network
    case .drawMask(let operation): operation.network
    case .importMask(let operation): operation.network
    case .vocabulary, .initialize, .train, .sensitivity, .drawImportance, .evaluate, .evaluateOn, .measure: nil
    }
  }

  /// The masks whose parameters the operation counts.
  fileprivate var measuredMasks: MaskConfiguration? {
    guard case .measure(let operation) = self else { return nil }
    return operation.masks
  }

  /// Whether a stage of this operation can be for `purpose`, with the tasks that both name.
  fileprivate func serves(_ purpose: StagePurpose) -> Bool {
    let (own, others) = (Set(definition.taskNames), Set(purpose.tasks))
    return purposes.contains(purpose.kind) && (own.isEmpty || others.isEmpty || own == others)
  }
}

extension StageOperation {
  /// Whether the masks that the network is run with are about its tensors, in `universe` or in that of the masks.
  fileprivate func hasTensors(of universe: ParameterUniverse? = nil) -> Bool {
    guard let subject, let masks = taskMasks else { return true }
    return subject.network.hasTensors(of: universe ?? masks.universe)
  }
}

extension NetworkParameters {
  /// Whether `universe` has the tensors of this network, whatever of them is there for each task.
  fileprivate func hasTensors(of universe: ParameterUniverse) -> Bool {
    PruningExclusion.allCases.contains { exclude in
      self.universe(excluding: exclude).tensors.elementsEqual(universe.tensors) {
        $0.name == $1.name && $0.count == $1.count && $0.isPrunable == $1.isPrunable
      }
    }
  }
}
