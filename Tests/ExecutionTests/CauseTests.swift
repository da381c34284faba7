@testable import Files
@testable import Inputs
@testable import Running
@testable import Store
import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import FrontEndSupport
import MaskAlgebra
import MaskTools
import Model
import Networks
import Planning
import Synchronization
import TestSupport
import Testing
import Text

@testable import Execution

/// A file system that cannot be read any more once it `isBroken`.
private final class BreakableFileSystem: FileSystemLayer {
  let base = MemoryFileSystem()
  let isBroken = Atomic<Bool>(false)

  func contents(of path: String, upTo limit: SizeLimit) throws(FileFailure) -> [UInt8] {
    if isBroken.load(ordering: .relaxed) { throw FileFailure(.read, path, code: EIO) }
    return try base.contents(of: path, upTo: limit)
  }
}

extension SmallStore {
  /// The store as it is seen where reading the first file fails.
  fileprivate var unreadable: StoreInspection {
    StoreInspection(
      at: layout.root, files: FaultyFileSystem(files, .init(place: 1, code: EIO, isLasting: true)))
  }

  fileprivate var inspection: StoreInspection { StoreInspection(at: layout.root, files: files) }
}

@Test func masksThatAreMissingDamagedMalformedOrUnreadableAreToldApart() throws {
  let small = try SmallStore()
  let plan = try Workspace().plan(tinySpecification())
  let stage = try #require(plan.stages.values.first { $0.operation.artifacts.contains(.mask) })
  try small.commit(stage)
  let record = try #require(try small.inspection.record(of: stage.id))
  let object = small.layout.object(try #require(record.digest(of: .mask)))
  let name = "the mask of '\(stage.label)'"
  func failure(_ store: StoreInspection) -> StoredMaskFailure? {
    #expect(throws: StoredMaskFailure.self) { try store.mask(of: record) }
  }
  #expect(
    failure(small.inspection)
      == .malformed(
        mask: name,
        MalformedArtifact(
          artifact: "mask.safetensors", reason: "its header is said to be 2334675641870541165 bytes long")))
  small.files.overwrite(object, Array("else".utf8))
  #expect(failure(small.inspection) == .damaged(mask: name, path: object))
  guard case .file(let cause) = failure(small.unreadable) else {
    Issue.record("an error of the disk is reported as something else")
    return
  }
  #expect(cause.code == EIO && cause.path == object)
  try small.files.remove(object)
  #expect(failure(small.inspection) == .missing(mask: name, store: "/store"))
}

@Test func recordsOfMasksThatAreMissingOrDamagedAreToldApart() throws {
  let small = try SmallStore()
  let plan = try Workspace().plan(tinySpecification(sharing: "{masks: {'*': imp(ner)}}"))
  let variant = plan.variants[0]
  let producer = try #require(variant.producer(of: .imp(task: "ner", .selected), in: plan).flatMap { plan.stages[$0] })
  let name = "the mask imp(ner) of the variant 'tiny'"
  func failure() -> StoredMaskFailure? {
    #expect(throws: StoredMaskFailure.self) { try small.inspection.masks(of: variant, in: plan, allTowers: true) }
  }
  #expect(failure() == .missing(mask: name, store: "/store"))
  try small.commit(producer)
  let path = small.layout.record(producer.id)
  small.files.overwrite(path, Array("{}".utf8))
  #expect(failure() == .damaged(mask: name, path: path))
}

