import Dispatch
import Glibc
import Reporting
import Running
import Store
import Synchronization
import Text

/// Shows how a run goes, on standard error: on a terminal a few lines that are drawn anew, else a line for each stage
/// that ends and each epoch.
final class ProgressDisplay: RunObserver {
  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// Tells when the terminal has another size; nobody touches it after the initialiser.
  private nonisolated(unsafe) let resizing: (any DispatchSourceSignal)?

  /// A display for what standard error is; with `isPlain`, as if that were no terminal.
  init(isPlain: Bool) {
    let draws = !isPlain && Terminal.canDrawAnew
    state = Mutex(State(draws: draws))
    resizing =
      draws
      ? DispatchSource.makeSignalSource(
        signal: SIGWINCH, queue: DispatchQueue(label: "resizing", qos: .userInteractive))
      : nil
    resizing?.setEventHandler { [weak self] in self?.redraw() }
    resizing?.resume()
  }

  deinit { resizing?.cancel() }

  private var time: Double { (ContinuousClock.now - start) / .seconds(1) }

  func observe(_ event: RunEvent) {
    let time = time
    // Written under the lock, so that what one thread draws is not erased by another's drawing.
    state.withLock { drawOnStandardError($0.take(event, at: time)) }
  }

  /// Shows `line`, which stays.
  func say(_ line: String) {
    let time = time
    state.withLock { drawOnStandardError($0.drawing(keeping: line.linesForTerminals + "\n", at: time)) }
  }

  /// Takes away what is drawn and draws nothing any more.
  func end() { state.withLock { drawOnStandardError($0.ending()) } }

  private func redraw() {
    let time = time
    state.withLock { drawOnStandardError($0.drawing(keeping: "", at: time)) }
  }

  /// What the display knows, and what of it is on the screen.
  private struct State {
    private let draws: Bool
    private var messages: RunMessages
    private var progress = RunProgress()
    private var drawn = DrawnLines()
    private var lastDrawn = -1.0
    private var hasEnded = false

    init(draws: Bool) {
      self.draws = draws
      messages = RunMessages(besideDisplay: draws)
    }

    /// Takes note of `event`; gives what is to be written.
    mutating func take(_ event: RunEvent, at time: Double) -> String {
      let message = messages.take(event, at: time)?.linesForTerminals
      progress.take(event, at: time)
      if case .ended = event { return ending() }
      if message == nil, time - lastDrawn < 0.1 { return "" }
      let kept = message.map { coloured($0, event) + "\n" } ?? ""
      return drawing(keeping: kept, at: time)
    }

    mutating func drawing(keeping kept: String, at time: Double) -> String {
      guard draws, !hasEnded else { return kept }
      lastDrawn = time
      let size = Terminal.size
      // The cursor rests on a line of its own below the others.
      let lines = RunScreen(progress, at: time).lines(width: size.width, height: size.height - 1)
      return drawn.replace(with: lines, keeping: kept, width: size.width)
    }

    mutating func ending() -> String {
      guard draws, !hasEnded else { return "" }
      hasEnded = true
      return drawn.replace(with: [], keeping: "", width: Terminal.size.width)
    }

    private func coloured(_ message: String, _ event: RunEvent) -> String {
      guard draws, Terminal.usesColour else { return message }
      switch event {
      case .stageFailed: return "\u{1B}[31m\(message)\u{1B}[0m"
      case .stageSkipped: return "\u{1B}[33m\(message)\u{1B}[0m"
      case .store(let notice): return notice.isWarning ? "\u{1B}[33m\(message)\u{1B}[0m" : message
      case .began, .stageStarted, .training, .checkpoint, .stageFinished, .stageTaken, .stageFound, .stageReopened,
        .stageInterrupted, .ended:
        return message
      }
    }
  }
}
