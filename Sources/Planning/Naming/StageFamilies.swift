package import OrderedCollections

/// The families of a plan's stages, in the order of their first stages.
///
/// - Complexity: linear in the stages and variants of the plan.
package struct StageFamilies: Sendable {
  /// The stages of each family, in the plan's order.
  package private(set) var members: OrderedDictionary<StageFamily, [StageID]> = [:]

  /// The family of each stage.
  package private(set) var family: [StageID: StageFamily] = [:]

  /// The families whose stages have several rounds, fractions or seeds.
  private var numbered: Set<StageFamily> = []
  private let names: StageNames

  package init(of plan: Plan, _ names: StageNames) {
    self.names = names
    let declared = Dictionary(
      plan.variants.map { ($0.name, $0.declaredName) }, uniquingKeysWith: { first, _ in first })
    var purposes: [StageFamily: StagePurpose] = [:]
    for (stage, title) in zip(plan.stages.values, names.titles) {
      let family = StageFamily(title, declared: title.variant.flatMap { declared[$0] })
      members[family, default: []].append(stage.id)
      self.family[stage.id] = family
      if let other = purposes[family], other != title.purpose { numbered.insert(family) }
      purposes[family] = title.purpose
    }
  }

  /// What `stages`, some of `family`, are called together: the one stage's name, or a pattern with their number.
  package func name(of family: StageFamily, _ stages: [StageID]) -> String {
    stages.count == 1
      ? names[stages[0]] : family.text(count: stages.count, isNumbered: numbered.contains(family))
  }
}
