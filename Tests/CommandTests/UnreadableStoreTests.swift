import Foundation
import Testing

/// What cannot be read counts as damage, and keeps no command from the rest of a store.
@Suite struct UnreadableStoreTests {
  /// Shell commands that put something at `$1` that is no file with contents.
  static let obstacles = [
    ("mkfifo \"$1\"", "it is not a regular file"), ("mkdir \"$1\"; echo x > \"$1/x\"", "Is a directory"),
    ("ln -s \"$1\" \"$1\"", "Too many levels of symbolic links"),
    ("ln -s /dev/zero \"$1\"", "it is not a regular file"),
    (
      "python3 -c 'import os, socket, sys; os.chdir(os.path.dirname(sys.argv[1])); "
        + "socket.socket(socket.AF_UNIX).bind(os.path.basename(sys.argv[1])[:40]); "
        + "os.rename(os.path.basename(sys.argv[1])[:40], sys.argv[1])' \"$1\"", "No such device or address"
    ),
    ("echo x > \"$1\"; chmod 0 \"$1\"", "Permission denied"),
  ]

  @Test(arguments: obstacles)
  func everyObjectAndRecordMayBeNoFile(obstacle: String, reason: String) throws {
    try ForgedStore.with { folder, store in
      let expected = try StoreContents(of: store.root)
      let paths = try store.paths("objects") + store.paths("stages")
      for path in paths {
        let file = store.root.appending(path: path)
        try FileManager.default.removeItem(at: file)
        #expect(try CommandProcess([file.path], in: folder, script: obstacle).wait().status == 0)
      }
      func command(_ arguments: String...) throws -> Outcome {
        try CommandProcess(arguments + ["--store", "s"], in: folder, script: boundByPermissions).wait()
      }
      let found = try command("store", "verify")
      #expect(found.status == 1)
      // A folder is content, but not what was written.
      let problem = reason == "Is a directory" ? "" : "cannot be read: \(reason)"
      for path in paths { #expect(found.output.contains("s/\(path): \(problem)"), "\(found.output)\(found.errors)") }
      for arguments in [["plan", "tiny.yaml"], ["store", "ls"], ["status", "tiny.yaml"]] {
        let outcome = try CommandProcess(arguments + ["--store", "s"], in: folder, script: boundByPermissions).wait()
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      }
      let run = try command("run", "tiny.yaml")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("\(reason); it has been put aside as 's/damaged/"), "\(run.errors)")
      #expect(try command("store", "verify", "--repair").output.contains("are whole"))
      #expect(try command("store", "verify").status == 0)
      #expect(try StoreContents(of: store.root) == expected)
    }
  }

