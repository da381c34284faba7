import Foundation
import Testing

private let tiny = tinySpecification + "variants: {short: {}, long: {training: {epochs: 2}}}\n"

/// A folder in which `tiny` has been run into the store `s`.
private func withStore(_ body: (URL) throws -> Void) throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
    try #require(outcome.status == 0, "\(outcome.errors)")
    try body(folder)
  }
}

private func list(_ folder: URL) throws -> [[String: Any]] {
  let outcome = try sharespec("store", "ls", "--store", "s", "--format", "json", in: folder)
  return try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
}

/// The path in the store of a file of the stage called `name`: of its first artifact, or of its record.
private func object(of name: String, in folder: URL) throws -> String {
  let shown = try members(sharespec("store", "show", name, "--store", "s", "--format", "json", in: folder))
  return String(try #require((shown["paths"] as? [String])?.first).dropFirst(2))
}

private func record(of name: String, in folder: URL) throws -> String {
  let stage = try #require(try list(folder).first { $0["name"] as? String == name }?["stage"] as? String)
  return try #require(
    try files(in: folder.appending(path: "s")).first { $0.hasPrefix("stages/") && $0.contains(stage) })
}

@Test func theStoreListsItsStages() throws {
  try withStore { folder in
    let names = try list(folder).compactMap { $0["name"] as? String }
    #expect(
      names.sorted() == [
        "evaluate.long", "evaluate.short", "initialize", "train.long", "train.short", "vocabulary",
      ])
    let text = try sharespec("store", "ls", "--store", "s", in: folder).output
    #expect(text.hasPrefix("stage         operation   name"))
    for name in names { #expect(text.contains("  \(name) ")) }
    let missing = try sharespec("store", "ls", "--store", "nowhere", in: folder)
    #expect(missing.status == 1)
    #expect(missing.errors == "error: there is no store at 'nowhere'\n   = help: name its directory with --store\n")
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "nowhere").path))
  }
}

@Test func aStageIsShownByNameAndByIdentity() throws {
  try withStore { folder in
    let shown = try members(sharespec("store", "show", "train.short", "--store", "s", "--format", "json", in: folder))
    let record = try #require(shown["record"] as? [String: Any])
    #expect(record["operation"] as? String == "train")
    #expect((shown["dependents"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["evaluate.short"])
    #expect((shown["provenance"] as? [String: Any])?["experiment"] as? String == "tiny")
    let identity = try #require(record["stage"] as? String)
    let text = try sharespec("store", "show", String(identity.prefix(10)), "--store", "s", in: folder).output
    #expect(text.hasPrefix("train.short\n  stage      \(identity)\n"))
    #expect(text.contains("  start: weights.safetensors of initialize"))
    #expect(text.contains("is read by\n  evaluate.short"))
    for path in try #require(shown["paths"] as? [String]) {
      #expect(text.contains(path))
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: path).path))
    }
  }
}

@Test func aNameThatIsNotOneStagesShowsTheCandidates() throws {
  try withStore { folder in
    let ambiguous = try sharespec("store", "show", "train", "--store", "s", in: folder)
    #expect(ambiguous.status == 1)
    #expect(ambiguous.errors.hasPrefix("error: 2 stages in 's' are called something like 'train'\n   = note: "))
    #expect(ambiguous.errors.contains("train.long") && ambiguous.errors.contains("train.short"))
    let near = try sharespec("store", "show", "train.shortest", "--store", "s", in: folder)
    #expect(near.errors.hasPrefix("error: no stage in 's' is called 'train.shortest'\n   = note: "))
    let unknown = try sharespec("store", "show", "zzz", "--store", "s", in: folder)
    #expect(unknown.errors.hasSuffix("   = help: 'sharespec store ls' lists the stages\n"))
  }
}

/// A folder in place of an object is damage: it is reported, put aside, and the stage runs again.
@Test func aFolderInPlaceOfAnObjectIsDamage() throws {
  try withStore { folder in
    let store = folder.appending(path: "s")
    let damaged = try object(of: "train.short", in: folder)
    try FileManager.default.removeItem(at: store.appending(path: damaged))
    try FileManager.default.createDirectory(at: store.appending(path: damaged), withIntermediateDirectories: true)
    let found = try sharespec("store", "verify", "--store", "s", in: folder)
    #expect(found.status == 1)
    #expect(found.output.contains("s/\(damaged): the content is not what was written, needed by '"), "\(found.errors)")
    #expect(try sharespec("plan", "tiny.yaml", "--store", "s", in: folder).status == 0)
    #expect(try sharespec("store", "verify", "--store", "s", "--repair", in: folder).status == 1)
    #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
    #expect(FileManager.default.contents(atPath: store.appending(path: damaged).path) != nil, "a file is there again")
  }
}

