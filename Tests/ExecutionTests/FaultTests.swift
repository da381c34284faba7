@testable import Files
@testable import Running
@testable import Store
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

/// Where stores on simulated file systems are.
let storeRoot = "/store"

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
func run(_ plan: Plan, on files: any FileSystem, _ observer: any RunObserver = EventLog()) async throws
  -> RunReport
{
  try await PlanRunner(store: try ArtifactStore(at: storeRoot, files: files), jobs: 1, observer: observer).run(plan)
}

/// The objects and records of the store.
func results(_ files: FileTree) -> [String: [UInt8]] {
  files.files(under: "\(storeRoot)/objects").merging(files.files(under: "\(storeRoot)/stages")) { first, _ in first }
}

/// Expects that the store is whole, and that running `plan` completes it to `expected`.
private func expectRecovery(
  of plan: Plan, on files: MemoryFileSystem, to expected: [String: [UInt8]], _ comment: Comment
) async throws {
  let store = try ArtifactStore(at: storeRoot, files: files)
  #expect(try store.verify(repairs: false).damages == [], comment)
  #expect(try await run(plan, on: files).failures.isEmpty, comment)
  #expect(results(files.files) == expected, comment)
  #expect(files.files.files(under: "\(storeRoot)/damaged").isEmpty, comment)
}

/// Whichever operation on files fails, and however, the message says what and where, the store stays whole, and the
/// next run completes it to the same bytes.
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
  #expect(faults.count >= 1000)
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
  #expect(!report.failures.isEmpty)
  let done = try StoreInspection(at: storeRoot, files: files).records().count
  #expect(done > 3)
  // Two stages may be at work when the disk is found to be full.
  #expect(events.started.count <= done + 2)
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
  let object = try #require(files.files.files(under: "\(storeRoot)/objects").keys.min())
  files.overwrite(object, Array("nonsense".utf8))
  let notices = NoticeLog()
  let store = try ArtifactStore(at: storeRoot, files: readOnly) { notices.take($0) }
  let other = try workspace.smallestPlan(epochs: 2)
  let whole = try plan.stages.values.filter { try store.verifiedRecord(of: $0) != nil }
  #expect(whole.count < plan.stages.count)
  #expect(notices.all.count == 1)
  guard case .damagedInPlace(object, let cause) = notices.all.first else {
    Issue.record("\(notices.all)")
    return
  }
  #expect(cause.code == EROFS)
  await #expect(throws: FileFailure(.lock, "\(storeRoot)/locks/store", code: EROFS)) {
    try await run(other, on: readOnly)
  }
}

@Test func aFileSystemWithoutLocksIsToldOfAndServes() async throws {
  let workspace = try Workspace()
  let plan = try workspace.smallestPlan()
  let files = MemoryFileSystem()
  let notices = NoticeLog()
  let store = try ArtifactStore(at: storeRoot, files: LocklessFileSystem(base: files)) { notices.take($0) }
  let report = try await PlanRunner(store: store, jobs: 2, observer: EventLog()).run(plan)
  #expect(report.failures.isEmpty)
  #expect(notices.all.count == 1)
  #expect(notices.all.first?.description.hasPrefix("cannot lock '/store/locks/store': No locks available; ") == true)
  #expect {
    _ = try StoreRemovalLock(ofStoreAt: storeRoot, files: LocklessFileSystem(base: files))
  } throws: { error in
    if case .withoutLocks = error as? StoreRemovalRefusal { true } else { false }
  }
}
