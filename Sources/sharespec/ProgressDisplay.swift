import Execution
import Glibc
import Planning
import Synchronization

/// Shows how a run goes, on standard error: on a terminal a few lines that are drawn anew, else a line for each stage
/// and epoch.
final class ProgressDisplay: RunObserver {
  private let state: Mutex<State>

  /// A display for whatever standard error is.
  static func forStandardError() -> ProgressDisplay {
    let isTerminal = isatty(STDERR_FILENO) == 1
    return ProgressDisplay(isTerminal: isTerminal)
  }

  private init(isTerminal: Bool) { state = Mutex(State(isTerminal: isTerminal)) }

  func observe(_ event: RunEvent) {
    // Written under the lock, so that what one thread draws is not erased by another's drawing.
    state.withLock { writeToStandardError($0.take(event)) }
  }

  /// What the display knows, and how many lines of it are on the screen.
  private struct State {
    let isTerminal: Bool
    var progress = RunProgress()
    var drawnLines = 0
    var lastDrawn: ContinuousClock.Instant?

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    /// Takes note of `event`; gives what is to be written.
    mutating func take(_ event: RunEvent) -> String {
      let message = progress.take(event)
      guard isTerminal else { return message.map { $0 + "\n" } ?? "" }
      let now = ContinuousClock.now
      var isEnd = false
      if case .ended = event { isEnd = true }
      if let lastDrawn, message == nil, !isEnd, now - lastDrawn < .milliseconds(100) { return "" }
      lastDrawn = now
      // Back over the lines that stand there, clearing them, then messages that stay, then the lines anew.
      let erasing = drawnLines == 0 ? "" : "\u{1B}[\(drawnLines)A\u{1B}[J"
      let width = terminalWidth()
      let lines = isEnd ? [] : progress.statusLines.map { String($0.prefix(width - 1)) }
      drawnLines = lines.count
      let kept = message.map { String($0.prefix(width - 1)) + "\n" } ?? ""
      return erasing + kept + lines.map { $0 + "\n" }.joined()
    }
  }
}

/// The number of columns of the terminal at standard error.
private func terminalWidth() -> Int {
  var size = winsize()
  return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : 80
}
