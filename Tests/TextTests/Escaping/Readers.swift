import Foundation
import Testing

/// What `command` writes to standard output if it is given `input`.
func run(_ command: [String], input: [UInt8]) throws -> [UInt8] {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = command
  process.currentDirectoryURL = FileManager.default.temporaryDirectory
  let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try Data(input).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let output = Pipe()
  process.standardInput = try FileHandle(forReadingFrom: file)
  process.standardOutput = output
  try process.run()
  let bytes = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(command.joined(separator: " "))")
  return Array(bytes)
}

/// Where the program `name` is; `nil` without it.
func program(_ name: String) -> String? {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// The texts that a reader of `syntax` finds in `pieces`, by `read-escaped.py`.
func readBack(_ pieces: [String], as syntax: String, by python: String = "python3") throws -> [String] {
  let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "read-escaped.py").path
  let output = try run([python, script, syntax], input: Array(try JSONEncoder().encode(pieces)))
  return try JSONDecoder().decode([String].self, from: Data(output))
}

/// The Python with the readers that `.ci/install-libraries tests` installs.
enum ReaderEnvironment {
  /// Its path; `nil`, with a warning that `what` was not tried, where there is none.
  static func python(toTry what: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
    let cache =
      ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].map { URL(filePath: $0) }
      ?? URL.homeDirectory.appending(path: ".cache")
    let path = cache.appending(path: "sharespec-tests/readers/bin/python").path
    if FileManager.default.isExecutableFile(atPath: path) { return path }
    Issue.record(
      "NOT TRIED: \(what), since there is no '\(path)'; '.ci/install-libraries tests' installs it", severity: .warning,
      sourceLocation: sourceLocation)
    return nil
  }
}
