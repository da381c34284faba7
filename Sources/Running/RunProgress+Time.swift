import MaskTools
import Planning

// How long the rest may take: the cost model's estimates, scaled by what this run has shown.

extension RunProgress {
  /// The seconds that `stage` may still take; `nil` if nothing is known.
  package func timeLeft(of stage: RunningStage, at time: Double) -> Double? {
    if let rate = stage.rate(at: time), let training = stage.training { return (1 - training.fraction) / rate }
    guard let work = works[stage.stage], let estimate = work.seconds, estimate > 0 else { return nil }
    return max(0, estimate * scale(of: work.operation, at: time) - (time - stage.started))
  }

  /// The seconds that the run may still take: those of the longest chain of stages, or of all of them spread over the
  /// jobs if that is more; `nil` if nothing is known.
  package func timeLeft(at time: Double) -> Double? {
    guard let outline, !open.isEmpty else { return outline == nil ? nil : 0 }
    var scales: [String: Double] = [:]
    let running = Dictionary(self.running.map { ($0.stage, $0) }, uniquingKeysWith: { first, _ in first })
    var chains: [StageID: Double] = [:]
    var (longest, sum) = (0.0, 0.0)
    for work in outline.pending where open.contains(work.stage) {
      let scale = scales[work.operation] ?? scale(of: work.operation, at: time)
      scales[work.operation] = scale
      let estimate = work.seconds.map { $0 * scale } ?? 0
      let left = running[work.stage].map { timeLeft(of: $0, at: time) ?? estimate } ?? estimate
      let before = work.inputs.reduce(0) { max($0, chains[$1] ?? 0) }
      chains[work.stage] = before + left
      longest = max(longest, before + left)
      sum += left
    }
    let left = max(longest, sum / Double(outline.jobs))
    return left > 0 ? left : nil
  }

  /// What stages of this kind take for each second of their estimates, by those that are done and under way.
  private func scale(of operation: String, at time: Double) -> Double {
    var (seconds, estimate) = shown[operation] ?? (0, 0)
    for stage in running {
      guard let work = works[stage.stage], work.operation == operation, let first = stage.first,
        let training = stage.training, stage.rate(at: time) != nil
      else { continue }
      seconds += time - first.time
      estimate += (work.seconds ?? 0) * (training.fraction - first.fraction)
    }
    return estimate > 0 && seconds > 0 ? seconds / estimate : 1
  }
}

extension RunProgress.RunningStage {
  /// The part of the stage that is done in a second, once enough of it is done to tell.
  fileprivate func rate(at time: Double) -> Double? {
    guard let first, let training, training.fraction - first.fraction > 0.005, time > first.time else { return nil }
    return (training.fraction - first.fraction) / (time - first.time)
  }
}
