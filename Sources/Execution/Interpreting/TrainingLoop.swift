import Corpora
import ExperimentSpec
import Networks
import Planning
import Randomness

/// Epochs of training with a look at the development splits after each.
struct TrainingLoop {
  let network: TrainingNetwork
  let tasks: [TaskData]
  let operation: TrainOperation
  let isStopped: @Sendable () -> Bool

  /// What training comes to.
  struct Result {
    /// The parameters of the epoch that was selected.
    let selected: Parameters
    let last: Parameters
    let history: HistoryFile
  }

  /// Trains, telling `report` how far it is.
  mutating func run(report: (TrainingProgress) -> Void) throws(StageFailure) -> Result {
    let stream = RandomStream(seed: UInt64(operation.seed)).derived("train")
    var sampler = TaskSampler(
      tasks.map { TaskSampler.Task(name: $0.parameters.name, lengths: $0.train.lengths) }, rule: operation.sampling,
      batchSize: operation.batch, stream: stream)
    var epochs: [HistoryFile.Epoch] = []
    var best: (parameters: Parameters, epoch: Int, score: Double)?
    for epoch in 0..<operation.epochs {
      let result = try runEpoch(epoch, &sampler, stream.derived("dropout"), report: report)
      epochs.append(result)
      let isBetter = best.map { result.meanDev > $0.score } ?? true
      if isBetter || operation.select == .last {
        best = (network.parameters, epoch + 1, result.meanDev)
      }
    }
    let last = network.parameters
    return Result(
      selected: best?.parameters ?? last, last: last,
      history: HistoryFile(epochs: epochs, selectedEpoch: best?.epoch ?? operation.epochs))
  }

  /// One epoch of steps, then the scores on the development splits.
  private func runEpoch(
    _ epoch: Int, _ sampler: inout TaskSampler, _ dropout: RandomStream, report: (TrainingProgress) -> Void
  ) throws(StageFailure) -> HistoryFile.Epoch {
    let rate = operation.optimizer.learningRate / (1 + operation.optimizer.decay * Double(epoch))
    let steps = sampler.stepsPerEpoch
    var losses = tasks.map { _ in (sum: 0.0, count: 0) }
    var meter = ProgressMeter(epoch: epoch, epochs: operation.epochs, steps: steps)
    sampler.begin(epoch: epoch)
    for step in 0..<steps {
      if isStopped() { throw .interrupted }
      let (task, sentences) = sampler.next()
      let batch = tasks[task].train.batch(of: sentences, withCharacters: hasCharacters)
      do throws(NumericalFailure) {
        let loss = try network.step(
          batch, task: task, learningRate: Float(rate), stream: dropout.derived(network.stepCount))
        losses[task] = (losses[task].sum + Double(loss), losses[task].count + 1)
      } catch {
        throw .training(error)
      }
      if let progress = meter.advance(step: step, tokens: batch.tokenCount) { report(progress) }
    }
    let scores = try developmentScores()
    let loss = losses.reduce(0) { $0 + $1.sum } / Double(max(1, losses.reduce(0) { $0 + $1.count }))
    report(meter.end(loss: loss, dev: zip(tasks, scores).map { ($0.parameters.name, $1) }))
    return HistoryFile.Epoch(
      epoch: epoch + 1, learningRate: rate, steps: steps,
      loss: byTask(losses.map { $0.count == 0 ? nil : $0.sum / Double($0.count) }), dev: byTask(scores))
  }

  private func developmentScores() throws(StageFailure) -> [Double] {
    var scores: [Double] = []
    for (index, task) in tasks.enumerated() {
      scores.append(try score(network, task: index, task, on: task.dev).value)
    }
    return scores
  }

  private var hasCharacters: Bool { operation.network.characters != nil }

  /// `values`, which are in the order of the tasks, under the tasks' names.
  private func byTask(_ values: [Double?]) -> [String: Double] {
    var result: [String: Double] = [:]
    for (task, value) in zip(tasks, values) { result[task.parameters.name] = value }
    return result
  }
}

/// How well the network, as it is, solves task number `task` on `sentences`.
func score(
  _ network: TrainingNetwork, task: Int, _ data: TaskData, on sentences: LabelledSentences
) throws(StageFailure) -> Score {
  do throws(TagError) {
    var tally = try ScoreTally(data.parameters.metric.metric, tags: data.tags, task: data.parameters.name)
    for sentenceNumbers in BatchPlan.evaluation(lengths: sentences.lengths, size: 32).batches {
      let batch = sentences.batch(of: sentenceNumbers, withCharacters: network.layout.shape.characters != nil)
      for (sentence, predicted) in zip(sentenceNumbers, network.predict(batch, task: task)) {
        tally.count(gold: sentences.tags[sentences.corpus.tokens(ofSentence: sentence)], predicted: predicted)
      }
    }
    return tally.score
  } catch {
    throw .tags(error)
  }
}

/// Turns steps into progress, a few times a second.
private struct ProgressMeter {
  let epoch: Int
  let epochs: Int
  let steps: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastReport: ContinuousClock.Instant
  private var tokens = 0

  init(epoch: Int, epochs: Int, steps: Int) {
    self.epoch = epoch
    self.epochs = epochs
    self.steps = steps
    start = clock.now
    lastReport = start
  }

  /// Counts a step; gives the progress if it is time to show it.
  mutating func advance(step: Int, tokens count: Int) -> TrainingProgress? {
    tokens += count
    let now = clock.now
    guard now - lastReport > .milliseconds(200) else { return nil }
    lastReport = now
    return progress(fraction: (Double(epoch) + Double(step + 1) / Double(steps)) / Double(epochs), nil)
  }

  /// The progress at the end of the epoch.
  func end(loss: Double, dev: [(task: String, score: Double)]) -> TrainingProgress {
    progress(fraction: Double(epoch + 1) / Double(epochs), TrainingProgress.EpochEnd(loss: loss, dev: dev))
  }

  private func progress(fraction: Double, _ end: TrainingProgress.EpochEnd?) -> TrainingProgress {
    let seconds = (clock.now - start) / .seconds(1)
    return TrainingProgress(
      epoch: epoch + 1, epochs: epochs, fraction: fraction, tokensPerSecond: Double(tokens) / max(seconds, 1e-9),
      epochEnd: end)
  }
}
