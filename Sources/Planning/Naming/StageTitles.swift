import ExperimentSpec
import MaskAlgebra
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
      owners.titles[place] ?? plan.ownTitle(of: plan.stages.values[place], amid: allTasks)
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
        let tasks = variant.components.count == 1 ? nil : component.tasks.sorted()
        claim(component.train, .training(variant: variant.name, tasks: tasks), place, in: plan)
        claim(component.evaluate, .evaluation(variant: variant.name, tasks: tasks), place, in: plan)
      }
      if let measure = variant.measure { claim(measure, .measurement(variant: variant.name), place, in: plan) }
    }
  }

  private mutating func claim(_ stage: StageID, _ title: StageTitle, _ variant: Int, in plan: Plan) {
    guard let place = plan.stages.index(forKey: stage), titles[place] == nil else { return }
    titles[place] = title
    variants[place] = Int32(variant)
  }
}

extension Plan {
  /// The title of a stage that is no result of a variant, which follows from what it does and reads.
  fileprivate func ownTitle(of stage: Stage, amid allTasks: Set<String>) -> StageTitle {
    switch stage.operation {
    case .vocabulary: .vocabulary
    case .initialize(let initialization):
      .initialization(
        tasks: initialization.tasks.count == allTasks.count ? nil : initialization.tasks.map(\.name))
    case .train(let training):
      training.roundTitle
        ?? (training.tasks.count == 1 && allTasks.count > 1 ? .rewind(task: training.tasks[0].name) : .warmup)
    case .sensitivity(let sensitivity): .sensitivity(task: sensitivity.tasks.map(\.name).joined(separator: "+"))
    case .drawImportance(let drawing): .drawnImportance(task: drawing.task)
    case .prune(let pruning):
      switch pruning.amount {
      case .fractionOfRemaining(_, let times):
        .mask(task: prunedTask(of: stage), round: prunedRound(of: stage) + times)
      case .allBut(let fraction): .maskKeeping(task: prunedTask(of: stage), fraction)
      }
    case .select(let selection): .selection(task: selection.task)
    case .drawMask(let drawing): .drawnMask(keep: drawing.keep, seed: drawing.seed)
    case .importMask(let importing): .importedMask(task: importing.task)
    case .evaluate(let evaluation): .evaluation(variant: "", tasks: evaluation.tasks.map(\.name))
    case .measure: .measurement(variant: "")
    }
  }

  /// The task whose round's weights, or whose measures of importance, `stage` prunes by.
  private func prunedTask(of stage: Stage) -> String {
    let producer = stage.input(.weights).flatMap { stages[$0.stage] }
    return switch producer?.operation {
    case .train(let training): training.tasks.map(\.name).joined(separator: "+")
    case .sensitivity(let sensitivity): sensitivity.tasks.map(\.name).joined(separator: "+")
    case .drawImportance(let drawing): drawing.task
    case .vocabulary, .initialize, .prune, .select, .drawMask, .importMask, .evaluate, .measure, nil: ""
    }
  }

  /// The round after which `stage` prunes, from the mask that the round began with.
  private func prunedRound(of stage: Stage) -> Int {
    for input in stage.inputs { if case .candidate(let round) = input.role { return round } }
    return 0
  }
}

extension TrainOperation {
  /// The title of training one task in a round of pruning; `nil` for training of another kind.
  fileprivate var roundTitle: StageTitle? {
    guard tasks.count == 1, let task = tasks.first?.name, select == .bestOnDev else { return nil }
    guard let symbol = masks.support.first else { return .round(task: task, 0) }
    guard case .imp(task, .round(let round)) = symbol else { return nil }
    return .round(task: task, round)
  }
}
