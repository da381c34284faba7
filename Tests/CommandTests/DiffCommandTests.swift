import Foundation
import Testing

/// A specification of two variants over built-in data, its settings one a line.
private let specification = """
  sharespec: 1
  name: small
  datasets: {d: {format: synthetic}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}
  base: {words: {dimension: 8}, encoder: {hidden: 8}}
  sharing: sparse
  pruning: {rate: {final: 0.5, rounds: 2}}
  warmup: {epochs: 1}
  training: {epochs: 1}
  variants: {hard: {sharing: hard}, sparse: {}}
  baseline: hard

  """

private func write(_ text: String, to name: String, in folder: URL) throws {
  try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
}

/// A folder with the specification as `old.yaml` and, with the replacement, as `new.yaml`.
private func withChange(_ line: String, to other: String, _ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    let changed = specification.replacing(line, with: other)
    #expect(changed != specification)
    try write(specification, to: "old.yaml", in: folder)
    try write(changed, to: "new.yaml", in: folder)
    try body(folder)
  }
}

@Test func aDifferenceIsToldWithItsLinesAndAllThatItInvalidates() throws {
  try withChange("warmup: {epochs: 1}", to: "warmup: {epochs: 2}") { folder in
    let outcome = try sharespec("diff", "old.yaml", "new.yaml", in: folder)
    #expect(outcome.status == 1, "\(outcome.errors)")
    let text = outcome.output
    #expect(text.contains("  ~ sparse: 2 of 2 results differ\n"))
    #expect(!text.contains("  ~ hard"))
    #expect(
      text.contains(
        "causes\n  warmup.epochs: 1 → 2\n      old.yaml:10:18\n      new.yaml:10:18\n      1 warmup and what it leads to: 16 of "
      ))
    #expect(text.contains("\nto run: 16 of "))
    #expect(text.contains(" s of "))
    let all = try sharespec("diff", "old.yaml", "new.yaml", "--all", in: folder).output
    #expect(all.contains("\n  ~ warmup: epochs 1 → 2\n"))
  }
}

@Test func twoSpellingsOfOneMeaningAreEqual() throws {
  try withChange("hard: {sharing: hard}", to: "hard: {sharing: {masks: {'*': all | none}}}") { folder in
    let outcome = try sharespec("diff", "old.yaml", "new.yaml", in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("both mean the same (2 variants, "))
    #expect(outcome.output.contains("written differently, with the same meaning\n  sharing"))
  }
}

@Test func differencesAreAlsoJSONAndMarkdown() throws {
  try withChange("sharing: hard", to: "training: {batch: 4}, sharing: hard") { folder in
    let json = try sharespec("diff", "old.yaml", "new.yaml", "--format", "json", in: folder)
    #expect(json.status == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["format"] as? String == "sharespec diff 2")
    #expect(object["equal"] as? Bool == false)
    let stages = try #require((object["stages"] as? [String: Any])?["differences"] as? [[String: Any]])
    #expect(stages.map { $0["name"] as? String } == ["train.hard", "evaluate.hard"])
    #expect(stages.map { $0["roots"] as? [String] } == [["batch 10 → 4"], ["batch 10 → 4"]])
    let causes = try #require(object["causes"] as? [[String: Any]])
    #expect(causes.map { $0["path"] as? String } == ["training.batch"])
    #expect(causes.map { $0["old"] as? String } == ["10"] && causes.map { $0["new"] as? String } == ["4"])
    #expect(causes.map { $0["variants"] as? [String] } == [["hard"]])
    let follows = try #require(causes.first?["follows"] as? [String: Any])
    #expect(follows["changed"] as? Int == 2)
    #expect(follows["purposes"] as? [String: Int] == ["train": 1, "evaluate": 1])
    #expect(follows["sources"] as? [String: Int] == ["train": 1])
    let markdown = try sharespec("diff", "old.yaml", "new.yaml", "--format", "markdown", in: folder)
    #expect(markdown.status == 1)
    let row =
      "| `training.batch: 10 → 4` in `hard` | `default` → `new.yaml:12:37` | 1 training and what it leads to: 2 of "
    #expect(markdown.output.contains(row))
    let short = try sharespec("diff", "old.yaml", "new.yaml", "--format", "markdown", "--limit", "500", in: folder)
    #expect(short.output.count <= 500)
    #expect(short.output.contains("… and 1 more; `sharespec diff` shows them"))
  }
}

