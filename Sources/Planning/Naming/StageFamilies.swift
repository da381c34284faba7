package import OrderedCollections

/// The families of a plan's stages, in the order of their first stages.
///
/// - Complexity: linear in the stages and variants of the plan.
package struct StageFamilies: Sendable {
  /// The stages of each family, in the plan's order.
  package private(set) var members: OrderedDictionary<StageFamily, [StageID]> = [:]

  /// The family of each stage.
  package private(set) var family: [StageID: StageFamily] = [:]

  private let patterns: StagePatterns

  package init(of plan: Plan, _ names: StageNames) {
    patterns = StagePatterns(of: plan, names)
    let declared = Dictionary(
      plan.variants.map { ($0.name, $0.declaredName) }, uniquingKeysWith: { first, _ in first })
    for (stage, title) in zip(plan.stages.values, names.titles) {
      let family = StageFamily(title, declared: title.variant.flatMap { declared[$0] })
      members[family, default: []].append(stage.id)
      self.family[stage.id] = family
    }
  }

  /// What `stages`, some of one family, are called: the one stage's title, or a pattern with their number.
  package func name(of stages: [StageID]) -> String {
    patterns.pattern(of: stages) + (stages.count == 1 ? "" : " × \(stages.count)")
  }
}
