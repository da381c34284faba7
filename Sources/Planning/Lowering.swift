package import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import OrderedCollections

extension Plan {
  /// The plan of `graph`: what is wanted, each stage once, without what no result reaches, in canonical order.
  package init(lowering graph: ExperimentGraph, files: ResolvedFiles) {
    self =
      Plan(merging: [graph], files: files, name: graph.name, baseline: graph.baseline)
      .withoutUnreachedStages.inCanonicalOrder
    assert(validate().isEmpty, "lowering made a plan that contradicts itself: \(validate())")
  }
}

extension Plan {
  /// What the variants of `graphs` want, lowered one by one, in which equal stages are one: two passes in one sweep, so
  /// that what merging throws away is never held all at once.
  package init(merging graphs: [ExperimentGraph], files: ResolvedFiles, name: String, baseline: String?) {
    let context = LoweringContext(files: files)
    let variants = graphs.lazy.flatMap(\.variants).map { WantedVariant(lowering: $0, in: context) }
    self.init(name: name, merging: variants, baseline: baseline)
  }
}

extension WantedPlan {
  /// Lowers `graph` to stages: the pass from what is wanted to what is done.
  ///
  /// Every network starts from the base network's θ⁽⁰⁾ or, where masks are learned, from θ⁽ʷ⁾ after the warmup; a tower
  /// starts as a copy of the base network. Each variant is lowered as if it were alone.
  package init(lowering graph: ExperimentGraph, files: ResolvedFiles) {
    let context = LoweringContext(files: files)
    self.init(
      name: graph.name, variants: graph.variants.map { WantedVariant(lowering: $0, in: context) },
      baseline: graph.baseline)
  }
}

extension WantedVariant {
  /// Lowers one variant.
  init(lowering variant: VariantGraph, in context: LoweringContext) {
    var lowering = VariantLowering(variant, in: context)
    let planned = lowering.lower()
    self.init(variant: planned, stages: Array(lowering.stages.values))
  }
}

/// What the lowering of several variants has in common: files, and what need not be worked out twice.
struct LoweringContext {
  let files: ResolvedFiles
  let encoder = KeyEncoder()
  let masks = MaskMemory()
}

/// The lowering of one variant.
struct VariantLowering {
  let variant: VariantGraph
  private let context: LoweringContext
  private let base: BaseMasks
  private(set) var stages: OrderedDictionary<StageID, Stage> = [:]

  /// The variant's masks with the files that some of them are read from.
  private let maskFiles: MaskFiles

  /// The tasks as stages see them, by name.
  private let tasks: [TaskParameters]

  private let network: NetworkParameters
  private let vocabulary: VocabularyOperation

  /// The rounds of pruning of each task so far.
  private var chains: [String: [ChainLink]] = [:]

  /// The training of each task in a round of pruning, once there was one.
  private var roundTraining: [String: TrainOperation] = [:]

  /// The vocabulary and the warmup's weights, once they have been added.
  private var vocabularyInput: Input?
  private var warmupInput: Input?

  init(_ variant: VariantGraph, in context: LoweringContext) {
    let files = context.files
    self.variant = variant
    self.context = context
    maskFiles = MaskFiles(of: variant.masks, files)
    tasks = variant.tasks.map { TaskParameters($0, files) }.sorted { $0.name < $1.name }
    network = NetworkParameters(variant)
    base = context.masks.base(of: variant, network)
    vocabulary = VocabularyOperation(variant.experiment.base.words, tasks, files)
  }

  private var experiment: Experiment { variant.experiment }
  private var masks: MaskConfiguration { maskFiles.masks }

  /// The stages of the variant, and which of them give its results.
  mutating func lower() -> PlannedVariant {
    var components: [PlannedVariant.Component] = []
    for group in variant.groups { components.append(lowerComponent(group)) }
    return PlannedVariant(
      name: variant.name,
      tasks: variant.tasks.map {
        PlannedVariant.Task(name: $0.name, metric: $0.task.metric)
      },
      components: components, masks: masks, measure: masks.isStatic ? nil : addMeasure())
  }

