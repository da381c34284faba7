package import Diagnostics
package import ExperimentSpec
package import MaskAlgebra

/// A specification whose parts have been connected: every reference resolved, every mask in canonical form, every
/// task in the group that it is trained with.
package struct ExperimentGraph: Sendable {
  package let name: String
  package let variants: [VariantGraph]

  /// The variant that the others are compared with.
  package let baseline: String?

  /// Connects the parts of `spec`; `nil`, with the reasons in `log`, if they do not fit together.
  package init?(_ spec: Spec, log: inout DiagnosticLog) {
    var variants: [VariantGraph] = []
    var findings = VariantFindings()
    for variant in spec.variants {
      var found = DiagnosticLog()
      if let graph = VariantGraph(variant, log: &found) { variants.append(graph) }
      findings.add(found, of: variant.name, at: variant.nameRange)
    }
    var found = DiagnosticLog()
    findings.record(in: &found)
    log.record(contentsOf: spec.leading(found))
    guard !found.hasErrors else { return nil }
    name = spec.name
    baseline = spec.baseline?.value
    self.variants = variants
  }
}

/// One variant of an experiment: its tasks, the parameters of its base network, and which tasks use which.
package struct VariantGraph: Sendable {
  package let name: String

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
  /// Connects the parts of `variant`.
  init?(_ variant: Spec.Variant, log: inout DiagnosticLog) {
    let experiment = variant.experiment
    let errors = log.errorCount
    let tasks = experiment.taskNodes(log: &log)
    guard let sharing = SharingExpansion(experiment, log: &log), log.errorCount == errors else { return nil }
    let universe = experiment.universe(towers: sharing.towers)
    if universe.parameterCount > 1 << 31 { log.record(.tooLarge(universe.parameterCount)) }
    var entries: [MaskConfiguration.Entry] = []
    for task in tasks {
      guard let written = sharing.masks[task.name] else { continue }
      let scope = MaskScope(
        universe: universe, tasks: tasks.map(\.name), owner: task.name, rounds: experiment.pruning.rate.rounds)
      if let mask = CanonicalMask(written.expression, in: scope, path: written.path, log: &log) {
        entries.append(MaskConfiguration.Entry(task: task.name, mask: mask))
        for symbol in mask.support { log.recordUnreachable(symbol, experiment.pruning.rate, at: written.range) }
        if sharing.coupling != nil, mask.liveTowers != [task.name] {
          log.record(.coupledOutsideTower(task.name, towers: mask.liveTowers, at: written.range))
        }
      }
    }
    guard log.errorCount == errors else { return nil }
    let masks = MaskConfiguration(universe: universe, entries)
    masks.check(
      isCoupled: sharing.coupling != nil,
      origin: { MaskOrigin(range: sharing.masks[$0]?.range, path: sharing.masks[$0]?.path) }, log: &log)
    guard log.errorCount == errors else { return nil }
    name = variant.name
    self.experiment = experiment
    self.tasks = tasks
    self.masks = masks
    towers = sharing.towers
    coupling = sharing.coupling
    groups = sharing.coupling == nil ? masks.independentGroups : [masks.tasks]
  }

  /// The parameters of the base network itself: one tower.
  package var baseUniverse: ParameterUniverse { experiment.universe(towers: .one) }

  /// The schedule of iterative pruning.
  package var ladder: PruningLadder {
    let pruning = experiment.pruning
    return PruningLadder(
      finalKept: pruning.rate.final, rounds: pruning.rate.rounds, rounding: pruning.rounding.rounding)
  }
}

extension RoundingName {
  /// The rounding that the name stands for.
  package var rounding: PruningRounding {
    switch self {
    case .nearest: .nearest
    case .down: .down
    case .up: .up
    }
  }
}

extension DiagnosticLog {
  /// Records why a learned mask can never be had, if it cannot.
  fileprivate mutating func recordUnreachable(_ symbol: LearnedMask, _ rate: PruningRate, at range: SourceRange?) {
    switch symbol {
    case .imp(_, .keep(let kept)) where kept < rate.final * (1 - 1e-9):
      record(.keepBelowSchedule(kept, final: rate.final, at: range))
    case .imp, .random, .file: break
    }
  }
}

extension Experiment {
  /// The tasks with their datasets, every reference resolved; findings go to `log`.
  fileprivate func taskNodes(log: inout DiagnosticLog) -> [VariantGraph.TaskNode] {
    for task in tasks where ["self", "*"].contains(task.name) {
      log.record(.reservedName(task.name, at: task.nameRange))
    }
    return tasks.compactMap { task in
      guard let dataset = datasets.value(named: task.value.dataset.value) else {
        log.record(.unknownReference(task.value.dataset, .dataset, known: datasets.map(\.name)))
        return nil
      }
      if case .layer(let layer) = task.value.target, !dataset.layers.contains(layer.value) {
        log.record(.unknownLayer(layer, of: task.value.dataset.value, known: dataset.layers))
      }
      return VariantGraph.TaskNode(name: task.name, task: task.value, dataset: dataset)
    }
  }

  /// The parameters of the base network that masks range over.
  fileprivate func universe(towers: TowerScope) -> ParameterUniverse {
    ParameterUniverse(
      characters: base.characters.map {
        CharacterShape(dimension: $0.dimension, filters: $0.filters, width: $0.width)
      },
      wordDimension: base.words.dimension, layers: base.encoder.layers, hidden: base.encoder.hidden, towers: towers,
      tasks: tasks.map(\.name).sorted(),
      isPrunable: { _, attribute in pruning.exclude == .nothing || attribute == .weights })
  }
}
