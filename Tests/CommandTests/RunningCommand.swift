import Foundation

/// A command under way, whose standard error can be read meanwhile and which can be sent signals.
final class RunningCommand {
  private let process = Process()
  private let errorFile: URL

  /// Starts the command in `folder`, which also takes what it writes.
  init(_ arguments: [String], in folder: URL) throws {
    errorFile = folder.appending(path: "\(UUID().uuidString).err")
    try Data().write(to: errorFile)
    process.executableURL = command
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
  }

  deinit {
    send(SIGKILL)
    try? FileManager.default.removeItem(at: errorFile)
  }

  /// What it has written to standard error so far.
  var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  /// Waits until it ends, for at most `seconds`.
  func wait(seconds: Double = .infinity) {
    let end = Date(timeIntervalSinceNow: seconds)
    while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.002) }
  }

  /// Waits until what it has written to standard error satisfies `isEnough`, or it has ended; tells whether it does.
  @discardableResult
  func waits(until isEnough: (String) -> Bool) -> Bool {
    while !isEnough(errors) {
      guard process.isRunning else { return isEnough(errors) }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return true
  }

  /// What it ended with; `nil` if a signal ended it.
  var status: Int32? {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }
}
