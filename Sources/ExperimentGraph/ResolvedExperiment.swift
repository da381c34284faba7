package import Diagnostics
package import ExperimentSpec
package import MaskAlgebra
package import Model

/// A specification whose parts are connected: every reference resolved, every mask in canonical form, every
/// task in the group that it is trained with.
package struct ResolvedExperiment: Sendable {
  package let name: String
  package let variants: [ResolvedVariant]

  /// The variant that the others are compared with.
  package let baseline: String?

  /// Connects the parts of `spec`; `nil`, with the reasons in `log`, if they do not fit together.
  package init?(_ spec: Spec, log: inout DiagnosticLog) {
    self.init(SpecReading(spec), log: &log)
  }

  /// Connects the parts of what was read; `nil`, with the reasons in `log`, if they do not fit together. Of a
  /// specification that has mistakes already, what does not depend on these is checked.
  package init?(_ reading: SpecReading, log: inout DiagnosticLog) {
    var variants: [ResolvedVariant] = []
    variants.reserveCapacity(reading.variants.count)
    var findings = VariantFindings()
    let memory = SharingMemory()
    for variant in reading.variants {
      var found = DiagnosticLog()
      if let graph = ResolvedVariant(variant, memory, log: &found) { variants.append(graph) }
      findings.add(found, of: variant.name, at: variant.nameRange)
    }
    var found = DiagnosticLog()
    findings.record(in: &found)
    log.record(contentsOf: reading.leading(found))
    guard let spec = reading.spec, !found.hasErrors else { return nil }
    name = spec.name
    baseline = spec.baseline?.value
    self.variants = variants
  }
}

extension ResolvedExperiment {
  /// Those of `variants` whose parts fit together, as an experiment of no name.
  package init(fitting variants: [Spec.Variant]) {
    let memory = SharingMemory()
    var log = DiagnosticLog()
    name = ""
    baseline = nil
    self.variants = variants.compactMap { ResolvedVariant($0, memory, log: &log) }
  }
}

/// One variant of an experiment: its tasks, the parameters of its base network, which tasks use which, and how all that
/// is trained. Its tasks hold the datasets and the columns that they name.
package struct ResolvedVariant: Sendable {
  package let name: String

  /// Which cell of which declared variant it is, and its seed.
  package let place: VariantPlace

  /// The name without the seed.
  package let group: String

  /// What all random numbers derive from.
  package let seed: Int

  /// The tasks in the order of the specification.
  package let tasks: [ResolvedTask]

  /// The datasets, those included that no task uses.
  package let datasets: [Named<DatasetSpec>]

  /// The base network itself.
  package let base: BaseSpec

  /// How the tasks share the base network.
  let sharing: ResolvedSharing

  /// The mask of each task as it was written.
  package var writtenMasks: [String: WrittenMask] { sharing.written }

  package let pruning: ResolvedPruning

  /// Epochs of the warmup; 0 for none.
  package let warmupEpochs: Int

  package let training: ResolvedTraining

  /// The further test sets in the order of the specification.
  package let evaluations: [ResolvedEvaluation]
}

extension ResolvedVariant {
  /// Connects the parts of `variant`; what other variants have in common with it is in `memory`. `nil`, with the
  /// reasons in `log` unless they are known, if they do not fit together or some are missing.
  init?(_ variant: Spec.Variant, _ memory: SharingMemory, log: inout DiagnosticLog) {
    let (experiment, gaps) = (variant.experiment, variant.gaps)
    let errors = log.errorCount
    let tasks = experiment.resolvedTasks(gaps, log: &log)
    evaluations = experiment.resolvedEvaluations(gaps, log: &log)
    experiment.checkWeights(gaps, log: &log)
    let sharing = memory.sharing(of: SharingParts(experiment, gaps), log: &log)
    guard let sharing, gaps.isEmpty, log.errorCount == errors else { return nil }
    name = variant.name
    group = variant.group
    place = variant.place
    seed = experiment.seed
    self.tasks = tasks
    datasets = experiment.datasets
    base = experiment.base
    self.sharing = sharing
    pruning = ResolvedPruning(of: experiment)
    warmupEpochs = experiment.warmup.epochs
    training = ResolvedTraining(experiment.training)
  }

  /// The mask of each task over the network with its towers.
  package var masks: MaskConfiguration { sharing.masks }

  /// The learned masks that any task's mask depends on, in order.
  package var support: [LearnedMask] { sharing.support }

  package var towers: TowerScope { sharing.towers }

  /// How towers read each other.
  package var coupling: CouplingSpec? { sharing.coupling }

  /// The tasks that are trained together, in groups that share nothing.
  package var groups: [[String]] { sharing.groups }

  /// The files that masks are read from, as they are written.
  package var maskFiles: [Located<String>] { sharing.files }

  /// The parameters of the base network itself: one tower.
  package var baseUniverse: ParameterUniverse {
    ParameterUniverse(
      characters: base.characters?.shape, wordDimension: base.words.dimension, encoder: base.encoder.encoder,
      towers: .none, tasks: tasks.map(\.name).sorted(), exclude: pruning.exclude)
  }
}

extension Experiment {
  /// Records the names of `training.weights` that no task has.
  fileprivate func checkWeights(_ gaps: Gaps, log: inout DiagnosticLog) {
    guard case .full(let weights) = training.weights, !gaps.cover("tasks") else { return }
    let known = tasks.map(\.name)
    for entry in weights where !known.contains(entry.name) {
      log.record(.unknownReference(Located(entry.name, .written(entry.nameRange)), .task, known: known))
    }
  }

  /// The tasks with all that they refer to; findings go to `log`, but for what may follow from `gaps`.
  fileprivate func resolvedTasks(_ gaps: Gaps, log: inout DiagnosticLog) -> [ResolvedTask] {
    if gaps.cover("tasks") { return [] }
    for task in tasks where ["self", "*"].contains(task.name) {
      log.record(.reservedName(task.name, at: task.nameRange))
    }
    return tasks.compactMap { task in
      if gaps.cover("datasets") || gaps.cover("tasks", task.name, "dataset") { return nil }
      let reference = task.value.dataset
      guard let dataset = datasets.value(named: reference.value) else {
        log.record(.unknownReference(reference, .dataset, known: datasets.map(\.name)))
        return nil
      }
      if !dataset.has(.train), gaps.knowSplits(of: reference.value) {
        log.record(.nothingToTrainOn(task.name, reference))
      }
      guard let target = ResolvedTask.Target(task.value.target, in: dataset) else {
        if case .layer(let layer) = task.value.target,
          !["columns", "fields"].contains(where: { gaps.cover("datasets", reference.value, $0) })
        {
          log.record(.unknownColumn(layer, of: reference.value, known: dataset.layers))
        }
        return nil
      }
      if let layer = task.value.target.layer, target.lacksSpans(for: task.value.metric),
        !gaps.cover("tasks", task.name, "metric")
      {
        log.record(.noSpans(layer, for: task.value.metric, spans: SyntheticSpec.spanLayers))
      }
      return ResolvedTask(
        name: task.name, dataset: dataset, datasetReference: reference, target: target, layer: task.value.target.layer,
        metric: task.value.metric, scheme: task.value.scheme, labels: task.value.labels,
        weight: training.weights.weight(of: task.name))
    }
  }
}
