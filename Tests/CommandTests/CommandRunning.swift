import Foundation

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
  let inputFile = base.appendingPathExtension("in")
  for file in files { try Data().write(to: file) }
  try Data(input.utf8).write(to: inputFile)
  defer { for file in files + [inputFile] { try? FileManager.default.removeItem(at: file) } }
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  process.standardInput = try FileHandle(forReadingFrom: inputFile)
  try process.run()
  process.waitUntilExit()
  let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
  return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
}

/// A folder with a name that trips careless code, removed afterwards.
func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "share spec 'ü' \(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
