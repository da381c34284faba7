@testable import Text
import Files
@testable import Running
@testable import Store
import Diagnostics
import Foundation
import Networks
import OrderedCollections
import Planning
import Synchronization
import TestSupport
import Testing

@testable import Execution

/// A store in memory with two stages of a small plan, whose artifacts are a few bytes each.
struct SmallStore {
  let files = MemoryFileSystem()
  let layout = StoreLayout(root: "/store")
  let notices = NoticeLog()
  let stages: [Stage]

  init() throws {
    stages = try Array(Workspace().plan(tinySpecification(sharing: "hard")).stages.values.prefix(2))
    for stage in stages { try commit(stage) }
  }

  func open() throws -> ArtifactStore {
    try ArtifactStore(at: layout.root, files: files) { [notices] in notices.take($0) }
  }

  func commit(_ stage: Stage) throws {
    let artifacts = stage.operation.artifacts.map { ($0, Array("\($0) of \(stage.label)".utf8)) }
    _ = try open().commit(stage, artifacts, .unknown)
  }

  /// The files of a stage: its record and its objects.
  func files(of stage: Stage) throws -> [String] {
    let record = try #require(try open().verifiedRecord(of: stage))
    return [layout.record(stage.id)] + record.artifacts.map { layout.object($0.sha256) }
  }

  /// Expects that `bytes` in the place of the file at `path` are found, told of, put aside and made again.
  func expectNoticed(_ stage: Stage, _ path: String, _ bytes: [UInt8], _ comment: Comment) throws {
    let original = try files.contents(of: path)
    files.overwrite(path, bytes)
    notices.clear()
    let isDone = try open().verifiedRecord(of: stage) != nil
    #expect(!isDone, comment)
    let aside = notices.putAside(of: path)
    #expect(aside.count == 1, comment)
    for aside in aside { #expect(try files.contents(of: aside) == bytes, comment) }
    try commit(stage)
    #expect(try files.contents(of: path) == original, comment)
  }
}

extension Provenance.Circumstances {
  /// Those of a stage that nobody carried out.
  static let unknown = Provenance.Circumstances(
    experiment: "none", files: [], started: "2026-01-01T00:00:00Z", seconds: 0, threads: 1,
    machine: .current(numerics: "plain"))
}

/// Remembers what a store told.
final class NoticeLog: Sendable {
  private let notices = Mutex<[StoreNotice]>([])

  var all: [StoreNotice] { notices.withLock { $0 } }
  func take(_ notice: StoreNotice) { notices.withLock { $0.append(notice) } }
  func clear() { notices.withLock { $0 = [] } }

  /// Where the file at `path` was put, each time that it was damaged.
  func putAside(of path: String) -> [String] {
    all.compactMap { if case .damaged(path, let aside) = $0 { aside } else { nil } }
  }
}

@Test func everyFlippedByteOfAnArtifactAndOfARecordIsFound() throws {
  let small = try SmallStore()
  let stage = small.stages[0]
  for path in try small.files(of: stage) {
    let original = try small.files.contents(of: path)
    for index in original.indices {
      for flip in [UInt8(1), 0x20, 0x80] {
        var bytes = original
        bytes[index] ^= flip
        try small.expectNoticed(stage, path, bytes, "byte \(index) of \(path)")
      }
    }
  }
}

@Test func anyOtherLengthOfAnArtifactOrRecordIsFound() throws {
  let small = try SmallStore()
  let stage = small.stages[0]
  for path in try small.files(of: stage) {
    let original = try small.files.contents(of: path)
    for length in original.indices {
      try small.expectNoticed(stage, path, Array(original[..<length]), "\(length) bytes of \(path)")
    }
    try small.expectNoticed(stage, path, original + [0x20], "a blank after \(path)")
    try small.expectNoticed(stage, path, original + original, "\(path) twice")
  }
}

@Test func filesOfAnotherStageAreFound() throws {
  let small = try SmallStore()
  let (first, second) = (small.stages[0], small.stages[1])
  for (path, other) in zip(try small.files(of: first), try small.files(of: second)) {
    try small.expectNoticed(first, path, small.files.contents(of: other), "\(other) as \(path)")
  }
}

@Test func recordsOfEarlierReleasesAreStillRead() throws {
  let small = try SmallStore()
  let stage = small.stages[1]
  let record = try #require(try small.open().verifiedRecord(of: stage))
  let format2 = JSONText.text(
    of: .object(
      record.members.map { $0.name == "format" ? JSONValue.Member("format", "sharespec record 2") : $0 }), .pretty)
  small.files.overwrite(small.layout.record(stage.id), Array(format2.utf8))
  #expect(try small.open().verifiedRecord(of: stage) == record)
  let format1 = JSONText.text(of: .object(record.members.filter { !["format", "parameters"].contains($0.name) }))
  let read = try #require(StageRecord(Array(format1.utf8), of: stage.id))
  #expect(read.parameters == nil)
  #expect(read.artifacts == record.artifacts)
  #expect(small.notices.all.isEmpty)
  // What the key of a record without a checksum says must be the stage's.
  #expect(StageRecord(Array(format2.replacing("\"seed\": 3", with: "\"seed\": 4").utf8)) == nil)
  #expect(StageRecord(Array(format2.replacing("record 2", with: "record 9").utf8)) == nil)
}

@Test func aRecordsChecksumCanBeComputedByHand() throws {
  let small = try SmallStore()
  let lines = String(decoding: try small.files.contents(of: small.layout.record(small.stages[0].id)), as: UTF8.self)
    .split(separator: "\n", omittingEmptySubsequences: false)
  let sealed = lines.dropLast(3).joined(separator: "\n") + "\n"
  #expect(lines[lines.count - 3] == "  \"checksum\": \"\(Digest(of: Array(sealed.utf8)))\"")
}

/// What may happen to the results of a stage while a run needs them.
enum Accident: CaseIterable {
  case damagedObject, vanishedObject, damagedRecord, vanishedRecord

