import Foundation
import Testing

extension URL {
  fileprivate func put(_ text: String, at name: String) throws {
    try text.write(to: appending(path: name), atomically: true, encoding: .utf8)
  }

  fileprivate func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: appending(path: folder).path).sorted()
  }

  /// The contents of all files below `folder`, by their paths in it.
  fileprivate func contents(below folder: String) throws -> [String: Data] {
    let folder = appending(path: folder).path
    var contents: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      contents[path] = FileManager.default.contents(atPath: "\(folder)/\(path)")
    }
    return contents
  }

  /// The numbers of the files below `folder`, which are others once a file was written again.
  fileprivate func identities(below folder: String) throws -> [String: UInt64] {
    let folder = appending(path: folder).path
    var identities: [String: UInt64] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
      if attributes[.type] as? FileAttributeType == .typeRegular {
        identities[path] = attributes[.systemFileNumber] as? UInt64
      }
    }
    return identities
  }
}

/// A folder with two specifications over files, and the files.
private func withFiles(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try folder.put(columns, at: "files.yaml")
    try folder.put(columns.replacing("name: files", with: "name: other"), at: "other.yaml")
    try folder.put("a X\nb Y\n\nb Y\na X\n", at: "train.txt")
    try folder.put("a X\nb Y\n", at: "dev.txt")
    try body(folder)
  }
}

/// The variants of `columns` and the `more` ones.
private func variants(_ more: String) -> String { columns.replacing("{hard: {},", with: "{hard: {}, \(more),") }

