import Glibc
import Synchronization

/// Does `body` on as many as `count` threads at a time, one of which is the caller's, and returns when all have.
///
/// Where the system makes no more threads, there are fewer. They are not Dispatch's, which waits for ever for threads
/// that it cannot have.
func onThreads(_ count: Int, _ body: @Sendable () -> Void) {
  withoutActuallyEscaping(body) { body in
    let work = Work(body)
    var threads: [pthread_t] = []
    for _ in 1..<max(count, 1) {
      guard let thread = work.start() else { break }
      threads.append(thread)
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// How many threads the system lets this process have more, as far as `most`.
package func spareThreads(upTo most: Int) -> Int {
  // All of them wait until the last one is there.
  let isOver = Atomic<Bool>(false)
  return withExtendedLifetime(isOver) {
    var threads: [pthread_t] = []
    withoutActuallyEscaping({ @Sendable in while !isOver.load(ordering: .acquiring) { usleep(200) } }) { wait in
      let work = Work(wait)
      while threads.count < most, let thread = work.start() { threads.append(thread) }
      isOver.store(true, ordering: .releasing)
      for thread in threads { pthread_join(thread, nil) }
    }
    return threads.count
  }
}

/// What threads are started to do.
private final class Work: Sendable {
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// A thread that does it; `nil` if the system makes none.
  func start() -> pthread_t? {
    let own = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, own.toOpaque())
    if code == 0 { return thread }
    own.release()
    return nil
  }
}