  func happen(to stage: StageID, in layout: StoreLayout) throws {
    let record = try StoreInspection(at: layout.root).record(of: stage)
    let object = layout.object(try #require(record?.digest(of: .vocabulary)))
    switch self {
    case .damagedObject: try Data("nonsense".utf8).write(to: URL(filePath: object))
    case .vanishedObject: try FileManager.default.removeItem(atPath: object)
    case .damagedRecord: try Data("{}".utf8).write(to: URL(filePath: layout.record(stage)))
    case .vanishedRecord: try FileManager.default.removeItem(atPath: layout.record(stage))
    }
  }
}

/// What is damaged or vanishes in the middle of a run is repaired in that run.
@Test(arguments: Accident.allCases)
func whatARunLosesOnTheWayIsMadeAgain(accident: Accident) async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  _ = try await workspace.run(plan, store: "undisturbed")
  let layout = StoreLayout(root: "\(workspace.path)/store")
  let vocabulary = try #require(plan.stages.values.first { $0.label.hasPrefix("vocabulary") })
  let notices = NoticeLog()
  let happened = StopSwitch()
  let events = Vandal { stage in
    guard stage.label.hasPrefix("train"), !happened.isOn else { return }
    happened.turnOn()
    #expect(throws: Never.self) { try accident.happen(to: vocabulary.id, in: layout) }
  }
  let store = try ArtifactStore(at: layout.root) { notices.take($0) }
  let report = try await PlanRunner(store: store, jobs: 2, observer: events).run(plan)
  #expect(report.failures.isEmpty && !report.isInterrupted)
  #expect(notices.all.count == ([.damagedObject, .damagedRecord].contains(accident) ? 1 : 0))
  #expect(events.log.started.filter { $0 == vocabulary.label }.count == 2)
  #expect(events.log.started.filter { $0.hasPrefix("train") }.count == 2)
  #expect(events.log.started.count == plan.stages.count + 2)
  let contents = try workspace.contents(ofStore: "store").filter { !$0.key.hasPrefix("/damaged/") }
  #expect(try contents == workspace.contents(ofStore: "undisturbed"))
}

/// Does something whenever a stage starts.
private final class Vandal: RunObserver {
  let log = EventLog()
  private let act: @Sendable (Stage) -> Void

  init(_ act: @escaping @Sendable (Stage) -> Void) { self.act = act }

  func observe(_ event: RunEvent) {
    log.observe(event)
    if case .stageStarted(let stage) = event { act(stage) }
  }
}

@Test func aRecordTellsNothingOfTheRunAndItsProvenanceDoes() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  for store in ["one", "two"] { _ = try await workspace.run(plan, store: store) }
  #expect(try workspace.contents(ofStore: "one") == workspace.contents(ofStore: "two"))
  let inspection = StoreInspection(at: "\(workspace.path)/one")
  for stage in plan.stages.values {
    let provenance = try #require(try inspection.provenance(of: stage.id))
    let record = try Data(contentsOf: URL(filePath: inspection.layout.record(stage.id)))
    #expect(provenance.record == Digest(of: [UInt8](record)))
    #expect(provenance.circumstances.experiment == "tiny")
    #expect(provenance.circumstances.machine == .current(numerics: NumericsClass.current))
    #expect(!provenance.circumstances.machine.host.isEmpty)
    #expect(provenance.circumstances.started.hasSuffix("Z"))
    #expect(Provenance(provenance.encoded()) == provenance)
  }
}

/// A disk on which some files cannot be read.
private struct BadSectors: FileSystemLayer {
  let base: MemoryFileSystem
  let isBad: @Sendable (String) -> Bool

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    if isBad(path) { throw FileFailure(.read, path, code: EIO) }
    return try base.contents(of: path, upTo: limit)
  }
}

/// One file on a bad sector is put aside, wherever it lies; when no file can be read, nothing is moved.
@Test func aBadSectorIsDamageAndABrokenDiskIsNot() throws {
  let small = try SmallStore()
  let stage = small.stages[0]
  for path in try small.files(of: stage) {
    let name = try #require(path.split(separator: "/").last)
    let notices = NoticeLog()
    let disk = BadSectors(base: small.files) { $0 == path || $0.contains("/damaged/\(name)") }
    let store = try ArtifactStore(at: small.layout.root, files: disk) { notices.take($0) }
    let check = try store.verify(repairs: false)
    #expect(check.damages.map(\.path) == [path] && check.damages[0].failure?.code == EIO)
    #expect(try store.verifiedRecord(of: stage) == nil)
    guard case .unreadable(let failure, let aside) = notices.all.first else {
      Issue.record("\(notices.all)")
      continue
    }
    #expect(notices.all.count == 1 && failure.path == path && small.files.exists(aside) && !small.files.exists(path))
    try small.commit(stage)
  }
  let before = small.files.files.files(under: small.layout.root)
  let broken = try ArtifactStore(at: small.layout.root, files: BadSectors(base: small.files) { _ in true })
  #expect(#expect(throws: FileFailure.self) { try broken.verifiedRecord(of: stage) }?.code == EIO)
  #expect(small.files.files.files(under: small.layout.root) == before)
}