@Suite struct CompileCommandTests {
  @Test func compilingManyFilesReportsEveryErrorAndWritesTheRest() throws {
    try withFiles { folder in
      try folder.put(columns.replacing("hidden: 4", with: "hiden: 4"), at: "bad.yaml")
      try folder.put("sharespec: 1\n", at: "worse.yaml")
      let outcome = try sharespec(
        "compile", "files.yaml", "bad.yaml", "other.yaml", "worse.yaml", "-o", "out/plans", "--jobs", "2", in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("bad.yaml:"))
      #expect(outcome.errors.contains("worse.yaml:"))
      #expect(outcome.output.hasPrefix("2 of 4 files compiled: 6 variants, 7 stages"))
      #expect(outcome.output.contains("11 plan files written, 0 removed, 0 unchanged"))
      #expect(try folder.names(in: "out/plans") == ["all.json", "files", "files.json", "other", "other.json"])
      #expect(try folder.names(in: "out/plans/files") == ["deep.json", "hard.json", "single.json", "stages.json"])
      let run = try sharespec("run", "out/plans/files/single.json", "--data", ".", in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test func whatIsGoneIsRemovedAndWhatIsNotCompiledIsLeftAlone() throws {
    try withFiles { folder in
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      try folder.put(columns.replacing(", deep: {base: {encoder: {layers: 2}}}", with: ""), at: "files.yaml")
      try folder.put("{\"mine\": 1}", at: "out/files/notes.json")
      #expect(try sharespec("plan", "other.yaml", "-o", "out/files/mine.json", in: folder).status == 0)
      try FileManager.default.copyItem(
        at: folder.appending(path: "out/files/hard.json"), to: folder.appending(path: "out/files/copy.json"))
      let again = try sharespec("compile", "files.yaml", "-o", "out", in: folder)
      #expect(again.status == 0)
      #expect(again.errors == "note: removed 'out/files/deep.json', which is no longer part of the plans\n")
      #expect(
        try folder.names(in: "out/files")
          == ["copy.json", "hard.json", "mine.json", "notes.json", "single.json", "stages.json"])
      try folder.put(columns.replacing(/variants:.*\nbaseline.*\n/, with: ""), at: "files.yaml")
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      #expect(try folder.names(in: "out/files") == ["copy.json", "mine.json", "notes.json"])
    }
  }

  @Test(arguments: ["json", "text"])
  func smallFilesAreThePlansThatFullOnesAre(format: String) throws {
    try withFiles { folder in
      let arguments = ["compile", "files.yaml", "other.yaml", "--format", format]
      for (output, more) in [("small", []), ("full", ["--full"])] {
        let outcome = try CommandProcess(arguments + ["-o", output] + more, in: folder).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let full = try folder.contents(below: "full")
      #expect(full.count > 8)
      for (path, content) in full where path.contains(".") {
        let plan = try sharespec("plan", "small/\(path)", "--format", format, "--data", ".", in: folder)
        #expect(plan.status == 0, "\(plan.errors)")
        #expect(plan.output == String(decoding: content, as: UTF8.self), "\(path)")
      }
      let specification = try sharespec("plan", "files.yaml", "--format", format, in: folder).output
      let whole = full["files.\(format == "json" ? "json" : "plan")"] ?? Data()
      #expect(specification == String(decoding: whole, as: UTF8.self))
      // Either form takes the place of the other.
      #expect(try CommandProcess(arguments + ["-o", "small", "--full"], in: folder).wait().status == 0)
      #expect(try folder.contents(below: "small") == full)
    }
  }

  @Test func commandsReadTheFilesOfVariants() throws {
    try withFiles { folder in
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      let file = "out/files/deep.json"
      let name = try sharespec("plan", file, "--format", "json", "--data", ".", in: folder).output
        .matches(of: /"name": "(train[^"]*)"/).first.map { String($0.1) }
      let stage = try #require(name)
      for command in [
        ["run", file, "--data", "."], ["run", "out/all.json", "--data", ".", "--variant", "files/deep"],
        ["diff", file, "out/files/deep.json"], ["diff", "out/files.json", "files.yaml"], ["graph", file],
        ["export", file, "--to", "snakemake", "-o", "job", "--data", "."],
        ["stage", "run", "--plan", file, "--stage", stage, "--data", "."],
        ["mask", "stats", file, "--data", "."], ["status", file],
      ] {
        let outcome = try CommandProcess(command, in: folder).wait()
        #expect(outcome.status == 0, "\(command)\n\(outcome.output)\(outcome.errors)")
      }
    }
  }

  @Test func aRevisionOfCompiledPlansCanBeCompared() throws {
    try withFiles { folder in
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      let script = """
        set -e
        git init -q -b main
        git add out
        git -c user.name=nobody -c user.email=nobody@localhost commit -q -m plans
        "$0" compile files.yaml -o out --set training.epochs=2 > /dev/null
        "$0" diff HEAD:out/files/hard.json out/files/hard.json
        """
      let outcome = try CommandProcess([], in: folder, script: script).wait()
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.output.contains("epochs"), "\(outcome.output)")
    }
  }

  // MARK: What is written

  @Test func onlyWhatChangedIsWritten() throws {
    try withFiles { folder in
      let arguments = ["compile", "files.yaml", "other.yaml", "-o", "out"]
      #expect(try CommandProcess(arguments, in: folder).wait().status == 0)
      let first = try folder.identities(below: "out")
      let same = try CommandProcess(arguments, in: folder).wait()
      #expect(same.output.contains("0 plan files written, 0 removed, 11 unchanged"))
      #expect(try folder.identities(below: "out") == first)
      try folder.put(columns.replacing("layers: 2", with: "layers: 3"), at: "files.yaml")
      let changed = try CommandProcess(arguments, in: folder).wait()
      #expect(changed.output.contains("2 plan files written, 0 removed, 9 unchanged"), "\(changed.output)")
      let second = try folder.identities(below: "out")
      #expect(second.filter { first[$0.key] != $0.value }.keys.sorted() == ["files/deep.json", "files/stages.json"])
      #expect(second.keys.sorted() == first.keys.sorted())
    }
  }

  @Test(arguments: ["json", "text"])
  func bytesDoNotDependOnThreads(format: String) throws {
    try withFiles { folder in
      try folder.put(columns + "sweep: {product: {training.batch: [1, 2, 3]}, seeds: [1, 2, 3]}\n", at: "files.yaml")
      for jobs in ["1", "2", "7"] {
        let outcome = try sharespec(
          "compile", "files.yaml", "other.yaml", "-o", jobs, "--jobs", jobs, "--format", format, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let contents = try folder.contents(below: "1")
      #expect(contents.count > 30)
      #expect(try folder.contents(below: "2") == contents && folder.contents(below: "7") == contents)
    }
  }

  /// A link among the files could lead anywhere: it is replaced, and what it leads to stays as it was.
  @Test func filesKeepTheirPermissionsAndLinksAreReplaced() throws {
    try withFiles { folder in
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      let hard = folder.appending(path: "out/files/hard.json").path
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: hard)
      let single = folder.appending(path: "out/files/single.json")
      try FileManager.default.moveItem(at: single, to: folder.appending(path: "elsewhere.json"))
      try FileManager.default.createSymbolicLink(
        at: single, withDestinationURL: folder.appending(path: "elsewhere.json"))
      let before = try Data(contentsOf: folder.appending(path: "elsewhere.json"))
      #expect(
        try sharespec("compile", "files.yaml", "-o", "out", "--set", "training.epochs=2", in: folder).status == 0)
      #expect(try FileManager.default.attributesOfItem(atPath: hard)[.posixPermissions] as? Int == 0o600)
      #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: single.path)) == nil)
      #expect(try Data(contentsOf: folder.appending(path: "elsewhere.json")) == before)
      #expect(try sharespec("plan", "out/files/single.json", "--data", ".", in: folder).status == 0)
    }
  }

  // MARK: --check

  @Test func checkingTellsWhichPlansAreOutOfDate() throws {
    try withFiles { folder in
      let check = ["compile", "files.yaml", "-o", "out", "--check"]
      let missing = try CommandProcess(check, in: folder).wait()
      #expect(missing.status == 2)
      #expect(missing.errors.contains("error: 'out/files/deep.json' is missing\n"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out").path))
      #expect(try sharespec("compile", "files.yaml", "-o", "out", in: folder).status == 0)
      let fresh = try CommandProcess(check, in: folder).wait()
      #expect(fresh.status == 0 && fresh.errors.isEmpty)
      #expect(fresh.output.hasSuffix("6 plan files up to date\n"))

      try folder.put(
        columns.replacing("layers: 2", with: "layers: 3").replacing("single: {sharing: single}, ", with: ""),
        at: "files.yaml")
      let before = try folder.identities(below: "out")
      let stale = try CommandProcess(check, in: folder).wait()
      #expect(stale.status == 2)
      for problem in [
        "'out/files/stages.json' is out of date", "'out/files/deep.json' is out of date",
        "'out/files.json' is out of date", "'out/files/single.json' is no longer part of the plans",
      ] { #expect(stale.errors.contains("error: \(problem)\n"), "\(stale.errors)") }
      #expect(!stale.errors.contains("hard.json"))
      #expect(stale.errors.hasSuffix("   = help: compile without --check, and commit what changes\n"))
      #expect(stale.output.hasSuffix("4 plan files of 5 out of date\n"), "\(stale.output)")
      #expect(try folder.identities(below: "out") == before)
      try folder.put(columns.replacing("hidden: 4", with: "hiden: 4"), at: "files.yaml")
      #expect(try CommandProcess(check, in: folder).wait().status == 1)
    }
  }

  // MARK: Names

  @Test func aNameThatIsTooLongForAFileIsShortened() throws {
    try withFiles { folder in
      let paths = [
        "training.batch", "training.epochs", "training.optimizer.learning_rate", "training.optimizer.momentum",
        "training.optimizer.decay", "base.encoder.hidden", "base.encoder.layers", "base.words.dimension",
        "base.dropout.words", "base.dropout.output", "pruning.rate.final", "pruning.rate.rounds", "pruning.epochs",
        "base.dropout.characters",
      ]
      let numbers = [3, 2, 0.0512345, 0.512345, 0.0112345, 5, 1, 7, 0.112345, 0.212345, 0.512345, 2, 1, 0.312345]
      let values = numbers.map { $0 == $0.rounded() ? "\(Int($0)), \(Int($0) + 1)" : "\($0), \($0 / 2)" }
      let sweep = zip(paths, values).map { "\($0): [\($1)]" }.joined(separator: ", ")
      try folder.put(columns + "sweep: {zip: {\(sweep)}}\n", at: "files.yaml")
      let outcome = try sharespec("compile", "files.yaml", "-o", "out", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("6 variants"), "\(outcome.output)")
      let names = try folder.names(in: "out/files").filter { $0.contains("~") }
      #expect(names.count == 6 && names.allSatisfy { $0.utf8.count <= 205 }, "\(names)")
      for name in names.prefix(2) {
        let plan = try sharespec("plan", "out/files/\(name)", "--format", "json", "--data", ".", in: folder)
        #expect(plan.status == 0, "\(plan.errors)")
      }
      let again = try sharespec("compile", "files.yaml", "-o", "out", "--check", in: folder)
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  @Test func namesOfVariantsDoNotCollide() throws {
    try withFiles { folder in
      let names = ["lr=1", "lr_1", "LR=1", "..", "a/b", "a%2Fb", "stages", "Stages", "é", ".hidden"]
      let text = variants(names.enumerated().map { "'\($1)': {training: {batch: \($0 + 2)}}" }.joined(separator: ", "))
      try folder.put(text, at: "files.yaml")
      let outcome = try sharespec("compile", "files.yaml", "-o", "out", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let files = try folder.names(in: "out/files")
      #expect(files.count == names.count + 4)
      #expect(Set(files.map { $0.lowercased() }).count == files.count)
      #expect(files.contains("lr_1.json") && files.contains("a%2Fb.json") && files.contains("%2E..json"))
      let plan = try sharespec("plan", "out/files.json", "--format", "json", "--data", ".", in: folder)
      #expect(plan.output == (try sharespec("plan", "files.yaml", "--format", "json", in: folder).output))
      #expect(try folder.names(in: ".").contains("out"))
    }
  }

  @Test func filesOfSpecificationsDoNotCollide() throws {
    try withFiles { folder in
      for name in ["a", "A", "b"] {
        try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
      }
      let paths = ["a/x.yaml", "b/x.yaml", "x.yaml", "X.yaml", "all.yaml", "a.json.yaml", "a.yaml"]
      for path in paths { try folder.put(columns, at: path) }
      let outcome = try CommandProcess(["compile"] + paths + ["a.yaml", "-o", "out", "--data", "."], in: folder).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("7 of 7 files compiled: 21 variants"), "\(outcome.output)")
      let names = try folder.names(in: "out")
      #expect(names.count == 15 && Set(names.map { $0.lowercased() }).count == 15, "\(names)")
      let all = try sharespec("plan", "out/all.json", "--data", ".", in: folder)
      #expect(all.status == 0, "\(all.errors)")
    }
  }

  @Test func curvesOfVariantsWithSimilarNamesStayApart() throws {
    try withFiles { folder in
      try folder.put(
        columns.replacing(
          /variants:.*/, with: "variants: {'lr=1': {}, lr_1: {training: {batch: 3}}, LR=1: {training: {batch: 4}}}"
        ).replacing("baseline: hard", with: "baseline: lr_1"), at: "files.yaml")
      let long = String(repeating: "n", count: 250)
      try folder.put(
        String(contentsOf: folder.appending(path: "files.yaml"), encoding: .utf8)
          .replacing("variants: {", with: "variants: {\(long): {training: {batch: 5}}, "), at: "files.yaml")
      let run = try sharespec("run", "files.yaml", "--tensorboard", "curves", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let folders = try folder.names(in: "curves")
      #expect(folders.count == 4 && Set(folders.map { $0.lowercased() }).count == 4, "\(folders)")
      #expect(folders.contains("train.lr_1"))
      for name in folders { #expect(try folder.names(in: "curves/\(name)").count == 1) }
    }
  }

  // MARK: Files that do not belong together

  @Test func filesOfTwoCompilationsAreNotMixed() throws {
    try withFiles { folder in
      #expect(try sharespec("compile", "files.yaml", "-o", "old", in: folder).status == 0)
      #expect(
        try sharespec("compile", "files.yaml", "-o", "new", "--set", "training.epochs=2", in: folder).status == 0)
      func take(_ name: String, from source: String, to target: String) throws {
        try? FileManager.default.removeItem(at: folder.appending(path: "\(target)/\(name)"))
        try FileManager.default.copyItem(
          at: folder.appending(path: "\(source)/\(name)"), to: folder.appending(path: "\(target)/\(name)"))
      }
      try take("files/hard.json", from: "old", to: "new")
      for path in ["new/files/hard.json", "new/files.json", "new/all.json"] {
        let mixed = try sharespec("run", path, "--data", ".", in: folder)
        #expect(mixed.status == 1)
        #expect(mixed.errors.contains("hard' needs the stage "), "\(mixed.errors)")
        #expect(mixed.errors.contains("which 'new/files/stages.json' does not have [E0510]"), "\(mixed.errors)")
        #expect(mixed.errors.contains("new/files/hard.json:"))
      }
      try FileManager.default.removeItem(at: folder.appending(path: "new/files/stages.json"))
      let missing = try sharespec("run", "new/files/single.json", "--data", ".", in: folder)
      #expect(missing.status == 1)
      #expect(missing.errors.contains("cannot read 'new/files/stages.json': No such file or directory [E0510]"))
      let stages = try String(contentsOf: folder.appending(path: "old/files/stages.json"), encoding: .utf8)
      try folder.put(stages.replacing("\"batch\":10", with: "\"batch\":20"), at: "old/files/stages.json")
      let changed = try sharespec("run", "old/files/single.json", "--data", ".", in: folder)
      #expect(changed.status == 1 && changed.errors.contains("[E0508]"), "\(changed.errors)")
      #expect(changed.errors.contains("old/files/stages.json:"))
      let alone = try sharespec("run", "old/files/stages.json", "--data", ".", in: folder)
      #expect(
        alone.errors.contains("expected a plan, found the shared stages of variants in 'old/files/stages.json' [E0501]")
      )
      let list = try String(contentsOf: folder.appending(path: "old/all.json"), encoding: .utf8)
      try folder.put(list.replacing("\"files.json\"", with: "\"../files.yaml\""), at: "old/list.json")
      let outside = try sharespec("run", "old/list.json", "--data", ".", in: folder)
      #expect(outside.errors.contains("the plan refers to '../files.yaml'"), "\(outside.errors)")
    }
  }

  /// Whenever a compilation is killed, each plan is that of before or that of after, and has its stages.
  @Test func aCompilationThatIsKilledLeavesPlansThatAreOldOrNew() throws {
    try withFiles { folder in
      let sweep = "sweep: {product: {training.batch: [\((1...20).map(String.init).joined(separator: ", "))]}}\n"
      try folder.put(columns + sweep, at: "files.yaml")
      func compile(_ epochs: Int) -> [String] {
        ["compile", "files.yaml", "-o", "out", "--set", "training.epochs=\(epochs)"]
      }
      let start = Date()
      #expect(try CommandProcess(compile(1), in: folder).wait().status == 0)
      let length = Date().timeIntervalSince(start)
      let names = try folder.names(in: "out/files").filter { $0 != "stages.json" }
      #expect(names.count == 60)
      for round in 0..<12 {
        let process = try CommandProcess(compile(round % 5 + 1), in: folder)
        process.wait(seconds: length * Double.random(in: 0.2...1.1))
        process.kill()
        _ = process.status
        let whole = try sharespec("plan", "out/files.json", "--format", "json", "--data", ".", in: folder)
        #expect(whole.status == 0, "\(whole.errors)")
        let name = try #require(names.randomElement())
        let one = try sharespec("plan", "out/files/\(name)", "--data", ".", in: folder)
        #expect(one.status == 0, "\(one.errors)")
      }
      #expect(try CommandProcess(compile(7), in: folder).wait().status == 0)
      #expect(try folder.names(in: "out/files") == (names + ["stages.json"]).sorted())
      #expect(try CommandProcess(compile(7) + ["--check"], in: folder).wait().status == 0)
    }
  }
}
