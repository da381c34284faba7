import Model
import OrderedCollections

/// The titles of a plan's stages, found from what the stages are and which variants want them.
///
/// Where several variants want one stage, it is called after the first of them in order of name, so that a title does
/// not depend on the order of variants.
struct StageTitles {
  /// The titles, in the plan's order.
  let titles: [StageTitle]

  /// The places of the titles' variants in order of name, of other titles 0.
  private let variants: [Int32]

  init(of plan: Plan) {
    let owners = ResultOwners(of: plan)
    let allTasks = Set(plan.variants.lazy.flatMap(\.tasks).map(\.name))
    titles = plan.stages.values.indices.map { place in
      owners.titles[place] ?? StageTitle(plan.stages.values[place].purpose.shortened(amid: allTasks))
    }
    variants = owners.variants
  }

  /// The rank of each title among the different ones, in the plan's order.
  var ranks: [Int32] {
    var groups: OrderedSet<StageTitle.SortKey> = []
    let groupOfStage = zip(titles, variants).map { title, variant in
      Int32(groups.append(title.sortKey(variant: Int(variant))).index)
    }
    var ranks = [Int32](repeating: 0, count: groups.count)
    for (rank, group) in groups.indices.sorted(by: { groups[$0].precedes(groups[$1]) }).enumerated() {
      ranks[group] = Int32(rank)
    }
    return groupOfStage.map { ranks[Int($0)] }
  }
}

/// The titles of the stages that are named after variants.
private struct ResultOwners {
  /// The titles in the plan's order, `nil` for other stages.
  private(set) var titles: [StageTitle?]

  /// The places of the titles' variants in order of name.
  private(set) var variants: [Int32]

  init(of plan: Plan) {
    titles = Array(repeating: nil, count: plan.stages.count)
    variants = Array(repeating: 0, count: plan.stages.count)
    for (place, variant) in plan.variants.sorted(by: { $0.name.precedesNaturally($1.name) }).enumerated() {
      for component in variant.components {
        let tasks = variant.components.count == 1 ? [] : component.tasks.sorted()
        claim(component.train, StageTitle(.train(tasks: tasks), of: variant.name), place, in: plan)
        claim(component.evaluate, StageTitle(.evaluate(tasks: tasks), of: variant.name), place, in: plan)
      }
      if let measure = variant.measure { claim(measure, StageTitle(.measure, of: variant.name), place, in: plan) }
    }
  }

  private mutating func claim(_ stage: StageID, _ title: StageTitle, _ variant: Int, in plan: Plan) {
    guard let place = plan.stages.index(forKey: stage), titles[place] == nil else { return }
    titles[place] = title
    variants[place] = Int32(variant)
  }
}
