import Foundation
import Testing

/// The command, which is built beside the tests.
private let command = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appending(path: "sharespec")

/// The root of the package.
private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// What a command came to.
private struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

private func sharespec(_ arguments: String..., in folder: URL = root) throws -> Outcome {
  let process = Process()
  process.executableURL = command
  process.arguments = arguments
  process.currentDirectoryURL = folder
  var environment = ProcessInfo.processInfo.environment
  environment["SHARESPEC_DATA"] = nil
  process.environment = environment
  // Files, unlike pipes, hold any amount of output without a reader.
  let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  let files = ["out", "err"].map { base.appendingPathExtension($0) }
  for file in files { try Data().write(to: file) }
  defer { for file in files { try? FileManager.default.removeItem(at: file) } }
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  process.standardInput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
  return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
}

/// A folder with a name that trips careless code, removed afterwards.
private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "share spec 'ü' \(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

private let tiny = """
  sharespec: 1
  name: tiny
  datasets: {d: {format: synthetic, sentences: {train: 20, dev: 5, test: 5}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}

  """

@Test func everyBundledSpecificationIsRight() throws {
  let specs = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "specs").path)
    .filter { $0.hasSuffix(".yaml") }.sorted()
  #expect(specs.contains("quickstart.yaml"))
  for spec in specs {
    let outcome = try sharespec("check", "specs/\(spec)")
    #expect(outcome.status == 0, "\(spec): \(outcome.errors)")
  }
}

@Test func aMistakeIsShownWithItsPlaceBeforeAnythingRuns() throws {
  try withFolder { folder in
    try tiny.replacing("hidden: 4", with: "hiden: 4")
      .write(to: folder.appending(path: "bad.yaml"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "bad.yaml", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("bad.yaml:5:41: error: unknown key 'hiden' in 'base.encoder' [E0201]\n"))
    #expect(outcome.errors.contains("^~~~~"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".sharespec").path))
  }
}

@Test func aRunPrintsItsTableOnStandardOutputAndProgressOnStandardError() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let first = try sharespec("run", "tiny.yaml", "--store", "my store", "--jobs", "1", in: folder)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("tiny: scores on test\n"))
    #expect(first.errors.contains("epoch 1/1"))
    #expect(!first.errors.contains("\u{1B}"), "no terminal, no control sequences")
    let second = try sharespec("run", "tiny.yaml", "--store", "my store", "--jobs", "2", in: folder)
    #expect(second.output == first.output)
    #expect(second.errors == "all 4 stages are done\n")
  }
}

@Test func resultsAreAlsoJSON() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "tiny.yaml", "--format", "json", "--set", "name=other", in: folder)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["name"] as? String == "other")
    let variant = try #require((object["variants"] as? [[String: Any]])?.first)
    let task = try #require((variant["tasks"] as? [[String: Any]])?.first)
    #expect(task["task"] as? String == "pos")
    #expect((task["score"] as? Double).map { (0...100).contains($0) } == true)
    #expect(variant["parameters"] as? Int == 2 * (16 * (6 + 4) + 2 * 16))
  }
}

@Test func anUnwritableStoreIsAClearError() throws {
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
    try "a file".write(to: folder.appending(path: "occupied"), atomically: true, encoding: .utf8)
    let outcome = try sharespec("run", "tiny.yaml", "--store", "occupied", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("error: cannot make the directory 'occupied/objects': Not a directory"))
  }
}

@Test func findingsAreAlsoJSONAndSARIF() throws {
  try withFolder { folder in
    try tiny.replacing("hidden: 4", with: "hiden: 4")
      .write(to: folder.appending(path: "bad.yaml"), atomically: true, encoding: .utf8)
    for format in ["json", "sarif"] {
      let outcome = try sharespec("check", "bad.yaml", "--format", format, in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.isEmpty)
      _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      #expect(outcome.output.contains("E0201"))
    }
  }
}

@Test func everyCodeIsExplained() throws {
  let list = try sharespec("explain")
  let codes = list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  #expect(codes.count > 50)
  #expect(Set(codes).count == codes.count, "a code is used twice")
  #expect(try sharespec("explain", "e0201").output.hasPrefix("E0201: unknown key\n"))
  #expect(try sharespec("explain", "E9999").status != 0)
}

@Test func helpIsCompleteAndHasExamples() throws {
  for subcommand in ["run", "check", "explain", "schema"] {
    let outcome = try sharespec(subcommand, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES"))
  }
}
