import Foundation
import Testing

private let tiny = """
  sharespec: 1
  name: tiny
  datasets: {d: {format: synthetic, sentences: {train: 20, dev: 5, test: 5}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 4}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}

  """

/// What `sharespec run` ends with under limits that a shell sets. Stacks of 200 MB make threads few.
private func run(under limits: String) throws -> Outcome {
  var outcome: Outcome?
  try withFolder { folder in
    try tiny.write(to: folder.appending(path: "t.yaml"), atomically: true, encoding: .utf8)
    let process = try CommandProcess(
      ["run", "t.yaml", "--jobs", "4"], in: folder, script: "\(limits); exec \"$0\" \"$@\"")
    outcome = try process.wait()
  }
  return try #require(outcome)
}

@Test func aRunWithTooFewThreadsSaysSoAndEnds() throws {
  let outcome = try run(under: "ulimit -s 200000; ulimit -v 1000000")
  #expect(outcome.status == 1)
  #expect(outcome.errors.contains("error: the system lets this process have only "), "\(outcome.errors)")
  #expect(outcome.errors.contains("'ulimit -u'"))
}

@Test func aRunWithFewThreadsHasFewerStagesAtATime() throws {
  let outcome = try run(under: "ulimit -s 200000; ulimit -v 2000000")
  #expect(outcome.status == 0)
  #expect(outcome.errors.contains("at a time\n"), "\(outcome.errors)")
}

@Test func aProcessWithTooLittleMemorySaysSoAndEnds() throws {
  let outcome = try run(under: "ulimit -v 300000")
  #expect(outcome.status == 1)
  #expect(outcome.errors.contains("of memory, and it needs 537 MB"), "\(outcome.errors)")
}