@Test func verificationFindsWhatIsDamagedAndRepairingPutsItAside() throws {
  try withStore { folder in
    let store = folder.appending(path: "s")
    #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    let damaged = try object(of: "train.short", in: folder)
    let removed = try object(of: "evaluate.long", in: folder)
    let unreadable = try record(of: "evaluate.short", in: folder)
    var bytes = try Data(contentsOf: store.appending(path: damaged))
    bytes[0] ^= 1
    try bytes.write(to: store.appending(path: damaged))
    try FileManager.default.removeItem(at: store.appending(path: removed))
    try Data("{}".utf8).write(to: store.appending(path: unreadable))
    try Data().write(to: store.appending(path: "objects/notes.txt"))
    try FileManager.default.createDirectory(at: store.appending(path: "objects/zz"), withIntermediateDirectories: true)
    try Data().write(to: store.appending(path: "objects/zz/notes.txt"))
    let before = try files(in: store)
    let found = try sharespec("store", "verify", "--store", "s", in: folder)
    #expect(found.status == 1)
    #expect(try files(in: store) == before, "looking changes nothing")
    #expect(found.output.contains("s/\(damaged): the content is not what was written, needed by '"))
    #expect(found.output.contains("s/\(unreadable): not the record that was written\n"))
    #expect(found.output.contains("s/objects/zz/notes.txt: no file of a store is called that\n"))
    #expect(try sharespec("store", "verify", "--store", "s", "--repair", in: folder).status == 1)
    #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    let run = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
    #expect(run.status == 0)
    let json = try members(sharespec("store", "verify", "--store", "s", "--format", "json", in: folder))
    #expect(json["stages"] as? Int == 6)
    #expect((json["damages"] as? [Any])?.isEmpty == true)
  }
}

@Test func damageIsWarnedOfWhenARunFindsIt() throws {
  try withStore { folder in
    let shown = try members(
      sharespec("store", "show", "evaluate.short", "--store", "s", "--format", "json", in: folder))
    let path = try #require((shown["paths"] as? [String])?.first)
    try Data("nonsense".utf8).write(to: folder.appending(path: path))
    let first = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
    #expect(first.status == 0)
    #expect(first.errors.hasPrefix("warning: '\(path)' is damaged; it has been put aside as 's/damaged/"))
    #expect(first.errors.contains("] evaluate.short: done in "))
    #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).errors == "all 6 stages are done\n")
  }
}

@Test func clearingKeepsWhatTheNamedSpecificationsReach() throws {
  try withStore { folder in
    try tiny.replacing("variants: {short: {}, long: {training: {epochs: 2}}}", with: "variants: {short: {}}")
      .write(to: folder.appending(path: "short.yaml"), atomically: true, encoding: .utf8)
    #expect(try sharespec("run", "short.yaml", "--store", "expected", in: folder).status == 0)
    let before = try files(in: folder.appending(path: "s"))
    try Data("x".utf8).write(to: folder.appending(path: "s/temporary/1-2-3"))
    let dry = try sharespec("store", "gc", "short.yaml", "--store", "s", "--dry-run", in: folder)
    #expect(dry.status == 0)
    #expect(dry.output.contains("would remove s/temporary/1-2-3\n"))
    #expect(dry.output.contains("would remove 2 stages, "))
    #expect(try files(in: folder.appending(path: "s")).count == before.count + 1)
    let wrong = try sharespec("store", "gc", "short.yaml", "missing.yaml", "--store", "s", in: folder)
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("error: nothing was removed, since it is not known what 'missing.yaml' needs"))
    #expect(try files(in: folder.appending(path: "s")).count == before.count + 1)
    let cleared = try sharespec("store", "gc", "short.yaml", "--store", "s", in: folder)
    #expect(cleared.output.hasPrefix("removed 2 stages, "))
    #expect(cleared.output.hasSuffix("; 4 stages stay\n"))
    #expect(try files(in: folder.appending(path: "s")) == files(in: folder.appending(path: "expected")))
    #expect(try sharespec("run", "short.yaml", "--store", "s", in: folder).errors == "all 4 stages are done\n")
    #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
    // Both specifications together reach everything.
    let both = try sharespec("store", "gc", "short.yaml", "tiny.yaml", "--store", "s", in: folder)
    #expect(both.output.hasPrefix("removed 0 stages, 0 objects"))
  }
}

