import MaskAlgebra

/// The costs of operations under a model; operations that must cost the same are estimated once.
struct CostMemory {
  private let model: CostModel
  private var costs: [Operation: StageCost] = [:]

  /// The representative of all masks seen so far, and that of each kind.
  private var representatives: [MaskConfiguration: MaskConfiguration] = [:]
  private var representativeOfKind: [MaskKind: MaskConfiguration] = [:]

  init(_ model: CostModel) { self.model = model }

  mutating func cost(of operation: Operation) -> StageCost {
    let example = operation.taskMasks.map { operation.replacingTaskMasks(by: representative(of: $0)) } ?? operation
    if let cost = costs[example] { return cost }
    let cost = model.cost(of: example)
    costs[example] = cost
    return cost
  }

  /// The masks that stand for all that cost the same as `masks`.
  private mutating func representative(of masks: MaskConfiguration) -> MaskConfiguration {
    if let known = representatives[masks] { return known }
    let kind = MaskKind(of: masks)
    let representative = representativeOfKind[kind] ?? masks
    (representatives[masks], representativeOfKind[kind]) = (representative, representative)
    return representative
  }

  /// The properties of masks that costs depend on.
  private struct MaskKind: Hashable {
    let universe: ParameterUniverse
    let tasks: [String]

    /// The number of layers that each task uses.
    let depths: [Int]

    init(of masks: MaskConfiguration) {
      universe = masks.universe
      tasks = masks.tasks
      depths = masks.entries.map(\.mask.depth)
    }
  }
}
