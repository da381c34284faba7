import Foundation
import Testing

extension EngineTests {
  @Suite(.serialized) struct SlurmTests {
    private let submission =
      ["submit"] + SmallQuickstart.arguments + ["--engine", "slurm", "-o", "the jobs", "--store", "the store"]

    /// Slurm runs the quickstart; a job is taken its node and put back, and is then asked to end and puts itself back.
    @Test func slurmRunsTheQuickstart() throws {
      guard let cluster = try SimulatedCluster(nodes: 3, toTry: "whether Slurm runs exported plans") else { return }
      try withFolder { folder in
        let submitted = try cluster.sharespec(submission, in: folder)
        try #require(submitted.status == 0, "\(submitted.errors)")
        for stop in [["scontrol", "requeue"], ["scancel", "--batch", "--signal=TERM"]] {
          let job = try trainingJob(cluster, folder)
          #expect(try cluster.run(stop + [job]).status == 0)
          #expect(try waits { try cluster.queue.contains { $0.hasSuffix(" train.hard PENDING") } }, "\(stop)")
          // Slurm lets jobs that were put back wait for two minutes.
          #expect(try waits { try cluster.run(["scontrol", "update", "jobid=\(job)", "StartTime=now"]).status == 0 })
        }
        #expect(try cluster.isIdle())
        #expect(try said(in: folder).matches(of: /continues at epoch/).count == 2)
        try SmallQuickstart.expectSameResults("the store", in: folder)
        let again = try cluster.sharespec(submission, in: folder)
        #expect(again.status == 0 && again.output.hasPrefix("nothing to submit"), "\(again.output)")
      }
    }

    /// A job is killed as if it ran out of memory, and the scheduler then forgets all jobs: the same command submits
    /// the rest.
    @Test func whatIsMissingIsSubmittedAgain() throws {
      guard let cluster = try SimulatedCluster(nodes: 3, toTry: "whether exports survive a lost scheduler") else {
        return
      }
      try withFolder { folder in
        #expect(try cluster.sharespec(submission, in: folder).status == 0)
        _ = try trainingJob(cluster, folder)
        kill(try process(of: "train.hard", in: folder), SIGKILL)
        // What needs it is not left to wait for ever.
        #expect(try waits { try !cluster.queue.contains { $0.contains(" evaluate.hard ") } })
        let logs = folder.appending(path: "the jobs/logs")
        let told = try files(in: logs).map { try String(contentsOf: logs.appending(path: $0), encoding: .utf8) }
        #expect(told.count { $0.contains("perhaps for lack of memory") } == 1)
        try cluster.loseJobs()
        let again = try cluster.sharespec(submission, in: folder)
        #expect(again.status == 0, "\(again.errors)")
        let count = try #require(again.errors.firstMatch(of: /of ([0-9]+) that are missing/).flatMap { Int($0.1) })
        #expect((2..<40).contains(count), "\(again.errors)")
        #expect(try cluster.isIdle())
        try SmallQuickstart.expectSameResults("the store", in: folder)
        #expect(try said(in: folder).contains("continues at epoch"))
      }
    }

    /// The number of the job that trains with hard sharing, once it is two epochs further than when it was looked for.
    private func trainingJob(_ cluster: SimulatedCluster, _ folder: URL) throws -> String {
      var number: String?
      let isRunning = try waits {
        number = try cluster.runningJob("train.hard")
        return number != nil
      }
      let job = try #require(number, "it is running: \(isRunning)")
      let before = try epochs(in: folder)
      #expect(try waits { try epochs(in: folder) > before + 1 })
      return job
    }

    private func epochs(in folder: URL) throws -> Int { try said(in: folder).matches(of: /epoch [0-9]+\//).count }

    /// What the stage that trains with hard sharing has said, on whatever node.
    private func said(in folder: URL) throws -> String {
      try CommandTests.sharespec("logs", "train.hard", "--store", "the store", in: folder).output
    }

    /// The process that carries out the stage called `name`, as the head node comes to see it.
    private func process(of name: String, in folder: URL) throws -> Int32 {
      var process: Int?
      var told = ""
      _ = try waits {
        told = try CommandTests.sharespec("status", "--store", "the store", "--format", "json", in: folder).output
        let json = try JSONSerialization.jsonObject(with: Data(told.utf8)) as? [String: Any]
        let run = (json?["runs"] as? [[String: Any]] ?? []).first { run in
          (run["running"] as? [[String: Any]] ?? []).contains { $0["name"] as? String == name }
        }
        process = run?["process"] as? Int
        return process != nil
      }
      return Int32(try #require(process, "\(told)"))
    }
  }
}
