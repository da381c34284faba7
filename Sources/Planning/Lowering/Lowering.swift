package import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model
import OrderedCollections

extension Plan {
  /// The plan of `graph`: what is wanted, each stage once, without what no result reaches, in canonical order.
  package init(lowering graph: ResolvedExperiment, files: ResolvedFiles) {
    self =
      Plan(merging: [graph], files: files, name: graph.name, baseline: graph.baseline).reachedInCanonicalOrder
    assert(validate().isEmpty, "lowering made a plan that contradicts itself: \(validate())")
  }
}

extension Plan {
  /// The stages that the variants of `graphs` want, with equal stages merged: two passes at once, so that duplicates
  /// are never all in memory.
  package init(merging graphs: [ResolvedExperiment], files: ResolvedFiles, name: String, baseline: String?) {
    let variants = graphs.flatMap(\.variants)
    let lowered = LoweredParts(of: variants, files: files)
    self.init(name: name, stages: lowered.stages, variants: lowered.variants, baseline: baseline)
  }
}

extension WantedPlan {
  /// Lowers `graph` to stages: the pass from what is wanted to what is done.
  ///
  /// Every network starts from the base network's θ⁽⁰⁾ or, where masks are learned, from θ⁽ʷ⁾ after the warmup; a tower
  /// starts as a copy of the base network. Each variant is lowered as if it were alone.
  package init(lowering graph: ResolvedExperiment, files: ResolvedFiles) {
    let context = LoweringContext(files: files)
    self.init(
      name: graph.name, variants: graph.variants.map { WantedVariant(lowering: $0, in: context) },
      baseline: graph.baseline)
  }
}

extension WantedVariant {
  /// Lowers one variant.
  init(lowering variant: ResolvedVariant, in context: LoweringContext) {
    let wanted = MergedStages()
    var lowering = VariantLowering(variant, in: context, adding: wanted)
    let planned = lowering.lower()
    self.init(variant: planned, stages: Array(wanted.stages.values))
  }
}

/// What the lowering of several variants has in common: files, and what need not be worked out twice.
final class LoweringContext {
  let files: ResolvedFiles
  let encoder = KeyEncoder()
  let masks = MaskMemory()
  private var chains: [PruningSettings: PruningChain] = [:]
  private var lastTasks: VariantTasks?
  private var lastStarts: [PlannedVariant.Start] = []
  private var lastPlannedTasks: [PlannedVariant.Task] = []

  /// The most chains that are kept from one part for the next.
  private static let chainLimit = 64

  /// Counts rounds of pruning in place of making them, if it is given.
  let counter: StageCounter?

  init(files: ResolvedFiles, counter: StageCounter? = nil) {
    self.files = files
    self.counter = counter
  }

  /// Removes all chains if there are many. Parts seldom share chains.
  func forgetChains() {
    if chains.count > Self.chainLimit { chains = [:] }
  }

  /// `starts`, sharing the storage of the previous variant's if these are equal.
  func starts(_ starts: [PlannedVariant.Start]) -> [PlannedVariant.Start] {
    if starts != lastStarts { lastStarts = starts }
    return lastStarts
  }

  /// `tasks`, sharing the storage of the previous variant's if these are equal.
  func plannedTasks(_ tasks: [PlannedVariant.Task]) -> [PlannedVariant.Task] {
    if tasks != lastPlannedTasks { lastPlannedTasks = tasks }
    return lastPlannedTasks
  }

  /// What is known of `tasks`, which are in order of name and mostly those of the variant before.
  func tasks(_ tasks: [VariantTasks.Weighted]) -> VariantTasks {
    if let known = lastTasks, known.areExactly(tasks) { return known }
    let new = VariantTasks(tasks)
    lastTasks = new
    return new
  }

  /// The rounds of pruning of `settings` over the base network of `base`.
  func chain(_ settings: PruningSettings, _ base: BaseMasks) -> PruningChain {
    if let known = chains[settings] { return known }
    let chain = PruningChain(settings, base, encoder)
    chains[settings] = chain
    return chain
  }
}

/// The lowering of one variant.
struct VariantLowering {
  let variant: ResolvedVariant
  private let context: LoweringContext
  private let base: BaseMasks
  private let stages: MergedStages
  private let masks: VariantMasks

  private let tasks: VariantTasks

  private let network: NetworkParameters
  private let vocabulary: VocabularyOperation

  /// The further test sets, in the order of the specification.
  private let sets: [(name: String, set: EvaluatedSet)]

  /// The rounds of pruning of each task, once they are wanted.
  private var chains: [String: PruningChain] = [:]

