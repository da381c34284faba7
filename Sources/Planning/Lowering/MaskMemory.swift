import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model

/// Masks with their canonical text and learned masks, which take longer to find than all else of a stage.
struct KnownMasks {
  let masks: MaskConfiguration
  let text: String

  /// The learned masks that any task's mask depends on, in order.
  let support: [MaskSymbol]

  init(_ masks: MaskConfiguration) {
    self.masks = masks
    text = masks.canonicalText
    support = masks.support.map { MaskSymbol($0) }
  }
}

/// The masks that variants have in common, each worked out once; it lives as long as one lowering.
final class MaskMemory {
  private var bases: [BaseKey: BaseMasks] = [:]
  private var variants: [MaskConfiguration: VariantMasks] = [:]

  /// What the parameters of a base network follow from.
  private struct BaseKey: Hashable {
    let network: NetworkParameters
    let exclude: PruningExclusion
  }

  /// The masks over the base network of `variant` itself.
  func base(of variant: ResolvedVariant, _ network: NetworkParameters) -> BaseMasks {
    let key = BaseKey(network: network.forMasks, exclude: variant.pruning.exclude)
    if let known = bases[key] { return known }
    let base = BaseMasks(variant.baseUniverse)
    bases[key] = base
    return base
  }

  /// The masks of a variant, which are `masks`, with the files among `files` that they are read from.
  func variant(_ masks: MaskConfiguration, _ files: ResolvedFiles) -> VariantMasks {
    if let known = variants[masks] { return known }
    let variant = VariantMasks(MaskFiles(of: masks, files))
    variants[masks] = variant
    return variant
  }
}

/// The masks of a variant: of all tasks, and of some alone.
final class VariantMasks {
  /// The masks with the files that some of them are read from.
  let files: MaskFiles

  let all: KnownMasks
  private var components: [[String]: KnownMasks] = [:]

  init(_ files: MaskFiles) {
    self.files = files
    all = KnownMasks(files.masks)
  }

  /// The masks of `tasks` alone, which share nothing with the others.
  func component(_ tasks: [String]) -> KnownMasks {
    if let known = components[tasks] { return known }
    let component = KnownMasks(all.masks.restricted(to: tasks))
    components[tasks] = component
    return component
  }
}

/// Masks over one base network: everything, and those of rounds of pruning.
final class BaseMasks {
  let universe: ParameterUniverse
  private var dense: [[String]: KnownMasks] = [:]
  private var rounds: [String: [RoundMask]] = [:]

  init(_ universe: ParameterUniverse) { self.universe = universe }

  /// Everything for each of `tasks`.
  func everything(for tasks: [String]) -> KnownMasks {
    if let known = dense[tasks] { return known }
    let mask = CanonicalMask(everythingIn: universe)
    let known = KnownMasks(
      MaskConfiguration(universe: universe, tasks.map { MaskConfiguration.Entry(task: $0, mask: mask) }))
    dense[tasks] = known
    return known
  }

  /// The masks of `task` after the rounds from 0 to `last` at least, in order.
  func rounds(of task: String, through last: Int) -> [RoundMask] {
    var known = rounds[task, default: []]
    if known.count > last { return known }
    while known.count <= last { known.append(round(known.count, of: task)) }
    rounds[task] = known
    return known
  }

  private func round(_ number: Int, of task: String) -> RoundMask {
    if number == 0 { return RoundMask(task: task, number: number, symbol: nil, known: everything(for: [task])) }
    let symbol = LearnedMask.imp(task: task, .round(number))
    let entry = MaskConfiguration.Entry(task: task, mask: CanonicalMask(symbol, in: universe))
    return RoundMask(
      task: task, number: number, symbol: MaskSymbol(symbol),
      known: KnownMasks(MaskConfiguration(universe: universe, [entry])))
  }
}

/// The mask of a task after a round of pruning.
struct RoundMask {
  /// Its symbol; `nil` for round 0, which is dense.
  let symbol: MaskSymbol?

  let known: KnownMasks

  /// What the stage that makes the mask is for, and the training under it.
  let maskPurpose: StagePurpose
  let trainingPurpose: StagePurpose

  init(task: String, number: Int, symbol: MaskSymbol?, known: KnownMasks) {
    self.symbol = symbol
    self.known = known
    maskPurpose = .mask(task: task, round: number)
    trainingPurpose = .round(task: task, number)
  }
}
