import Networks
import Planning
import Running
import Store

/// Keeps the checkpoints of one stage while it trains, and tells what becomes of them.
struct CheckpointKeeper {
  private let store: CheckpointStore
  private let stage: Stage
  private let interval: Duration
  private let observer: any RunObserver
  private var lastKept = ContinuousClock.now
  private var hasFailed = false

  /// Keeps one at least every `interval`.
  init(in store: CheckpointStore, of stage: Stage, every interval: Duration, observer: any RunObserver) {
    self.store = store
    self.stage = stage
    self.interval = interval
    self.observer = observer
  }

  private var origin: CheckpointOrigin { CheckpointOrigin(stage: stage.id) }

  /// The checkpoint to go on from; `nil` if training is to begin at its beginning.
  ///
  /// Throws: if a newer release wrote the checkpoint, which must not be replaced.
  func found(
    layout: ParameterLayout, fitting isFitting: (TrainingCheckpoint) -> Bool
  ) throws(StageFailure) -> TrainingCheckpoint? {
    do throws(CheckpointRefusal) {
      guard let checkpoint = try store.read(origin, layout: layout) else { return nil }
      guard isFitting(checkpoint) else {
        throw store.refusal(of: stage.id, damaged: "no step of this stage is where it says")
      }
      observer.observe(
        .checkpoint(stage, .continued(epoch: checkpoint.position.epoch + 1, step: checkpoint.position.step + 1)))
      return checkpoint
    } catch {
      if case .newerFormat(let file) = error { throw .file(file.failure) }
      observer.observe(.checkpoint(stage, .refused("\(error)")))
      return nil
    }
  }

  /// Whether the last checkpoint is as old as one may be.
  var isDue: Bool { ContinuousClock.now - lastKept >= interval }

  /// Writes a checkpoint. If that fails training goes on, and the one before stays.
  mutating func keep(_ checkpoint: TrainingCheckpoint) {
    do throws(StageFailure) {
      try store.write(checkpoint, origin)
      hasFailed = false
    } catch {
      if !hasFailed { observer.observe(.checkpoint(stage, .notKept(error))) }
      hasFailed = true
    }
    lastKept = .now
  }

  /// Where the last checkpoint is; `nil` if there is none.
  var path: String? { store.exists(stage.id) ? store.path(of: stage.id) : nil }
}
