import Foundation
import Testing

/// A specification of four stages, of which one trains for a while.
private let small = """
  sharespec: 1
  name: small
  datasets: {d: {format: synthetic, sentences: {train: 200, dev: 20, test: 20}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 16}}
  sharing: hard
  training: {epochs: 20}

  """

/// The stages of the plan, in order, by name.
private let stages = ["vocabulary", "initialize", "train.small", "evaluate.small"]

@Suite struct StageRunTests {
  /// Calls `body` in a folder with the specification, its plan, and a store with the results of an undisturbed run.
  private func withPlan(_ body: (URL) throws -> Void) throws {
    try withFolder { folder in
      try small.write(to: folder.appending(path: "small.yaml"), atomically: true, encoding: .utf8)
      #expect(try sharespec("plan", "small.yaml", "-o", "plan.json", in: folder).status == 0)
      try body(folder)
    }
  }

  private func run(_ stage: String, _ more: String..., in folder: URL) throws -> CommandProcess {
    try CommandProcess(
      ["stage", "run", "--plan", "plan.json", "--stage", stage, "--store", "s", "--plain"] + more, in: folder)
  }

  private func expectResultsOfARun(in folder: URL) throws {
    #expect(try sharespec("run", "small.yaml", "--store", "local", in: folder).status == 0)
    let expected = try StoreContents(of: folder.appending(path: "local"))
    #expect(try StoreContents(of: folder.appending(path: "s")).differences(from: expected) == [])
  }

  @Test func stagesOneByOneComeToWhatARunComesTo() throws {
    try withPlan { folder in
      // Whatever comes too early says what it lacks, and does no harm.
      let early = try run("evaluate.small", in: folder).wait()
      #expect(early.status == 66)
      #expect(early.errors.contains("needs 'vocabulary' and 'train.small', which are not in the store 's'"))
      for stage in stages {
        let first = try run(stage, in: folder).wait()
        #expect(first.status == 0 && first.errors.contains("\(stage): done in"), "\(first.errors)")
        let second = try run(stage, in: folder).wait()
        #expect(second.status == 0 && second.errors == "stage '\(stage)' is in the store\n", "\(second.errors)")
      }
      try expectResultsOfARun(in: folder)
    }
  }

  @Test func aStageThatIsStoppedGoesOnFromThere() throws {
    try withPlan { folder in
      for stage in stages.prefix(2) { #expect(try run(stage, in: folder).wait().status == 0) }
      for round in 1...2 {
        let stopped = try run("train.small", in: folder)
        #expect(stopped.waits { $0.contains("epoch \(3 * round)/20") })
        // Schedulers ask twice: the script, which passes it on, and all processes of the job.
        stopped.send(SIGTERM)
        stopped.send(SIGTERM)
        #expect(stopped.status == 75, "\(stopped.errors)")
      }
      let killed = try run("train.small", "--checkpoint-every", "0", in: folder)
      #expect(killed.says("continues at epoch"))
      killed.kill()
      _ = killed.status
      // Two at a time: one carries it out, the other one waits and finds it done.
      let both = try (0..<2).map { _ in try run("train.small", in: folder) }
      let outcomes = try both.map { try $0.wait() }
      #expect(outcomes.map(\.status) == [0, 0])
      #expect(outcomes.filter { $0.errors.contains(": done in") }.count == 1)
      #expect(try run("evaluate.small", in: folder).wait().status == 0)
      try expectResultsOfARun(in: folder)
    }
  }

  /// What is done needs neither the plan nor the right to write.
  @Test func aStageThatIsDoneNeedsNothing() throws {
    try withPlan { folder in
      #expect(try run("vocabulary", in: folder).wait().status == 0)
      let stage = try #require(try files(in: folder.appending(path: "s/stages")).first?.suffix(69).prefix(64))
      try FileManager.default.removeItem(at: folder.appending(path: "plan.json"))
      for (path, permissions) in [("s", 0o555), ("s/temporary", 0o555), ("s/locks", 0o555)] {
        try FileManager.default.setAttributes(
          [.posixPermissions: permissions], ofItemAtPath: folder.appending(path: path).path)
      }
      let arguments = ["stage", "run", "--plan", "plan.json", "--stage", String(stage), "--store", "s"]
      #expect(try CommandProcess(arguments, in: folder, script: boundByPermissions).wait().status == 0)
      for path in ["s", "s/temporary", "s/locks"] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: path).path)
      }
    }
  }

  @Test func aStoreThatCannotBeWrittenToIsToldBeforeTheWork() throws {
    try withPlan { folder in
      #expect(try run("vocabulary", in: folder).wait().status == 0)
      let temporary = folder.appending(path: "s/temporary").path
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: temporary)
      for arguments in [
        ["stage", "run", "--plan", "plan.json", "--stage", "initialize", "--store", "s"],
        ["export", "small.yaml", "--to", "snakemake", "-o", "out", "--store", "s"],
        ["submit", "small.yaml", "--store", "s"],
      ] {
        let outcome = try CommandProcess(arguments, in: folder, script: boundByPermissions).wait()
        #expect(outcome.status == 1)
        #expect(
          outcome.errors.contains("Permission denied") && outcome.errors.contains("= help: "), "\(outcome.errors)")
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: temporary)
    }
  }

  @Test func damagedInputsAreMadeAgain() throws {
    try withPlan { folder in
      for stage in stages.prefix(2) { #expect(try run(stage, in: folder).wait().status == 0) }
      for path in try files(in: folder.appending(path: "s/objects")) {
        let file = folder.appending(path: "s/objects/\(path)")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
      }
      for stage in stages.dropFirst(2) {
        let outcome = try run(stage, in: folder).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      try FileManager.default.removeItem(at: folder.appending(path: "s/damaged"))
      try expectResultsOfARun(in: folder)
    }
  }

  @Test func mistakesEndWithOne() throws {
    try withPlan { folder in
      let unknown = try run("train.smal1", in: folder).wait()
      #expect(unknown.status == 1 && unknown.errors.contains("no stage of 'plan.json' is called 'train.smal1'"))
      #expect(unknown.errors.contains("train.small"))
      let noPlan = try sharespec("stage", "run", "--plan", "no.json", "--stage", "vocabulary", in: folder)
      #expect(noPlan.status == 1 && noPlan.errors.contains("no.json"), "\(noPlan.errors)")
    }
  }
}