  /// Joint training of tasks that share something with each other and nothing with the rest.
  private mutating func lowerComponent(_ names: [String]) -> PlannedVariant.Component {
    let known = context.masks.component(names, of: self.masks)
    let masks = known.masks
    var network = self.network
    if masks.universe.towers.isEmpty { (network.towers, network.coupling) = (.one, nil) }
    let members = tasks.filter { names.contains($0.name) }
    let start = masks.support.isEmpty ? addInitialization(members) : addWarmup()
    let learned = addLearnedMasks(masks)
    let training = TrainOperation(
      network: network, tasks: members.map(\.forTraining), masks: masks, experiment, for: .result)
    let vocabulary = addVocabulary()
    let people = "\(variant.name): \(names.joined(separator: ", "))"
    let train = add(.train(training), [vocabulary, start] + learned, "train \(people)", known.text)
    let evaluation = EvaluateOperation(network: network, tasks: members, masks: masks)
    let evaluate = add(
      .evaluate(evaluation), [vocabulary, Input(.weights, from: train, .weights)] + learned,
      "evaluate \(people)", known.text)
    return PlannedVariant.Component(tasks: names, train: train, evaluate: evaluate)
  }

  private mutating func addMeasure() -> StageID {
    add(.measure(MeasureOperation(masks: masks)), addLearnedMasks(masks), "measure \(variant.name)")
  }

  // MARK: What training starts from

  private mutating func addVocabulary() -> Input {
    if let vocabularyInput { return vocabularyInput }
    let input = Input(.vocabulary, from: add(.vocabulary(vocabulary), [], "vocabulary"), .vocabulary)
    vocabularyInput = input
    return input
  }

  private mutating func addInitialization(_ members: [TaskParameters]) -> Input {
    var base = network.withOneTower
    base.dropout = .none
    let operation = InitializeOperation(network: base, tasks: members.map(\.forTraining), seed: experiment.seed)
    let vocabulary = addVocabulary()
    var inputs = [vocabulary]
    if self.vocabulary.pretrained != nil {
      inputs.append(Input(.wordVectors, from: vocabulary.stage, .wordVectors))
    }
    return Input(.start, from: add(.initialize(operation), inputs, "initialize"), .weights)
  }

  /// θ⁽ʷ⁾: the base network after it was trained on all tasks together, or θ⁽⁰⁾ without a warmup.
  private mutating func addWarmup() -> Input {
    if let warmupInput { return warmupInput }
    let start = addInitialization(tasks)
    let input = experiment.warmup.epochs > 0 ? addWarmupTraining(from: start) : start
    warmupInput = input
    return input
  }

  private mutating func addWarmupTraining(from start: Input) -> Input {
    let everything = base.everything(for: tasks.map(\.name))
    let operation = TrainOperation(
      network: network.withOneTower, tasks: tasks.map(\.forTraining), masks: everything.masks, experiment, for: .warmup)
    let warmup = add(.train(operation), [addVocabulary(), start], "warmup", everything.text)
    return Input(.start, from: warmup, .weights)
  }

  // MARK: Learned masks

  /// The stages that find the learned masks of `masks`, as inputs of a stage that uses them.
  private mutating func addLearnedMasks(_ masks: MaskConfiguration) -> [Input] {
    var inputs: [Input] = []
    for symbol in masks.support {
      inputs.append(Input(.mask(symbol.expression.description), from: addLearnedMask(symbol), .mask))
    }
    return inputs
  }

  private mutating func addLearnedMask(_ symbol: LearnedMask) -> StageID {
    switch symbol {
    case .imp(let task, .selected): addSelection(task)
    case .imp(let task, .round(let round)): mask(task, after: round)
    case .imp(let task, .keep(let fraction)): addPruning(task, keeping: fraction)
    case .random(let keep, let seed):
      add(
        .drawMask(
          DrawMaskOperation(network: network.forMasks, exclude: experiment.pruning.exclude, keep: keep, seed: seed)),
        [], "draw \(symbol.expression)")
    case .file(let name, let task): addImport(maskFiles[name], task)
    }
  }

  /// The reading of a mask from `file`, there under the name of `task` if one is given.
  private mutating func addImport(_ file: InputFile, _ task: String?) -> StageID {
    let operation = ImportMaskOperation(
      network: network.forMasks, exclude: experiment.pruning.exclude, file: file, task: task)
    return add(.importMask(operation), [], "import mask \(file.path)\(task.map { ", \($0)" } ?? "")")
  }

  /// The choice among the masks of all rounds, the dense one included.
  private mutating func addSelection(_ task: String) -> StageID {
    extendChain(of: task, through: experiment.pruning.rate.rounds)
    var inputs: [Input] = []
    for (round, link) in (chains[task] ?? []).enumerated().prefix(experiment.pruning.rate.rounds + 1) {
      inputs.append(Input(.history(round: round), from: link.training, .history))
      if let mask = link.mask { inputs.append(Input(.candidate(round: round), from: mask, .mask)) }
    }
    let operation = SelectOperation(
      network: network.forMasks, exclude: experiment.pruning.exclude, task: task, rule: experiment.pruning.select)
    return add(.select(operation), inputs, "select \(task)")
  }

