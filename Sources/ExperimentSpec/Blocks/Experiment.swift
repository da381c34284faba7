import Model

/// One experiment, fully settled: what a variant of a specification amounts to.
package struct Experiment: Block {
  package static let blockName = "experiment"
  package static let documentation =
    "Datasets, tasks, the base network, how the tasks share it, pruning and training."

  /// What all random numbers derive from.
  package let seed: Int

  package let datasets: [Named<DatasetSpec>]
  package let tasks: [Named<TaskSpec>]
  package let base: BaseSpec
  package let sharing: SharingSpec
  package let pruning: PruningSpec
  package let warmup: WarmupSpec
  package let training: TrainingSpec

  /// The further test sets, in the order of the specification.
  package let evaluate: [Named<EvaluationSpec>]

  package init(reading reader: inout BlockReader) {
    seed = reader.optional("seed", .integer(in: .seed), default: 1, "What all random numbers derive from.")
    datasets = reader.required("datasets", .map(of: DatasetSpec.type), "The corpora, by name.")
    tasks = reader.required("tasks", .map(of: .block(TaskSpec.self)), "The tasks, by name.")
    base = reader.block("base", BaseSpec.self, "The base network.")
    sharing = reader.required("sharing", SharingSpec.type, "How the tasks share the base network.")
    pruning = reader.block("pruning", PruningSpec.self, "How learned masks are found.")
    warmup = reader.block("warmup", WarmupSpec.self, "Multi-task training before masks are looked for.")
    training = reader.required("training", .block(TrainingSpec.self), "How networks are trained.")
    evaluate =
      reader.ifWritten(
        "evaluate", .map(of: .block(EvaluationSpec.self), mayBeEmpty: true),
        "Further test sets, by name: every variant is scored on them as well.") ?? []
  }

  /// The optimiser of the rounds of pruning.
  package var pruningOptimizer: OptimizerSpec { OptimizerSpec(training.optimizer, pruning.optimizer) }

  /// The bound of gradients in the rounds of pruning.
  package var pruningClip: ClipSpec { pruning.clip ?? training.clip }
}
