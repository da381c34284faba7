import Foundation
import Testing

/// A command that waits while another process clears the store can be stopped.
@Suite struct StoreWaitTests {
  private static let waiting = "waiting for another process: store gc"

  /// Starts a command while the lock of the store `s` is held, as by `store gc`, and sends it a signal.
  private func stopped(
    _ arguments: [String], by signal: Int32, in folder: URL
  ) throws -> (status: Int32?, errors: String) {
    let holder = try CommandProcess(
      [], in: folder, script: "mkdir -p s/locks; exec 9> s/locks/store; flock -x 9; echo held >&2; exec sleep 600")
    #expect(holder.says("held"))
    let command = try CommandProcess(arguments + ["--store", "s"], in: folder)
    #expect(command.says(Self.waiting), "\(command.errors)")
    command.send(signal)
    command.wait(seconds: 10)
    return (command.status, command.errors)
  }

  @Test(arguments: [SIGTERM, SIGINT], [false, true])
  func aRunThatWaitsIsStopped(signal: Int32, isDone: Bool) throws {
    try withFolder { folder in
      try tinySpecification.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
      if isDone { #expect(try sharespec("run", "tiny.yaml", "--store", "s", in: folder).status == 0) }
      let (status, errors) = try stopped(["run", "tiny.yaml"], by: signal, in: folder)
      #expect(status == 128 + signal, "\(errors)")
      #expect(errors.contains("To go on from there:\n"), "\(errors)")
    }
  }

  /// Schedulers know by the status that the stage is to be tried again.
  @Test(arguments: [SIGTERM, SIGINT])
  func aStageThatWaitsIsStopped(signal: Int32) throws {
    try withFolder { folder in
      try tinySpecification.write(to: folder.appending(path: "tiny.yaml"), atomically: true, encoding: .utf8)
      #expect(try sharespec("plan", "tiny.yaml", "-o", "plan.json", in: folder).status == 0)
      let (status, errors) = try stopped(
        ["stage", "run", "--plan", "plan.json", "--stage", "vocabulary"], by: signal, in: folder)
      #expect(status == 75, "\(errors)")
    }
  }
}
