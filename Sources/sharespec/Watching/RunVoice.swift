import Diagnostics
import Files
import Planning
import Running
import Text

/// What a run says, and to whom: on standard error to people or programs, and to a log file beside.
struct RunVoice {
  /// The display for people; `nil` where standard error is for programs.
  let display: ProgressDisplay?

  /// The logs: the one at standard error, if it is for programs, and the file.
  let logs: [RunLog]

  /// A voice with the log that `format` and `path` ask for: events for programs take the place of what people see,
  /// unless they go to a file.
  init(log format: TextOrJSON, path: String?, isPlain: Bool) throws(FileFailure) {
    let isForPrograms = path == nil && format == .json
    display = isForPrograms ? nil : ProgressDisplay(isPlain: isPlain)
    logs = path != nil || isForPrograms ? [try RunLog(format, to: path)] : []
  }

  var observers: [any RunObserver] { (display.map { [$0] } ?? []) + logs }

  /// Says what a phase found.
  func show(_ log: DiagnosticLog) {
    if display != nil { sharespec.show(log) }
    for one in logs { one.add(log) }
  }

  /// Says that something is wrong, and what can be done about it.
  func error(_ message: String, help: String? = nil, notes: [String] = []) {
    if let display {
      let parts = notes.map { "\n   = note: \($0)" } + (help.map { ["\n   = help: \($0)"] } ?? [])
      display.say("error: \(message)" + parts.joined())
    }
    for log in logs { log.add(error: ([message] + notes).joined(separator: "; "), help: help) }
  }

  func error(_ failure: FileFailure) { error(failure.description, help: failure.help) }

  /// Says what the user should know.
  func notice(_ message: String) {
    display?.say(message)
    for log in logs { log.add(notice: message) }
  }
}

extension RunVoice {
  /// Says which stages failed, why, and what was skipped for it.
  func show(failuresOf report: RunReport) {
    for failure in report.failures {
      let skipped = failure.skipped.map(\.label)
      error(
        "stage '\(failure.stage.label)' failed: \(failure.cause)", help: failure.cause.help,
        notes: skipped.isEmpty ? [] : ["skipped, since they need it: \(shortList(skipped))"])
    }
  }
}