@Test func scoresThatAreMissingAndScoresThatAreMalformedAreToldApart() throws {
  let small = try SmallStore()
  let stage = try #require(
    try Workspace().plan(tinySpecification()).stages.values.first { $0.operation.artifacts.contains(.scores) })
  func scores(_ store: StoreInspection) throws -> ScoresFile? {
    try store.json(.scores, of: stage.id, as: ScoresFile.self)
  }
  #expect(try scores(small.inspection) == nil)
  try small.commit(stage)
  let record = try #require(try small.inspection.record(of: stage.id))
  let object = small.layout.object(try #require(record.digest(of: .scores)))
  let malformed = #expect(throws: FileFailure.self) { try scores(small.inspection) }
  #expect(
    malformed?.description
      == "cannot read '\(object)': 'scores.json' in the store is malformed: expected a value at byte 0")
  #expect(#expect(throws: FileFailure.self) { try scores(small.unreadable) }?.code == EIO)
  // What is damaged is made again by the next run.
  small.files.overwrite(object, Array("else".utf8))
  #expect(try scores(small.inspection) == nil)
}

@Test func aRecordWhoseParametersAreNoneIsDamaged() throws {
  let small = try SmallStore()
  let record = try #require(try small.open().verifiedRecord(of: small.stages[1]))
  func read(_ parameters: JSONValue) -> StageRecord? {
    let members = record.members.map { member in
      switch member.name {
      case "format": JSONValue.Member("format", "sharespec record 2")
      case "parameters": JSONValue.Member("parameters", parameters)
      default: member
      }
    }
    return StageRecord(Array(JSONText.text(of: .object(members)).utf8))
  }
  #expect(read(record.parameters?.json ?? nil) == record)
  #expect(read(nil)?.parameters == nil && read(nil) != nil)
  #expect(read(["network": nil]) == nil)
  #expect(read("sha256:no digest") == nil)
}

@Test func checkpointsThatCannotBeListedAreReported() throws {
  let small = try SmallStore()
  let store = try ArtifactStore(at: "/store", files: small.files)
  #expect(try CheckpointStore(in: store).stages() == [])
  let faulty = FaultyFileSystem(small.files, nil)
  _ = try ArtifactStore(at: "/store", files: faulty)
  let broken = FaultyFileSystem(small.files, .init(place: faulty.operations + 1, code: EIO, isLasting: true))
  let checkpoints = CheckpointStore(in: try ArtifactStore(at: "/store", files: broken))
  #expect(#expect(throws: FileFailure.self) { try checkpoints.stages() }?.code == EIO)
}

@Test func aDamagedCheckpointThatStaysIsNotSaidToBePutAside() throws {
  let small = try SmallStore()
  let stage = StageID(Digest(of: [1]))
  let layout = ParameterLayout(
    NetworkShape(
      words: .init(count: 3, dimension: 2), encoder: .init(.bilstm, layers: 1, hidden: 1),
      heads: [.init(task: "a", tagCount: 2, depth: 1)]))
  let path = small.layout.checkpoint(stage)
  small.files.overwrite(path, Array("nonsense".utf8))
  func refusal(_ files: any FileSystem) throws -> CheckpointRefusal? {
    let checkpoints = CheckpointStore(in: try ArtifactStore(at: "/store", files: files))
    return #expect(throws: CheckpointRefusal.self) {
      try checkpoints.read(CheckpointOrigin(stage: stage), layout: layout)
    }
  }
  let stays = try refusal(ReadOnlyFileSystem(base: small.files))
  #expect(stays?.description.hasPrefix("the checkpoint is damaged (its checksum is another) and stays where") == true)
  #expect(small.files.exists(path))
  #expect(try refusal(small.files) == .damaged("its checksum is another"))
  #expect(!small.files.exists(path))
}

@Test func whatACollectionTakesIsKnownAfterItIsRemoved() throws {
  let small = try SmallStore()
  let paths = small.files.files.files(under: "/store")
  let lock = try StoreRemovalLock(ofStoreAt: "/store", files: small.files)
  let collection = try StoreCollection(ofStoreAt: "/store", keeping: [], files: small.files)
  let size = collection.paths.reduce(0) { $0 + (paths[$1]?.count ?? 0) }
  #expect(size > 0 && collection.size == size)
  try collection.remove(holding: lock)
  #expect(collection.size == size)
}

