package import ExperimentSpec
package import MaskAlgebra
package import Model
package import OrderedCollections

/// A DAG of stages, each once, and what of it belongs to which variant.
package struct Plan: Sendable {
  /// The experiment's name.
  package let name: String

  /// The stages, each after those that it reads from.
  package internal(set) var stages: StageTable

  package let variants: [PlannedVariant]

  /// The variant that the others are compared with.
  package let baseline: String?

  package init(name: String, stages: StageTable, variants: [PlannedVariant], baseline: String?) {
    self.name = name
    self.stages = stages
    self.variants = variants
    self.baseline = baseline
  }

  /// The identities of the stages, in order.
  package var stageIDs: [StageID] { Array(stages.keys) }

  /// The stages that `id` reads from, each once.
  package func dependencies(of id: StageID) -> OrderedSet<StageID> {
    OrderedSet(stages[id]?.inputs.map(\.stage) ?? [])
  }
}

/// A variant's share of a plan: where its results come from.
package struct PlannedVariant: Sendable {
  package let name: String

  /// Which cell of which declared variant it is, and its seed.
  package let place: VariantPlace

  /// The name under which the specification declares the variant; the cells of a sweep have one in common.
  package var declaredName: String { place.declared }

  /// The tasks in the order of the specification, with how each is scored.
  package let tasks: [Task]

  /// The groups of tasks that are trained together, each apart from the others.
  package let components: [Component]

  /// The masks of all tasks over the whole network, towers and all.
  package let masks: MaskConfiguration

  /// The stage that counts parameters; `nil` where the masks alone tell.
  package let measure: StageID?

  /// The trainings that others start from, as this variant wants them.
  package let starts: [Start]

  package init(
    name: String, place: VariantPlace, tasks: [Task], components: [Component], masks: MaskConfiguration,
    measure: StageID?, starts: [Start]
  ) {
    self.name = name
    self.place = place
    self.tasks = tasks
    self.components = components
    self.masks = masks
    self.measure = measure
    self.starts = starts
  }

  /// A training that others start from: a warmup, or one that rounds of pruning go back to.
  package struct Start: Hashable, Sendable {
    package let purpose: StagePurpose
    package let stage: StageID

    package init(purpose: StagePurpose, stage: StageID) {
      self.purpose = purpose
      self.stage = stage
    }
  }

  /// One task of a variant.
  package struct Task: Sendable {
    package let name: String
    package let metric: Metric

    package init(name: String, metric: Metric) {
      self.name = name
      self.metric = metric
    }
  }

  /// Tasks that are trained together.
  package struct Component: Sendable {
    package let tasks: [String]
    package let train: StageID
    package let evaluate: StageID

    package init(tasks: [String], train: StageID, evaluate: StageID) {
      self.tasks = tasks
      self.train = train
      self.evaluate = evaluate
    }
  }
}

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

  /// The masks of a variant are about other tensors than those of a network that it trains.
  case foreignMasks(variant: String, StageID)
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
      seen.insert(stage.id)
    }
    for variant in variants {
      violations += variant.namedStages.filter { !seen.contains($0) }.map { .missingResult(variant: variant.name, $0) }
      violations += variant.components.map(\.train).filter { id in
        stages[id]?.operation.definition.hasTensors(of: variant.masks.universe) == false
      }.map { .foreignMasks(variant: variant.name, $0) }
    }
    return violations
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
