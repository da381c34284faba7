import Foundation
import Testing

/// What a newer release leaves in a store is refused, kept and listed, and never taken for damage.
@Suite struct StoreReleaseTests {
  private let help = "   = help: use a newer release of sharespec, or choose another store with --store\n"

  @Test func recordsOfANewerReleaseAreNeitherUsedNorReplacedNorRemoved() throws {
    try ForgedStore.with { folder, store in
      func command(_ arguments: String...) throws -> Outcome {
        try CommandProcess(arguments + ["--store", "s"], in: folder).wait()
      }
      let own = try StoreContents(of: store.root)
      try store.rewriteAll("stages") { $0.replacing("sharespec record 3", with: "sharespec record 4") }
      let newer = try StoreContents(of: store.root)
      #expect(own.differences(from: newer).count == 4)

      let run = try command("run", "tiny.yaml")
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.errors.contains("error: cannot read 's/stages/"), "\(run.errors)")
      #expect(
        run.errors.contains(
          ".json': a newer release of sharespec wrote it in the format 'sharespec record 4'; this release knows "
            + "'sharespec record 3'\n\(help)"), "\(run.errors)")
      for arguments in [["gc", "tiny.yaml", "--dry-run"], ["gc", "tiny.yaml"]] {
        let cleared = try CommandProcess(["store"] + arguments + ["--store", "s"], in: folder).wait()
        #expect(cleared.status == 0)
        #expect(
          cleared.output.contains(
            "kept 4 files that a newer release of sharespec wrote, and all objects, which they may need: 's/stages/"),
          "\(cleared.output)")
        #expect(cleared.output.contains("0 stages, 0 objects and 0 other files, 0 B; 0 stages stay\n"))
      }
      let verified = try command("store", "verify")
      #expect(verified.status == 0, "\(verified.output)")
      #expect(verified.output.contains("nothing is damaged"))
      #expect(verified.output.contains("4 files of a newer release of sharespec cannot be checked by this one"))
      #expect(verified.output.contains(".json: 'sharespec record 4'\n"))
      #expect(try command("store", "verify", "--repair").status == 0)
      let json = try members(command("store", "verify", "--format", "json"))
      #expect(
        (json["newer"] as? [[String: String]])?.map { $0["format"] } == Array(repeating: "sharespec record 4", count: 4)
      )
      #expect((json["damages"] as? [Any])?.isEmpty == true)
      for arguments in [["store", "ls"], ["status"], ["status", "tiny.yaml"]] {
        let outcome = try CommandProcess(arguments + ["--store", "s"], in: folder).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
          outcome.errors.hasPrefix("note: not shown: 4 files that a newer release of sharespec wrote: 's/stages/"))
      }
      let plan = try command("plan", "tiny.yaml")
      #expect(plan.status == 0, "\(plan.errors)")
      #expect(plan.output.contains("a newer release wrote it in the format 'sharespec record 4'"), "\(plan.output)")
      #expect(try StoreContents(of: store.root) == newer, "nothing was changed")
      #expect(try store.paths("damaged") == [])

      try store.rewriteAll("stages") { $0.replacing("sharespec record 4", with: "sharespec record 3") }
      #expect(try command("run", "tiny.yaml").errors == "all 4 stages are done\n")
    }
  }

  /// A newer file that stands in the way of a stage which is still to be carried out is not replaced.
  @Test func filesOfANewerReleaseThatAStageWouldReplaceStay() throws {
    try ForgedStore.with { folder, store in
      let (record, other) = (try store.record(of: "evaluate"), try store.record(of: "train"))
      let provenance = record.replacing("stages/", with: "provenance/")
      let checkpoint = other.replacing("stages/", with: "checkpoints/").replacing(".json", with: ".safetensors")
      try store.rewrite(provenance) { $0.replacing("sharespec provenance 1", with: "sharespec provenance 2") }
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).errors == "all 4 stages are done\n")

      func expectRefusal(of path: String, as format: String) throws {
        let before = try Data(contentsOf: store.root.appending(path: path))
        let run = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
        #expect(run.status == 1)
        #expect(
          run.errors.contains(
            "cannot read 's/\(path)': a newer release of sharespec wrote it in the format '\(format)'"), "\(run.errors)"
        )
        let cleared = try sharespec("store", "gc", "tiny.yaml", "--store", "s", in: folder)
        #expect(
          cleared.output.contains("kept 1 file that a newer release of sharespec wrote: 's/\(path)'\n"),
          "\(cleared.output)")
        let verified = try sharespec("store", "verify", "--store", "s", in: folder)
        #expect(verified.output.contains("s/\(path): '\(format)'"), "\(verified.output)")
        #expect(try Data(contentsOf: store.root.appending(path: path)) == before)
      }
      try FileManager.default.removeItem(at: store.root.appending(path: record))
      try expectRefusal(of: provenance, as: "sharespec provenance 2")
      try store.rewrite(provenance) { $0.replacing("sharespec provenance 2", with: "sharespec provenance 1") }
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)

      try FileManager.default.removeItem(at: store.root.appending(path: other))
      let header = "{\"__metadata__\":{\"format\":\"sharespec checkpoint 2\"}}"
      try store.write("\(UnicodeScalar(UInt8(header.utf8.count)))\0\0\0\0\0\0\0\(header)", to: checkpoint)
      try expectRefusal(of: checkpoint, as: "sharespec checkpoint 2")
    }
  }

  @Test func logsTimingsAndRunsOfANewerReleaseAreLeftAlone() throws {
    try ForgedStore.with { folder, store in
      let log = try #require(try store.paths("logs").first)
      let timing = log.replacing("logs/", with: "timings/").replacing(".log", with: ".json")
      let texts = [
        log: "sharespec log 2: someone\nelse\n", timing: "{\"format\": \"sharespec timing 2\"}",
        "runs/x.json": "{\"format\": \"sharespec run 2\"}",
      ]
      for (path, text) in texts { try store.write(text, to: path) }
      try FileManager.default.removeItem(at: store.root.appending(path: "stages"))
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
      let cleared = try sharespec("store", "gc", "tiny.yaml", "--store", "s", in: folder)
      #expect(cleared.output.contains("kept 3 files that a newer release of sharespec wrote: "), "\(cleared.output)")
      for (path, text) in texts {
        #expect(try String(contentsOf: store.root.appending(path: path), encoding: .utf8) == text, "\(path)")
      }
      let held = try CommandProcess(
        ["status", "--store", "s"], in: folder, script: "exec 9> s/locks/run-x; flock -x 9; \"$0\" \"$@\""
      ).wait()
      #expect(held.status == 0)
      #expect(
        held.errors.contains("a newer release of sharespec wrote it in the format 'sharespec run 2'"), "\(held.errors)")
      let logs = try sharespec("logs", "nothing", "--store", "s", in: folder)
      #expect(logs.errors.hasPrefix("note: not shown: 1 file that a newer release of sharespec wrote: 's/\(log)'\n"))
    }
  }

  @Test(arguments: ["json", "text"])
  func aPlanOfANewerReleaseIsRefusedAsOne(form: String) throws {
    try ForgedStore.with { folder, _ in
      let plan = try sharespec("plan", "tiny.yaml", "--format", form, "-o", "tiny.plan", in: folder)
      #expect(plan.status == 0, "\(plan.errors)")
      let file = folder.appending(path: "tiny.plan")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing("sharespec plan 3", with: "sharespec plan 4").write(
        to: file, atomically: true, encoding: .utf8)
      let run = try sharespec("run", "tiny.plan", "--store", "s", in: folder)
      #expect(run.status == 1)
      #expect(
        run.errors.contains(
          "= note: a newer release of sharespec wrote it in the format 'sharespec plan 4'"), "\(run.errors)")
      #expect(run.errors.contains("= help: use a newer release, or compile the specification with this one"))
    }
  }

  /// The first releases kept neither key nor checksum; that nothing about such records can be checked is said.
  @Test func recordsWithoutKeysAreReadAndSaidToBeUnverifiable() throws {
    try ForgedStore.with { folder, store in
      let record = try #require(try store.paths("stages").first)
      let file = store.root.appending(path: record)
      var members = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      for name in ["format", "parameters", "purpose", "checksum"] { members[name] = nil }
      try JSONSerialization.data(withJSONObject: members).write(to: file)
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).errors == "all 4 stages are done\n")
      let verified = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(verified.status == 0)
      #expect(verified.output.contains("1 record of an early release cannot be checked"), "\(verified.output)")
      #expect(verified.output.contains("\n  s/\(record)"))
    }
  }
}
