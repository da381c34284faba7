import Foundation
import OrderedCollections
import Planning
import Testing

@testable import Execution

/// How many faults, and states after power cuts, are tried: as many as `SHARESPEC_FAULTS` says, else a few.
func faultCount(usually few: Int) -> Int {
  ProcessInfo.processInfo.environment["SHARESPEC_FAULTS"].flatMap(Int.init) ?? few
}

extension Workspace {
  /// A plan of four stages that take a moment, on a corpus in the folder.
  func smallestPlan(epochs: Int = 1) throws -> Plan {
    try write("the DT\nold JJ\ndog NN\n\nit PRP\nbarks VBZ\n", to: "train.txt")
    try write("a DT\ndog NN\n", to: "dev.txt")
    return try plan(
      """
      sharespec: 1
      name: smallest
      datasets: {d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1}}}
      tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
      base: {words: {dimension: 3}, encoder: {hidden: 2}}
      sharing: hard
      training: {epochs: \(epochs)}
      """)
  }
}

private let root = "/store"

/// Removes everything but the results of `stages` from a store. Runs that are over let go of it in a moment.
func collect(_ root: String, on files: any FileSystem, keeping stages: Set<StageID>) async throws {
  while true {
    do {
      let lock = try StoreRemovalLock(ofStoreAt: root, files: files)
      return try StoreCollection(ofStoreAt: root, keeping: stages, files: files).remove(holding: lock)
    } catch StoreRemovalRefusal.inUse {
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}

/// Runs `plan` into a store on `files`.
private func run(_ plan: Plan, on files: any FileSystem, _ observer: any RunObserver = EventLog()) async throws
  -> RunReport
{
  try await PlanRunner(store: try ArtifactStore(at: root, files: files), jobs: 1, observer: observer).run(plan)
}

/// The objects and records of the store.
private func results(_ files: FileTree) -> [String: [UInt8]] {
  files.files(under: "\(root)/objects").merging(files.files(under: "\(root)/stages")) { first, _ in first }
}

/// Expects that the store is whole, and that running `plan` completes it to `expected`.
private func expectRecovery(
  of plan: Plan, on files: MemoryFileSystem, to expected: [String: [UInt8]], _ comment: Comment
) async throws {
  let store = try ArtifactStore(at: root, files: files)
  #expect(try store.verify(repairs: false).damages == [], comment)
  #expect(try await run(plan, on: files).failures.isEmpty, comment)
  #expect(results(files.files) == expected, comment)
  #expect(files.files.files(under: "\(root)/damaged").isEmpty, comment)
}

/// Whichever operation on files fails, and however, the message says what and where, the store stays whole, and the next
/// run completes it to the same bytes.
@Test func everyFailureOfTheFileSystemIsToldAndDoesNoHarm() async throws {
  let workspace = try Workspace()
  let plan = try workspace.smallestPlan()
  let undisturbed = MemoryFileSystem()
  let counting = FaultyFileSystem(undisturbed, nil)
  _ = try await run(plan, on: counting)
  let expected = results(undisturbed.files)
  var faults: [FaultyFileSystem.Fault] = []
  for place in 1...counting.operations {
    for isLasting in [false, true] {
      for code in [ENOSPC, EIO, EMFILE, EACCES] { faults.append(.init(place: place, code: code, isLasting: isLasting)) }
      faults.append(.init(place: place, code: ENOSPC, isLasting: isLasting, isShort: true))
    }
  }
  // Spread evenly over places and kinds.
  let count = min(faultCount(usually: 150), faults.count)
  for index in 0..<count {
    let fault = faults[index * faults.count / count]
    let files = MemoryFileSystem()
    var causes: [FileFailure] = []
    do {
      let report = try await run(plan, on: FaultyFileSystem(files, fault))
      for failure in report.failures {
        switch failure.cause {
        case .store(.file(let cause)), .file(let cause): causes.append(cause)
        default: Issue.record("\(fault): \(failure.cause)")
        }
      }
      // What does not matter may fail without a word.
      if causes.isEmpty { #expect(results(files.files) == expected && !report.isInterrupted, "\(fault)") }
    } catch let failure as FileFailure {
      causes = [failure]
    }
    for cause in causes {
      #expect(cause.code == fault.code && cause.path.hasPrefix("/"), "\(fault): \(cause)")
      #expect(cause.description.contains(cause.path) && cause.help != nil, "\(fault): \(cause)")
    }
    try await expectRecovery(of: plan, on: files, to: expected, "\(fault)")
  }
}

/// A full disk is noticed once and not after hours of computing what cannot be kept.
@Test func nothingIsBegunThatCannotBeKept() async throws {
  let plan = try Workspace().plan(tinySpecification())
  let counting = FaultyFileSystem(MemoryFileSystem(), nil)
  _ = try await run(plan, on: counting)
  let files = MemoryFileSystem()
  let events = EventLog()
  let full = FaultyFileSystem(files, .init(place: counting.operations / 2, code: ENOSPC, isLasting: true))
  let report = try await run(plan, on: full, events)
  #expect(report.failures.count == 1)
  #expect(report.isInterrupted)
  let done = try StoreInspection(at: root, files: files).records().count
  #expect(done > 3)
  #expect(events.started.count == done + 1)
}

@Test func aStoreThatCannotBeWrittenToIsReadAllTheSame() async throws {
  let workspace = try Workspace()
  let plan = try workspace.smallestPlan()
  let files = MemoryFileSystem()
  _ = try await run(plan, on: files)
  let readOnly = ReadOnlyFileSystem(base: files)
  let report = try await run(plan, on: readOnly)
  #expect(report.failures.isEmpty && !report.isInterrupted)
  // What is damaged there cannot be put aside, but is not believed, and the reason is the system's.
  let object = try #require(files.files.files(under: "\(root)/objects").keys.min())
  files.overwrite(object, Array("nonsense".utf8))
  let notices = NoticeLog()
  let store = try ArtifactStore(at: root, files: readOnly) { notices.take($0) }
  let evaluation = try #require(plan.stages.values.first { $0.label.hasPrefix("evaluate") })
  let other = try workspace.smallestPlan(epochs: 2)
  for stage in plan.stages.values where stage.id != evaluation.id { _ = try store.verifiedRecord(of: stage) }
  let cause = FileFailure("lock", "\(root)/locks/store", code: EROFS, reason: "Read-only file system")
  #expect(notices.all.isEmpty || notices.all.contains(.damagedInPlace(path: object, cause)))
  await #expect(throws: cause) { try await run(other, on: readOnly) }
}

/// A file system that is mounted for reading only.
private struct ReadOnlyFileSystem: FileSystem {
  let base: MemoryFileSystem

  private func refusal(_ operation: String, _ path: String) -> FileFailure {
    FileFailure(operation, path, code: EROFS, reason: "Read-only file system")
  }

  func contents(of path: String) throws(FileFailure) -> [UInt8] { try base.contents(of: path) }
  func exists(_ path: String) -> Bool { base.exists(path) }
  func names(in path: String) throws(FileFailure) -> [String] { try base.names(in: path) }
  func makeDirectory(_ path: String) throws(FileFailure) { throw refusal("make the directory", path) }
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { throw refusal("create", path) }
  func rename(_ source: String, to target: String) throws(FileFailure) { throw refusal("put in place", target) }
  func synchronizeDirectory(_ path: String) throws(FileFailure) {}
  func remove(_ path: String) throws(FileFailure) { throw refusal("remove", path) }
  func size(of path: String) throws(FileFailure) -> Int { try base.size(of: path) }
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? { throw refusal("lock", path) }
}

@Test func aFileSystemWithoutLocksIsToldOfAndServes() async throws {
  let workspace = try Workspace()
  let plan = try workspace.smallestPlan()
  let files = MemoryFileSystem()
  let notices = NoticeLog()
  let store = try ArtifactStore(at: root, files: LocklessFileSystem(base: files)) { notices.take($0) }
  let report = try await PlanRunner(store: store, jobs: 2, observer: EventLog()).run(plan)
  #expect(report.failures.isEmpty)
  #expect(notices.all.count == 1)
  #expect(notices.all.first?.description.hasPrefix("cannot lock '/store/locks/store': No locks available; ") == true)
  #expect {
    _ = try StoreRemovalLock(ofStoreAt: root, files: LocklessFileSystem(base: files))
  } throws: { error in
    if case .withoutLocks = error as? StoreRemovalRefusal { true } else { false }
  }
}

/// A file system that has no locks, as some network file systems.
private struct LocklessFileSystem: FileSystem {
  let base: MemoryFileSystem

  func contents(of path: String) throws(FileFailure) -> [UInt8] { try base.contents(of: path) }
  func exists(_ path: String) -> Bool { base.exists(path) }
  func names(in path: String) throws(FileFailure) -> [String] { try base.names(in: path) }
  func makeDirectory(_ path: String) throws(FileFailure) { try base.makeDirectory(path) }
  func write(_ bytes: [UInt8], toNew path: String) throws(FileFailure) { try base.write(bytes, toNew: path) }
  func rename(_ source: String, to target: String) throws(FileFailure) { try base.rename(source, to: target) }
  func synchronizeDirectory(_ path: String) throws(FileFailure) { try base.synchronizeDirectory(path) }
  func remove(_ path: String) throws(FileFailure) { try base.remove(path) }
  func size(of path: String) throws(FileFailure) -> Int { try base.size(of: path) }
  func lock(_ path: String, _ kind: LockKind) throws(FileFailure) -> FileLock? {
    throw FileFailure("lock", path, code: ENOLCK, reason: "No locks available")
  }
}

// MARK: Power cuts

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
    try await collect(root, on: files, keeping: collected.kept)
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
    let store = try ArtifactStore(at: root, files: files)
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
      try await collect(root, on: files, keeping: Set(history.plan.stageIDs))
      #expect(results(files.files) == history.expected, "completed after \(changes) changes")
      #expect(files.files.files(under: "\(root)/temporary").isEmpty)
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
