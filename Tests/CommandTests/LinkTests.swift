import Foundation
import Testing

/// Links in folders that come from other people lead no command to files elsewhere.
@Suite struct LinkTests {
  /// Calls `body` with a folder that has a store `s` with results of `tiny.yaml`, and a folder `home`; afterwards `home`
  /// must be as it was.
  private func withHome(_ body: (URL, ForgedStore, URL) throws -> Void) throws {
    try ForgedStore.with { folder, store in
      let home = folder.appending(path: "home")
      try FileManager.default.createDirectory(
        at: home.appending(path: "papers"), withIntermediateDirectories: true)
      for name in ["a", "papers/b", ".profile"] {
        try "mine\n".write(to: home.appending(path: name), atomically: true, encoding: .utf8)
      }
      func content() throws -> [String: Data] {
        let paths = try files(in: home)
        return Dictionary(
          uniqueKeysWithValues: try paths.map { ($0, try Data(contentsOf: home.appending(path: $0))) })
      }
      let before = try content()
      try body(folder, store, home)
      #expect(try content() == before)
      #expect(before.count == 3)
    }
  }

  private func link(_ path: String, of store: ForgedStore, to target: URL) throws {
    let place = store.root.appending(path: path)
    try? FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: place, withDestinationURL: target)
  }

  /// Folders of a store, each a link to somebody's home, whatever a command does with it.
  @Test(arguments: [
    "temporary", "damaged", "runs", "logs", "checkpoints", "locks", "objects", "stages", "provenance", "timings",
    "objects/zz", "stages/zz", "logs/zz", "provenance/zz", "checkpoints/zz",
  ])
  func noCommandGoesThroughLinksInAStore(path: String) throws {
    try withHome { folder, store, home in
      try link(path, of: store, to: home)
      for command in [
        ["store", "gc", "tiny.yaml", "--damaged"], ["store", "verify", "--repair"], ["store", "ls"], ["status"],
        ["run", "tiny.yaml", "--set", "seed=7"], ["logs", "train"], ["store", "gc", "tiny.yaml"],
      ] {
        let outcome = try CommandProcess(command + ["--store", "s"], in: folder).wait()
        #expect([0, 1, 2].contains(outcome.status), "\(command): \(outcome.errors)")
      }
    }
  }

  /// A linked folder at the top of a store is named, with what to do.
  @Test func aLinkedFolderIsNamed() throws {
    try withHome { folder, store, home in
      try link("temporary", of: store, to: home)
      let outcome = try sharespec("store", "gc", "tiny.yaml", "--store", "s", in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("'s/temporary' is a link, which folders here must not be"), "\(outcome.errors)")
      #expect(outcome.errors.contains("help: put a folder in its place"), "\(outcome.errors)")
    }
  }

  /// The store itself may be a link, which its user has made.
  @Test func theStoreMayBeALink() throws {
    try ForgedStore.with { folder, _ in
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "linked").path, withDestinationPath: "s")
      for command in [["run", "tiny.yaml"], ["store", "verify"], ["store", "gc", "tiny.yaml"]] {
        let outcome = try CommandProcess(command + ["--store", "linked"], in: folder).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
    }
  }

  @Test func aLockIsNotMadeThroughALink() throws {
    try withHome { folder, store, home in
      try link("locks/store", of: store, to: home.appending(path: ".hushlogin"))
      let outcome = try sharespec("run", "tiny.yaml", "--set", "seed=7", "--store", "s", in: folder)
      #expect(outcome.status == 1, "\(outcome.errors)")
    }
  }

  /// Files with names that a command makes up replace links of these names, and do not follow them.
  @Test func generatedFilesReplaceLinks() throws {
    try withHome { folder, _, home in
      let outputs = [
        ("jobs", "job.sh", ["submit", "tiny.yaml", "--dry-run", "--store", "q", "-o", "jobs"]),
        ("slurm", "job.sh", ["export", "tiny.yaml", "--to", "slurm", "--store", "q", "-o", "slurm"]),
        ("plans", "tiny.json", ["compile", "tiny.yaml", "-o", "plans"]),
        (
          "figures", "curves.svg",
          ["report", "tiny.yaml", "--store", "s", "--format", "markdown", "--figures", "figures"]
        ),
      ]
      for (directory, name, command) in outputs {
        let output = folder.appending(path: directory)
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let file = output.appending(path: name)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: home.appending(path: ".profile"))
        let outcome = try CommandProcess(command, in: folder).wait()
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: file.path)) == nil, "\(command)")
      }
    }
  }

  @Test func aFolderOfPlansMustNotBeALink() throws {
    try withHome { folder, _, home in
      let plans = folder.appending(path: "plans")
      try FileManager.default.createDirectory(at: plans, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(at: plans.appending(path: "tiny"), withDestinationURL: home)
      let specification = tinySpecification + "variants: {a: {}, b: {sharing: single}}\n"
      try specification.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
      let outcome = try sharespec("compile", "tiny.yaml", "-o", "plans", in: folder)
      #expect(outcome.status == 1 && outcome.errors.contains("'plans/tiny' is a link"), "\(outcome.errors)")
    }
  }
}
