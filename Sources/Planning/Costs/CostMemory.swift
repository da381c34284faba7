import MaskAlgebra

/// The costs of operations by a model, those that are equal for the same reason worked out once.
struct CostMemory {
  private let model: CostModel
  private var costs: [Operation: StageCost] = [:]

  /// For masks that are known those that stand for them.
  private var examples: [MaskConfiguration: MaskConfiguration] = [:]
  private var exampleOfKind: [MaskKind: MaskConfiguration] = [:]

  init(_ model: CostModel) { self.model = model }

  mutating func cost(of operation: Operation) -> StageCost {
    let example = operation.taskMasks.map { operation.replacingTaskMasks(by: self.example(of: $0)) } ?? operation
    if let cost = costs[example] { return cost }
    let cost = model.cost(of: example)
    costs[example] = cost
    return cost
  }

  /// The masks that stand for all that cost the same as `masks`.
  private mutating func example(of masks: MaskConfiguration) -> MaskConfiguration {
    if let example = examples[masks] { return example }
    let kind = MaskKind(of: masks)
    let example = exampleOfKind[kind] ?? masks
    (examples[masks], exampleOfKind[kind]) = (example, example)
    return example
  }

  /// What of masks costs depend on.
  private struct MaskKind: Hashable {
    let universe: ParameterUniverse
    let tasks: [String]

    /// How many layers each task goes through.
    let depths: [Int]

    init(of masks: MaskConfiguration) {
      universe = masks.universe
      tasks = masks.tasks
      depths = masks.entries.map(\.mask.depth)
    }
  }
}