@Test func savedPlansFoldersAndSpecificationsAreCompared() throws {
  try withChange("training: {epochs: 1}", to: "training: {epochs: 2}") { folder in
    for name in ["old", "new"] {
      #expect(try sharespec("plan", "\(name).yaml", "-o", "\(name).json", in: folder).status == 0)
      let subfolder = folder.appending(path: name)
      try FileManager.default.createDirectory(at: subfolder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appending(path: "\(name).yaml"), to: subfolder.appending(path: "same.yaml"))
    }
    #expect(try sharespec("diff", "old.json", "old.yaml", in: folder).status == 0)
    let plans = try sharespec("diff", "old.json", "new.json", in: folder)
    #expect(plans.status == 1, "\(plans.errors)")
    #expect(plans.output.contains("  epochs 1 → 2\n"))
    #expect(try sharespec("diff", "old", "old", in: folder).status == 0)
    let folders = try sharespec("diff", "old", "new", in: folder)
    #expect(folders.status == 1, "\(folders.errors)")
    #expect(folders.output.contains("old/same.yaml → new/same.yaml: different"))
  }
}

/// Runs git in `folder`; gives what it prints.
@discardableResult
private func git(_ arguments: String..., in folder: URL) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["git", "-c", "user.name=A", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"] + arguments
  process.currentDirectoryURL = folder
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  if arguments.first != "show" { #expect(process.terminationStatus == 0) }
  return text
}

/// What a repository lacks is not fetched: its configuration may name any command for that.
@Test func nothingIsFetchedForARevision() throws {
  try withChange("final: 0.5", to: "final: 0.4") { folder in
    try git("init", "--quiet", in: folder)
    try git("add", "old.yaml", in: folder)
    try git("commit", "--quiet", "-m", "old", in: folder)
    let blob = try git("rev-parse", "HEAD:old.yaml", in: folder).trimmingCharacters(in: .whitespacesAndNewlines)
    try FileManager.default.removeItem(
      at: folder.appending(path: ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"))
    try FileManager.default.createDirectory(at: folder.appending(path: "other"), withIntermediateDirectories: true)
    try git("init", "--quiet", in: folder.appending(path: "other"))
    for (key, value) in [
      ("core.repositoryformatversion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
      ("remote.origin.url", folder.appending(path: "other").path), ("remote.origin.uploadpack", "touch fetched; false"),
    ] {
      try git("config", key, value, in: folder)
    }
    let outcome = try sharespec("diff", "HEAD:old.yaml", "new.yaml", in: folder)
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "fetched").path))
    // It is by that configuration that git itself would run the command.
    _ = try git("show", "HEAD:old.yaml", in: folder)
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "fetched").path))
  }
}

@Test func aSideMayBeInARevisionOfGit() throws {
  try withChange("final: 0.5", to: "final: 0.4") { folder in
    try git("init", "--quiet", in: folder)
    try git("add", "old.yaml", in: folder)
    try git("commit", "--quiet", "-m", "old", in: folder)
    try write(specification.replacing("final: 0.5", with: "final: 0.4"), to: "old.yaml", in: folder)
    let outcome = try sharespec("diff", "HEAD:old.yaml", "old.yaml", in: folder)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("  pruning.rate.final: 0.5 → 0.4"))
    let missing = try sharespec("diff", "HEAD:new.yaml", "old.yaml", in: folder)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("new.yaml"))
  }
}

