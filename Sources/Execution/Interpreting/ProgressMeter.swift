/// Turns steps into progress, a few times a second.
struct ProgressMeter {
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

  /// Counts a step, after which `step` steps of the epoch are done; gives the progress if it is time to show it.
  mutating func advance(step: Int, tokens count: Int) -> TrainingProgress? {
    tokens += count
    let now = clock.now
    guard now - lastReport > .milliseconds(200) else { return nil }
    lastReport = now
    return progress(fraction: (Double(epoch) + Double(step) / Double(steps)) / Double(epochs), nil)
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
