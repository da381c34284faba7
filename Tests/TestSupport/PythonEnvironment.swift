import Foundation
package import Testing

/// An environment of Python packages that `.ci/install-libraries tests` installs.
package struct PythonEnvironment: Sendable {
  /// The name of the file in `.ci/requirements` that lists the packages.
  private let name: String

  package init(_ name: String) { self.name = name }

  /// The path of its Python; `nil`, with a warning that `what` was not tried, where there is none.
  package func python(toTry what: String, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
    let cache =
      ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].map { URL(filePath: $0) }
      ?? URL.homeDirectory.appending(path: ".cache")
    let path = cache.appending(path: "sharespec-tests/\(name)/bin/python").path
    if FileManager.default.isExecutableFile(atPath: path) { return path }
    Issue.record(
      "NOT TRIED: \(what), since there is no '\(path)'; '.ci/install-libraries tests' installs it", severity: .warning,
      sourceLocation: sourceLocation)
    return nil
  }
}

/// What `command` writes to standard output if it is given `input`.
package func run(_ command: [String], input: [UInt8]) throws -> [UInt8] {
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