  /// The mask of `task` after `round` rounds, at least one.
  private mutating func mask(_ task: String, after round: Int) -> StageID {
    let rate = 1 - variant.ladder.keptPerRound
    let label = "mask \(task), round \(round)"
    return switch experiment.pruning.method {
    case .imp: addPruning(task, after: round - 1, .fractionOfRemaining(rate, times: 1), label)
    case .oneShot: addPruning(task, after: 0, .fractionOfRemaining(rate, times: round), label)
    }
  }

  /// The mask that keeps `fraction`: after as many rounds as keep more, or none, down to it at once.
  private mutating func addPruning(_ task: String, keeping fraction: Double) -> StageID {
    let rounds =
      switch experiment.pruning.method {
      case .imp: variant.ladder.rounds(keepingMoreThan: fraction)
      case .oneShot: 0
      }
    return addPruning(task, after: rounds, .allBut(fraction), "mask \(task), keep \(fraction)")
  }

  private mutating func addPruning(
    _ task: String, after round: Int, _ amount: PruneOperation.Amount, _ label: String
  ) -> StageID {
    extendChain(of: task, through: round)
    guard let link = chains[task]?[round] else { preconditionFailure("the chain was extended to this round") }
    let pruning = experiment.pruning
    let operation = PruneOperation(
      network: network.forMasks, exclude: pruning.exclude, scope: pruning.scope, amount: amount,
      rounding: pruning.rounding, ties: pruning.ties)
    let weights: Artifact = pruning.from == .last ? .lastWeights : .weights
    let previous = link.mask.map { Input(.candidate(round: round), from: $0, .mask) }
    return add(
      .prune(operation), [Input(.weights, from: link.training, weights)] + (previous.map { [$0] } ?? []), label)
  }

  /// One round of pruning: the mask it begins with, and the training under it.
  private struct ChainLink {
    /// `nil` in round 0, which is dense.
    let mask: StageID?
    let training: StageID
  }

  /// Adds the rounds of `task` up to `last` as far as they are not there.
  private mutating func extendChain(of task: String, through last: Int) {
    while (chains[task]?.count ?? 0) <= last {
      let round = chains[task]?.count ?? 0
      let found = round == 0 ? nil : mask(task, after: round)
      chains[task, default: []].append(ChainLink(mask: found, training: addRound(task, round, found)))
    }
  }

  /// What every round of pruning starts from.
  private mutating func addReset() -> Input {
    switch experiment.pruning.reset {
    case .warmup: addWarmup()
    case .initial: addInitialization(tasks)
    }
  }

  /// The training of `task` alone under the mask after `round` rounds, from the weights that rounds start again from.
  private mutating func addRound(_ task: String, _ round: Int, _ found: StageID?) -> StageID {
    let pruned = base.mask(of: task, after: round)
    let known = found == nil ? base.everything(for: [task]) : pruned.known
    var operation = roundTraining[task] ?? makeRoundTraining(task, known.masks)
    operation.masks = known.masks
    let input = found.map { Input(.mask(pruned.symbol), from: $0, .mask) }
    return add(
      .train(operation), [addVocabulary(), addReset()] + (input.map { [$0] } ?? []), "prune \(task), round \(round)",
      known.text)
  }

  /// The training of `task` alone in any round, which differs from round to round in its mask only.
  private mutating func makeRoundTraining(_ task: String, _ masks: MaskConfiguration) -> TrainOperation {
    let operation = TrainOperation(
      network: network.withOneTower, tasks: tasks.filter { $0.name == task }.map(\.forTraining), masks: masks,
      experiment, for: .round)
    roundTraining[task] = operation
    return operation
  }

  // MARK: Stages

  /// Adds the stage unless there is an equal one; gives its identity. The text of its masks is found if it is not given.
  private mutating func add(
    _ operation: Operation, _ inputs: [Input], _ label: String, _ maskText: String? = nil
  ) -> StageID {
    let stage = Stage(operation, inputs: inputs, label: label, context.encoder, maskText: maskText)
    if stages[stage.id] == nil { stages[stage.id] = stage }
    return stage.id
  }
}
