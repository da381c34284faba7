package import Diagnostics
import Planning
package import Running
import Store
import Text

/// The events of a run as JSON objects, one on a line: the stream that `docs/events.md` describes.
package struct EventJSON: Sendable {
  /// The version of the stream; it changes with what readers may rely upon.
  package static let version = 1

  private var progress = RunProgress()

  package init() {}

  /// Takes note of `event`, which happened at `date` (in UTC, as in `2026-11-26T06:00:50.123Z`) and so many seconds
  /// after the run began; gives its line, without the line break.
  package mutating func take(_ event: RunEvent, at time: Double, date: String) -> String {
    progress.take(event, at: time)
    return Self.line(name(of: event), members(of: event, at: time), at: time, date: date)
  }

  /// The line of a finding about the specification.
  package static func line(for diagnostic: Diagnostic, at time: Double, date: String) -> String {
    line("diagnostic", [member("diagnostic", JSONRenderer.object(for: diagnostic))], at: time, date: date)
  }

  /// The line of something else that is wrong, as a sentence, with what can be done about it.
  package static func line(forError message: String, help: String?, at time: Double, date: String) -> String {
    line("error", [member("message", .string(message)), member("help", JSONValue(help))], at: time, date: date)
  }

  /// The line of what the user should know.
  package static func line(forNotice message: String, at time: Double, date: String) -> String {
    line(
      "notice", [member("severity", "note"), member("message", .string(message))], at: time, date: date)
  }

  private static func line(_ name: String, _ members: [JSONValue.Member], at time: Double, date: String) -> String {
    let head = [
      member("version", .integer(version)), member("event", .string(name)), member("time", .string(date)),
      member("elapsed", seconds(time)),
    ]
    return JSONText.text(of: .object(head + members))
  }

  private func name(of event: RunEvent) -> String {
    switch event {
    case .began: "run.began"
    case .ended: "run.ended"
    case .stageStarted: "stage.started"
    case .training(_, let progress): progress.epochEnd == nil ? "stage.progress" : "stage.epoch"
    case .checkpoint: "stage.checkpoint"
    case .stageFinished: "stage.finished"
    case .stageFailed: "stage.failed"
    case .stageTaken: "stage.waiting"
    case .stageFound: "stage.found"
    case .stageReopened: "stage.reopened"
    case .stageInterrupted: "stage.stopped"
    case .stageSkipped: "stage.skipped"
    case .store: "notice"
    }
  }

  private func members(of event: RunEvent, at time: Double) -> [JSONValue.Member] {
    switch event {
    case .began(let outline): Self.members(of: outline) + counts(at: time)
    case .ended: counts(at: time)
    case .stageStarted(let stage):
      Self.members(of: stage) + [
        member("estimate", progress.estimate(of: stage.id).map(Self.seconds) ?? .null)
      ]
    case .training(let id, let training): members(of: training, of: id, at: time)
    case .checkpoint(let stage, let event): Self.members(of: stage) + event.members
    case .stageFinished(let stage, let seconds):
      Self.members(of: stage) + [member("seconds", Self.seconds(seconds))] + counts(at: time)
    case .stageFailed(let stage, let failure):
      Self.members(of: stage)
        + [member("cause", .string(failure.description)), member("help", JSONValue(failure.help))] + counts(at: time)
    case .stageFound(let stage), .stageSkipped(let stage), .stageReopened(let stage):
      Self.members(of: stage) + counts(at: time)
    case .stageTaken(let stage), .stageInterrupted(let stage): Self.members(of: stage)
    case .store(let notice):
      [
        member("severity", notice.isWarning ? "warning" : "note"), member("message", .string(notice.description)),
      ]
    }
  }

  private static func members(of outline: RunOutline) -> [JSONValue.Member] {
    [
      member("experiment", .string(outline.experiment)), member("release", .string(Release.version)),
      member("host", .string(Machine.hostName)), member("jobs", .integer(outline.jobs)),
    ]
  }

  /// How many stages stand where, and how long the rest may take.
  private func counts(at time: Double) -> [JSONValue.Member] {
    [
      member("stages", progress.counts),
      member("left", progress.timeLeft(at: time).map(Self.seconds) ?? .null),
    ]
  }

  private static func members(of stage: Stage) -> [JSONValue.Member] {
    [
      member("stage", "\(stage.id)"), member("name", .string(stage.label)),
      member("operation", .string(stage.operation.name)),
    ]
  }

  private func members(of training: TrainingProgress, of id: StageID, at time: Double) -> [JSONValue.Member] {
    let running = progress.running.first { $0.stage == id }
    var members = [member("stage", "\(id)"), member("name", JSONValue(running?.name))] + training.members
    members.append(member("left", running.flatMap { progress.timeLeft(of: $0, at: time) }.map(Self.seconds) ?? .null))
    return members
  }

  /// A time in seconds, to the millisecond.
  private static func seconds(_ value: Double) -> JSONValue { .real((value * 1000).rounded() / 1000) }
}

private func member(_ name: String, _ value: JSONValue) -> JSONValue.Member { JSONValue.Member(name, value) }

extension CheckpointEvent {
  fileprivate var members: [JSONValue.Member] {
    switch self {
    case .continued(let epoch, let step):
      [member("outcome", "continued"), member("epoch", .integer(epoch)), member("step", .integer(step))]
    case .refused(let reason): [member("outcome", "refused"), member("reason", .string(reason))]
    case .notKept(let failure): [member("outcome", "not_kept"), member("reason", .string(failure.description))]
    }
  }
}
