@testable import Running
@testable import Store
import Foundation
import OrderedCollections
import Planning
import TestSupport
import Testing

@testable import Execution

/// What was done to the files of a store, and when stages were done and removed.
private struct StoreHistory {
  let plan: Plan
  private let workspace: Workspace
  let expected: [String: [UInt8]]
  let journal: [Change]

  /// The stages that are done after so many changes; nothing less may be left of them.
  private let marks: [(changes: Int, stage: Stage)]
  private let collected: (changes: Int, kept: Set<StageID>)

  /// Runs two plans into one store, and then removes what only the second needs.
  init() async throws {
    workspace = try Workspace()
    plan = try workspace.smallestPlan()
    let other = try workspace.smallestPlan(epochs: 2)
    let undisturbed = MemoryFileSystem()
    _ = try await run(plan, on: undisturbed)
    expected = results(undisturbed.files)
    let files = MemoryFileSystem()
    let marker = Marker(files)
    for plan in [plan, other] { _ = try await run(plan, on: files, marker) }
    collected = (files.journal.count, Set(plan.stageIDs))
    try await collect(storeRoot, on: files, keeping: collected.kept)
    marks = marker.marks
    journal = files.journal
  }

  /// The stages that must be done after `changes` changes.
  func done(after changes: Int) -> [Stage] {
    marks.filter { $0.changes <= changes && (changes <= collected.changes || collected.kept.contains($0.stage.id)) }
      .map(\.stage)
  }

  /// What is wrong with the store on `files`, which were left after `changes` changes.
  func problems(_ files: FileTree, after changes: Int) throws -> [String] {
    let files = MemoryFileSystem(files)
    let store = try ArtifactStore(at: storeRoot, files: files)
    let lost = try done(after: changes).filter { try store.verifiedRecord(of: $0) == nil }
    return try store.verify(repairs: false).damages.map { "\($0)" } + lost.map { "'\($0.label)' is lost" }
  }
}

/// Notes how much was done to files when stages were done.
private final class Marker: RunObserver {
  private let files: MemoryFileSystem
  private let lock = NSLock()
  private nonisolated(unsafe) var noted: [(changes: Int, stage: Stage)] = []

  init(_ files: MemoryFileSystem) { self.files = files }

  var marks: [(changes: Int, stage: Stage)] { lock.withLock { noted } }

  func observe(_ event: RunEvent) {
    if case .stageFinished(let stage, _) = event { lock.withLock { noted.append((files.journal.count, stage)) } }
  }
}

@Test func aPowerCutLeavesWhatIsDoneAndNothingHalfDone() async throws {
  let history = try await StoreHistory()
  var generator = SeededGenerator(seed: 7)
  let count = faultCount(usually: 500)
  for index in 0..<count {
    let changes = index * (history.journal.count + 1) / count
    let files = PowerCut(after: history.journal[..<changes]).state(using: &generator)
    let problems = try history.problems(files, after: changes)
    #expect(problems.isEmpty, "after \(changes) changes")
    if index % 25 == 0 {
      let files = MemoryFileSystem(files)
      #expect(try await run(history.plan, on: files).failures.isEmpty)
      try await collect(storeRoot, on: files, keeping: Set(history.plan.stageIDs))
      #expect(results(files.files) == history.expected, "completed after \(changes) changes")
      #expect(files.files.files(under: "\(storeRoot)/temporary").isEmpty)
    }
  }
}

/// The simulation finds a store that would forget to synchronise files, or folders.
@Test(arguments: [true, false])
func aPowerCutIsNoticedByAStoreThatDoesNotSynchronise(files: Bool) async throws {
  let history = try await StoreHistory()
  let journal = history.journal.filter { change in
    switch change {
    case .synchronizeFile: !files
    case .synchronizeDirectory(let path): files || !path.contains("/stages/")
    case .make, .write, .rename, .remove: true
    }
  }
  var generator = SeededGenerator(seed: 8)
  let hasProblems = try (0..<100).contains { _ in
    let state = PowerCut(after: journal).state(using: &generator)
    return try !history.problems(state, after: history.journal.count).isEmpty
  }
  #expect(hasProblems)
}