/// A checkpoint is kept for as long as its stage is wanted and not done.
@Test func clearingRemovesOldCheckpoints() throws {
  try withStore { folder in
    let stages = try list(folder).reduce(into: [String: String]()) { stages, entry in
      if let name = entry["name"] as? String { stages[name] = entry["stage"] as? String }
    }
    let (done, open) = (try #require(stages["train.long"]), try #require(stages["train.short"]))
    let unknown = String(repeating: "ab", count: 32)
    func path(_ kind: String, _ stage: String, _ suffix: String) -> URL {
      folder.appending(path: "s/\(kind)/\(stage.prefix(2))/\(stage).\(suffix)")
    }
    for stage in [done, open, unknown] {
      let file = path("checkpoints", stage, "safetensors")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("half of it".utf8).write(to: file)
    }
    try FileManager.default.removeItem(at: path("stages", open, "json"))
    let cleared = try sharespec("store", "gc", "tiny.yaml", "--store", "s", in: folder)
    #expect(cleared.status == 0, "\(cleared.errors)")
    #expect(try files(in: folder.appending(path: "s/checkpoints")) == ["\(open.prefix(2))/\(open).safetensors"])
  }
}

@Test func exportsAreCompleteAndCanBeChecked() throws {
  try withStore { folder in
    let one = try sharespec("store", "export", "train.short", "--store", "s", "-o", "one", in: folder)
    #expect(one.status == 0)
    #expect(
      try files(in: folder.appending(path: "one")) == [
        "SHA256SUMS", "history.json", "last.safetensors", "provenance.json", "record.json", "weights.safetensors",
      ])
    let again = try sharespec("store", "export", "train.short", "--store", "s", "-o", "one", in: folder)
    #expect(again.status == 1)
    #expect(again.errors == "error: there is something in 'one' already, which is not written over\n")
    let variant = try sharespec(
      "store", "export", "long", "--spec", "tiny.yaml", "--store", "s", "-o", "out/long", in: folder)
    #expect(variant.status == 0, "\(variant.errors)")
    let folders = Set(try files(in: folder.appending(path: "out/long")).compactMap { $0.split(separator: "/").first })
    #expect(folders == ["SHA256SUMS", "evaluate.long", "initialize", "train.long", "vocabulary"])
    for directory in ["one", "out/long"] {
      let check = try CommandProcess(
        [directory], in: folder, script: "cd \"$1\" && sha256sum --check --strict SHA256SUMS")
      #expect(try check.wait().status == 0)
    }
    let unknown = try sharespec("store", "export", "best", "--spec", "tiny.yaml", "--store", "s", "-o", "b", in: folder)
    #expect(unknown.errors.hasSuffix("error: 'tiny.yaml' has no variant 'best'\n   = help: it has 'short', 'long'\n"))
  }
}

@Test func everyCommandOnStoresHasHelpWithExamples() throws {
  for command in ["ls", "show", "verify", "audit", "gc", "export"] {
    let outcome = try sharespec("store", command, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES\n  sharespec store \(command)"))
  }
}

// MARK: Limits of the system

/// Runs the command under a limit that the shell sets.
private func run(_ limit: String, in folder: URL) throws -> Outcome {
  let script = "trap '' XFSZ; \(limit); exec \"$0\" \"$@\""
  return try CommandProcess(["run", "tiny.yaml", "--store", "s", "--jobs", "1"], in: folder, script: script).wait()
}

/// A limit on the size of files has writes end short, as on a full disk.
@Test(arguments: [
  ("ulimit -f 2", "File too large", "'ulimit -f'"), ("ulimit -n 8", "Too many open files", "'ulimit -n'"),
])
func limitsOfTheSystemAreToldAndDoNoHarm(limit: String, reason: String, help: String) throws {
  try withFolder { folder in
    try tiny.replacing("dimension: 6", with: "dimension: 60")
      .write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let failed = try run(limit, in: folder)
    #expect(failed.status == 1, "\(failed.errors)")
    #expect(failed.errors.contains("cannot "), "\(failed.errors)")
    #expect(failed.errors.contains(reason), "\(failed.errors)")
    #expect(failed.errors.contains("   = help: ") && failed.errors.contains(help), "\(failed.errors)")
    let resumed = try sharespec("run", "tiny.yaml", "--store", "s", in: folder)
    #expect(resumed.status == 0)
    #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    let whole = try sharespec("run", "tiny.yaml", "--store", "whole", in: folder)
    #expect(whole.output == resumed.output)
    for name in try files(in: folder.appending(path: "whole"))
    where name.hasPrefix("objects/") || name.hasPrefix("stages/") {
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder.appending(path: "whole/\(name)").path, andPath: folder.appending(path: "s/\(name)").path))
    }
  }
}

/// Runs the command that follows as somebody whom permissions bind: root gives up the right to pass over them.
let boundByPermissions =
  geteuid() == 0
  ? "exec setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search \"$0\" \"$@\""
  : "exec \"$0\" \"$@\""

/// What may not be read is named with what can be done.
@Test func aCorpusThatMayNotBeReadIsNamed() throws {
  try withFolder { folder in
    try tiny.replacing(
      "format: synthetic, sentences: {train: 20, dev: 5, test: 5}",
      with: """
        format: columns, files: {train: a.txt, dev: a.txt}, columns: {token: 0, pos: 1}
        """
    ).write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let corpus = folder.appending(path: "a.txt")
    try Data("a DT\n".utf8).write(to: corpus)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: corpus.path)
    let outcome = try CommandProcess(["run", "tiny.yaml"], in: folder, script: boundByPermissions).wait()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot read './a.txt': Permission denied"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("= help: the permissions of './a.txt', or of the folder that it is in, do not allow that")
    )
  }
}
