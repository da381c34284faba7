import Diagnostics
import Text
import Model

/// A mask expression whose names are resolved: its leaves are sets of cells and learned masks.
indirect enum ResolvedMask: Hashable, Sendable {
  /// All scalars of some cells.
  case cells(PackedMask)

  /// A learned mask that need not keep everything.
  case learned(LearnedMask)

  case complement(ResolvedMask)

  /// The place is that of the whole chain.
  case chain(MaskOperator, [ResolvedMask], SourceRange?)
}

/// Resolves the names of one expression in a scope, and reports each that means nothing there.
struct MaskResolver {
  private let scope: MaskScope
  private let path: String?

  /// What was found.
  private(set) var log = DiagnosticLog()

  /// The learned masks mentioned, each with its first place.
  private(set) var mentioned: [(symbol: LearnedMask, range: SourceRange?)] = []
  private var known: Set<LearnedMask> = []

  /// Prepares to resolve names in `scope` for the field at `path`.
  init(_ scope: MaskScope, path: String?) {
    self.scope = scope
    self.path = path
  }

  /// `expression` with its names resolved; nothing reported means that all of them are.
  mutating func resolve(_ expression: MaskExpression) -> ResolvedMask {
    switch expression.form {
    case .all: return .cells(cells { _ in true })
    case .none: return nothing
    case .region(let region): return resolve(region, at: expression.range)
    case .tower(let task): return resolveTower(task)
    case .learned(let learned): return resolve(learned, at: expression.range)
    case .complement(let operand): return .complement(resolve(operand))
    case .chain(let combining, let operands):
      return .chain(combining, operands.map { resolve($0) }, expression.range)
    }
  }

  private mutating func resolve(_ region: RegionReference, at range: SourceRange?) -> ResolvedMask {
    if let problem = region.problem(in: scope.universe) {
      report(.noRegion(region, problem), at: range)
      return nothing
    }
    return .cells(cells { region.contains(scope.universe.tensor(of: $0)) })
  }

  private mutating func resolveTower(_ task: Written<TaskReference>) -> ResolvedMask {
    guard let name = resolve(task) else { return nothing }
    guard let tower = scope.universe.index(ofTower: name) else {
      report(.noTower(of: name, hasTowers: !scope.universe.towers.isEmpty), at: task.range)
      return nothing
    }
    return .cells(cells { $0.tower == tower })
  }

  private mutating func resolve(_ learned: LearnedReference, at range: SourceRange?) -> ResolvedMask {
    switch learned {
    case .imp(let task, let selection):
      let resolved = resolve(selection)
      guard let name = resolve(task), let resolved else { return nothing }
      return symbol(.imp(task: name, resolved), at: range)
    case .random(let keep, let seed):
      return isFraction(keep) ? symbol(.random(keep: keep.value, seed: seed.value), at: range) : nothing
    case .file(let path, let task):
      return symbol(.file(path: path.value, task: task.map { name(of: $0.value) }), at: range)
    }
  }

  private mutating func resolve(_ selection: ImpSelection) -> LearnedMask.Selection? {
    switch selection {
    case .selected:
      return scope.picksLastRound ? .round(scope.rounds) : .selected
    case .keep(let fraction):
      return isFraction(fraction) ? .keep(fraction.value) : nil
    case .round(let round):
      if (0...max(0, scope.rounds)).contains(round.value) { return .round(round.value) }
      report(.noRound(round.value, of: scope.rounds), at: round.range)
      return nil
    }
  }

  /// The name of the task that `task` means, if the experiment has it.
  private mutating func resolve(_ task: Written<TaskReference>) -> String? {
    let name = name(of: task.value)
    if scope.tasks.contains(name) { return name }
    let meant = likelyMeant(by: name, among: scope.tasks.map { TaskReference.named($0).description } + ["self"]).first
    let isVerbatim = task.range?.text == task.value.description
    report(.noTask(name, tasks: scope.tasks, meant: meant), at: task.range, replacement: isVerbatim ? meant : nil)
    return nil
  }

  private func name(of task: TaskReference) -> String {
    switch task {
    case .own: scope.owner
    case .named(let name): name
    }
  }

  /// `symbol`, or everything where it is certain to keep everything.
  private mutating func symbol(_ symbol: LearnedMask, at range: SourceRange?) -> ResolvedMask {
    switch symbol {
    case .imp(_, .round(0)), .imp(_, .keep(1)), .random(keep: 1, _):
      return .cells(cells { _ in true })
    case .imp, .random, .file:
      if known.insert(symbol).inserted { mentioned.append((symbol, range)) }
      return .learned(symbol)
    }
  }

  private mutating func isFraction(_ fraction: Written<Double>) -> Bool {
    if fraction.value > 0 && fraction.value <= 1 { return true }
    report(.noFraction(fraction.value), at: fraction.range)
    return false
  }

  private var nothing: ResolvedMask { .cells(cells { _ in false }) }

  private func cells(where isIncluded: (ParameterUniverse.Cell) -> Bool) -> PackedMask {
    PackedMask(scope.universe.cells.map(isIncluded))
  }

  private mutating func report(_ diagnostic: Diagnostic, at range: SourceRange?, replacement: String? = nil) {
    var diagnostic = diagnostic
    diagnostic.range = range
    diagnostic.path = path
    if let range, let replacement {
      diagnostic.fixIts = [FixIt("write '\(replacement)'", replacing: range, with: replacement)]
    }
    log.record(diagnostic)
  }
}

extension RegionReference {
  /// What `universe` lacks of the region; `nil` if it has all of it.
  fileprivate func problem(in universe: ParameterUniverse) -> RegionProblem? {
    if let direction, !universe.directions.contains(direction) {
      return .noDirection(direction, of: universe.directions)
    }
    switch place {
    case .everywhere, .encoder: return nil
    case .charCNN: return universe.hasCharacters ? nil : .noCharacters
    case .layer(let layer), .layers(let layer, through: nil):
      return (1...max(1, universe.layers)).contains(layer) ? nil : .noLayer(layer, of: universe.layers)
    case .layers(let first, let last?):
      if first > last { return .reversed }
      let outside = [first, last].first { !(1...max(1, universe.layers)).contains($0) }
      return outside.map { .noLayer($0, of: universe.layers) }
    }
  }
}

/// Why a region is not in a base network.
enum RegionProblem: Hashable, Sendable {
  case noCharacters
  case noDirection(Direction, of: [Direction])
  case noLayer(Int, of: Int)
  case reversed
}
