import Corpora
import ExperimentSpec
import Model
import Networks
import Planning
import Randomness
import Running
import Store

/// Epochs of training with a look at the development splits after each, and checkpoints on the way.
struct TrainingLoop {
  private let network: TrainingNetwork
  private let tasks: [TaskData]
  private let solvers: [any TaskSolver]
  private let operation: TrainOperation
  private let isStopped: @Sendable () -> Bool
  private let stream: RandomStream
  private let stepsPerEpoch: Int
  private var sampler: TaskSampler
  private var keeper: CheckpointKeeper
  private var position: TrainingPosition

  /// The parameters of the best epoch so far.
  private var best: Parameters?

  /// The result of training.
  struct Result {
    /// The parameters of the epoch that was selected.
    let selected: Parameters
    let last: Parameters
    let history: HistoryFile
  }

  /// Training that begins where `keeper` has a checkpoint, or else with `network` as it is.
  init(
    network: TrainingNetwork, tasks: [TaskData], operation: TrainOperation, keeper: CheckpointKeeper,
    isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) {
    let stream = RandomStream(seed: UInt64(operation.seed)).derived("train")
    var sampler = TaskSampler(
      tasks.map { TaskSampler.Task(name: $0.parameters.name, lengths: $0.train.lengths) }, rule: operation.sampling,
      epochs: operation.epochs, batchSize: operation.batch, stream: stream)
    let steps = sampler.stepsPerEpoch
    let checkpoint = try keeper.found(layout: network.layout) {
      $0.fits(
        tasks: tasks.count, epochs: operation.epochs, steps: steps, learnsWeights: operation.weights == .learned,
        stateNames: network.optimizerStateNames)
    }
    if let checkpoint {
      network.parameters = checkpoint.parameters
      network.optimizerState = checkpoint.optimizer
      if let weights = checkpoint.weights { network.lossWeights = .learned(weights) }
      network.stepCount = checkpoint.position.epoch * steps + checkpoint.position.step
    }
    position = checkpoint?.position ?? TrainingPosition(taskCount: tasks.count)
    best = checkpoint?.best
    sampler.enter(epoch: position.epoch, step: position.step)
    self.network = network
    self.tasks = tasks
    solvers = tasks.enumerated().map { $1.solver(number: $0) }
    self.operation = operation
    self.isStopped = isStopped
    self.stream = stream
    self.sampler = sampler
    self.keeper = keeper
    stepsPerEpoch = steps
  }

  /// Trains, telling `report` how far it is. What stops it, other than the loss of the process, leaves a checkpoint.
  mutating func run(report: (TrainingProgress) -> Void) throws(StageFailure) -> Result {
    do throws(StageFailure) {
      while position.epoch < operation.epochs { try runEpoch(report: report) }
    } catch {
      throw leavingCheckpoint(error)
    }
    let last = network.parameters
    return Result(
      selected: best ?? last, last: last,
      history: HistoryFile(
        metrics: Dictionary(uniqueKeysWithValues: tasks.map { ($0.parameters.name, $0.parameters.metric) }),
        epochs: position.epochs, selectedEpoch: position.best?.epoch ?? operation.epochs))
  }

  /// What is left of an epoch: its steps, then the scores on the development splits.
  private mutating func runEpoch(report: (TrainingProgress) -> Void) throws(StageFailure) {
    var meter = ProgressMeter(
      epoch: position.epoch, epochs: operation.epochs, steps: stepsPerEpoch, learningRate: learningRate)
    while position.step < stepsPerEpoch {
      if isStopped() { throw .interrupted }
      let tokens = try takeStep()
      if let progress = meter.advance(to: position, tokens: tokens) { report(progress) }
      if keeper.isDue { try keepCheckpoint() }
    }
    try requireNumbers()
    let scores = try developmentScores()
    let names = tasks.map(\.parameters.name)
    report(
      meter.end(
        position,
        TrainingProgress.EpochEnd(
          losses: zip(names, position.losses).map { TrainingProgress.TaskValue($0, $1.mean) },
          dev: zip(names, scores).map { TrainingProgress.TaskValue($0, $1) },
          weights: learnedWeights.map { zip(names, $0).map { TrainingProgress.TaskValue($0, $1) } })))
    position.endEpoch(
      HistoryFile.Epoch(
        epoch: position.epoch + 1, learningRate: learningRate, steps: stepsPerEpoch,
        loss: byTask(position.losses.map(\.mean)), dev: byTask(scores), weights: learnedWeights.map(byTask)))
    takeNoteOfBest(meanMerit(scores))
    if position.epoch < operation.epochs { try keepCheckpoint() }
    sampler.begin(epoch: position.epoch)
  }

