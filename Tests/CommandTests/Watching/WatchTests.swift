import Foundation
import Testing

/// Trains two variants for a while, in stages that take a second or so.
private let specification = """
  sharespec: 1
  name: watched
  datasets: {d: {format: synthetic, sentences: {train: 60, dev: 10, test: 10}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
  base: {words: {dimension: 8}, encoder: {hidden: 6}}
  training: {epochs: 3}
  variants: {hard: {sharing: hard}, single: {sharing: single}}

  """

private func withSpecification(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try specification.write(to: folder.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
    try body(folder)
  }
}

private func python(_ arguments: [String], in folder: URL = root) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3"] + arguments
  process.currentDirectoryURL = folder
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

private func has(_ module: String) -> Bool { (try? python(["-c", "import \(module)"]).status) == 0 }

private func script(_ name: String) -> String { root.appending(path: "Tests/CommandTests/Watching/\(name)").path }

/// The objects of an event stream, one on each line.
private func events(_ text: String) throws -> [[String: Any]] {
  try text.split(separator: "\n").map { line in
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }
}

@Suite struct WatchTests {
  // MARK: On a terminal

  /// A run on a real pseudo-terminal that changes its size on the way: no line is wider than the terminal was, and
  /// nothing of the display is left behind, however the run ends.
  @Test(.enabled(if: has("pty"), "SKIPPED: needs python3"), arguments: ["end", "failure", "stop", "second stop"])
  func theDisplayFitsItsTerminalAndLeavesNothingBehind(ending: String) throws {
    try withSpecification { folder in
      let result = try python([script("on-terminal.py"), command.path, ending], in: folder)
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test(.enabled(if: has("pty"), "SKIPPED: needs python3"), arguments: ["plain", "dumb", "colourless"])
  func theDisplayIsAsPlainAsAskedFor(how: String) throws {
    try withSpecification { folder in
      let result = try python([script("on-terminal.py"), command.path, how], in: folder)
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test func withoutATerminalThereAreAFewPlainLines() throws {
    try withSpecification { folder in
      let run = try sharespec("run", "spec.yaml", "--store", "s", "--jobs", "1", in: folder)
      #expect(run.status == 0)
      let lines = run.errors.split(separator: "\n")
      #expect(lines.first == "10 stages, 0 of them done")
      #expect(!run.errors.contains("\u{1B}"))
      #expect(lines.count { $0.contains("train.hard: epoch ") } == 3)
      #expect(lines.count { $0.contains(": done in ") } == 10)
      #expect(lines.last?.hasPrefix("[10/10]") == true)
    }
  }

  // MARK: Events

  @Test func eventsTellTheWholeRun() throws {
    try withSpecification { folder in
      let run = try sharespec("run", "spec.yaml", "--store", "s", "--log-format", "json", in: folder)
      #expect(run.status == 0)
      let events = try events(run.errors)
      #expect(events.first?["event"] as? String == "run.began")
      #expect(events.last?["event"] as? String == "run.ended")
      #expect(events.allSatisfy { $0["version"] as? Int == 1 && $0["time"] is String })
      let finished = events.filter { $0["event"] as? String == "stage.finished" }
      #expect(finished.count == 10 && Set(finished.compactMap { $0["stage"] as? String }).count == 10)
      let epochs = events.filter { $0["event"] as? String == "stage.epoch" && $0["name"] as? String == "train.hard" }
      #expect(epochs.compactMap { $0["epoch"] as? Int } == [1, 2, 3])
      #expect(epochs.allSatisfy { Set(($0["dev"] as? [String: Double] ?? [:]).keys) == ["pos", "ner"] })
      #expect((events.last?["stages"] as? [String: Int])?["done"] == 10)
    }
  }

  /// Every line of runs that end well, fail, are refused and are stopped is what the committed schema says.
  @Test(
    .enabled(if: has("jsonschema"), "SKIPPED: needs python3 with the module jsonschema (Debian: python3-jsonschema)"))
  func eventsAreWhatTheSchemaSays() throws {
    try withSpecification { folder in
      func run(_ arguments: String...) throws -> Outcome {
        try CommandProcess(["run", "spec.yaml", "--log-format", "json", "--log", "all.jsonl"] + arguments, in: folder)
          .wait()
      }
      #expect(try run("--store", "a").status == 0)
      #expect(try run("--store", "a").status == 0)
      let bad = ["training.optimizer.learning_rate=1e30", "training.clip=none"].flatMap {
        ["--set", "variants.hard.\($0)"]
      }
      #expect(try run("--store", "b", bad[0], bad[1], bad[2], bad[3], "--jobs", "1").status == 1)
      #expect(try run("--store", "c", "--set", "base.encoder.hiden=4").status == 1)
      #expect(try run("--store", "c", "--variant", "hart").status == 1)
      let long = try CommandProcess(
        [
          "run", "spec.yaml", "--store", "d", "--set", "training.epochs=5000", "--set",
          "datasets.d.sentences.train=5000",
        ]
          + ["--log-format", "json", "--log", "all.jsonl"], in: folder)
      #expect(long.says("train.hard: epoch 1/"))
      long.send(SIGINT)
      #expect(try long.wait().status == 130)
      let text = try String(contentsOf: folder.appending(path: "all.jsonl"), encoding: .utf8)
      let kinds = Set(try events(text).compactMap { $0["event"] as? String })
      let expected = [
        "run.began", "run.ended", "stage.started", "stage.epoch", "stage.progress", "stage.finished", "stage.failed",
        "stage.skipped", "stage.stopped", "diagnostic", "error", "notice",
      ]
      #expect(kinds.isSuperset(of: expected), "\(Set(expected).subtracting(kinds))")
      let result = try python(
        [script("validate-events.py"), root.appending(path: "docs/events.schema.json").path, "all.jsonl"], in: folder)
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("all right"))
    }
  }

  @Test func aLogFileIsAddedToAndWhatPeopleSeeStays() throws {
    try withSpecification { folder in
      let run = try sharespec("run", "spec.yaml", "--store", "s", "--log", "run.log", in: folder)
      #expect(run.status == 0 && run.errors.contains("[10/10]"))
      let again = try sharespec("run", "spec.yaml", "--store", "s", "--log", "run.log", in: folder)
      #expect(again.status == 0)
      let log = try String(contentsOf: folder.appending(path: "run.log"), encoding: .utf8)
      #expect(log.contains("train.hard: epoch 3/3") && log.contains("all 10 stages are done"))
      let refused = try sharespec("run", "spec.yaml", "--store", "s", "--log", "no/such/folder.log", in: folder)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("cannot write 'no/such/folder.log': No such file or directory"))
    }
  }

  // MARK: From elsewhere

  @Test func theStatusShowsWhatLivesAndNotWhatWasKilled() throws {
    try withSpecification { folder in
      let arguments = ["run", "spec.yaml", "--store", "s", "--set", "training.epochs=5000", "--jobs", "1"]
      let run = try CommandProcess(arguments, in: folder)
      #expect(run.says("epoch 2/5000"))
      usleep(1_500_000)
      let status = try sharespec("status", "--store", "s", "--format", "json", in: folder)
      #expect(status.status == 0, "\(status.errors)")
      let json = try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
      let runs = try #require(json["runs"] as? [[String: Any]])
      #expect(runs.map { $0["process"] as? Int32 } == [run.identifier])
      let stages = try #require(runs.first?["running"] as? [[String: Any]])
      #expect(Set(json.keys) == ["version", "store", "stored", "plan", "runs"])
      #expect(
        Set(runs[0].keys).symmetricDifference([
          "host", "process", "started", "updated", "experiment", "stages", "left", "waiting_for", "running", "format",
        ]) == [])
      #expect(Set(stages[0].keys) == ["stage", "name", "seconds", "left", "dev", "training"])
      #expect(stages.count == 1 && (stages[0]["name"] as? String)?.hasPrefix("train.") == true)
      let training = try #require(stages[0]["training"] as? [String: Any])
      #expect((training["epoch"] as? Int ?? 0) >= 2 && training["epochs"] as? Int == 5000)
      #expect((training["tokens_per_second"] as? Double ?? 0) > 0 && stages[0]["left"] is Double)
      let text = try sharespec(
        "status", "spec.yaml", "--store", "s", "--set", "training.epochs=5000", in: folder)
      #expect(text.output.contains("process \(run.identifier) on "))
      #expect(text.output.contains("/5000"))
      #expect(text.output.contains(" of 10 stages done; under way: train."))

      run.kill()
      _ = try run.wait()
      let after = try sharespec("status", "--store", "s", in: folder)
      #expect(after.output.hasPrefix("no process runs over 's'"))
      let log = try sharespec("logs", stages[0]["name"] as? String ?? "", "--store", "s", in: folder)
      #expect(log.output.contains(" epoch 2/5000: loss "), "\(log.errors)")
      // The next run takes away what the one that was killed told.
      #expect(try sharespec("run", "spec.yaml", "--store", "s", in: folder).status == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "s/runs").path) == [])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "s/locks").path)
          .allSatisfy { !$0.hasPrefix("run-") })
    }
  }

