import Foundation
import Testing

/// The command, which is built beside the tests.
let command = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  .appending(path: "sharespec")

/// The root of the package.
let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// What a command came to.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

/// Runs the command in `folder`, with `input` on its standard input.
func sharespec(_ arguments: String..., in folder: URL = root, input: String = "") throws -> Outcome {
  try CommandProcess(arguments, in: folder, input: input).wait()
}

/// A command under way.
final class CommandProcess {
  private let process = Process()
  private let base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  private var files: [URL] { ["out", "err", "in"].map { base.appendingPathExtension($0) } }

  /// Starts the command, or the shell `script` whose `$0` it is, in `folder`.
  init(_ arguments: [String], in folder: URL = root, input: String = "", script: String? = nil) throws {
    process.executableURL = script == nil ? command : URL(filePath: "/bin/sh")
    process.arguments = script.map { ["-c", $0, command.path] + arguments } ?? arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["SHARESPEC_DATA"] = nil
    environment["SHARESPEC_CACHE"] = FileManager.default.temporaryDirectory.appending(path: "sharespec-test-cache").path
    process.environment = environment
    // Files, unlike pipes, hold any amount of output without a reader.
    for (file, text) in zip(files, ["", "", input]) { try Data(text.utf8).write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = try FileHandle(forReadingFrom: files[2])
    try process.run()
  }

  deinit {
    kill()
    for file in files { try? FileManager.default.removeItem(at: file) }
  }

  /// The number of the process.
  var identifier: Int32 { process.processIdentifier }

  var isRunning: Bool { process.isRunning }

  /// What the command has written to standard error so far.
  var errors: String { (try? String(contentsOf: files[1], encoding: .utf8)) ?? "" }

  /// Waits until what it has written to standard error satisfies `isEnough`, or it has ended; tells whether it does.
  @discardableResult
  func waits(until isEnough: (String) -> Bool) -> Bool {
    while true {
      let isRunning = process.isRunning
      if isEnough(errors) { return true }
      if !isRunning { return false }
      usleep(5000)
    }
  }

  /// Waits until the command has written `text` to standard error, or has ended; gives whether it has written it.
  func says(_ text: String) -> Bool { waits { $0.contains(text) } }

  /// Waits until it ends, for at most `seconds`.
  func wait(seconds: Double) {
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date() < end { usleep(2000) }
  }

  func send(_ signal: Int32) { if process.isRunning { _ = Foundation.kill(process.processIdentifier, signal) } }

  /// Ends the command where it is.
  func kill() { send(SIGKILL) }

  /// What it ended with; `nil` if a signal ended it.
  var status: Int32? {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }

  /// Waits for the command's end; the status of one that was killed is the signal's number.
  func wait() throws -> Outcome {
    process.waitUntilExit()
    let texts = try files.prefix(2).map { try String(contentsOf: $0, encoding: .utf8) }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// The members of the JSON object that a command printed.
func members(_ outcome: Outcome) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
}

/// A folder with a name that trips careless code, removed afterwards.
func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "share spec 'ü' \(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// A specification that trains in a moment, on the built-in corpus; variants may be added at its end.
let tinySpecification = """
  sharespec: 1
  name: tiny
  datasets: {d: {format: synthetic, sentences: {train: 20, dev: 5, test: 5}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}

  """

/// A specification of three variants over files of columns, its settings one a line.
let columns = """
  sharespec: 1
  name: files
  datasets:
    d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}
  variants: {hard: {}, single: {sharing: single}, deep: {base: {encoder: {layers: 2}}}}
  baseline: hard

  """
