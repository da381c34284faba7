import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Model

/// How the tasks of a variant share the base network: masks in canonical form, and what follows from them.
struct ConnectedSharing {
  let towers: TowerScope
  let coupling: CouplingSpec?

  /// The mask of each task over the network with its towers.
  let masks: MaskConfiguration

  /// The tasks that are trained together, in groups that share nothing.
  let groups: [[String]]

  /// Spells out and checks the sharing of `parts`; `nil`, with the reasons in `log`, where it makes no sense.
  init?(_ parts: SharingParts, log: inout DiagnosticLog) {
    let errors = log.errorCount
    guard let sharing = SharingExpansion(parts, log: &log), log.errorCount == errors else { return nil }
    let universe = parts.universe(towers: sharing.towers)
    if universe.parameterCount > 1 << 31 { log.record(.tooLarge(universe.parameterCount)) }
    var entries: [MaskConfiguration.Entry] = []
    for task in parts.tasks {
      guard let written = sharing.masks[task] else { continue }
      let scope = MaskScope(
        universe: universe, tasks: parts.tasks, owner: task, rounds: parts.rate.rounds,
        picksLastRound: !parts.scoresRounds)
      if let mask = CanonicalMask(written.expression, in: scope, path: written.path, log: &log) {
        entries.append(MaskConfiguration.Entry(task: task, mask: mask))
        for symbol in mask.support { log.recordUnreachable(symbol, parts.rate, at: written.range) }
        if sharing.coupling != nil, mask.liveTowers != [task] {
          log.record(.coupledOutsideTower(task, towers: mask.liveTowers, at: written.range))
        }
      }
    }
    guard log.errorCount == errors else { return nil }
    let masks = MaskConfiguration(universe: universe, entries)
    masks.check(
      isCoupled: sharing.coupling != nil,
      origin: { MaskOrigin(range: sharing.masks[$0]?.range, path: sharing.masks[$0]?.path) }, log: &log)
    guard log.errorCount == errors else { return nil }
    self.masks = masks
    towers = sharing.towers
    coupling = sharing.coupling
    groups = sharing.coupling == nil ? masks.independentGroups : [masks.tasks]
  }
}

/// All parts of an experiment that sharing depends on.
///
/// Equal parts, wherever they are written, have equal sharing; only findings differ, in the places that they tell.
struct SharingParts: Hashable {
  /// The names of the tasks, in the order of the specification.
  let tasks: [String]

  let characters: CharacterShape?
  let wordDimension: Int
  let encoder: Encoder
  let sharing: SharingSpec
  let exclude: PruningExclusion
  let rate: PruningRate

  /// Whether pruning scores its rounds, so that there is one to pick.
  let scoresRounds: Bool

  init(_ experiment: Experiment) {
    tasks = experiment.tasks.map { $0.name }
    characters = experiment.base.characters.map {
      CharacterShape(dimension: $0.dimension, filters: $0.filters, width: $0.width)
    }
    wordDimension = experiment.base.words.dimension
    encoder = experiment.base.encoder.encoder
    sharing = experiment.sharing
    exclude = experiment.pruning.exclude
    rate = experiment.pruning.rate
    scoresRounds = experiment.pruning.method.trainsRounds
  }

  /// The parameters of the base network that masks range over.
  func universe(towers: TowerScope) -> ParameterUniverse {
    ParameterUniverse(
      characters: characters, wordDimension: wordDimension, encoder: encoder, towers: towers, tasks: tasks.sorted(),
      exclude: exclude)
  }
}

/// The sharing of variants, each kind worked out once; it lives as long as one graph is being connected.
final class SharingMemory {
  private var known: [SharingParts: ConnectedSharing] = [:]

  /// The sharing of `parts`; `nil`, with the reasons in `log`, where it makes no sense.
  ///
  /// What has findings is worked out each time, since their places differ.
  func sharing(of parts: SharingParts, log: inout DiagnosticLog) -> ConnectedSharing? {
    if let sharing = known[parts] { return sharing }
    var found = DiagnosticLog()
    let sharing = ConnectedSharing(parts, log: &found)
    if found.diagnostics.isEmpty { known[parts] = sharing }
    log.record(contentsOf: found)
    return sharing
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
