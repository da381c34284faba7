import Diagnostics
import ExperimentSpec
import MaskAlgebra
import Model

/// How the tasks of a variant share the base network: masks in canonical form, and what follows from them.
struct ResolvedSharing {
  let towers: TowerScope
  let coupling: CouplingSpec?

  /// The mask of each task over the network with its towers.
  let masks: MaskConfiguration

  /// The learned masks that any task's mask depends on, in order.
  let support: [LearnedMask]

  /// The tasks that are trained together, in groups that share nothing.
  let groups: [[String]]

  /// The mask of each task as it was written.
  let written: [String: WrittenMask]

  /// The files that masks are read from, as they are written.
  let files: [Located<String>]

  /// Spells out and checks the sharing of `parts`; `nil`, with the reasons in `log` unless they are known, where it
  /// makes no sense. A mask with a mistake hides none in another. What `meanings` know is not worked out again.
  init?(_ parts: SharingParts, _ meanings: MaskMeanings, log: inout DiagnosticLog) {
    let errors = log.errorCount
    let sharing = SharingExpansion(parts, log: &log)
    let isCoupled = sharing.coupling != nil
    let isNetworkKnown = parts.isNetworkKnown && sharing.areTowersKnown
    let universe = parts.universe(towers: sharing.towers)
    if universe.parameterCount > 1 << 31, !parts.gaps.touch("base") { log.record(.tooLarge(universe.parameterCount)) }
    let cellCount = universe.cells.count * sharing.masks.count
    if cellCount > Self.mostTowerTensors {
      log.record(
        .tooManyTowerTensors(
          cellCount, limit: Self.mostTowerTensors, tasks: sharing.masks.count, at: parts.places.first.flatMap(\.self)))
      return nil
    }
    var entries: [MaskConfiguration.Entry] = []
    var known: [MaskPlace: (mask: CanonicalMask?, findings: DiagnosticLog)] = [:]
    for task in parts.tasks {
      guard let written = sharing.masks[task] else { continue }
      let place = MaskPlace(path: written.path, owner: written.expression.mentionsOwner ? task : nil)
      var (mask, found) = known[place] ?? (nil, DiagnosticLog())
      if known[place] == nil {
        let scope = MaskScope(
          universe: universe, tasks: parts.tasks, owner: task, rounds: parts.rate.rounds,
          picksLastRound: !parts.scoresRounds)
        mask = CanonicalMask(written.expression, in: scope, path: written.path, memory: meanings, log: &found)
        if !parts.gaps.touch("pruning", "rate") {
          for symbol in mask?.support ?? [] { found.recordUnreachable(symbol, parts.rate, at: written.range) }
        }
        known[place] = (mask, found)
      }
      if let mask {
        if isCoupled, mask.liveTowers != [task], isNetworkKnown {
          found.record(.coupledOutsideTower(task, towers: mask.liveTowers, at: written.range))
        }
        if !found.hasErrors { entries.append(MaskConfiguration.Entry(task: task, mask: mask)) }
      }
      log.record(contentsOf: found.without(followingFrom: parts, areTowersKnown: sharing.areTowersKnown))
    }
    let masks = MaskConfiguration(universe: universe, entries)
    if isNetworkKnown {
      masks.check(
        isCoupled: isCoupled,
        origin: { MaskOrigin(range: sharing.masks[$0]?.range, path: sharing.masks[$0]?.path) }, log: &log)
    }
    guard log.errorCount == errors, parts.gaps.isEmpty else { return nil }
    self.masks = masks
    support = masks.support
    towers = sharing.towers
    coupling = sharing.coupling
    written = sharing.masks
    files = sharing.files
    groups = isCoupled ? [masks.tasks] : masks.independentGroups
  }
}

extension ResolvedSharing {
  /// The largest number of tower tensors that the masks of all tasks say something of: those of all towers, once for
  /// each task.
  private static let mostTowerTensors = 8_000_000

  /// Where the mask of a task is written, and the task if the mask depends on that.
  private struct MaskPlace: Hashable {
    let path: String
    let owner: String?
  }
}

/// All parts of an experiment that sharing depends on.
struct SharingParts: Hashable {
  /// The names of the tasks, in the order of the specification.
  let tasks: [String]

