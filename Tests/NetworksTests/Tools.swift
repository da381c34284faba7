import Foundation

/// A folder that goes with the value.
final class Folder: Sendable {
  private let url = FileManager.default.temporaryDirectory.appending(path: "kernels-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// Programs of the machine.
enum Tool {
  struct Failure: Error { let message: String }

  /// Where the program called `name` is.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What a program prints. Throws: a failure with what it printed, if it does not end with success.
  @discardableResult static func run(_ program: String, _ arguments: [String] = []) throws -> String {
    let process = Process()
    let (output, errors) = (Pipe(), FileHandle.standardError)
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      throw Failure(message: "\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
    }
    return text
  }
}