@Test func runsAndLogsThatCannotBeShownAreReported() throws {
  let small = try SmallStore()
  let files = small.files
  for path in ["/store/runs", "/store/logs", "/store/logs/ab"] where !files.exists(path) {
    try files.makeDirectory(path)
  }
  files.overwrite(small.layout.run("x"), Array("nonsense".utf8))
  files.overwrite(small.layout.runLock("x"), [])
  #expect(try small.inspection.activeRuns().problems == [])
  let lock = try files.lock(small.layout.runLock("x"), .exclusive)
  let (runs, problems) = try small.inspection.activeRuns()
  #expect(runs.isEmpty)
  #expect(problems == ["cannot show the run in '/store/runs/x.json': expected the format 'sharespec run 1'"])
  withExtendedLifetime(lock) {}

  files.overwrite(small.layout.log(StageID(Digest(of: [1]))), Array("sharespec log 1: a\n".utf8))
  let counting = FaultyFileSystem(files, nil)
  #expect(try StoreInspection(at: "/store", files: counting).logs().count <= 1)
  let broken = FaultyFileSystem(files, .init(place: counting.operations, code: EIO, isLasting: false))
  #expect(#expect(throws: FileFailure.self) { try StoreInspection(at: "/store", files: broken).logs() }?.code == EIO)
}

/// A file of which nobody can know whether it is there, as in a directory that may not be searched, is not missing.
@Test func anInputThatCannotBeLookedForIsNotCalledMissing() throws {
  let named = try rightGraph(
    """
    sharespec: 1
    name: a
    datasets: {d: {format: columns, files: {train: a.txt, dev: a.txt}, columns: {token: 0, pos: 1}}}
    tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
    sharing: hard
    training: {epochs: 1}
    """, named: "/a/spec.yaml"
  ).files
  func messages(_ files: any FileSystem, _ purpose: InputProbe.Purpose) -> [String] {
    var log = DiagnosticLog()
    _ = InputProbe(specification: "/a/spec.yaml", dataRoot: "/data", purpose: purpose, files: files)
      .resolve(named, log: &log)
    return log.sorted.map(\.message)
  }
  let files = MemoryFileSystem()
  for purpose in [InputProbe.Purpose.running, .planning] {
    #expect(messages(files, purpose).first?.contains("a.txt") == true)
    #expect(messages(files, purpose).contains { $0.hasPrefix("cannot read") } == false)
    let denied = FaultyFileSystem(files, .init(place: 1, code: EACCES, isLasting: true))
    #expect(messages(denied, purpose) == ["cannot read '/a/a.txt': Permission denied"])
  }
}

/// Makes artifacts of nothing, until it lacks an input and the disk fails.
private struct BreakingExecutor: StageExecutor {
  let files: BreakableFileSystem
  let numerics = "none"

  func carryOut(
    _ stage: Stage, threads: Int, isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    if case .train = stage.operation, let input = stage.inputs.first {
      files.isBroken.store(true, ordering: .relaxed)
      throw .store(.missing(input.artifact, input.stage))
    }
    return stage.operation.artifacts.map { ($0, Array("\($0)".utf8)) }
  }
}

/// An input that is gone is looked for again; a disk that fails at that moment is the cause of the failure.
@Test func aDiskThatFailsWhileALostInputIsLookedForIsTheCause() async throws {
  let workspace = try Workspace()
  let plan = try workspace.smallestPlan()
  let files = BreakableFileSystem()
  let store = try ArtifactStore(at: storeRoot, files: files)
  let runner = PlanRunner(store: store, executor: BreakingExecutor(files: files), jobs: 1, observer: EventLog())
  let report = try await runner.run(plan)
  #expect(report.failures.count == 1)
  guard case .store(.file(let cause)) = report.failures.first?.cause else {
    Issue.record("\(report.failures)")
    return
  }
  #expect(cause.code == EIO && cause.operation == .read)
}