  let characters: CharacterShape?
  let wordDimension: Int
  let encoder: Encoder
  let sharing: SharingSpec

  /// Where a short form of the sharing is written, which what it stands for points at.
  let places: [SourceRange?]

  let exclude: PruningExclusion
  let rate: PruningRate

  /// Whether pruning scores its rounds, so that there is one to pick.
  let scoresRounds: Bool

  /// What of these parts could not be read.
  let gaps: Gaps

  init(_ experiment: Experiment, _ gaps: Gaps) {
    self.gaps = gaps.under(["tasks", "base", "sharing", "pruning"])
    tasks = experiment.tasks.map { $0.name }
    characters = experiment.base.characters?.shape
    wordDimension = experiment.base.words.dimension
    encoder = experiment.base.encoder.encoder
    sharing = experiment.sharing
    places =
      switch experiment.sharing {
      case .named(let name): [name.origin.range]
      case .levels(let levels): levels.map(\.value.origin.range)
      case .masks: []
      }
    exclude = experiment.pruning.exclude
    rate = experiment.pruning.rate
    scoresRounds = experiment.pruning.method.trainsRounds
  }

  /// Whether the regions of one tower of the base network are known; their sizes may not be.
  var areRegionsKnown: Bool {
    !gaps.cover("base", "characters") && !gaps.cover("base", "encoder", "layers")
      && !gaps.cover("base", "encoder", "kind")
  }

  /// Whether it is known what the base network and its towers consist of.
  var isNetworkKnown: Bool {
    areRegionsKnown && !gaps.cover("tasks") && !gaps.touch("sharing", "towers") && !gaps.touch("sharing", "coupling")
      && !gaps.cover("pruning", "exclude")
  }

  /// The parameters of the base network that masks range over.
  func universe(towers: TowerScope) -> ParameterUniverse {
    ParameterUniverse(
      characters: characters, wordDimension: wordDimension, encoder: encoder, towers: towers, tasks: tasks.sorted(),
      exclude: exclude)
  }
}

/// The sharing of variants, each kind worked out once; it lives while one experiment is resolved.
final class SharingMemory {
  private var known: [SharingParts: ResolvedSharing?] = [:]
  private let meanings = MaskMeanings()

  /// The sharing of `parts`; `nil`, with the reasons in `log` unless they are known, where it makes no sense.
  ///
  /// What has findings is worked out each time, since their places differ.
  func sharing(of parts: SharingParts, log: inout DiagnosticLog) -> ResolvedSharing? {
    if let sharing = known[parts] { return sharing }
    var found = DiagnosticLog()
    let sharing = ResolvedSharing(parts, meanings, log: &found)
    if found.diagnostics.isEmpty { known[parts] = .some(sharing) }
    log.record(contentsOf: found)
    return sharing
  }
}

extension DiagnosticLog {
  /// The findings about the meaning of a mask, but for those that may follow from what is not known of `parts` or of
  /// the towers.
  fileprivate func without(followingFrom parts: SharingParts, areTowersKnown: Bool) -> DiagnosticLog {
    if parts.gaps.isEmpty, areTowersKnown { return self }
    let isNetworkKnown = parts.isNetworkKnown && areTowersKnown
    var dependent: [DiagnosticCode] = []
    if parts.gaps.cover("tasks") { dependent += [MaskCode.noTask, MaskCode.noTower] }
    if !parts.areRegionsKnown { dependent.append(MaskCode.noRegion) }
    if !isNetworkKnown { dependent.append(MaskCode.noTower) }
    if parts.gaps.touch("pruning", "rate") { dependent.append(MaskCode.roundRange) }
    var rest = DiagnosticLog()
    for finding in diagnostics where !dependent.contains(finding.code) {
      // Warnings are about what a mask evaluates to, which depends on the whole network.
      if finding.severity == .error || isNetworkKnown { rest.record(finding) }
    }
    return rest
  }

  /// Records why a learned mask can never be had, if it cannot.
  fileprivate mutating func recordUnreachable(_ symbol: LearnedMask, _ rate: PruningRate, at range: SourceRange?) {
    switch symbol {
    case .imp(_, .keep(let kept)) where kept < rate.final * (1 - 1e-9):
      record(.keepBelowSchedule(kept, final: rate.final, at: range))
    case .imp, .random, .file: break
    }
  }
}
