import Running

/// Turns the steps of an epoch into progress, a few times a second.
struct ProgressMeter {
  let epoch: Int
  let epochs: Int
  let steps: Int
  let learningRate: Double
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastReport: ContinuousClock.Instant
  private var tokens = 0

  /// Measures the epoch numbered `epoch` from 0.
  init(epoch: Int, epochs: Int, steps: Int, learningRate: Double) {
    self.epoch = epoch
    self.epochs = epochs
    self.steps = steps
    self.learningRate = learningRate
    start = clock.now
    lastReport = start
  }

  /// Counts a step of so many tokens, after which training stands at `position`; gives the progress if it is time to
  /// show it.
  mutating func advance(to position: TrainingPosition, tokens count: Int) -> TrainingProgress? {
    tokens += count
    let now = clock.now
    guard now - lastReport > .milliseconds(200) else { return nil }
    lastReport = now
    return progress(position, nil)
  }

  /// The progress at the end of the epoch, where training stands at `position`.
  func end(_ position: TrainingPosition, _ result: TrainingProgress.EpochEnd) -> TrainingProgress {
    progress(position, result)
  }

  private func progress(_ position: TrainingPosition, _ end: TrainingProgress.EpochEnd?) -> TrainingProgress {
    let seconds = (clock.now - start) / .seconds(1)
    return TrainingProgress(
      epoch: epoch + 1, epochs: epochs, step: position.step, steps: steps, loss: position.meanLoss,
      learningRate: learningRate, tokensPerSecond: Double(tokens) / max(seconds, 1e-9), epochEnd: end)
  }
}
