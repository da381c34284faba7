import ArgumentParser
import Parallel
import Text

/// What a run needs of the system's threads besides its own.
///
/// Dispatch and Swift's tasks wait for ever for a thread that the system refuses. So it is tried before anything runs.
enum ThreadLimit {
  /// The threads that a run of so many stages at a time has at most, besides the one that it begins with: for signals,
  /// the display, the files that `status` reads, and two for each stage.
  private static func threads(forJobs jobs: Int) -> Int { 4 + 2 * jobs }

  /// Ends the command where there are too few threads for one stage at a time.
  static func check() throws {
    let needed = threads(forJobs: 1)
    let spare = spareThreads(upTo: needed)
    if spare == needed { return }
    writeToStandardError(
      """
      error: the system lets this process have only \(counted(spare, "more thread")), and a run needs \(needed)
         = help: raise the limit on processes ('ulimit -u') or on memory ('ulimit -v'), or that of the container

      """)
    throw ExitCode(1)
  }

  /// As many of `jobs` stages at a time as there are threads for; says so where these are fewer.
  static func jobs(_ jobs: Int, _ voice: RunVoice) -> Int {
    let most = min(jobs, 64)
    let spare = spareThreads(upTo: threads(forJobs: most))
    if spare >= threads(forJobs: most) { return jobs }
    let fewer = (1..<most).last { threads(forJobs: $0) <= spare } ?? 1
    voice.notice(
      "the system lets this process have only \(counted(spare, "more thread")): running \(counted(fewer, "stage")) at "
        + "a time")
    return fewer
  }
}
