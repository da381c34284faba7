import Foundation
import Testing

/// Numbers that nobody wrote are damage, or malformed, and end no command without a message.
@Suite struct ForgedNumberTests {
  @Test(arguments: ["1e400", "1e300", "-1e300", "1e18", "\"x\""])
  func aRunMayTellAnyRate(rate: String) throws {
    try ForgedStore.with { folder, store in
      let text = """
        {"format": "sharespec run 1", "host": "h", "process": 9223372036854775807, "started": "2026-11-26T06:00:50.123Z", \
        "updated": "2026-11-26T06:00:50.123Z", "experiment": "x", "stages": {"done": -9223372036854775808}, "left": 1e308, \
        "running": [{"stage": "s", "name": "n", "seconds": 1e308, "left": -1e308, "dev": {}, "training": {"epoch": \
        -9223372036854775808, "epochs": 1, "step": 1, "steps": 0, "loss": 1, "learning_rate": 1, "tokens_per_second": \
        \(rate)}}], "waiting_for": []}
        """
      try store.write(text, to: "runs/a.json")
      let status = try CommandProcess(
        ["status", "--store", "s"], in: folder, script: "exec 9> s/locks/run-a; flock -x 9; \"$0\" \"$@\""
      ).wait()
      #expect(status.status == 0, "\(status.errors)")
      let isNumber = rate != "1e400" && rate != "\"x\""
      #expect(status.output.contains(" tokens/s") == isNumber, "\(status.output)")
      #expect(status.errors.contains("warning: cannot show the run in 's/runs/a.json'") != isNumber, "\(status.errors)")
    }
  }

  @Test(arguments: [Int.max, Int.max / 2 + 1, -1])
  func sizesThatNoArtifactHasAreDamage(size: Int) throws {
    try ForgedStore.with { folder, store in
      try store.rewriteAll("stages") { $0.replacing(/"size": \d+/, with: "\"size\": \(size)") }
      for arguments in [
        ["store", "ls"], ["store", "gc", "tiny.yaml", "--dry-run"], ["status"], ["plan", "tiny.yaml"],
      ] {
        let outcome = try CommandProcess(arguments + ["--store", "s"], in: folder).wait()
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      }
      let verified = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(verified.status == 1 && verified.output.contains(": not the record that was written\n"))
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
      #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    }
  }

  /// A size that is not that of the content is found although the checksum of the record is right.
  @Test func anotherSizeThanThatOfTheContentIsDamage() throws {
    try ForgedStore.with { folder, store in
      let expected = try StoreContents(of: store.root)
      try store.rewriteAll("stages") { $0.replacing(/"size": \d+/, with: "\"size\": 3") }
      let verified = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(verified.status == 1 && verified.output.contains("4 damaged or missing"), "\(verified.output)")
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
      #expect(try StoreContents(of: store.root) == expected)
    }
  }

  @Test(arguments: [
    "\"threads\": 9223372036854775807", "\"threads\": 0", "\"seconds\": -1", "\"seconds\": 1e400",
    "\"operations\": 1e308",
  ])
  func timingsThatCannotBeRightAreNotEstimatedBy(member: String) throws {
    try ForgedStore.with { folder, store in
      let estimate = try sharespec("plan", "tiny.yaml", "--store", "none", in: folder).output
      let members = ["\"operations\": 1e9", "\"seconds\": 1", "\"threads\": 1"].map { usual in
        usual.prefix { $0 != ":" } == member.prefix { $0 != ":" } ? member : usual
      }
      let timing = "{\"format\": \"sharespec timing 1\", \(members.joined(separator: ", "))}"
      for path in try store.paths("timings") { try store.write(timing, to: path) }
      for path in try store.paths("stages") { try FileManager.default.removeItem(at: store.root.appending(path: path)) }
      let plan = try sharespec("plan", "tiny.yaml", "--store", "s", in: folder)
      #expect(plan.status == 0 && !plan.output.contains("nan"), "\(plan.output)")
      #expect(plan.output == estimate)
      let verified = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(
        verified.output.contains(".json: not the timing that was written\n"), "\(verified.output)\(verified.errors)")
    }
  }

  @Test func scoresWithoutTasksAreMalformed() throws {
    try ForgedStore.with { folder, store in
      try store.forge("scores.json", of: "evaluate") { _ in "{}\n" }
      for command in ["run", "report"] {
        let outcome = try sharespec(command, "tiny.yaml", "--store", "s", in: folder)
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(
          outcome.errors.contains("'scores.json' in the store is malformed: the member \"tasks\" is missing"),
          "\(outcome.errors)")
      }
    }
  }

  /// Numbers that no metric has, and a vocabulary without words, are refused wherever they are read.
  @Test(arguments: [
    ("history.json", "train", "\"dev\" : {", "\"dev\" : {\"x\" : 1e308, ", "numbers from -1 to 1"),
    ("scores.json", "evaluate", "\"score\" : ", "\"score\" : -1e300, \"old\" : ", "a number from -1 to 1"),
    ("scores.json", "evaluate", "\"mcc\" : ", "\"mcc\" : 7, \"old\" : ", "numbers from -1 to 1"),
  ])
  func scoresThatNoMetricHasAreMalformed(
    artifact: String, operation: String, old: String, new: String, expected: String
  ) throws {
    try ForgedStore.with { folder, store in
      try store.forge(artifact, of: operation) { $0.replacing(old, with: new) }
      let outcome = try sharespec("report", "tiny.yaml", "--store", "s", "--format", "json", in: folder)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.contains("'\(artifact)' in the store is malformed: expected \(expected)"), "\(outcome.errors)")
    }
  }

  @Test func aVocabularyHasWords() throws {
    try ForgedStore.with { folder, store in
      try store.forge("vocabulary.json", of: "vocabulary") {
        $0.replacing(/"words" : \[[^\]]*\]/, with: "\"words\" : []")
      }
      let outcome = try sharespec(
        "weights", "export", "tiny.yaml", "--store", "s", "-o", "w.safetensors", in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("is malformed: expected a list that is not empty"), "\(outcome.errors)")
    }
  }

  /// A file that is far larger than its record says is damaged, and is not read.
  @Test func anObjectOfManyGigabytesIsNotRead() throws {
    try ForgedStore.with { folder, store in
      let object = try #require(try store.paths("objects").first)
      let file = try FileHandle(forWritingTo: store.root.appending(path: object))
      try file.truncate(atOffset: 60 << 30)
      try file.close()
      for command in [
        ["store", "verify"], ["plan", "tiny.yaml"], ["store", "gc", "tiny.yaml", "--dry-run"], ["run", "tiny.yaml"],
      ] {
        let outcome = try CommandProcess(
          command + ["--store", "s"], in: folder, script: "ulimit -v 4000000; \"$0\" \"$@\""
        ).wait()
        #expect([0, 1].contains(outcome.status), "\(command): \(outcome.errors)")
      }
      #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    }
  }
}