  /// The vocabulary and the warmup's weights, once they have been added.
  private var vocabularyInput: Input?
  private var warmupInput: Input?

  /// The trainings that others start from.
  private var starts: [PlannedVariant.Start] = []

  init(_ variant: ResolvedVariant, in context: LoweringContext, adding stages: MergedStages) {
    let files = context.files
    self.variant = variant
    self.context = context
    self.stages = stages
    masks = context.masks.variant(variant.masks, files)
    tasks = context.tasks(
      variant.tasks.sorted { $0.name < $1.name }.map {
        VariantTasks.Weighted(task: TaskParameters($0, files), weight: $0.weight)
      })
    sets = variant.evaluations.map { ($0.name, EvaluatedSet($0, files)) }
    network = NetworkParameters(variant)
    base = context.masks.base(of: variant, network)
    vocabulary = VocabularyOperation(variant.base.words, tasks.all.tasks, files)
  }

  /// The stages of the variant, and which of them give its results.
  mutating func lower() -> PlannedVariant {
    var components: [PlannedVariant.Component] = []
    for group in variant.groups { components.append(lowerComponent(group)) }
    let measure = masks.all.support.isEmpty ? nil : addMeasure()
    return PlannedVariant(
      name: variant.name, group: variant.group, place: variant.place,
      tasks: context.plannedTasks(
        variant.tasks.map { PlannedVariant.Task(name: $0.name, metric: $0.metric) }),
      components: components, masks: masks.all.masks, measure: measure, starts: context.starts(starts))
  }

  /// Joint training of tasks that share something with each other and nothing with the rest.
  private mutating func lowerComponent(_ names: [String]) -> PlannedVariant.Component {
    let known = masks.component(names)
    let masks = known.masks
    var network = self.network
    if masks.universe.towers.isEmpty { (network.towers, network.coupling) = (.none, nil) }
    let members = tasks.group(names)
    let start = known.support.isEmpty ? addInitialization(members) : addWarmup()
    let learned = addLearnedMasks(known)
    let training = TrainOperation(
      network: network, tasks: members, masks: masks, variant, for: .result)
    let vocabulary = addVocabulary()
    let sorted = members.tasks.map(\.name)
    let train = add(.train(training), [vocabulary, start] + learned, .train(tasks: sorted), known.text)
    let evaluation = EvaluateOperation(tasks.subject(names, network), masks: masks)
    let evaluate = add(
      .evaluate(evaluation), [vocabulary, Input(.weights, from: train, .weights)] + learned,
      .evaluate(tasks: sorted), known.text)
    let sets = sets.compactMap { name, set -> PlannedVariant.FurtherSet? in
      guard let own = set.only(sorted) else { return nil }
      let operation = EvaluateOnOperation(tasks.trainedSubject(names, network), masks: masks, on: own)
      let stage = add(
        .evaluateOn(operation), [vocabulary, Input(.weights, from: train, .weights)] + learned,
        .evaluateOn(set: name, tasks: sorted), known.text)
      return PlannedVariant.FurtherSet(name: name, evaluate: stage)
    }
    return PlannedVariant.Component(tasks: names, train: train, evaluate: evaluate, sets: sets)
  }

  private mutating func addMeasure() -> StageID {
    add(.measure(MeasureOperation(masks: masks.all.masks)), addLearnedMasks(masks.all), .measure)
  }

  // MARK: What training starts from

  private mutating func addVocabulary() -> Input {
    if let vocabularyInput { return vocabularyInput }
    let input = Input(.vocabulary, from: add(.vocabulary(vocabulary), [], .vocabulary), .vocabulary)
    vocabularyInput = input
    return input
  }

  private mutating func addInitialization(_ members: VariantTasks.Group) -> Input {
    var base = network.withOneTower
    base.dropout = .none
    let operation = InitializeOperation(network: base, tasks: members.forTraining, seed: variant.seed)
    let vocabulary = addVocabulary()
    var inputs = [vocabulary]
    if self.vocabulary.pretrained != nil {
      inputs.append(Input(.wordVectors, from: vocabulary.stage, .wordVectors))
    }
    return Input(
      .start, from: add(.initialize(operation), inputs, .initialize(tasks: members.tasks.map(\.name))), .weights)
  }

  /// θ⁽ʷ⁾: the base network after it was trained on all tasks together, or θ⁽⁰⁾ without a warmup.
  private mutating func addWarmup() -> Input {
    if let warmupInput { return warmupInput }
    let start = addInitialization(tasks.all)
    let epochs = variant.warmupEpochs
    let input = epochs > 0 ? addWarmupTraining(epochs: epochs, from: start, for: .warmup) : start
    warmupInput = input
    return input
  }

