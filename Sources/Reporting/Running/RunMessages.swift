import Planning
package import Running
import Store

/// What is said about a run line by line, where there is no terminal that shows it: a value that is told what happens.
package struct RunMessages: Sendable {
  private var progress = RunProgress()

  /// Whether a display shows the epochs of training, which then need no lines.
  private let isBesideDisplay: Bool

  package init(besideDisplay: Bool = false) { isBesideDisplay = besideDisplay }

  /// Takes note of `event`, which happened so many seconds after the run began; gives the line that it deserves.
  package mutating func take(_ event: RunEvent, at time: Double) -> String? {
    progress.take(event, at: time)
    switch event {
    case .began(let outline):
      return outline.pending.isEmpty
        ? "all \(outline.total) stages are done" : "\(outline.total) stages, \(outline.cached) of them done"
    case .stageStarted(let stage):
      guard !isBesideDisplay, stage.operation.isTraining else { return nil }
      return "\(counter) \(stage.label): starts"
    case .training(let id, let progress):
      guard !isBesideDisplay, let stage = self.progress.running.first(where: { $0.stage == id }) else { return nil }
      return progress.epochEnd.map { line(stage, progress, $0, at: time) }
    case .checkpoint(let stage, let event): return "\(counter) \(stage.label): \(event)"
    case .stageFinished(let stage, let seconds): return "\(counter) \(stage.label): done in \(duration(seconds))"
    // The cause follows at the end, with what was skipped for it.
    case .stageFailed(let stage, _): return "\(counter) \(stage.label): FAILED"
    case .stageTaken(let stage): return "waiting for another process: \(stage.label)"
    case .stageFound(let stage): return "\(counter) \(stage.label): found in the store"
    case .stageReopened(let stage):
      return "\(counter) \(stage.label): its results are no longer in the store and are made again"
    case .store(let notice): return notice.isWarning ? "warning: \(notice)" : "\(notice)"
    case .stageSkipped(let stage): return "\(counter) \(stage.label): skipped, since a stage before it failed"
    case .stageInterrupted, .ended: return nil
    }
  }

  /// How many stages have come to an end, whichever, of how many.
  private var counter: String {
    "[\(progress.complete + progress.failed + progress.skipped)/\(progress.total)]"
  }

  private func line(
    _ stage: RunProgress.RunningStage, _ training: TrainingProgress, _ end: TrainingProgress.EpochEnd, at time: Double
  ) -> String {
    let left = progress.timeLeft(at: time).map { ", \(duration($0)) left in all" } ?? ""
    let weights = end.weights.map { weights in
      ", weights " + weights.map { "\($0.task) \($0.value.map { fixed($0, 3) } ?? "–")" }.joined(separator: ", ")
    }
    return "\(counter) \(stage.name): epoch \(training.epoch)/\(training.epochs), loss \(fixed(training.loss, 4)), "
      + "dev \(scores(end.dev))\(weights ?? ""), \(training.wholeTokensPerSecond) tokens/s" + left
  }
}
