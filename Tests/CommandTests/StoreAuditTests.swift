import Foundation
import Testing

private let tiny = tinySpecification + "variants: {short: {}, long: {training: {epochs: 2, batch: 7}}}\n"

/// A store that has been given away, with the specification that it was made from.
private struct GivenStore {
  let folder: URL
  let store: ForgedStore

  /// Runs `body` with a store `s` of `tiny.yaml`, and a folder `t` for temporary files.
  static func with(_ specification: String = tiny, _ body: (GivenStore) throws -> Void) throws {
    try ForgedStore.with(specification) { folder, store in
      try FileManager.default.createDirectory(at: folder.appending(path: "t"), withIntermediateDirectories: true)
      try body(GivenStore(folder: folder, store: store))
    }
  }

  /// An audit under way, with its temporary files in `t`.
  func start(_ arguments: String...) throws -> CommandProcess {
    try CommandProcess(
      ["store", "audit", "tiny.yaml", "--store", "s"] + arguments, in: folder, script: "TMPDIR=t exec \"$0\" \"$@\"")
  }

  func audit(_ arguments: String...) throws -> Outcome {
    try CommandProcess(
      ["store", "audit", "tiny.yaml", "--store", "s"] + arguments, in: folder, script: "TMPDIR=t exec \"$0\" \"$@\""
    ).wait()
  }

  /// All files of the store, byte by byte.
  var contents: [String: Data] {
    get throws {
      try files(in: store.root).reduce(into: [:]) { $0[$1] = try Data(contentsOf: store.root.appending(path: $1)) }
    }
  }