  /// What is in the place of a file that nothing needs goes like any other, folders with what is in them in two steps.
  @Test func clearingRemovesWhatIsNoFile() throws {
    try ForgedStore.with { folder, store in
      let name = String(repeating: "ab", count: 32)
      try store.write("x", to: "objects/ab/\(name)/a/b")
      try store.write("x", to: "objects/cd/x")
      #expect(mkfifo(store.root.appending(path: "objects/cd/\(name)").path, 0o600) == 0)
      let record = try store.record(of: "train")
      try FileManager.default.removeItem(at: store.root.appending(path: record))
      #expect(mkfifo(store.root.appending(path: record).path, 0o600) == 0)
      let unreadable = try sharespec("store", "gc", "tiny.yaml", "--store", "s", in: folder)
      #expect(unreadable.status == 0, "\(unreadable.errors)")
      #expect(
        unreadable.output.contains(
          "kept 's/\(record)' and all objects: it cannot be read (it is not a regular file); 'sharespec store verify "
            + "--repair' puts it aside\n"), "\(unreadable.output)")
      #expect(try store.paths("objects").contains("objects/cd/x"))
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
      for options in [[], ["--damaged"]] {
        let cleared = try CommandProcess(["store", "gc", "tiny.yaml", "--store", "s"] + options, in: folder).wait()
        #expect(cleared.status == 0, "\(cleared.errors)")
      }
      #expect(try store.paths("objects").allSatisfy { !$0.contains(name) && !$0.hasSuffix("/x") })
      #expect(try FileManager.default.contentsOfDirectory(atPath: store.root.appending(path: "damaged").path) == [])
      #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
    }
  }

  @Test func repairingPutsAsideWhatCannotBeRead() throws {
    try ForgedStore.with { folder, store in
      let object = try #require(try store.paths("objects").first)
      let file = store.root.appending(path: object)
      try FileManager.default.removeItem(at: file)
      #expect(mkfifo(file.path, 0o600) == 0)
      let repaired = try sharespec("store", "verify", "--repair", "--store", "s", in: folder)
      #expect(repaired.status == 1)
      #expect(repaired.output.contains("s/\(object): cannot be read: it is not a regular file"))
      #expect(repaired.output.contains("; put aside\n"))
      #expect(try sharespec("store", "verify", "--store", "s", in: folder).status == 0)
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)
    }
  }

  /// A file in the place of a folder of objects, and a folder that may not be listed.
  @Test func foldersThatAreNoneAreDamage() throws {
    try ForgedStore.with { folder, store in
      let path = String(try #require(try store.paths("objects").first).prefix("objects/aa".count))
      let place = store.root.appending(path: path)
      try FileManager.default.removeItem(at: place)
      #expect(mkfifo(place.path, 0o600) == 0)
      let found = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(found.output.contains("s/\(path): no file of a store is called that\n"), "\(found.output)\(found.errors)")
      #expect(try sharespec("store", "verify", "--repair", "--store", "s", in: folder).status == 1)
      #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0)

      let denied = String(try #require(try store.paths("stages").first).prefix("stages/aa".count))
      chmod(store.root.appending(path: denied).path, 0)
      defer { chmod(store.root.appending(path: denied).path, 0o755) }
      let verified = try CommandProcess(["store", "verify", "--store", "s"], in: folder, script: boundByPermissions)
        .wait()
      #expect(verified.status == 1)
      #expect(
        verified.output.contains("s/\(denied): cannot be listed: Permission denied\n"),
        "\(verified.output)\(verified.errors)")
      #expect(verified.output.contains("3 stages and"))
    }
  }

  /// A store of somebody else is not said to be missing.
  @Test func aStoreThatMayNotBeLookedIntoIsNamed() throws {
    try ForgedStore.with { folder, store in
      chmod(store.root.path, 0)
      defer { chmod(store.root.path, 0o755) }
      for arguments in [
        ["store", "ls"], ["store", "verify"], ["status"], ["run", "tiny.yaml"], ["store", "gc", "tiny.yaml"],
        ["logs", "x"], ["predict", "tiny.yaml", "--task", "pos"],
      ] {
        let outcome = try CommandProcess(arguments + ["--store", "s"], in: folder, script: boundByPermissions).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot list 's/stages': Permission denied"), "\(arguments): \(outcome.errors)")
      }
    }
  }

  /// Damage in a store that this user cannot write to, and whose lock nobody has made.
  @Test func damageInAStoreOfOthersIsToldWithTheReason() throws {
    try ForgedStore.with { folder, store in
      let object = try #require(try store.paths("objects").first)
      try Data("nonsense".utf8).write(to: store.root.appending(path: object))
      try FileManager.default.removeItem(at: store.root.appending(path: "locks/store"))
      let closing = "chmod -R a-w s; "
      let run = try CommandProcess(
        ["run", "tiny.yaml", "--store", "s"], in: folder, script: closing + boundByPermissions
      ).wait()
      let verified = try CommandProcess(["store", "verify", "--store", "s"], in: folder, script: boundByPermissions)
        .wait()
      _ = try CommandProcess([], in: folder, script: "chmod -R u+w s").wait()
      #expect(run.status == 1)
      #expect(run.errors.contains("'s/\(object)' is damaged and stays where it is: "), "\(run.errors)")
      #expect(run.errors.contains("cannot lock 's/locks/store': Permission denied"), "\(run.errors)")
      #expect(!run.errors.contains("No such file"), "\(run.errors)")
      #expect(verified.status == 1)
      #expect(verified.output.contains("s/\(object): the content is not what was written"))
    }
  }
}
