import ExperimentGraph
import ExperimentSpec
import MaskAlgebra

/// Masks with their canonical text, which takes longer to find than all else of a stage.
struct KnownMasks {
  let masks: MaskConfiguration
  let text: String

  init(_ masks: MaskConfiguration) {
    self.masks = masks
    text = masks.canonicalText
  }
}

/// The masks that variants have in common, each worked out once; it lives as long as one lowering.
final class MaskMemory {
  private var bases: [BaseKey: BaseMasks] = [:]
  private var components: [ComponentKey: KnownMasks] = [:]

  /// What the parameters of a base network follow from.
  private struct BaseKey: Hashable {
    let network: NetworkParameters
    let exclude: PruningExclusion
  }

  private struct ComponentKey: Hashable {
    let masks: MaskConfiguration
    let tasks: [String]
  }

  /// The masks over the base network of `variant` itself.
  func base(of variant: VariantGraph, _ network: NetworkParameters) -> BaseMasks {
    let key = BaseKey(network: network.forMasks, exclude: variant.experiment.pruning.exclude)
    if let known = bases[key] { return known }
    let base = BaseMasks(variant.baseUniverse)
    bases[key] = base
    return base
  }

  /// The masks of `tasks` alone, which share nothing with the others of `masks`.
  func component(_ tasks: [String], of masks: MaskConfiguration) -> KnownMasks {
    let key = ComponentKey(masks: masks, tasks: tasks)
    if let known = components[key] { return known }
    let component = KnownMasks(masks.restricted(to: tasks))
    components[key] = component
    return component
  }
}

/// Masks over one base network: everything, and those of rounds of pruning.
final class BaseMasks {
  let universe: ParameterUniverse
  private var dense: [[String]: KnownMasks] = [:]
  private var rounds: [Round: (known: KnownMasks, symbol: String)] = [:]

  private struct Round: Hashable {
    let task: String
    let number: Int
  }

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

  /// The mask of `task` after a round, at least one, and the spelling of its symbol.
  func mask(of task: String, after number: Int) -> (known: KnownMasks, symbol: String) {
    let round = Round(task: task, number: number)
    if let known = rounds[round] { return known }
    let symbol = LearnedMask.imp(task: task, .round(number))
    let entry = MaskConfiguration.Entry(task: task, mask: CanonicalMask(symbol, in: universe))
    let known = (KnownMasks(MaskConfiguration(universe: universe, [entry])), symbol.expression.description)
    rounds[round] = known
    return known
  }
}
