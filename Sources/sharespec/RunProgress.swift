import Execution
import Planning
import Reporting

/// How far a run is: what is done, what is under way, and how long the rest may take.
struct RunProgress {
  private var total = 0
  private var cached = 0
  private var done = 0
  private var running: [(stage: Stage, training: TrainingProgress?)] = []
  private let start = ContinuousClock.now

  /// Takes note of `event`; gives the line that should stay, if the event deserves one.
  mutating func take(_ event: RunEvent) -> String? {
    switch event {
    case .began(let total, let cached):
      (self.total, self.cached) = (total, cached)
      return cached == total
        ? "all \(total) stages are done" : "\(total) stages, \(cached) of them done"
    case .stageStarted(let stage):
      running.append((stage, nil))
      return nil
    case .training(let id, let progress):
      guard let index = running.firstIndex(where: { $0.stage.id == id }) else { return nil }
      running[index].training = progress
      return progress.epochEnd.map { line(running[index].stage, progress, $0) }
    case .checkpoint(let stage, .continued(let epoch, let step)):
      return "\(counter) \(stage.label): continues at epoch \(epoch), step \(step)"
    case .checkpoint(let stage, .refused(let reason)):
      return "\(counter) \(stage.label): warning: \(reason); training begins anew"
    case .checkpoint(let stage, .notKept(let failure)):
      return "\(counter) \(stage.label): warning: no checkpoint: \(failure); the one before stays"
    case .stageFinished(let stage, let seconds):
      done += 1
      running.removeAll { $0.stage.id == stage.id }
      return "\(counter) \(stage.label): done in \(duration(seconds))"
    case .stageFailed(let stage, let failure):
      done += 1
      running.removeAll { $0.stage.id == stage.id }
      return "\(counter) \(stage.label): FAILED: \(failure)"
    case .stageTaken(let stage):
      return "waiting for another process: \(stage.label)"
    case .stageFound(let stage):
      done += 1
      return "\(counter) \(stage.label): done by another process"
    case .stageReopened(let stage):
      done -= 1
      return "\(counter) \(stage.label): its results are no longer in the store and are made again"
    case .store(let notice):
      return notice.isWarning ? "warning: \(notice)" : "\(notice)"
    case .stageInterrupted(let stage):
      running.removeAll { $0.stage.id == stage.id }
      return nil
    case .stageSkipped(let stage):
      done += 1
      return "\(counter) \(stage.label): skipped, since a stage before it failed"
    case .ended:
      return nil
    }
  }

  /// The lines that show what is going on.
  var statusLines: [String] {
    let stages = running.map { stage, training -> String in
      guard let training else { return "  \(stage.label)" }
      return "  \(stage.label): epoch \(training.epoch)/\(training.epochs), "
        + "\(Int(training.tokensPerSecond)) tokens/s"
    }
    return ["\(counter) stages done, \(running.count) running, \(timeLeft)"] + stages
  }

  private var counter: String { "[\(cached + done)/\(total)]" }

  /// The time that the rest takes if it goes on as so far.
  private var timeLeft: String {
    let partial = running.reduce(0) { $0 + ($1.training?.fraction ?? 0) }
    let finished = Double(done) + partial
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard finished > 0.5, elapsed > 1 else { return "time left unknown" }
    return "about \(duration(elapsed / finished * (Double(total - cached) - finished))) left"
  }

  private func line(_ stage: Stage, _ progress: TrainingProgress, _ end: TrainingProgress.EpochEnd) -> String {
    let scores = end.dev.map { "\($0.task) \(fixed(100 * $0.score, 2))" }.joined(separator: ", ")
    return "\(counter) \(stage.label): epoch \(progress.epoch)/\(progress.epochs), loss \(fixed(end.loss, 4)), "
      + "dev \(scores), \(Int(progress.tokensPerSecond)) tokens/s"
  }
}
