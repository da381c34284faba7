import Foundation
import Testing

/// Twenty stages that take a moment each.
private let specification = """
  sharespec: 1
  name: shared
  datasets: {d: {format: synthetic, sentences: {train: 30, dev: 10, test: 10}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
  base: {words: {dimension: 8}, encoder: {hidden: 6}}
  pruning: {rate: {final: 0.5, rounds: 2}, epochs: 1}
  warmup: {epochs: 1}
  training: {epochs: 2}
  variants: {hard: {sharing: hard}, sparse: {sharing: sparse}}

  """

/// How often the tests with kills are repeated: more where `SHARESPEC_FAULTS` asks for many faults.
private let rounds = ProcessInfo.processInfo.environment["SHARESPEC_FAULTS"] == nil ? 1 : 20

/// A folder with the specification, its results from an undisturbed run, and the names of its stages.
private struct SharedFolder {
  let folder: URL
  let output: String
  let results: [String: Data]
  let stages: [String]

  init(_ folder: URL) throws {
    self.folder = folder
    try specification.write(to: folder.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
    let run = try sharespec("run", "spec.yaml", "--store", "alone", in: folder)
    try #require(run.status == 0, "\(run.errors)")
    output = run.output
    results = try Self.results(folder.appending(path: "alone"))
    stages = Self.done(run.errors)
  }

  func start(_ arguments: String...) throws -> CommandProcess { try CommandProcess(arguments, in: folder) }

  /// The objects and records of a store, by their paths in it.
  static func results(_ store: URL) throws -> [String: Data] {
    var results: [String: Data] = [:]
    for kind in ["objects", "stages"] {
      let files = FileManager.default.enumerator(at: store.appending(path: kind), includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() {
        let path = file.pathComponents.suffix(3).joined(separator: "/")
        if !file.hasDirectoryPath { results[path] = try Data(contentsOf: file) }
      }
    }
    return results
  }

  /// The stages that a process says to have carried out.
  static func done(_ errors: String) -> [String] {
    errors.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("["), line.contains(": done in "), let name = line.split(separator: " ").dropFirst().first
      else { return nil }
      return String(name.dropLast())
    }
  }

  /// Expects that the store is whole and what the undisturbed run made.
  func expectWhole(_ store: String) throws {
    #expect(try Self.results(folder.appending(path: store)) == results)
    #expect(try sharespec("store", "verify", "--store", store, in: folder).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "\(store)/damaged").path) == [])
  }
}

@Test(arguments: [2, 4, 16]) func processesOverOneStoreDoEachStageOnce(count: Int) throws {
  try withFolder { folder in
    let shared = try SharedFolder(folder)
    let processes = try (0..<count).map { _ in try shared.start("run", "spec.yaml", "--store", "s", "--jobs", "2") }
    let outcomes = try processes.map { try $0.wait() }
    for outcome in outcomes {
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == shared.output)
    }
    #expect(outcomes.flatMap { SharedFolder.done($0.errors) }.sorted() == shared.stages.sorted())
    try shared.expectWhole("s")
    let locks = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "s/locks").path)
    #expect(locks == ["store"], "locks are cleared away")
  }
}

@Test(arguments: [2, 4, 16]) func killedProcessesLeaveTheirStagesToTheOthers(count: Int) throws {
  for round in 0..<rounds {
    try withFolder { folder in
      let shared = try SharedFolder(folder)
      var running = try (0..<count).map { _ in try shared.start("run", "spec.yaml", "--store", "s", "--jobs", "2") }
      var errors: [String] = []
      for _ in 0..<2 * count {
        usleep(UInt32.random(in: 0...200_000))
        let index = running.indices.randomElement() ?? 0
        running[index].kill()
        errors.append(try running[index].wait().errors)
        running[index] = try shared.start("run", "spec.yaml", "--store", "s", "--jobs", "2")
      }
      for outcome in try running.map({ try $0.wait() }) {
        #expect(outcome.status == 0, "round \(round): \(outcome.errors)")
        #expect(outcome.output == shared.output)
        errors.append(outcome.errors)
      }
      // A process may be killed between a stage's record and its message, but none does what another has done.
      let done = errors.flatMap(SharedFolder.done)
      #expect(Set(done).count == done.count, "round \(round): \(done.sorted())")
      try shared.expectWhole("s")
    }
  }
}

@Test func whoFindsAStageTakenWaitsForItAndSaysSo() throws {
  try withFolder { folder in
    try specification.write(to: folder.appending(path: "spec.yaml"), atomically: true, encoding: .utf8)
    let slow = ["run", "spec.yaml", "--store", "s", "--set", "training.epochs=2000", "--jobs", "1"]
    let first = try CommandProcess(slow, in: folder)
    #expect(first.says("train.hard: epoch 1/"))
    let second = try CommandProcess(slow, in: folder)
    #expect(second.says("waiting for another process: train.hard"))
    first.kill()
    #expect(try first.wait().status == SIGKILL)
    // It goes on where the other one had come to.
    #expect(second.says("train.hard: epoch "), "a dead process holds nothing")
  }
}

/// Clearing a store beside runs and kills removes nothing that a run needs.
@Test func clearingBesideRunsAndKillsDoesNoHarm() throws {
  for round in 0..<rounds {
    try withFolder { folder in
      let shared = try SharedFolder(folder)
      let other = ["run", "spec.yaml", "--store", "s", "--set", "training.epochs=3"]
      var running = try [shared.start("run", "spec.yaml", "--store", "s"), CommandProcess(other, in: folder)]
      #expect(running[0].says(" of them done"))
      var cleared: [Int32] = []
      for step in 0..<12 {
        usleep(UInt32.random(in: 0...150_000))
        if step.isMultiple(of: 4) {
          for process in running { process.kill() }
          for process in running { _ = try process.wait() }
          running = try [shared.start("run", "spec.yaml", "--store", "s"), CommandProcess(other, in: folder)]
        }
        let outcome = try sharespec("store", "gc", "spec.yaml", "--store", "s", in: folder)
        #expect(outcome.status == 0 || outcome.errors.contains("other processes use the store"), "\(outcome.errors)")
        cleared.append(outcome.status)
      }
      let outcomes = try running.map { try $0.wait() }
      #expect(outcomes.map(\.status) == [0, 0], "round \(round): \(outcomes.map(\.errors))")
      #expect(outcomes[0].output == shared.output)
      #expect(cleared.contains(1), "a store in use is not cleared")
      #expect(try sharespec("store", "gc", "spec.yaml", "--store", "s", "--wait", in: folder).status == 0)
      try shared.expectWhole("s")
      let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "s/temporary").path)
      #expect(leftovers.isEmpty)
    }
  }
}
