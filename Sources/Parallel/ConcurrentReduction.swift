import Glibc
import Synchronization

extension Array where Element: Sendable {
  /// The sum of what `transform` returns for each element: computed concurrently, added to `total` in the order of the
  /// elements.
  ///
  /// - Parameters:
  ///   - threads: the most threads.
  ///   - state: makes the state of one thread, such as a cache.
  /// - Determinism: the result depends neither on the number of threads nor on their speed. Requires: the result of
  ///   `transform` does not depend on the state.
  package func concurrentlyReduced<Total: Sendable, State, Part: Sendable>(
    into total: sending Total, threads: Int = processorCount, with state: @Sendable () -> State,
    _ transform: @Sendable (Element, State) -> Part, _ add: @Sendable (inout Total, Part) -> Void
  ) -> Total {
    let next = Atomic(0)
    let reduction = Mutex(Reduction<Total, Part>(total: total))
    onThreads(Swift.min(count, threads)) {
      let state = state()
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < count else { return }
        let part = transform(self[place], state)
        reduction.withLock { $0.add(part, at: place, add) }
      }
    }
    return reduction.withLock { $0.total }
  }

  /// What `transform` returns for each element, in order, computed concurrently by `threads` at most.
  package func concurrentMap<Result: Sendable>(
    threads: Int = processorCount, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    // With single elements threads would mostly wait for the lock, and with long runs for the last of them.
    let size = Swift.max(1, Swift.min(64, count / (8 * threads)))
    let runs = stride(from: 0, to: count, by: size).map { $0..<Swift.min($0 + size, count) }
    return runs.concurrentlyReduced(into: [], threads: threads) {
    } _: { run, _ in
      self[run].map(transform)
    } _: { results, part in
      results += part
    }
  }
}

/// A total to which parts are added in the order of their places, whatever order they arrive in.
private struct Reduction<Total: Sendable, Part: Sendable>: Sendable {
  private(set) var total: Total

  /// The parts that arrived before one that precedes them, by their places.
  private var waiting: [Int: Part] = [:]
  private var next = 0

  init(total: Total) { self.total = total }

  mutating func add(_ part: Part, at place: Int, _ add: (inout Total, Part) -> Void) {
    waiting[place] = part
    while let part = waiting.removeValue(forKey: next) {
      next += 1
      add(&total, part)
    }
  }
}

/// The number of processor cores online.
package let processorCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
