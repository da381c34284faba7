import Foundation
import Testing

/// Trains for long enough to be stopped on the way.
private let long = """
  sharespec: 1
  name: long
  datasets: {d: {format: synthetic, sentences: {train: 200, dev: 20, test: 20}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 6}, encoder: {hidden: 16}}
  sharing: hard
  training: {epochs: 100}

  """

@Suite struct StopTests {
  /// Stopping writes a checkpoint, and the command that the message gives goes on from it to the same result.
  @Test(arguments: [SIGINT, SIGTERM])
  func aStoppedRunSaysHowToGoOn(signal: Int32) throws {
    try withFolder { folder in
      try long.write(to: folder.appending(path: "long.yaml"), atomically: true, encoding: .utf8)
      let run = try CommandProcess(["run", "long.yaml", "--store", "the store"], in: folder)
      #expect(run.waits { $0.contains("epoch 2/100") })
      run.send(signal)
      #expect(run.status == 128 + signal, "\(run.errors)")
      let message = run.errors
      let start = try #require(message.range(of: "To go on from there:\n  "), "\(message)")
      let again = message[start.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(again.hasSuffix("run long.yaml --store 'the store'"))
      let checkpoints = folder.appending(path: "the store/checkpoints")
      #expect(try files(in: checkpoints).count == 1)

      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "exec \(again) 2> second.err > /dev/null"]
      shell.currentDirectoryURL = folder
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 0)
      let second = try String(contentsOf: folder.appending(path: "second.err"), encoding: .utf8)
      #expect(second.contains("continues at epoch"))
      #expect(try files(in: checkpoints) == [])

      #expect(try sharespec("run", "long.yaml", "--store", "undisturbed", in: folder).status == 0)
      let (found, expected) = ("the store", "undisturbed")
      #expect(
        try StoreContents(of: folder.appending(path: found))
          .differences(from: StoreContents(of: folder.appending(path: expected))) == [])
    }
  }
}
