package import Planning

extension CostModel {
  /// The stages of `plan` that need more than `memory` bytes, by estimate, with what they need.
  package func stages(of plan: Plan, beyond memory: Double) -> [(stage: Stage, memory: Double)] {
    plan.stages.values.compactMap { stage in
      guard let needed = cost(of: stage.operation).memory, needed > memory else { return nil }
      return (stage, needed)
    }
  }
}