  var hasTemporaryFiles: Bool {
    get throws { try !FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "t").path).isEmpty }
  }

  /// The text of the record of the stage called `name`, and its path.
  private func record(of name: String) throws -> (path: String, text: String) {
    for path in try store.paths("stages") {
      let text = try String(contentsOf: store.root.appending(path: path), encoding: .utf8)
      if text.contains("\"label\": \"\(name)\"") { return (path, text) }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// The digest that the record of the stage called `name` has of an artifact.
  func digest(of artifact: String, _ name: String) throws -> String {
    let pattern = try Regex(
      "\"name\": \"\(artifact)\",[^}]*\"sha256\": \"([0-9a-f]{64})\"", as: (Substring, Substring).self)
    return String(try #require(try record(of: name).text.firstMatch(of: pattern)).1)
  }

  /// The path of the object of an artifact, seen from the store.
  func object(of artifact: String, _ name: String) throws -> String {
    let digest = try digest(of: artifact, name)
    return "objects/\(digest.prefix(2))/\(digest)"
  }

  /// Puts other bytes in the place of an artifact, with the right digests, size and checksum; gives their digest.
  func forge(_ artifact: String, _ name: String, _ change: (inout Data) -> Void) throws -> String {
    let old = try digest(of: artifact, name)
    let before = try Data(contentsOf: store.root.appending(path: try object(of: artifact, name)))
    var after = before
    change(&after)
    try #require(after != before)
    let new = try store.add(after)
    try store.rewrite(record(of: name).path) { text in
      text.replacing(old, with: new).replacing("\"size\": \(before.count),", with: "\"size\": \(after.count),")
    }
    return new
  }

  /// Forges the score of the stage called `name`.
  func forgeScore(_ name: String) throws -> String {
    try forge("scores.json", name) {
      let text = String(decoding: $0, as: UTF8.self)
      $0 = Data(text.replacing(/"score" : [0-9.e-]+/, with: "\"score\" : 0.987654321").utf8)
    }
  }
}

@Suite struct StoreAuditTests {
  /// An honest store is equal, and nothing in it is touched.
  @Test func anHonestStoreIsEqualAndStaysAsItIs() throws {
    try GivenStore.with { given in
      let before = try given.contents
      let outcome = try given.audit("--sample", "100%", "--seed", "1")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.output == """
          6 of 6 stages were rerun (sample 100%, seed 1); all are equal
          If 1 of the 6 stages was forged, a sample of this size would have found one with probability 1.000.
          No stage is forged.

          """)
      let part = try given.audit("--sample", "2", "--seed", "1", "--jobs", "1")
      #expect(
        part.output == """
          2 of 6 stages were rerun (sample 2, seed 1); all are equal
          If 1 of the 6 stages was forged, a sample of this size would have found one with probability 0.333.
          At 95 % confidence, at most 4 of the 6 stages are forged.

          """)
      #expect(try given.contents == before)
      #expect(try !given.hasTemporaryFiles)
      #expect(try sharespec("store", "verify", "--store", "s", in: given.folder).status == 0)
    }
  }

  /// A score that was replaced together with size, digest and checksum is whole to `verify`, and found here.
  @Test func aForgedScoreIsFoundWhenItsStageIsDrawn() throws {
    try GivenStore.with { given in
      let honest = try given.digest(of: "scores.json", "evaluate.long")
      let forged = try given.forgeScore("evaluate.long")
      let before = try given.contents
      #expect(try sharespec("store", "verify", "--store", "s", in: given.folder).status == 0)
      let report = try sharespec("run", "tiny.yaml", "--store", "s", in: given.folder)
      #expect(report.status == 0 && report.output.contains("98.77"), "a run believes it: \(report.output)")
      let outcome = try given.audit("--sample", "100%")
      #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.first?.hasPrefix("evaluate.long (") == true)
      #expect(lines.first?.contains("): DIFFERS, on the same numerics class '") == true)
      #expect(
        lines.dropFirst().prefix(3) == [
          "  scores.json", "    in the record  \(forged)", "    made again     \(honest)",
        ])
      #expect(lines.contains { $0.hasSuffix(": 5 equal, 1 different") }, "\(outcome.output)")
      #expect(!outcome.output.contains("confidence"), "a bound is for clean samples")
      #expect(try given.contents == before)

      // Each sample of one stage finds it if, and only if, it is the one.
      var found = 0
      for seed in 0..<12 {
        let sample = try given.audit("--sample", "1", "--seed", "\(seed)", "--format", "json")
        let findings = try #require(try members(sample)["findings"] as? [[String: Any]])
        let isDrawn = findings.map { $0["name"] as? String } == ["evaluate.long"]
        #expect(sample.status == (isDrawn ? 1 : 0))
        #expect((try members(sample)["bound"] is NSNull) == isDrawn)
        found += isDrawn ? 1 : 0
      }
      #expect(found > 0 && found < 12)
    }
  }

  /// Weights with one other bit are found, whatever was computed from them.
  @Test func forgedWeightsAreFound() throws {
    try GivenStore.with { given in
      let forged = try given.forge("weights.safetensors", "train.short") { $0[$0.count - 1] ^= 0x40 }
      #expect(try sharespec("store", "verify", "--store", "s", in: given.folder).status == 0)
      let outcome = try given.audit("--sample", "100%", "--format", "json")
      #expect(outcome.status == 1)
      let findings = try #require(try members(outcome)["findings"] as? [[String: Any]])
      let finding = try #require(findings.first { $0["name"] as? String == "train.short" })
      #expect(finding["verdict"] as? String == "different")
      let artifacts = try #require(finding["artifacts"] as? [[String: Any]])
      #expect(artifacts.last?["name"] as? String == "weights.safetensors")
      #expect(artifacts.last?["recorded"] as? String == forged)
    }
  }

  /// Of a stage from another numerics class nothing can be concluded, and it counts as possibly forged.
  @Test func aStageOfAnotherNumericsClassIsUndecided() throws {
    try GivenStore.with { given in
      _ = try given.forgeScore("evaluate.long")
      try given.store.rewriteAll("provenance") {
        $0.replacing(/"numerics": "[^"]*"/, with: "\"numerics\": \"riscv64 plain, glibc 2.40\"")
      }
      let outcome = try given.audit("--sample", "100%", "--seed", "3")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("): undecided: bits may differ honestly, so nothing can be concluded; "))
      #expect(outcome.output.contains("the record is from 'riscv64 plain, glibc 2.40', this machine is '"))
      #expect(
        outcome.output.hasSuffix(
          """
          6 of 6 stages were sampled (sample 100%, seed 3): 5 equal, 0 different, 1 undecided
          1 stage without a verdict may be forged, and count so below.
          If 1 of the 6 stages was forged, a sample of this size would have found one with probability 0.000.
          At 95 % confidence, at most 1 of the 6 stages is forged.

          """), "\(outcome.output)")
      // What the author of a store wrote adds no line to what an audit says.
      try given.store.rewriteAll("provenance") {
        $0.replacing(
          "riscv64 plain, glibc 2.40", with: "'\\n6 of 6 stages were rerun; all are equal\\u001b[2K")
      }
      let hostile = try given.audit("--sample", "100%")
      #expect(!hostile.output.contains("\n6 of 6 stages were rerun; "), "\(hostile.output)")
      #expect(hostile.output.contains("'<U+000A>6 of 6 stages were rerun; all are equal<U+001B>[2K'"))
      for path in try given.store.paths("provenance") {
        try FileManager.default.removeItem(at: given.store.root.appending(path: path))
      }
      let unknown = try given.audit("--sample", "100%")
      #expect(unknown.status == 0 && unknown.output.contains("; the record's numerics class is unknown, this machine"))
    }
  }

  @Test(arguments: [true, false])
  func anInputThatIsMissingOrDamagedIsToldAndNotMadeAgain(isMissing: Bool) throws {
    try GivenStore.with { given in
      let object = given.store.root.appending(path: try given.object(of: "weights.safetensors", "train.short"))
      if isMissing {
        try FileManager.default.removeItem(at: object)
      } else {
        var bytes = try Data(contentsOf: object)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: object)
      }
      let before = try given.contents
      let outcome = try given.audit("--sample", "100%", "--seed", "2")
      #expect(outcome.status == 1)
      #expect(
        outcome.output.contains(
          "): cannot carry out again: its input 'weights.safetensors' of stage 'train.short' is missing or damaged in "
            + "the store\n"), "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains(": 5 equal, 0 different, 1 failed\n"), "\(outcome.output)")
      #expect(outcome.output.contains("At 95 % confidence, at most 1 of the 6 stages is forged."))
      #expect(try given.contents == before)
    }
  }

  @Test func theSameSeedDrawsTheSameSample() throws {
    try GivenStore.with { given in
      func drawn(_ seed: String) throws -> [String] {
        let json = try members(given.audit("--sample", "50%", "--seed", seed, "--format", "json"))
        #expect(json["drawn"] as? Int == 3 && json["stages"] as? Int == 6 && json["equal"] as? Int == 3)
        return try #require(json["findings"] as? [[String: Any]]).compactMap { $0["name"] as? String }
      }
      #expect(try drawn("5") == drawn("5"))
      #expect(Set(try (0..<8).map { try drawn("\($0)").sorted() }).count > 1)
      // Without a seed one is drawn and shown, with which the sample can be drawn again.
      let json = try members(given.audit("--sample", "50%", "--format", "json"))
      let names = try #require(json["findings"] as? [[String: Any]]).compactMap { $0["name"] as? String }
      #expect(try drawn("\(try #require(json["seed"] as? Int))") == names)
    }
  }

  @Test(arguments: ["0", "0%", "101%", "-1", "5 %", "many", "1e2"])
  func unknownSamplesAreRefused(text: String) throws {
    let outcome = try sharespec("store", "audit", "specs/quickstart.yaml", "--sample=\(text)")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains(
        "expected a percentage up to 100% or a number of stages of at least 1, as in 5% or 20, found '\(text)'"),
      "\(outcome.errors)")
  }

  @Test func aStoreWithoutTheStagesIsRefused() throws {
    try GivenStore.with { given in
      let other = try given.audit("--set", "datasets.d.sentences.train=21")
      #expect(other.status == 1)
      #expect(other.errors.contains("error: cannot audit 's': it has no stage of 'tiny.yaml'\n   = help: "))
      let record = try given.store.record(of: "evaluate")
      try given.store.write("{}", to: record)
      let damaged = try given.audit("--sample", "100%")
      #expect(damaged.errors.contains("warning: not sampled: 1 stage with a damaged or newer record: 's/\(record)'"))
      #expect(damaged.output.hasPrefix("5 of 5 stages"))
    }
  }

  /// Whatever it is at, an audit can be stopped, and leaves nothing behind.
  @Test(arguments: [SIGINT, SIGTERM])
  func anAuditCanBeStopped(signal: Int32) throws {
    let long = tiny.replacing("train: 20", with: "train: 200").replacing("hidden: 4", with: "hidden: 16")
      .replacing("epochs: 2, batch: 7", with: "epochs: 60")
    try GivenStore.with(long) { given in
      let before = try given.contents
      let audit = try given.start("--sample", "100%")
      #expect(audit.waits { $0.contains("epoch 2/60") })
      audit.send(signal)
      #expect(audit.status == 128 + signal, "\(audit.errors)")
      let outcome = try audit.wait()
      #expect(outcome.output.contains("stopped: ") && outcome.output.contains(" of the 6 sampled stages have ended"))
      #expect(!outcome.output.contains("confidence"))
      #expect(try given.contents == before)
      #expect(try !given.hasTemporaryFiles)
    }
  }
}
