package import Diagnostics
package import ExperimentSpec
package import MaskAlgebra
package import Model

/// A specification whose parts have been connected: every reference resolved, every mask in canonical form, every
/// task in the group that it is trained with.
package struct ExperimentGraph: Sendable {
  package let name: String
  package let variants: [VariantGraph]

  /// The variant that the others are compared with.
  package let baseline: String?

  /// Connects the parts of `spec`; `nil`, with the reasons in `log`, if they do not fit together.
  package init?(_ spec: Spec, log: inout DiagnosticLog) {
    self.init(SpecReading(spec), log: &log)
  }

  /// Connects the parts of what was read; `nil`, with the reasons in `log`, if they do not fit together. Of a
  /// specification that has mistakes already, what does not depend on these is checked.
  package init?(_ reading: SpecReading, log: inout DiagnosticLog) {
    var variants: [VariantGraph] = []
    variants.reserveCapacity(reading.variants.count)
    var findings = VariantFindings()
    let memory = SharingMemory()
    for variant in reading.variants {
      var found = DiagnosticLog()
      if let graph = VariantGraph(variant, memory, log: &found) { variants.append(graph) }
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

/// One variant of an experiment: its tasks, the parameters of its base network, and which tasks use which.
package struct VariantGraph: Sendable {
  package let name: String

  /// Which cell of which declared variant it is, and its seed.
  package let place: VariantPlace

  package let experiment: Experiment

  /// The tasks in the order of the specification.
  package let tasks: [TaskNode]

  /// The mask of each task over the network with its towers.
  package let masks: MaskConfiguration

  package let towers: TowerScope

  /// How towers read each other.
  package let coupling: CouplingSpec?

  /// The tasks that are trained together, in groups that share nothing.
  package let groups: [[String]]

  /// A task and the dataset it reads.
  package struct TaskNode: Sendable {
    package let name: String
    package let task: TaskSpec
    package let dataset: DatasetSpec
  }
}

extension VariantGraph {
  /// Connects the parts of `variant`; what other variants have in common with it is in `memory`. `nil`, with the
  /// reasons in `log` unless they are known, if they do not fit together or some are missing.
  init?(_ variant: Spec.Variant, _ memory: SharingMemory, log: inout DiagnosticLog) {
    let (experiment, gaps) = (variant.experiment, variant.gaps)
    let errors = log.errorCount
    let tasks = experiment.taskNodes(gaps, log: &log)
    experiment.checkWeights(gaps, log: &log)
    let sharing = memory.sharing(of: SharingParts(experiment, gaps), log: &log)
    guard let sharing, gaps.isEmpty, log.errorCount == errors else { return nil }
    name = variant.name
    place = variant.place
    self.experiment = experiment
    self.tasks = tasks
    masks = sharing.masks
    towers = sharing.towers
    coupling = sharing.coupling
    groups = sharing.groups
  }

  /// The parameters of the base network itself: one tower.
  package var baseUniverse: ParameterUniverse { SharingParts(experiment, Gaps()).universe(towers: .none) }

  /// The schedule of iterative pruning.
  package var ladder: PruningLadder {
    let pruning = experiment.pruning
    return PruningLadder(
      finalKept: pruning.rate.final, rounds: pruning.rate.rounds, rounding: pruning.rounding)
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

  /// The tasks with their datasets, every reference resolved; findings go to `log`, but for what may follow from
  /// `gaps`.
  fileprivate func taskNodes(_ gaps: Gaps, log: inout DiagnosticLog) -> [VariantGraph.TaskNode] {
    if gaps.cover("tasks") { return [] }
    for task in tasks where ["self", "*"].contains(task.name) {
      log.record(.reservedName(task.name, at: task.nameRange))
    }
    return tasks.compactMap { task in
      if gaps.cover("datasets") || gaps.cover("tasks", task.name, "dataset") { return nil }
      let name = task.value.dataset
      guard let dataset = datasets.value(named: name.value) else {
        log.record(.unknownReference(name, .dataset, known: datasets.map(\.name)))
        return nil
      }
      if case .layer(let layer) = task.value.target, !dataset.layers.contains(layer.value),
        !gaps.cover("datasets", name.value, "columns")
      {
        log.record(.unknownLayer(layer, of: name.value, known: dataset.layers))
      }
      if case (.layer(let layer), .synthetic, .spans) = (
        task.value.target, dataset, task.value.metric.descriptor.averaging
      ),
        SyntheticSpec.layers.contains(layer.value), !SyntheticSpec.spanLayers.contains(layer.value),
        !gaps.cover("tasks", task.name, "metric")
      {
        log.record(.noSpans(layer, for: task.value.metric, spans: SyntheticSpec.spanLayers))
      }
      return VariantGraph.TaskNode(name: task.name, task: task.value, dataset: dataset)
    }
  }
}
