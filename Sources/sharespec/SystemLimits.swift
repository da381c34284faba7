import Files
import Glibc
import Parallel
import Reporting
import Running
import Text

/// What a run needs of the system's threads besides its own.
///
/// Dispatch and Swift's tasks wait for ever for a thread that the system refuses. So it is tried before anything runs.
enum ThreadLimit {
  /// The threads of Dispatch and of Swift's tasks that a command needs besides its first: found by lowering
  /// `ulimit -u`, as neither documents them.
  private static let base = 4

  /// The most stages at a time that threads are counted for; so many can be made everywhere but under a limit.
  private static let mostJobs = 64

  /// The threads that a run of so many stages at a time has at most, besides the one that it begins with: two for each
  /// stage.
  private static func threads(forJobs jobs: Int) -> Int { base + 2 * jobs }

  /// Ends the program where there are not even the threads that it begins with.
  static func checkStart() { check(base) }

  /// Ends the program where there are too few threads for one stage at a time.
  static func check() { check(threads(forJobs: 1)) }

  private static func check(_ needed: Int) {
    let spare = spareThreads(upTo: needed)
    if spare < needed { end(having: spare, needing: needed) }
  }

  private static func end(having spare: Int, needing needed: Int) -> Never {
    writeToStandardError(
      """
      error: the system lets this process have only \(counted(spare, "more thread")), and it needs \(needed)
         = help: raise the limit on processes ('ulimit -u') or on memory ('ulimit -v'), or that of the container

      """)
    exit(1)
  }

  /// As many of `jobs` stages at a time as there are threads for; says so where these are fewer.
  static func jobs(_ jobs: Int, _ voice: RunVoice) -> Int {
    let most = min(jobs, mostJobs)
    let spare = spareThreads(upTo: threads(forJobs: most))
    if spare >= threads(forJobs: most) { return jobs }
    let fewer = (1..<most).last { threads(forJobs: $0) <= spare } ?? 1
    voice.notice(
      "the system lets this process have only \(counted(spare, "more thread")): running \(counted(fewer, "stage")) at "
        + "a time")
    return fewer
  }
}

/// What the program needs of the system's memory.
enum MemoryLimit {
  /// The bytes that it must be able to map: for itself, and for the stacks and pools of its threads.
  private static let least = 512.0 * 1_048_576

  /// Ends the program where it may map less: it would stop somewhere, without a message.
  static func check() {
    let limit = MachineMemory.addressSpace
    if limit >= least { return }
    writeToStandardError(
      """
      error: the system lets this process map only \(scaled(limit, "B")) of memory, and it needs \(scaled(least, "B"))
         = help: raise the limit with 'ulimit -v'

      """)
    exit(1)
  }
}
