import Foundation
import Testing

/// Exported plans on real engines, one test after the other: each has the machine's cores for its nodes, and work that
/// takes an engine seconds would take minutes in parallel with hundreds of other tests.
@Suite(.serialized, .timeLimit(.minutes(10))) struct EngineTests {}

/// Records that `what` was not tried, which is a failure where `SHARESPEC_ENGINES` is set.
private func recordNotTried(_ what: String, since reason: String, _ sourceLocation: SourceLocation) {
  let isRequired = ProcessInfo.processInfo.environment["SHARESPEC_ENGINES"] != nil
  Issue.record(
    "NOT TRIED: \(what), since \(reason); '.ci/install-libraries tests' installs it",
    severity: isRequired ? .error : .warning, sourceLocation: sourceLocation)
}

/// Snakemake, as `.ci/install-libraries tests` installs it, or as `SHARESPEC_SNAKEMAKE` names it.
struct Snakemake {
  private let path: String

  /// `nil`, with a warning that `what` was not tried, where there is none.
  init?(toTry what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"].map { URL(filePath: $0) } ?? URL.homeDirectory.appending(path: ".cache")
    let usual = cache.appending(path: "sharespec-tests/snakemake/bin/snakemake").path
    path = environment["SHARESPEC_SNAKEMAKE"] ?? usual
    guard FileManager.default.isExecutableFile(atPath: path) else {
      recordNotTried(what, since: "there is no Snakemake at '\(path)'", sourceLocation)
      return nil
    }
  }

  /// Snakemake under way in `folder`.
  func start(_ arguments: String..., in folder: URL) throws -> CommandProcess {
    try CommandProcess([path] + arguments, in: folder, script: "exec \"$@\"")
  }
}

/// A Slurm cluster of simulated nodes on this machine, which is stopped with this value.
final class SimulatedCluster {
  private let directory = URL(filePath: "/tmp/sharespec-slurm-\(UUID().uuidString.prefix(8))")
  private let nodes: Int
  private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "slurm-local.sh")

  /// `nil`, with a warning that `what` was not tried, where Slurm is not installed or cannot be started.
  init?(nodes: Int, toTry what: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    self.nodes = nodes
    for program in ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"]
    where !FileManager.default.isExecutableFile(atPath: program) {
      recordNotTried(what, since: "there is no '\(program)'", sourceLocation)
      return nil
    }
    guard geteuid() == 0 else {
      recordNotTried(what, since: "only root may start a Slurm that starts jobs", sourceLocation)
      return nil
    }
    let outcome = try start()
    guard outcome.status == 0 else {
      stop()
      Issue.record("Slurm could not be started: \(outcome.errors)", sourceLocation: sourceLocation)
      return nil
    }
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(at: directory)
  }

  /// Runs one of Slurm's commands.
  func run(_ words: [String]) throws -> Outcome {
    try CommandProcess(words, script: environment + "exec \"$@\"").wait()
  }

  /// Runs the command in `folder`, where Slurm's commands reach the cluster.
  func sharespec(_ arguments: [String], in folder: URL) throws -> Outcome {
    try CommandProcess(arguments, in: folder, script: environment + "exec \"$0\" \"$@\"").wait()
  }

  /// Kills the controller, and starts another one that knows nothing of any job.
  func loseJobs() throws {
    let file = directory.appending(path: "run/slurmctld.pid")
    let number = try #require(Int32(String(contentsOf: file, encoding: .utf8).filter(\.isNumber)))
    kill(number, SIGKILL)
    while kill(number, 0) == 0 { usleep(20_000) }
    let outcome = try start()
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// The jobs in the queue as `squeue` tells of them, one a line: number, name, state.
  var queue: [String] {
    get throws {
      try run(["squeue", "--array", "--noheader", "--format=%A %j %T"]).output.split(separator: "\n").map(String.init)
    }
  }

  /// The number of the job called `name` that runs.
  func runningJob(_ name: String) throws -> String? {
    try queue.first { $0.hasSuffix(" \(name) RUNNING") }?.split(separator: " ").first.map(String.init)
  }

  /// Waits until the queue is empty, for at most `seconds`; gives whether it is.
  func isIdle(within seconds: Double = 120) throws -> Bool { try waits(seconds) { try queue.isEmpty } }

  private var environment: String { "export SLURM_CONF='\(directory.path)/slurm.conf'; " }

  private func start() throws -> Outcome {
    try CommandProcess([Self.script.path, "start", directory.path, String(nodes)], script: "exec \"$@\"").wait()
  }

  private func stop() {
    _ = try? CommandProcess([Self.script.path, "stop", directory.path], script: "exec \"$@\"").wait()
  }
}

/// Waits until `isSo`, for at most `seconds`; gives whether it is.
func waits(_ seconds: Double = 180, until isSo: () throws -> Bool) throws -> Bool {
  let end = Date(timeIntervalSinceNow: seconds)
  while try !isSo() {
    if Date() > end { return false }
    usleep(100_000)
  }
  return true
}
