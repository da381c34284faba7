package import Planning
package import Store

/// Something that happened while a plan ran, for displays and logs. No result depends on events.
package enum RunEvent: Sendable {
  /// The run begins.
  case began(RunOutline)

  case stageStarted(Stage)
  case training(StageID, TrainingProgress)
  case checkpoint(Stage, CheckpointEvent)
  case stageFinished(Stage, seconds: Double)
  case stageFailed(Stage, StageFailure)

  /// Another process is at the stage; it is waited for.
  case stageTaken(Stage)

  /// Another process has carried out the stage since the run began.
  case stageFound(Stage)

  /// The stage was done, but its results have vanished or been damaged since; it is rerun.
  case stageReopened(Stage)

  /// Something about the store that its user should know.
  case store(StoreNotice)

  /// The stage was stopped; the next run goes on from its checkpoint, or begins it anew where there is none.
  case stageInterrupted(Stage)

  /// The stage cannot be run, since one that it needs failed.
  case stageSkipped(Stage)

  /// Nothing is left to do.
  case ended
}

/// What became of a checkpoint.
package enum CheckpointEvent: Sendable, CustomStringConvertible {
  /// Training goes on from it with this step of this epoch, both from 1.
  case continued(epoch: Int, step: Int)

  /// Training starts over, since it cannot resume from the checkpoint that was found, for this reason.
  case refused(String)

  /// It could not be written; training goes on, and the one before stays.
  case notKept(StageFailure)

  package var description: String {
    switch self {
    case .continued(let epoch, let step): "continues at epoch \(epoch), step \(step)"
    case .refused(let reason): "warning: \(reason); training starts over"
    case .notKept(let failure): "warning: no checkpoint: \(failure); the one before stays"
    }
  }
}

/// Where events go. Called from several threads, and expected to return at once.
package protocol RunObserver: Sendable {
  func observe(_ event: RunEvent)
}

/// Several observers, told one after the other.
package struct RunObservers: RunObserver {
  private let observers: [any RunObserver]

  package init(_ observers: [any RunObserver]) { self.observers = observers }

  package func observe(_ event: RunEvent) { for observer in observers { observer.observe(event) } }
}
