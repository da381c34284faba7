import Model

/// The titles of a plan's stages, found from what the stages are and which variants want them.
///
/// Where several variants want one stage, it is called after the first of them in order of name, so that a title does
/// not depend on the order of variants.
struct StageTitles {
  private let stages: StageTable
  private let variants: [PlannedVariant]
  private let allTasks: Set<String>

  /// The claims of variants to the stages that are named after them.
  private var claims: [Claim] = []

  /// The place of each stage's claim, in the plan's order; -1 for a stage that is named after no variant. Places take
  /// 32 bits, since plans have many stages.
  private var claimOfStage: [Int32]

  /// The rank of each variant in order of name, in the plan's order.
  private var rankOfVariant: [Int32]

  /// A variant's claim to name a stage.
  private struct Claim {
    /// The place of the variant in the plan.
    let variant: Int32

    let role: Role

    /// What the stage is to the variant: the training of a component, one of its evaluations, or its measure.
    enum Role {
      case train(component: Int32)
      case evaluate(component: Int32)
      case evaluateOn(component: Int32, set: Int32)
      case measure
    }
  }

  init(of plan: Plan) {
    stages = plan.stages
    variants = plan.variants
    allTasks = Set(plan.variants.lazy.flatMap(\.tasks).map(\.name))
    claimOfStage = Array(repeating: -1, count: plan.stages.count)
    rankOfVariant = Array(repeating: 0, count: variants.count)
    let names = variants.map(\.name)
    for (rank, variant) in names.indices.sorted(by: { names[$0].precedesNaturally(names[$1]) }).enumerated() {
      rankOfVariant[variant] = Int32(rank)
      for (number, component) in variants[variant].components.enumerated() {
        claim(component.train, variant, .train(component: Int32(number)))
        claim(component.evaluate, variant, .evaluate(component: Int32(number)))
        for (place, set) in component.sets.enumerated() {
          claim(set.evaluate, variant, .evaluateOn(component: Int32(number), set: Int32(place)))
        }
      }
      if let measure = variants[variant].measure { claim(measure, variant, .measure) }
    }
  }

  /// Names `stage` after a variant unless it already has one.
  private mutating func claim(_ stage: StageID, _ variant: Int, _ role: Claim.Role) {
    guard let place = stages.index(forKey: stage), claimOfStage[place] < 0 else { return }
    claimOfStage[place] = Int32(claims.count)
    claims.append(Claim(variant: Int32(variant), role: role))
  }

  private func claim(on place: Int) -> Claim? {
    claimOfStage[place] < 0 ? nil : claims[Int(claimOfStage[place])]
  }

  /// The titles, in the plan's order.
  var titles: [StageTitle] { stages.values.indices.map { title(at: $0) } }

  private func title(at place: Int) -> StageTitle {
    guard let claim = claim(on: place) else {
      return StageTitle(stages.values[place].purpose.shortened(amid: allTasks))
    }
    let variant = variants[Int(claim.variant)]
    func tasks(_ component: Int32) -> [String] {
      variant.components.count == 1 ? [] : variant.components[Int(component)].tasks.sorted()
    }
    return switch claim.role {
    case .train(let component): StageTitle(.train(tasks: tasks(component)), of: variant.name)
    case .evaluate(let component): StageTitle(.evaluate(tasks: tasks(component)), of: variant.name)
    case .evaluateOn(let component, let set):
      StageTitle(
        .evaluateOn(set: variant.components[Int(component)].sets[Int(set)].name, tasks: tasks(component)),
        of: variant.name)
    case .measure: StageTitle(.measure, of: variant.name)
    }
  }

  /// The rank of each title among the different ones, in the plan's order.
  var ranks: [Int32] {
    var keys: [StageTitle.SortKey] = []
    var known: [StageTitle.SortKey: Int32] = [:]
    var rankOfStage = stages.values.indices.map { place in
      let key = sortKey(at: place)
      // Only stages that are named after no variant have titles in common, and few of these titles are different.
      let isShared = claimOfStage[place] < 0
      if isShared, let known = known[key] { return known }
      if isShared { known[key] = Int32(keys.count) }
      keys.append(key)
      return Int32(keys.count - 1)
    }
    var ranks = [Int32](repeating: 0, count: keys.count)
    let order = keys.indices.sorted { keys[$0].precedes(keys[$1]) }
    for (before, next) in zip(order, order.dropFirst()) {
      ranks[next] = keys[before] == keys[next] ? ranks[before] : ranks[before] + 1
    }
    for place in rankOfStage.indices { rankOfStage[place] = ranks[Int(rankOfStage[place])] }
    return rankOfStage
  }

  private func sortKey(at place: Int) -> StageTitle.SortKey {
    let variant = claim(on: place).map { rankOfVariant[Int($0.variant)] } ?? 0
    return title(at: place).sortKey(variant: Int(variant))
  }
}
