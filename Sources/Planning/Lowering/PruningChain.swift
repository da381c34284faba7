import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model

/// All that the rounds of pruning of a task depend on.
struct PruningSettings: Hashable {
  /// The task that is pruned.
  let task: String

  /// The training of a round but for its mask.
  let training: TrainOperation

  /// What is no part of the task's identity, so that a chain has no other task's.
  let names: [String]

  let vocabulary: Input

  /// What every round starts from.
  let reset: Input

  let method: PruningMethod
  let scope: PruningScope
  let rate: PruningRate
  let rounding: Rounding
  let ties: Ties
  let exclude: PruningExclusion
  let from: PrunedWeights
  let select: MaskSelection

  /// The batches that sensitivities are the means of.
  let batches: Int

  /// The settings of the pruning of `task`, the only one of `group`, in `variant`.
  init(
    _ task: String, _ group: VariantTasks.Group, _ network: NetworkParameters, _ variant: ResolvedVariant,
    vocabulary: Input, reset: Input
  ) {
    let pruning = variant.pruning
    self.task = task
    training = TrainOperation(
      network: network.withOneTower, tasks: group, masks: KeyEncoder.noMasks, variant, for: .round)
    names = group.tasks.flatMap { $0.namesOutsideIdentity }
    self.vocabulary = vocabulary
    self.reset = reset
    method = pruning.method
    scope = pruning.scope
    rate = pruning.rate
    rounding = pruning.rounding
    ties = pruning.ties
    exclude = pruning.exclude
    from = pruning.from
    select = pruning.select
    batches = pruning.batches
  }

  /// A few of the settings tell most chains apart; comparing tells them all.
  func hash(into hasher: inout Hasher) {
    hasher.combine(reset.stage)
    hasher.combine(task)
    hasher.combine(training.seed)
    hasher.combine(training.epochs)
    hasher.combine(training.batch)
    hasher.combine(training.optimizer.learningRate)
    hasher.combine(rate)
    hasher.combine(method)
  }
}

/// The rounds of pruning of one task and the masks that come out of them, as stages.
///
/// It sees only its settings, so variants with equal settings share one chain. Stages are made on demand.
final class PruningChain {
  private let settings: PruningSettings
  private let task: String
  private let base: BaseMasks
  private let encoder: KeyEncoder
  private let ladder: PruningLadder

  /// The template of the training of all rounds.
  private let template: KeyEncoder.Template

  /// The pruning that leads from one round to the next, and its template, since most prunings are that.
  private let step: (operation: Operation, template: KeyEncoder.Template)

  /// What the masks of a method that trains no rounds are pruned by.
  private let importance: Stage?

  private var rounds: [Round] = []
  private var selection: Stage?

  /// Where rounds were added last, and how many of them, since they need not be added twice.
  private weak var addedTo: MergedStages?
  private var addedCount = 0

  /// One round of pruning: the mask it begins with, and the training under it.
  private struct Round {
    /// `nil` in round 0, which is dense.
    let mask: Stage?
    let training: Stage
  }

  /// The chain of `settings` over the base network of `base`, which is theirs.
  init(_ settings: PruningSettings, _ base: BaseMasks, _ encoder: KeyEncoder) {
    self.settings = settings
    self.base = base
    self.encoder = encoder
    task = settings.task
    ladder = PruningLadder(
      finalKept: settings.rate.final, rounds: settings.rate.rounds, rounding: settings.rounding)
    template = encoder.newTemplate(of: .train(settings.training))
    let operation = Operation.prune(
      settings.pruning(.fractionOfRemaining(1 - ladder.keptPerRound, times: 1)))
    step = (operation, encoder.template(of: operation))
    importance = settings.importance.map { encoder.stage($0.operation, $0.inputs, $0.purpose) }
  }

  /// Adds to `stages` those that find the mask of this selection; the last one's identity.
  func find(_ selection: LearnedMask.Selection, addingTo stages: MergedStages) -> StageID {
    let found: Stage
    if let importance {
      stages.add(importance)
      found = mask(selection, by: importance)
      stages.add(found)
      return found.id
    }
    switch selection {
    case .selected:
      extend(through: settings.rate.rounds)
      addRounds(through: settings.rate.rounds, to: stages)
      found = selected
    case .round(let number):
      let last = precedingRound(of: number)
      extend(through: last)
      addRounds(through: last, to: stages)
      found = mask(after: number)
    case .keep(let fraction):
      let last =
        switch settings.method {
        case .imp: ladder.rounds(keepingMoreThan: fraction)
        case .oneShot, .snip, .random: 0
        }
      extend(through: last)
      addRounds(through: last, to: stages)
      found = prune(after: last, .allBut(fraction), for: .maskKeeping(task: task, fraction))
    }
    stages.add(found)
    return found.id
  }