  @Test func logsTellWhatAStageSaid() throws {
    try withSpecification { folder in
      let bad = ["training.optimizer.learning_rate=1e30", "training.clip=none"].flatMap {
        ["--set", "variants.hard.\($0)"]
      }
      let run = try CommandProcess(["run", "spec.yaml", "--store", "s"] + bad, in: folder).wait()
      #expect(run.status == 1)
      #expect(run.errors.contains("error: stage 'train.hard' failed: "))
      #expect(run.errors.contains("   = note: skipped, since they need it: 'evaluate.hard'"))

      let failed = try sharespec("logs", "train.hard", "--store", "s", in: folder)
      #expect(failed.status == 0)
      let lines = failed.output.split(separator: "\n")
      #expect(lines.first?.contains(" starts: host ") == true)
      #expect(lines.contains { $0.contains(" FAILED: ") })
      let good = try sharespec("logs", "evaluate.single.pos", "--store", "s", in: folder)
      #expect(good.status == 0 && good.output.contains(" done in "), "\(good.errors)")

      let unknown = try sharespec("logs", "train.hart", "--store", "s", in: folder)
      #expect(unknown.status == 1 && unknown.output.isEmpty)
      #expect(unknown.errors.contains("no stage that is called 'train.hart' has said anything in 's'"))
      #expect(unknown.errors.contains("  train.hard, last 2"))
      // Of several that are called the same, the one that spoke last is meant.
      let later = ["run", "spec.yaml", "--store", "s", "--set", "variants.hard.training.epochs=2"]
      #expect(try CommandProcess(later, in: folder).wait().status == 0)
      let last = try sharespec("logs", "train.hard", "--store", "s", in: folder)
      #expect(last.status == 0 && last.output.contains(" epoch 2/2: loss "))
      #expect(last.errors.hasPrefix("note: 1 other stage is called 'train.hard': "))
      let several = try sharespec("logs", "evaluate", "--store", "s", in: folder)
      #expect(several.status == 1 && several.errors.contains("are called something like 'evaluate'"))
      // Logs are no part of results: without them the same run says the same.
      try FileManager.default.removeItem(at: folder.appending(path: "s/logs"))
      #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    }
  }

  // MARK: Curves

  @Test func tensorBoardReadsTheCurves() throws {
    let environment = ProcessInfo.processInfo.environment
    let isThere = try python([script("tensorboard-environment.py"), "--python"])
    guard isThere.status == 0 else {
      let isRequired = environment["SHARESPEC_TENSORBOARD"] != nil
      Issue.record(
        "NOT TRIED: whether TensorBoard reads curves, since it cannot be had: \(isThere.output)",
        severity: isRequired ? .error : .warning)
      return
    }
    try withSpecification { folder in
      let arguments = ["run", "spec.yaml", "--store", "s", "--tensorboard", "curves", "--log-format", "json"]
      let run = try CommandProcess(arguments, in: folder).wait()
      #expect(run.status == 0, "\(run.errors)")
      try run.errors.write(to: folder.appending(path: "run.jsonl"), atomically: true, encoding: .utf8)
      let process = Process()
      process.executableURL = URL(
        filePath: isThere.output.split(separator: "\n").last.map(String.init) ?? "")
      process.arguments = [script("read-curves.py"), "curves", "run.jsonl"]
      process.currentDirectoryURL = folder
      let output = Pipe()
      process.standardOutput = output
      process.standardError = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(text)")
    }
  }

  @Test func curvesThatCannotBeWrittenAreAnErrorBeforeAnythingRuns() throws {
    try withSpecification { folder in
      try Data().write(to: folder.appending(path: "curves"))
      let refused = try sharespec("run", "spec.yaml", "--store", "s", "--tensorboard", "curves/here", in: folder)
      #expect(refused.status == 1)
      #expect(refused.errors.hasPrefix("error: cannot make the directory 'curves/here': Not a directory\n"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "s").path))
    }
  }

  // MARK: What runs

  @Test func onlyWhatAVariantNeedsIsRun() throws {
    try withSpecification { folder in
      let run = try sharespec("run", "spec.yaml", "--store", "s", "--variant", "hard", in: folder)
      #expect(run.status == 0)
      #expect(run.output.contains("hard") && !run.output.contains("single "))
      #expect(run.errors.contains("train.hard: done") && !run.errors.contains("single"))
      let unknown = try sharespec("run", "spec.yaml", "--store", "s", "--variant", "hart", in: folder)
      #expect(unknown.status == 1)
      #expect(unknown.errors == "error: 'spec.yaml' has no variant 'hart'\n   = help: did you mean 'hard'?\n")
      let other = try sharespec("run", "spec.yaml", "--store", "s", "--variant", "x", in: folder)
      #expect(other.errors.contains("= help: it has 'hard', 'single'"))
    }
  }

  @Test func whatTheMachineHasNotTheMemoryForIsRefusedBeforeItBegins() throws {
    try withSpecification { folder in
      let limited = "ulimit -v 1500000; exec \"$0\" \"$@\""
      let arguments = ["run", "spec.yaml", "--store", "s", "--variant", "hard", "--set", "base.encoder.hidden=2000"]
      let run = try CommandProcess(arguments, in: folder, script: limited).wait()
      #expect(run.status == 1)
      #expect(
        run.errors.contains(
          /error: stage 'train.hard' needs about [0-9.]+ GB of memory by estimate, and this machine has 1.5 GB/),
        "\(run.errors)")
      #expect(run.errors.contains("= help: make the network smaller"))
      #expect(!run.errors.contains("of them done"), "nothing has begun")
      let forced = try CommandProcess(arguments + ["--force"], in: folder, script: limited)
      #expect(forced.says("warning: stage 'train.hard' needs about "))
      #expect(forced.says(" of them done"))
      forced.kill()
      _ = try forced.wait()
      #expect(try CommandProcess(Array(arguments.prefix(6)), in: folder, script: limited).wait().status == 0)
    }
  }

  @Test func theFirstFailureEndsARunThatIsToFailFast() throws {
    try withSpecification { folder in
      let bad = ["training.optimizer.learning_rate=1e30", "training.clip=none"].flatMap {
        ["--set", "variants.hard.\($0)"]
      }
      let arguments = ["run", "spec.yaml", "--jobs", "1", "--set", "variants.single.training.epochs=1"] + bad
      let fast = try CommandProcess(arguments + ["--store", "f", "--fail-fast"], in: folder).wait()
      #expect(fast.status == 1)
      #expect(fast.errors.contains("the rest was not done"))
      let kept = try CommandProcess(arguments + ["--store", "k", "--keep-going"], in: folder).wait()
      #expect(kept.status == 1)
      func done(_ run: Outcome) -> Int { run.errors.split(separator: "\n").count { $0.contains(": done in ") } }
      #expect(done(kept) == 8 && done(fast) < 8)
      #expect(!kept.errors.contains("the rest was not done"))
    }
  }
}
