internal import CKernels
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Threads that share the work of one network.
///
/// They are threads of their own, and none of Swift's cooperative pool. Between two pieces of work they wait for a
/// moment with their eyes open and then go to sleep. A team belongs to one thread at a time, which takes part in the
/// work; it may have one thread only, which then is that.
///
/// Determinism: work is given out in parts whose number does not depend on the threads, and no part reads what another
/// writes, so results do not depend on who does which part, or when.
final class Team {
  private let board: Board
  private var threads: [pthread_t] = []

  /// A team of `threads`, counting the one that asks for the work. If the system refuses threads, there are fewer.
  init(threads count: Int = 1) {
    precondition(count > 0, "a team has a thread")
    board = Board()
    for _ in 1..<max(count, 1) {
      let board = Unmanaged.passRetained(board)
      guard let thread = startThread(board.toOpaque()) else {
        board.release()
        break
      }
      threads.append(thread)
    }
  }

  deinit {
    board.close()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Does the parts `0..<count` of some work, and returns when all are done.
  ///
  /// Requires: there are fewer than 2¹⁶ parts, and `part` asks for no work of the same team.
  func run(_ count: Int, _ part: (Int) -> Void) {
    precondition(count < 1 << 16, "the number of parts fits its half of a word")
    guard !threads.isEmpty, count > 1 else {
      for index in 0..<count { part(index) }
      return
    }
    withoutActuallyEscaping(part) { part in
      var work = Board.Work(part: part)
      withUnsafeMutablePointer(to: &work) { board.run(count, UnsafeRawPointer($0)) }
    }
  }
}

/// Where a team's work hangs out.
///
/// The state is one word: the number of the work, of its parts, and of those that were taken. Whoever takes a part does
/// so by raising the last number, which fails if the work is another meanwhile; so a thread that comes late finds
/// nothing to take, and the work's address is good for as long as there are parts to take.
///
/// `Sendable` without a check because of `work`: its address is read before a part is taken and used after, which is
/// before the part is finished, and only then may the owner's `run` return.
private final class Board: @unchecked Sendable {
  struct Work {
    let part: (Int) -> Void
  }

  private let state = Atomic<UInt64>(0)
  private let work = Atomic<UnsafeRawPointer?>(nil)
  private let finished = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let bell: UnsafeMutablePointer<pthread_cond_t>
  private let door: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    bell = .allocate(capacity: 1)
    door = .allocate(capacity: 1)
    bell.initialize(to: pthread_cond_t())
    door.initialize(to: pthread_mutex_t())
    pthread_cond_init(bell, nil)
    pthread_mutex_init(door, nil)
  }

  deinit {
    pthread_cond_destroy(bell)
    pthread_mutex_destroy(door)
    bell.deallocate()
    door.deallocate()
  }

  /// Hangs out the work, takes part in it, and waits for the others.
  func run(_ count: Int, _ address: UnsafeRawPointer) {
    let number = (state.load(ordering: .relaxed) >> 32) &+ 1
    finished.store(0, ordering: .relaxed)
    work.store(address, ordering: .relaxed)
    state.store(number << 32 | UInt64(count) << 16, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
    takeParts()
    var patience = 1 << 14
    while finished.load(ordering: .acquiring) < count {
      if patience > 0 {
        patience -= 1
        ss_spin_hint()
      } else {
        sched_yield()
      }
    }
  }

  /// Takes parts for as long as there are any.
  private func takeParts() {
    var seen = state.load(ordering: .acquiring)
    while taken(seen) < parts(seen) {
      let address = work.load(ordering: .relaxed)
      let (isMine, now) = state.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if isMine, let address {
        address.assumingMemoryBound(to: Work.self).pointee.part(taken(seen))
        finished.add(1, ordering: .releasing)
        seen = state.load(ordering: .acquiring)
      } else {
        seen = now
      }
    }
  }

  private func parts(_ state: UInt64) -> Int { Int(state >> 16 & 0xffff) }
  private func taken(_ state: UInt64) -> Int { Int(state & 0xffff) }

  /// What the other threads do until the board is closed.
  func serve() {
    var patience = 0
    while !isClosed.load(ordering: .acquiring) {
      let seen = state.load(ordering: .acquiring)
      if taken(seen) < parts(seen) {
        takeParts()
        patience = 1 << 12
      } else if patience > 0 {
        patience -= 1
        ss_spin_hint()
      } else {
        sleep()
      }
    }
  }

  /// Waits for the bell, unless there is work or the board is closed.
  private func sleep() {
    pthread_mutex_lock(door)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while true {
      let seen = state.load(ordering: .sequentiallyConsistent)
      if taken(seen) < parts(seen) || isClosed.load(ordering: .acquiring) { break }
      pthread_cond_wait(bell, door)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(door)
  }

  private func wake() {
    pthread_mutex_lock(door)
    pthread_cond_broadcast(bell)
    pthread_mutex_unlock(door)
  }

  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    wake()
  }
}

/// Starts a thread that serves the board at `board`, which it releases in the end.
private func startThread(_ board: UnsafeMutableRawPointer) -> pthread_t? {
  #if canImport(Darwin)
    var thread: pthread_t?
    let result = pthread_create(&thread, nil, { serve($0) }, board)
    return result == 0 ? thread : nil
  #else
    var thread = pthread_t()
    let result = pthread_create(&thread, nil, { argument in argument.flatMap { serve($0) } }, board)
    return result == 0 ? thread : nil
  #endif
}

private func serve(_ board: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<Board>.fromOpaque(board).takeRetainedValue().serve()
  return nil
}