  /// Takes the next step; gives the number of its labelled tokens.
  private mutating func takeStep() throws(StageFailure) -> Int {
    let (task, sentences) = sampler.next()
    do throws(NumericalFailure) {
      let step = try solvers[task].step(
        network, on: sentences, learningRate: Float(learningRate),
        stream: stream.derived("dropout").derived(network.stepCount))
      position.advance(task: task, loss: step.tokens > 0 ? step.loss : nil)
      return step.tokens
    } catch {
      throw failure(
        .step(error), step: position.step + 1, on: sentences.map(tasks[task].trainingText.place(ofSentence:)))
    }
  }

  /// The learning rate of the epoch under way.
  private var learningRate: Double {
    operation.optimizer.learningRate / (1 + operation.optimizer.decay * Double(position.epoch))
  }

  /// λ of each task as it stands, where it is learned.
  private var learnedWeights: [Double]? {
    guard case .learned(let weights) = network.lossWeights else { return nil }
    return tasks.indices.map { Double(weights.weight(of: $0)) }
  }

  /// The number that epochs are compared by: the mean of the tasks' scores, taken such that more is better.
  /// Determinism: the sum is in the order of the tasks' names.
  private func meanMerit(_ scores: [Double]) -> Double {
    let named = zip(tasks.map(\.parameters), scores).sorted { $0.0.name < $1.0.name }
    return named.reduce(0) { $0 + $1.0.metric.descriptor.merit($1.1) } / Double(max(1, named.count))
  }

  private mutating func takeNoteOfBest(_ score: Double) {
    let isBetter = position.best.map { score > $0.score } ?? true
    guard isBetter || operation.select == .last else { return }
    position.best = TrainingPosition.Best(epoch: position.epoch, score: score)
    best = network.parameters
  }

  private func developmentScores() throws(StageFailure) -> [Double] {
    var scores: [Double] = []
    for (task, solver) in zip(tasks, solvers) {
      scores.append(try solver.tally(network, on: task.dev, isStopped: isStopped).score.value)
    }
    return scores
  }

  /// `values`, which are in the order of the tasks, under the tasks' names.
  private func byTask(_ values: [Double?]) -> [String: Double] {
    var result: [String: Double] = [:]
    for (task, value) in zip(tasks, values) { result[task.parameters.name] = value }
    return result
  }
}

// MARK: Checkpoints

extension TrainingLoop {
  /// Where training stands.
  private var state: TrainingCheckpoint {
    var weights: LearnedLossWeights?
    if case .learned(let learned) = network.lossWeights { weights = learned }
    return TrainingCheckpoint(
      position: position, parameters: network.parameters, optimizer: network.optimizerState, best: best,
      weights: weights)
  }

  /// A tensor whose parameters, or what the optimizer keeps of them, are no longer finite, if there is one.
  private var tensorBeyond: String? {
    if case .learned(let weights) = network.lossWeights, !weights.isFinite {
      return TrainingCheckpoint.logVariancesName
    }
    return network.firstNonFinite?.name
  }

  /// Keeps a checkpoint of where training stands. Throws if that is no place to go on from.
  private mutating func keepCheckpoint() throws(StageFailure) {
    try requireNumbers()
    keeper.keep(state)
  }

  private func requireNumbers() throws(StageFailure) {
    if let tensor = tensorBeyond { throw failure(.parameters(tensor: tensor), step: position.step, on: []) }
  }

  /// `error`, after a checkpoint was left of where training stands, unless that is no place to go on from.
  private mutating func leavingCheckpoint(_ error: StageFailure) -> StageFailure {
    var failure: TrainingFailure?
    switch error {
    case .interrupted: break
    case .training(let cause): failure = cause
    case .store, .file, .corpus, .tags, .wordVectors, .maskFile, .sensitivity, .changedInput, .dimension, .malformed:
      return error
    }
    if let tensor = tensorBeyond {
      if case .step = failure?.cause { failure?.tensorBeyond = tensor }
    } else {
      keeper.keep(state)
    }
    failure?.checkpoint = keeper.path
    return failure.map(StageFailure.training) ?? error
  }

  private func failure(_ cause: TrainingFailure.Cause, step: Int, on sentences: [String]) -> StageFailure {
    .training(
      TrainingFailure(
        cause: cause, epoch: position.epoch + 1, step: step, sentences: sentences, learningRate: learningRate,
        clipping: operation.clip.summary))
  }
}
