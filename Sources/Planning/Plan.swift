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

  /// The corpora that stages read, each once, in the order of the stages.
  package var corpora: [CorpusSource] {
    var known: OrderedSet<CorpusSource> = []
    for stage in stages.values { known.append(contentsOf: stage.operation.corpora) }
    return Array(known)
  }

  /// The paths of the files that stages read, as specifications write them, by their content.
  package var writtenPaths: [Digest: String] {
    Dictionary(
      stages.values.lazy.flatMap(\.operation.inputFiles).compactMap { file in file.digest.map { ($0, file.writtenPath) }
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// The stages that `id` reads from, each once.
  package func dependencies(of id: StageID) -> OrderedSet<StageID> {
    OrderedSet(stages[id]?.inputs.map(\.stage) ?? [])
  }
}

/// A variant's share of a plan: where its results come from.
package struct PlannedVariant: Sendable {
  package let name: String

  /// The name without the seed: variants that differ only in their seed have one in common.
  package let group: String

  /// Which cell of which declared variant it is, and its seed.
  package let place: VariantPlace

  /// The name under which the specification declares the variant; the cells of a sweep have one in common.
  package var declaredName: String { place.declared }

  /// The names by which a baseline finds the variant.
  package var names: BaselineNames.Variant { BaselineNames.Variant(name, declared: declaredName) }

  /// Whether `name` is the variant's own, or that of the declared variant whose cell it is.
  package func isMeant(by name: String) -> Bool { self.name == name || declaredName == name }

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
    name: String, group: String, place: VariantPlace, tasks: [Task], components: [Component], masks: MaskConfiguration,
    measure: StageID?, starts: [Start]
  ) {
    self.name = name
    self.group = group
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
  package struct Task: Hashable, Sendable {
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

    /// The further test sets that have some of the tasks, in the order of the specification.
    package let sets: [FurtherSet]

    package init(tasks: [String], train: StageID, evaluate: StageID, sets: [FurtherSet] = []) {
      self.tasks = tasks
      self.train = train
      self.evaluate = evaluate
      self.sets = sets
    }

    /// The stages that scores are read from.
    package var evaluations: [StageID] { [evaluate] + sets.map(\.evaluate) }
  }

  /// A further test set, and the stage that scores the tasks of a group on it.
  package struct FurtherSet: Hashable, Sendable {
    package let name: String
    package let evaluate: StageID

    package init(name: String, evaluate: StageID) {
      self.name = name
      self.evaluate = evaluate
    }
  }
}
