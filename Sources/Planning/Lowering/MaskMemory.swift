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

  /// The masks, the regions in whose text `cover` finds.
  init(_ masks: MaskConfiguration, _ cover: RegionCover) {
    self.masks = masks
    text = masks.canonicalText(by: cover)
    support = masks.support.map { MaskSymbol($0) }
  }

  /// Masks that differ from `others` in the sizes of tensors alone, on which neither text nor support depends.
  init(_ masks: MaskConfiguration, like others: KnownMasks) {
    self.masks = masks
    text = others.text
    support = others.support
  }
}

/// The masks that variants share: each is computed once, and its text once for all sizes of a network. A memory lasts
/// as long as one lowering.
final class MaskMemory {
  private var bases: [BaseKey: BaseMasks] = [:]
  private var variants: [MaskConfiguration: VariantMasks] = [:]

  /// The first masks of each kind over networks that differ in the sizes of their tensors alone.
  private var basesOfAnySize: [ParameterUniverse: BaseMasks] = [:]
  private var variantsOfAnySize: [MaskConfiguration: VariantMasks] = [:]

  /// What the parameters of a base network follow from.
  private struct BaseKey: Hashable {
    let network: NetworkParameters
    let exclude: PruningExclusion
  }

  /// The masks over the base network of `variant` itself.
  func base(of variant: ResolvedVariant, _ network: NetworkParameters) -> BaseMasks {
    let key = BaseKey(network: network.forMasks, exclude: variant.pruning.exclude)
    if let known = bases[key] { return known }
    let universe = variant.baseUniverse
    let shape = universe.withoutSizes
    let base = BaseMasks(universe, like: basesOfAnySize[shape])
    bases[key] = base
    if basesOfAnySize[shape] == nil { basesOfAnySize[shape] = base }
    return base
  }

  /// The masks of a variant, which are `masks`, with the files among `files` that they are read from.
  func variant(_ masks: MaskConfiguration, _ files: ResolvedFiles) -> VariantMasks {
    if let known = variants[masks] { return known }
    let shape = masks.moved(to: masks.universe.withoutSizes)
    let variant = VariantMasks(MaskFiles(of: masks, files), like: variantsOfAnySize[shape])
    variants[masks] = variant
    if variantsOfAnySize[shape] == nil { variantsOfAnySize[shape] = variant }
    return variant
  }
}

/// The masks of a variant: of all tasks, and of some alone.
final class VariantMasks {
  /// The masks with the files that some of them are read from.
  let files: MaskFiles

  let all: KnownMasks
  private var components: [[String]: KnownMasks] = [:]

  /// Earlier masks that differ in the sizes of tensors alone, if there are any.
  private let model: VariantMasks?

  init(_ files: MaskFiles, like model: VariantMasks?) {
    self.files = files
    self.model = model
    all =
      model.map { KnownMasks(files.masks, like: $0.all) } ?? KnownMasks(files.masks, RegionCover(files.masks.universe))
  }

  /// The masks of `tasks` alone, which share nothing with the others.
  func component(_ tasks: [String]) -> KnownMasks {
    if let known = components[tasks] { return known }
    let masks = all.masks.restricted(to: tasks)
    let component =
      model.map { KnownMasks(masks, like: $0.component(tasks)) } ?? KnownMasks(masks, RegionCover(masks.universe))
    components[tasks] = component
    return component
  }
}

/// Masks over one base network: everything, and those of rounds of pruning.
final class BaseMasks {
  let universe: ParameterUniverse
  private lazy var cover = RegionCover(universe)
  private var dense: [[String]: KnownMasks] = [:]
  private var rounds: [String: [RoundMask]] = [:]

  /// Earlier masks over a network that differs in the sizes of its tensors alone, if there are any.
  private let model: BaseMasks?

  init(_ universe: ParameterUniverse, like model: BaseMasks?) {
    self.universe = universe
    self.model = model
  }

  /// Everything for each of `tasks`.
  func everything(for tasks: [String]) -> KnownMasks {
    if let known = dense[tasks] { return known }
    let known = model.map { moved($0.everything(for: tasks)) } ?? newMasks(ofEverythingFor: tasks)
    dense[tasks] = known
    return known
  }

  private func newMasks(ofEverythingFor tasks: [String]) -> KnownMasks {
    let mask = CanonicalMask(everythingIn: universe)
    return KnownMasks(
      MaskConfiguration(universe: universe, tasks.map { MaskConfiguration.Entry(task: $0, mask: mask) }), cover)
  }

  /// The masks over this network.
  private func moved(_ known: KnownMasks) -> KnownMasks {
    KnownMasks(known.masks.moved(to: universe), like: known)
  }

  /// The masks of `task` after the rounds from 0 to `last` at least, in order.
  func rounds(of task: String, through last: Int) -> [RoundMask] {
    var known = rounds[task, default: []]
    if known.count > last { return known }
    if let model {
      for round in model.rounds(of: task, through: last)[known.count...last] {
        known.append(RoundMask(round, of: moved(round.known)))
      }
    }
    while known.count <= last { known.append(newRound(known.count, of: task)) }
    rounds[task] = known
    return known
  }

  private func newRound(_ number: Int, of task: String) -> RoundMask {
    if number == 0 { return RoundMask(task: task, number: number, symbol: nil, known: everything(for: [task])) }
    let symbol = LearnedMask.imp(task: task, .round(number))
    let entry = MaskConfiguration.Entry(task: task, mask: CanonicalMask(symbol, in: universe))
    return RoundMask(
      task: task, number: number, symbol: MaskSymbol(symbol),
      known: KnownMasks(MaskConfiguration(universe: universe, [entry]), cover))
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

  /// The mask of the same round over another network, which is `known`.
  init(_ round: RoundMask, of known: KnownMasks) {
    symbol = round.symbol
    self.known = known
    maskPurpose = round.maskPurpose
    trainingPurpose = round.trainingPurpose
  }
}