  private mutating func addWarmupTraining(epochs: Int, from start: Input, for purpose: StagePurpose) -> Input {
    let everything = base.everything(for: tasks.all.tasks.map { $0.name })
    let operation = TrainOperation(
      network: network.withOneTower, tasks: tasks.all, masks: everything.masks, variant,
      for: .warmup(epochs: epochs))
    let warmup = add(.train(operation), [addVocabulary(), start], purpose, everything.text)
    note(warmup, for: purpose)
    return Input(.start, from: warmup, .weights)
  }

  // MARK: Learned masks

  /// The stages that find the learned masks of `masks`, as inputs of a stage that uses them.
  private mutating func addLearnedMasks(_ masks: KnownMasks) -> [Input] {
    var inputs: [Input] = []
    for symbol in masks.support { inputs.append(Input(.mask(symbol), from: addLearnedMask(symbol.mask), .mask)) }
    return inputs
  }

  private mutating func addLearnedMask(_ symbol: LearnedMask) -> StageID {
    switch symbol {
    case .imp(let task, let selection): find(selection, of: task)
    case .random(let keep, let seed):
      add(
        .drawMask(
          DrawMaskOperation(network: network.forMasks, exclude: variant.pruning.exclude, keep: keep, seed: seed)),
        [], .draw(keep: keep, seed: seed))
    case .file(let name, let task): addImport(name, task)
    }
  }

  /// The reading of a mask from the file that expressions call `name`, there under the name of `task` if one is given.
  private mutating func addImport(_ name: String, _ task: String?) -> StageID {
    let operation = ImportMaskOperation(
      network: network.forMasks, exclude: variant.pruning.exclude, file: masks.files[name], task: task)
    return add(.importMask(operation), [], .importMask(file: name, task: task))
  }

  /// The mask of `task` that pruning finds.
  private mutating func find(_ selection: LearnedMask.Selection, of task: String) -> StageID {
    if let known = chains[task] { return known.find(selection, addingTo: stages) }
    let settings = PruningSettings(
      task, tasks.group([task]), network, variant, vocabulary: addVocabulary(), reset: addReset(of: task))
    if let counter = context.counter { return counter.find(selection, settings, context.encoder) }
    let chain = context.chain(settings, base)
    chains[task] = chain
    return chain.find(selection, addingTo: stages)
  }

  /// What every round of pruning of `task` starts from.
  private mutating func addReset(of task: String) -> Input {
    switch variant.pruning.reset {
    case .named(.warmup): addWarmup()
    case .named(.initial): addInitialization(tasks.all)
    case .full(let point):
      switch point.training {
      case .warmup:
        addWarmupTraining(epochs: point.epochs, from: addInitialization(tasks.all), for: .rewind(task: nil))
      case .task: addTaskTraining(task, epochs: point.epochs, from: addWarmup())
      }
    }
  }

  /// The whole base network after it was trained on `task` alone, as in a round of pruning.
  private mutating func addTaskTraining(_ task: String, epochs: Int, from start: Input) -> Input {
    let everything = base.everything(for: [task])
    let operation = TrainOperation(
      network: network.withOneTower, tasks: tasks.group([task]), masks: everything.masks, variant,
      for: .reset(epochs: epochs))
    let training = add(.train(operation), [addVocabulary(), start], .rewind(task: task), everything.text)
    note(training, for: .rewind(task: task))
    return Input(.start, from: training, .weights)
  }

  // MARK: Stages

  private mutating func note(_ stage: StageID, for purpose: StagePurpose) {
    let start = PlannedVariant.Start(purpose: purpose, stage: stage)
    if !starts.contains(start) { starts.append(start) }
  }

  /// Adds the stage unless there is an equal one; gives its identity. The text of its masks is found if it is not
  /// given.
  private func add(
    _ operation: Operation, _ inputs: [Input], _ purpose: StagePurpose, _ maskText: String? = nil
  ) -> StageID {
    let stage = context.encoder.stage(operation, inputs.inOrderOfRoles, purpose, maskText: maskText)
    stages.add(stage)
    return stage.id
  }
}

extension [Input] {
  /// The inputs in the order of their roles.
  fileprivate var inOrderOfRoles: [Input] {
    zip(self, dropFirst()).allSatisfy { $0.role < $1.role } ? self : sorted { $0.role < $1.role }
  }
}
