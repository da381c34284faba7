import Files
import FoundationEssentials
import Glibc
import Planning
import Reporting
import Running
import Store
import Synchronization

/// Writes the curves of the stages that train, for TensorBoard: a folder for each stage, called as in the plan as far
/// as file systems allow that, and in it a file for each attempt.
final class CurveFiles: RunObserver {
  let folder: String
  private let names: FileNames
  private let paths = Mutex<[StageID: String]>([:])
  private let failures = Atomic<Int>(0)

  /// Curves of stages of `plan` in `folder`, which is made. Throws the system's reason where nothing can be written
  /// there.
  init(of plan: Plan, in folder: String) throws(FileFailure) {
    self.folder = folder
    names = FileNames(
      for: plan.stages.values.lazy.filter(\.operation.isTraining).map(\.label), keepingTildes: true)
    try LocalFileSystem().makeDirectories(folder)
    guard access(folder, W_OK) == 0 else {
      throw FileFailure(.writeTo, folder, code: errno)
    }
  }

  /// Whether something could not be written.
  var isIncomplete: Bool { failures.load(ordering: .relaxed) > 0 }

  func observe(_ event: RunEvent) {
    switch event {
    case .stageStarted(let stage): if stage.operation.isTraining { begin(stage) }
    case .training(let id, let progress):
      let points = progress.curvePoints
      guard !points.isEmpty, let path = paths.withLock({ $0[id] }) else { return }
      append(CurveRecord(points, step: progress.epoch, wallTime: now), to: path)
    case .began, .checkpoint, .stageFinished, .stageFailed, .stageTaken, .stageFound, .stageReopened, .store,
      .stageInterrupted, .stageSkipped, .ended:
      break
    }
  }

  private var now: Double { Date().timeIntervalSince1970 }

  private func begin(_ stage: Stage) {
    let folder = "\(folder)/\(names[stage.label])"
    UncheckedFiles().makeDirectories(folder)
    // TensorBoard reads the files of a folder in the order of their names, which begin with the time.
    let path = "\(folder)/events.out.tfevents.\(Int(now)).\(Machine.hostName).\(getpid())"
    paths.withLock { $0[stage.id] = path }
    append(.first(wallTime: now), to: path)
  }

  private func append(_ record: CurveRecord, to path: String) {
    if !UncheckedFiles().append(record.bytes, to: path) { failures.add(1, ordering: .relaxed) }
  }
}