  private func addRounds(through last: Int, to stages: MergedStages) {
    let known = addedTo === stages ? addedCount : 0
    guard known <= last else { return }
    for round in rounds[known...last] {
      if let mask = round.mask { stages.add(mask) }
      stages.add(round.training)
    }
    addedTo = stages
    addedCount = last + 1
  }

  /// Makes the rounds up to `last` as far as they are not there.
  private func extend(through last: Int) {
    while rounds.count <= last {
      let number = rounds.count
      let found = number == 0 ? nil : mask(after: number)
      let round = base.rounds(of: task, through: number)[number]
      var operation = settings.training
      operation.masks = round.known.masks
      // Appending would leave spare capacity in the inputs of every stage.
      var inputs = [settings.vocabulary, settings.reset]
      if let found, let symbol = round.symbol {
        inputs = [settings.vocabulary, settings.reset, Input(.mask(symbol), from: found.id, .mask)]
      }
      let training = encoder.stage(
        .train(operation), inputs, round.trainingPurpose, template, maskText: round.known.text)
      rounds.append(Round(mask: found, training: training))
    }
  }

  /// The round whose training decides about the mask after round `number`, at least one.
  private func precedingRound(of number: Int) -> Int {
    switch settings.method {
    case .imp: number - 1
    case .oneShot, .snip, .random: 0
    }
  }

  /// The stage that makes the mask of this selection at once, by how important parameters are.
  private func mask(_ selection: LearnedMask.Selection, by importance: Stage) -> Stage {
    let inputs = [Input(.weights, from: importance.id, .importance)]
    let amount: PruneOperation.Amount
    let purpose: StagePurpose
    switch selection {
    case .selected: return mask(.round(settings.rate.rounds), by: importance)
    case .round(let number):
      amount = .fractionOfRemaining(1 - ladder.keptPerRound, times: number)
      purpose = base.rounds(of: task, through: number)[number].maskPurpose
    case .keep(let fraction):
      amount = .allBut(fraction)
      purpose = .maskKeeping(task: task, fraction)
    }
    return encoder.stage(.prune(settings.pruning(amount)), inputs, purpose)
  }

  /// The stage that makes the mask after round `number`, at least one. Requires: the preceding round is there.
  private func mask(after number: Int) -> Stage {
    if rounds.indices.contains(number), let mask = rounds[number].mask { return mask }
    let preceding = precedingRound(of: number)
    let purpose = base.rounds(of: task, through: number)[number].maskPurpose
    return prune(
      after: preceding, .fractionOfRemaining(1 - ladder.keptPerRound, times: number - preceding), for: purpose)
  }

  /// The stage that prunes what was trained in round `number`. Requires: that round is there.
  private func prune(after number: Int, _ amount: PruneOperation.Amount, for purpose: StagePurpose) -> Stage {
    let round = rounds[number]
    let weights: Artifact =
      switch settings.from {
      case .last: .lastWeights
      case .best: .weights
      }
    let trained = Input(.weights, from: round.training.id, weights)
    let inputs = round.mask.map { [trained, Input(.candidate(round: number), from: $0.id, .mask)] } ?? [trained]
    if case .fractionOfRemaining(_, times: 1) = amount {
      return encoder.stage(step.operation, inputs, purpose, step.template)
    }
    return encoder.stage(.prune(settings.pruning(amount)), inputs, purpose)
  }

  /// The choice among the masks of all rounds, the dense one included. Requires: all rounds are there.
  private var selected: Stage {
    if let selection { return selection }
    let rounds = rounds.prefix(settings.rate.rounds + 1).enumerated()
    let candidates = rounds.compactMap { number, round in
      round.mask.map { Input(.candidate(round: number), from: $0.id, .mask) }
    }
    let histories = rounds.map { number, round in Input(.history(round: number), from: round.training.id, .history) }
    let operation = SelectOperation(
      network: settings.training.network.forMasks, exclude: settings.exclude, task: task, rule: settings.select)
    let stage = encoder.stage(.select(operation), candidates + histories, .select(task: task))
    selection = stage
    return stage
  }
}

extension PruningSettings {
  /// What tells how important parameters are where no rounds are trained.
  var importance: (operation: Operation, inputs: [Input], purpose: StagePurpose)? {
    switch method {
    case .imp, .oneShot: return nil
    case .snip:
      var network = training.network
      network.dropout = .none
      let operation = SensitivityOperation(
        network: network, tasks: training.tasks, batch: training.batch, batches: batches, seed: training.seed)
      return (.sensitivity(operation), [vocabulary, reset], .sensitivity(task: task))
    case .random:
      let operation = DrawImportanceOperation(network: training.network.forMasks, task: task, seed: training.seed)
      return (.drawImportance(operation), [], .importance(task: task))
    }
  }

  /// The pruning by `amount`.
  func pruning(_ amount: PruneOperation.Amount) -> PruneOperation {
    PruneOperation(
      network: training.network.forMasks, exclude: exclude, scope: scope, amount: amount, rounding: rounding,
      ties: ties)
  }
}
