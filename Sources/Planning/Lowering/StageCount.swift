package import Diagnostics
package import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model
import Parallel
import Text

/// The number of stages that plans may have.
package enum PlanSize {
  /// The most stages of a plan: what 120,000 variants of the usual ways of sharing need.
  package static let mostStages = 3_000_000
}

extension ResolvedExperiment {
  /// Records in `log` if the plan would have more than `limit` stages, of which no round of pruning is made.
  ///
  /// Files need not be known: most stages read them through others.
  package func checkStageCount(
    _ files: ResolvedFiles, limit: Int = PlanSize.mostStages, log: inout DiagnosticLog
  ) {
    // Counting exactly takes a part of the time of planning, and most experiments are far from the limit.
    if variants.reduce(0, { $0 + $1.mostStages }) <= limit { return }
    if LoweredParts.stageCount(of: variants, files: files) > limit { log.record(.tooManyStages(limit: limit)) }
  }
}

extension ResolvedVariant {
  /// No fewer than the stages that the variant wants.
  var mostStages: Int {
    // A pruning has two stages a round, what it begins with, and what it begins with for this task alone.
    8 + groups.count * (2 + evaluations.count) + support.count * (2 * pruning.rate.rounds + 4)
  }
}

extension Diagnostic {
  fileprivate static func tooManyStages(limit: Int) -> Diagnostic {
    Diagnostic(
      GraphCode.tooManyStages, .error, "the plan has more than \(grouped(limit)) stages", at: nil,
      help: "sweep fewer values, or lower 'pruning.rate.rounds'")
  }
}

/// Stages that are counted without being made: those of the rounds of pruning, which can be millions.
///
/// Its identities stand for those of stages; they differ where these do.
final class StageCounter {
  /// The stages of each chain of rounds, by what its stages depend on.
  private(set) var chains: [Digest: ChainSize] = [:]

  /// The stages that end a chain or stand alone.
  private(set) var ends: Set<Digest> = []

  /// How far the rounds of one chain are wanted, after round 0, which chains have in common.
  struct ChainSize {
    /// The last round that is trained.
    var lastTraining = 0

    /// The last round after which weights are dropped.
    var lastMask = 0

    var stageCount: Int { lastTraining + lastMask }

    mutating func grow(to other: ChainSize) {
      lastTraining = max(lastTraining, other.lastTraining)
      lastMask = max(lastMask, other.lastMask)
    }
  }

  /// Counts the stages that find the mask of this selection; what stands for the last one's identity.
  func find(_ selection: LearnedMask.Selection, _ settings: PruningSettings, _ encoder: KeyEncoder) -> StageID {
    let ladder = PruningLadder(
      finalKept: settings.rate.final, rounds: settings.rate.rounds, rounding: settings.rounding)
    // What all masks of a chain begin with: what tells how important parameters are, or the training of round 0.
    let inputs = [settings.vocabulary, settings.reset]
    let source =
      settings.importance.map { encoder.stage($0.operation, $0.inputs, $0.purpose) }
      ?? encoder.stage(.train(settings.training), inputs, .round(task: settings.task, 0))
    ends.insert(source.id.digest)
    let chain = Self.identity([
      "source": .digest(source.id.digest), "method": .text(settings.method.rawValue),
      "from": .text(settings.from.rawValue),
      "step": settings.pruning(.fractionOfRemaining(1 - ladder.keptPerRound, times: 1)).canonical,
    ])
    chains[chain, default: ChainSize()].grow(to: settings.size(upTo: selection, ladder))
    let found = Self.identity([
      "chain": .digest(chain), "selection": selection.canonical, "select": settings.select.canonicalName,
      "rounds": .integer(settings.rate.rounds),
    ])
    switch (settings.method, selection) {
    // The mask after a round is one of the chain.
    case (.imp, .round): break
    case (.imp, .selected), (.imp, .keep), (.oneShot, _), (.snip, _), (.random, _): ends.insert(found)
    }
    return StageID(found)
  }

  private static func identity(_ fields: KeyValuePairs<String, CanonicalValue>) -> Digest {
    Digest(of: CanonicalValue.record(fields).encoded)
  }
}

extension LearnedMask.Selection {
  fileprivate var canonical: CanonicalValue {
    switch self {
    case .selected: .list([])
    case .round(let number): .integer(number)
    case .keep(let fraction): .real(fraction)
    }
  }
}

extension PruningSettings {
  /// How far the rounds of the pruning go that finds the mask of this selection.
  fileprivate func size(upTo selection: LearnedMask.Selection, _ ladder: PruningLadder) -> StageCounter.ChainSize {
    switch (method, selection) {
    case (.snip, _), (.random, _), (.oneShot, .round), (.oneShot, .keep): StageCounter.ChainSize()
    case (.imp, .selected), (.oneShot, .selected):
      StageCounter.ChainSize(lastTraining: rate.rounds, lastMask: rate.rounds)
    case (.imp, .round(let number)): StageCounter.ChainSize(lastTraining: number - 1, lastMask: number)
    case (.imp, .keep(let fraction)):
      StageCounter.ChainSize(
        lastTraining: ladder.rounds(keepingMoreThan: fraction), lastMask: ladder.rounds(keepingMoreThan: fraction))
    }
  }
}

extension LoweredParts {
  /// The number of stages that `variants` want, each counted once.
  static func stageCount(of variants: [ResolvedVariant], files: ResolvedFiles) -> Int {
    let count = parts(of: variants).concurrentlyReduced(into: StageTally()) {
      ()
    } _: { part, _ in
      let counter = StageCounter()
      let context = LoweringContext(files: files, counter: counter)
      let stages = MergedStages()
      for place in part {
        var lowering = VariantLowering(variants[place], in: context, adding: stages)
        _ = lowering.lower()
      }
      return StageTally(others: counter.ends.union(stages.stages.keys.lazy.map(\.digest)), chains: counter.chains)
    } _: { total, part in
      total.add(part)
    }
    return count.stageCount
  }
}

/// The stages of some variants, by what stands for their identities.
private struct StageTally: Sendable {
  var others: Set<Digest> = []
  var chains: [Digest: StageCounter.ChainSize] = [:]

  var stageCount: Int { chains.values.reduce(others.count) { $0 + $1.stageCount } }

  mutating func add(_ part: StageTally) {
    others.formUnion(part.others)
    chains.merge(part.chains) { known, size in
      var known = known
      known.grow(to: size)
      return known
    }
  }
}
