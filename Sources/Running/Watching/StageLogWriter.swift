import Files
import Glibc
import Planning
package import Store

/// Keeps what stages say while they are carried out: `logs/aa/<identity>.log`, to which every attempt adds.
package final class StageLogWriter: RunObserver {
  private let layout: StoreLayout
  private let files: UncheckedFiles

  /// Writes the logs of the store with this layout.
  package init(_ layout: StoreLayout) {
    self.layout = layout
    files = UncheckedFiles(below: layout.root)
  }

  package func observe(_ event: RunEvent) {
    switch event {
    case .stageStarted(let stage):
      begin(stage)
      add("starts: host \(Machine.hostName), process \(getpid()), release \(Release.version)", to: stage.id)
    case .training(let id, let progress):
      if let end = progress.epochEnd { add(Self.line(progress, end), to: id) }
    case .checkpoint(let stage, let event): add("\(event)", to: stage.id)
    case .stageFinished(let stage, let seconds): add("done in \((seconds * 1000).rounded() / 1000) s", to: stage.id)
    case .stageFailed(let stage, let failure):
      begin(stage)
      add("FAILED: \(failure)" + (failure.help.map { "\nhelp: \($0)" } ?? ""), to: stage.id)
    case .stageInterrupted(let stage): add("stopped", to: stage.id)
    case .began, .stageTaken, .stageFound, .stageReopened, .store, .stageSkipped, .ended: break
    }
  }

  /// Makes the log of `stage` if there is none.
  private func begin(_ stage: Stage) {
    let path = layout.log(stage.id)
    files.makeDirectories(parent(of: path))
    files.make(Array("\(StageLog.header)\(stage.label)\n".utf8), at: path)
  }

  /// Adds `text` to a log, each line with the time; one of another format is left alone.
  private func add(_ text: String, to stage: StageID) {
    let time = timestamp()
    let lines = text.split(separator: "\n").map { "\(time) \($0)\n" }
    files.append(
      lines.joined().utf8, to: layout.log(stage), ifItBeginsWith: Array(StageLog.header.utf8))
  }

  private static func line(_ progress: TrainingProgress, _ end: TrainingProgress.EpochEnd) -> String {
    func list(_ values: [TrainingProgress.TaskValue]) -> String {
      values.map { "\($0.task) \($0.value.map { "\(Float($0))" } ?? "–")" }.joined(separator: ", ")
    }
    return "epoch \(progress.epoch)/\(progress.epochs): loss \(Float(progress.loss)) (\(list(end.losses))), "
      + "dev \(list(end.dev)), \(end.weights.map { "weights \(list($0)), " } ?? "")learning rate \(Float(progress.learningRate)), "
      + "\(progress.wholeTokensPerSecond) tokens/s"
  }
}
