import Foundation
import TestSupport

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