/// Of saved plans no more is known than the contents of files and what they were called.
@Test func savedPlansTellFilesThatChangedFromOthers() throws {
  try withFolder { folder in
    let specification = """
      sharespec: 1
      name: files
      datasets: {d: {format: columns, files: {train: a.txt, dev: a.txt}, columns: {token: 0, pos: 1}}}
      tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
      base: {words: {dimension: 4}, encoder: {hidden: 4}}
      sharing: hard
      training: {epochs: 1}

      """
    func causes(_ plan: String) throws -> [Substring] {
      let output = try sharespec("diff", "old.json", plan, in: folder).output
      return output.split(separator: "\n").filter { $0.contains(".txt") }
    }
    for (name, word) in [("a", "x"), ("b", "y")] { try write("\(word) N\n\n", to: "\(name).txt", in: folder) }
    try write(specification, to: "old.yaml", in: folder)
    try write(specification.replacing("a.txt", with: "b.txt"), to: "other.yaml", in: folder)
    for name in ["old", "other"] {
      #expect(try sharespec("plan", "\(name).yaml", "-o", "\(name).json", in: folder).status == 0)
    }
    #expect(try causes("other.json") == ["  b.txt in place of a.txt"])
    try write("z N\n\n", to: "a.txt", in: folder)
    #expect(try sharespec("plan", "old.yaml", "-o", "new.json", in: folder).status == 0)
    #expect(try causes("new.json") == ["  a.txt has changed"])
  }
}

@Test func aComparisonThatCannotBeWrittenIsTroubleAndNotADifference() throws {
  try withChange("warmup: {epochs: 1}", to: "warmup: {epochs: 2}") { folder in
    let script = "\"$0\" diff old.yaml new.yaml > /dev/full"
    let outcome = try CommandProcess([], in: folder, script: script).wait()
    #expect(outcome.status == 2)
  }
}

@Test func noOutputReplacesAFileThatWasRead() throws {
  try withChange("warmup: {epochs: 1}", to: "warmup: {epochs: 2}") { folder in
    try write("sharespec: 1\nname: more\nextends: old.yaml\n", to: "more.yaml", in: folder)
    let refusal = "error: 'old.yaml' is the file that was read, which is not written over\n"
    try FileManager.default.linkItem(
      at: folder.appending(path: "old.yaml"), to: folder.appending(path: "old.plan"))
    let plan = try sharespec("plan", "more.yaml", "-o", "old.plan", in: folder)
    #expect(plan.status == 1 && plan.errors == refusal.replacing("old.yaml", with: "old.plan"))
    for side in ["old.yaml", "more.yaml", "."] {
      let diff = try sharespec("diff", side, side, "--format", "html", "-o", "old.yaml", in: folder)
      #expect(diff.status == 2 && diff.errors == refusal)
    }
    #expect(try String(contentsOf: folder.appending(path: "old.yaml"), encoding: .utf8) == specification)
  }
}

@Test func aCompiledFolderIsComparedByItsPlans() throws {
  try withChange("warmup: {epochs: 1}", to: "warmup: {epochs: 2}") { folder in
    #expect(try sharespec("compile", "old.yaml", "-o", "out", in: folder).status == 0)
    let outcome = try sharespec("diff", "out", "out", in: folder)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors == """
        error: there is no specification in the folder 'out'
           = help: name a plan in it, such as 'out/all.json'

        """)
    #expect(try sharespec("diff", "out/old.json", "old.yaml", in: folder).status == 0)
  }
}

@Test func aSideThatCannotBeComparedIsTroubleAndNotADifference() throws {
  try withChange("epochs: 1}\nvariants", to: "epoch: 1}\nvariants") { folder in
    let wrong = try sharespec("diff", "old.yaml", "new.yaml", in: folder)
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("new.yaml:11:12: error:"))
    #expect(try sharespec("diff", "old.yaml", "gone.yaml", in: folder).status == 2)
  }
}
