import ArgumentParser
import Diagnostics
import Files
import Glibc
import Reporting
import Running
import Synchronization
import Text

/// What is said about a run, line by line, to a file or to standard error.
final class RunLog: RunObserver {
  private let descriptor: Int32
  private let state: Mutex<State>
  private let start = ContinuousClock.now

  private enum State {
    case text(RunMessages)
    case json(EventJSON)
  }

  /// A log that is added to the file at `path`, or goes to standard error without one. Throws the system's reason where
  /// the file cannot be written to.
  init(_ format: TextOrJSON, to path: String?) throws(FileFailure) {
    if let path {
      descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        throw FileFailure(.write, path, code: errno)
      }
    } else {
      descriptor = STDERR_FILENO
    }
    state = Mutex(format.choice(text: .text(RunMessages()), json: .json(EventJSON())))
  }

  deinit { if descriptor != STDERR_FILENO { close(descriptor) } }

  private var time: Double { (ContinuousClock.now - start) / .seconds(1) }

  func observe(_ event: RunEvent) {
    let time = time
    state.withLock { state in
      switch state {
      case .text(var messages):
        let line = messages.take(event, at: time)
        state = .text(messages)
        write(line.map { "\(timestamp()) \($0)" })
      case .json(var events):
        let line = events.take(event, at: time, date: timestamp())
        state = .json(events)
        write(line)
      }
    }
  }

  /// Adds the findings of `log`.
  func add(_ log: DiagnosticLog) {
    state.withLock { state in
      switch state {
      case .text: _ = writeAll(TextRenderer(usesColour: false).render(log.sorted), to: descriptor)
      case .json: for finding in log.sorted { write(EventJSON.line(for: finding, at: time, date: timestamp())) }
      }
    }
  }

  /// Adds that something is wrong, with what can be done about it.
  func add(error message: String, help: String?) {
    add(text: "error: \(message)" + (help.map { "\n   = help: \($0)" } ?? "")) {
      EventJSON.line(forError: message, help: help, at: $0, date: $1)
    }
  }

  /// Adds what the user should know.
  func add(notice message: String) {
    add(text: message) { EventJSON.line(forNotice: message, at: $0, date: $1) }
  }

  private func add(text: String, json: (_ time: Double, _ date: String) -> String) {
    state.withLock { state in
      switch state {
      case .text: write("\(timestamp()) \(text)")
      case .json: write(json(time, timestamp()))
      }
    }
  }

  /// There is nobody to tell where that fails.
  private func write(_ line: String?) { if let line { _ = writeAll(line.linesForTerminals + "\n", to: descriptor) } }
}
