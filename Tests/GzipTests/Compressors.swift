import Foundation

/// Programs that write gzip files.
enum Compressor: String, CaseIterable {
  case gzip, python

  /// The command that compresses its standard input.
  private var command: [String] {
    switch self {
    case .gzip: ["gzip", "--best"]
    case .python:
      ["python3", "-c", "import gzip, sys; sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read()))"]
    }
  }

  struct Failure: Error { let status: Int32 }

  /// `content` as a file of one member.
  func compress(_ content: [UInt8]) throws -> [UInt8] {
    let source = FileManager.default.temporaryDirectory.appending(path: "gzip-\(UUID().uuidString)")
    try Data(content).write(to: source)
    defer { try? FileManager.default.removeItem(at: source) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    return Array(bytes)
  }
}

/// Bytes that compress to about half: `count` letters of four.
func letters(_ count: Int) -> [UInt8] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(ascii: "a") + UInt8(state >> 30)
  }
}
