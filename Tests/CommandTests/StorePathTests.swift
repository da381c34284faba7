import Foundation
import Testing

/// Names from specifications and stores lead to no file outside of the folder that a command writes to.
@Suite struct StorePathTests {
  private func withRun(_ specification: String, _ body: (URL, ForgedStore) throws -> Void) throws {
    try withFolder { folder in
      let inner = folder.appending(path: "a/b")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      try specification.write(to: inner.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
      let outcome = try sharespec("run", "spec.yaml", "--store", "s", in: inner)
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(inner, ForgedStore("s", in: inner))
    }
  }

  /// The paths of what is somewhere above `folder`, down to it.
  private func outside(_ folder: URL) throws -> [String] {
    let top = folder.deletingLastPathComponent().deletingLastPathComponent()
    return try files(in: top).filter { !$0.hasPrefix("a/b/") }
  }

  @Test(arguments: ["x/../../../outside", "..", "/tmp/x", "a\\b", ".hidden"])
  func aVariantsNameIsNoPath(variant: String) throws {
    let text = tinySpecification + "variants: {\"\(variant.replacing("\\", with: "\\\\"))\": {}}\n"
    try withRun(text) { folder, _ in
      let arguments = ["store", "export", variant, "--spec", "spec.yaml", "--store", "s", "-o", "out"]
      let outcome = try CommandProcess(arguments, in: folder).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let exported = try files(in: folder.appending(path: "out"))
      #expect(exported.count == 16, "\(exported)")
      #expect(exported.allSatisfy { $0.split(separator: "/").count <= 2 && !$0.hasPrefix(".") }, "\(exported)")
      let weights = try CommandProcess(
        ["weights", "export", "spec.yaml", "--variant", variant, "--store", "s"], in: folder
      ).wait()
      #expect(weights.status == 0, "\(weights.errors)")
      #expect(try outside(folder) == [])
      let check = try CommandProcess([], in: folder, script: "cd out && sha256sum --check --strict SHA256SUMS").wait()
      #expect(check.status == 0, "\(check.errors)")
    }
  }

  /// A record may name only what stages of its operation make.
  @Test(arguments: ["../../slipped", "../../home/.ssh/authorized_keys", "record.json", "scores.json", ""])
  func aRecordThatNamesOtherArtifactsIsDamaged(name: String) throws {
    try withRun(tinySpecification) { folder, store in
      let digest = try store.add("forged\n")
      let record = try store.record(of: "vocabulary")
      try store.rewrite(record) {
        $0.replacing(
          "\"artifacts\": [", with: "\"artifacts\": [{\"name\": \"\(name)\", \"size\": 7, \"sha256\": \"\(digest)\"},")
      }
      let export = try sharespec("store", "export", "vocabulary", "--store", "s", "-o", "x/y/out", in: folder)
      #expect(export.status == 1)
      let verified = try sharespec("store", "verify", "--store", "s", in: folder)
      #expect(verified.status == 1)
      #expect(verified.output.contains("s/\(record): not the record that was written"), "\(verified.output)")
      #expect(try outside(folder) == [])
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "x").path))
      let run = try sharespec("run", "spec.yaml", "--store", "s", in: folder)
      #expect(
        run.status == 0 && run.errors.contains("'s/\(record)' is damaged; it has been put aside"), "\(run.errors)")
    }
  }

  /// Of operations that this release does not know, records may name any artifacts, but no paths.
  @Test func artifactsOfUnknownOperationsAreNamesOfFiles() throws {
    try withRun(tinySpecification) { folder, store in
      let record = try #require(try store.paths("stages").first)
      let file = store.root.appending(path: record)
      let members = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      for (name, isWhole) in [("new_things.json", true), ("../x", false), ("a/b", false), (".x", false)] {
        // Without parameters, there is no key to check.
        var changed = members
        for name in ["format", "parameters", "purpose", "checksum"] { changed[name] = nil }
        changed["operation"] = "distil"
        changed["artifacts"] = [["name": name, "size": 7, "sha256": try store.add("forged\n")]]
        try JSONSerialization.data(withJSONObject: changed).write(to: file)
        let verified = try sharespec("store", "verify", "--store", "s", in: folder)
        #expect(verified.output.contains("s/\(record): not the record that was written") != isWhole, "\(name)")
      }
    }
  }

  /// Logs are written to no file that somebody else has put a link to.
  @Test func logsFollowNoLinks() throws {
    try withRun(tinySpecification) { folder, store in
      let victim = folder.appending(path: "victim.txt")
      try Data("sharespec log 1: mine\n".utf8).write(to: victim)
      for path in try store.paths("logs") {
        let log = store.root.appending(path: path)
        try FileManager.default.removeItem(at: log)
        try FileManager.default.createSymbolicLink(at: log, withDestinationURL: victim)
      }
      for kind in ["stages", "objects"] {
        try FileManager.default.removeItem(at: store.root.appending(path: kind))
      }
      let run = try sharespec("run", "spec.yaml", "--store", "s", in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try String(contentsOf: victim, encoding: .utf8) == "sharespec log 1: mine\n")
    }
  }

  /// Swift would make another path of an argument that is not UTF-8.
  @Test func argumentsThatAreNotUTF8AreRefused() throws {
    try withFolder { folder in
      try tinySpecification.write(to: folder.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
      let script = "\"$0\" run spec.yaml --store \"$(printf 'bad\\377\\376')\""
      let outcome = try CommandProcess([], in: folder, script: script).wait()
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("The argument 'bad<FF><FE>' is not valid UTF-8."), "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["spec.yaml"])
    }
  }
}
