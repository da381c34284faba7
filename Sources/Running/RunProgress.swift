import MaskTools
package import Planning

/// The progress of a run: what is done, what is under way, and how long the rest may take. A value that adds up
/// events.
package struct RunProgress: Sendable {
  package private(set) var outline: RunOutline?

  /// The stages that this run has carried out, or another process since it began.
  package private(set) var done = 0
  package private(set) var cached = 0
  package private(set) var failed = 0
  package private(set) var skipped = 0

  /// The stages under way, those first that began first.
  package private(set) var running: [RunningStage] = []

  /// The names of the stages that other processes are at.
  package private(set) var awaited: [String] = []

  /// The stages that are left, those that run among them.
  private(set) var open: Set<StageID> = []

  /// What finished stages took and what they had been estimated to take, by operation.
  private(set) var shown: [String: (seconds: Double, estimate: Double)] = [:]
  let works: [StageID: RunOutline.Work]

  /// A stage under way.
  package struct RunningStage: Sendable {
    package let stage: StageID
    package let name: String

    /// When it began, in seconds since the run did.
    package let started: Double
    package fileprivate(set) var training: TrainingProgress?

    /// The scores at the end of the last epoch.
    package fileprivate(set) var dev: [TrainingProgress.TaskValue] = []

    /// The first progress that was told, and when: training may have begun in the middle.
    fileprivate(set) var first: (fraction: Double, time: Double)?
  }

  package init() { works = [:] }

  private init(_ outline: RunOutline) {
    self.outline = outline
    cached = outline.cached
    open = Set(outline.pending.map(\.stage))
    works = Dictionary(outline.pending.map { ($0.stage, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All stages of the plan.
  package var total: Int { outline?.total ?? 0 }

  /// The stages whose results are there, whoever made them.
  package var complete: Int { cached + done }

  /// The stages that have not begun.
  package var queued: Int { max(0, total - complete - failed - skipped - running.count) }

  /// Takes note of `event`, which happened so many seconds after the run began.
  package mutating func take(_ event: RunEvent, at time: Double) {
    switch event {
    case .began(let outline): self = RunProgress(outline)
    case .stageStarted(let stage):
      awaited.removeAll { $0 == stage.label }
      running.append(RunningStage(stage: stage.id, name: stage.label, started: time))
    case .training(let id, let progress): take(progress, of: id, at: time)
    case .stageFinished(let stage, let seconds):
      leave(stage)
      done += 1
      if let work = works[stage.id], let estimate = work.seconds {
        shown[work.operation, default: (0, 0)].seconds += seconds
        shown[work.operation, default: (0, 0)].estimate += estimate
      }
    case .stageFound(let stage):
      leave(stage)
      done += 1
    case .stageFailed(let stage, _):
      leave(stage)
      failed += 1
    case .stageSkipped(let stage):
      leave(stage)
      skipped += 1
    case .stageTaken(let stage): awaited.append(stage.label)
    case .stageReopened(let stage):
      if open.insert(stage.id).inserted { if done > 0 { done -= 1 } else { cached -= 1 } }
    case .stageInterrupted(let stage): running.removeAll { $0.stage == stage.id }
    case .checkpoint, .store, .ended: break
    }
  }

  private mutating func take(_ progress: TrainingProgress, of id: StageID, at time: Double) {
    guard let index = running.firstIndex(where: { $0.stage == id }) else { return }
    if running[index].first == nil { running[index].first = (progress.fraction, time) }
    running[index].training = progress
    if let end = progress.epochEnd { running[index].dev = end.dev }
  }

  private mutating func leave(_ stage: Stage) {
    open.remove(stage.id)
    running.removeAll { $0.stage == stage.id }
    awaited.removeAll { $0 == stage.label }
  }
}
