import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C and a polite request to end into a call, so that a run can stop in order; a second one ends it at once,
/// except for requests that schedulers repeat.
final class SignalWatch: Sendable {
  private let first = Atomic<Int32>(0)
  /// Kept so that they stay active; nobody touches them after the initialiser.
  private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

  /// Watches from now on, calling `stop` on the first signal, and `last` before a second one ends the process. With
  /// `mayRepeat`, SIGTERM ends nothing however often it comes: schedulers send it to a script, which passes it on, and
  /// to all processes of a job as well.
  init(
    mayRepeat: Bool = false, stop: @escaping @Sendable () -> Void, last: @escaping @Sendable () -> Void = {}
  ) {
    let watched = [SIGINT, SIGTERM]
    // A queue of its own has a thread even while stages use all cores.
    let queue = DispatchQueue(label: "signals", qos: .userInteractive)
    sources = watched.map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for (number, source) in zip(watched, sources) {
      source.setEventHandler { [self] in
        if first.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged {
          stop()
        } else if number != SIGTERM || !mayRepeat {
          last()
          signal(number, SIG_DFL)
          kill(getpid(), number)
        }
      }
      source.resume()
    }
  }

  /// The signal that came first, if one came.
  var received: Int32? {
    let number = first.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
