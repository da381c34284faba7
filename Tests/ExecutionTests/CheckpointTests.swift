@testable import Store
import OrderedCollections
import Planning
import Running
import TestSupport
import Testing

@testable import Execution

/// Settings that training has state of its own for: what of the tiny specification becomes what.
private let settings: [String: [(old: String, new: String)]] = [
  "masks, characters, dropout": [
    ("filters: 5}", "filters: 5}\n  dropout: {words: 0.3, characters: 0.2, output: 0.4}")
  ],
  "momentum everywhere": [("training: {", "training: {optimizer: {momentum_scope: global}, ")],
  "uniform sampling, clipping by value": [
    ("training: {", "training: {sampling: uniform, clip: {by: value, at: 0.01}, ")
  ],
  "annealed sampling": [("training: {", "training: {sampling: annealed, ")],
  "turns, decay, the last epoch": [
    ("training: {", "training: {sampling: round_robin, select: last, optimizer: {learning_rate: 0.3, decay: 0.5}, ")
  ],
  "learned weights": [("training: {", "training: {weights: learned, optimizer: {momentum_scope: global}, ")],
  "fixed weights": [("training: {", "training: {weights: {pos: 2, ner: 0.5}, ")],
  "CRF": [("hidden: 6}", "hidden: 6}\n  head: crf")],
  "GRU": [("hidden: 6}", "hidden: 6, kind: bigru, layers: 2}")],
  "LSTM": [("hidden: 6}", "hidden: 6, kind: lstm, layers: 2}")],
  "cross-stitch": [("sharing: sparse", "sharing: soft")],
  "two tasks, words only": [
    ("  pp: {dataset: d, derive: position, metric: accuracy}\n", ""),
    ("  characters: {dimension: 4, filters: 5}\n", ""),
  ],
]

/// Training that is stopped again and again, at steps, at ends of epochs and while it is scored, and goes on in new
/// networks with another number of threads, comes to the same bytes.
@Test(arguments: settings.keys.sorted())
func trainingGoesOnAsIfNothingHadBeen(setting: String) async throws {
  let workspace = try Workspace()
  var text = threeEpochs
  for (old, new) in settings[setting] ?? [] {
    #expect(text.contains(old))
    text = text.replacing(old, with: new)
  }
  let plan = try workspace.plan(text)
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  for stage in plan.stages.values where stage.label.hasPrefix("train") {
    let events = CheckpointLog()
    let training = Training(of: stage, in: store, observer: events)
    var artifacts: [Artifact: [UInt8]]?
    var stops = 0
    while artifacts == nil {
      artifacts = try training.artifacts(threads: 1 + stops % 2, stoppingAtCall: 5)
      if artifacts == nil { stops += 1 }
    }
    #expect(stops >= 3)
    #expect(events.continuations.count == stops)
    #expect(Set(events.continuations.map(\.epoch)) == [1, 2, 3])
    #expect(events.continuations.contains { $0.step > 1 })
    #expect(try artifacts == training.stored)
  }
}

/// Checkpoints within epochs and at their ends, written by training that is not stopped, are as good as any other.
@Test func everyCheckpointOnTheWayIsAPlaceToGoOnFrom() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(threeEpochs.replacing("sharing: sparse", with: "sharing: hard"))
  _ = try await workspace.run(plan)
  let stage = try #require(plan.stages.values.first { $0.label.hasPrefix("train") })
  let files = WatchedFileSystem()
  let store = try ArtifactStore(at: "\(workspace.path)/store", files: files)
  let events = CheckpointLog()
  let training = Training(of: stage, in: store, interval: .zero, observer: events)
  _ = try training.artifacts()
  // Nine steps an epoch, and the ends of all epochs but the last.
  let checkpoints = files.checkpoints
  #expect(checkpoints.count == 3 * 9 + 2)
  let quiet = Training(of: stage, in: store, observer: events)
  for index in stride(from: 1, to: checkpoints.count, by: 2) {
    let checkpoint = checkpoints[index]
    try files.replace(quiet.checkpointPath, by: checkpoint)
    #expect(try quiet.artifacts() == training.stored)
  }
  #expect(events.continuations.count == checkpoints.count / 2)
}

/// A checkpoint with any damage, or of something else, is noticed; training begins anew and ends the same.
@Test func whatIsNotTheStagesOwnCheckpointIsNotBelieved() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(threeEpochs)
  _ = try await workspace.run(plan)
  let trained = plan.stages.values.filter { $0.operation.name == "train" }
  let files = WatchedFileSystem()
  let store = try ArtifactStore(at: "\(workspace.path)/store", files: files)
  let stage = try #require(trained.first { $0.label.hasPrefix("train") })
  let other = try #require(trained.first { $0.id != stage.id })
  for stage in [stage, other] {
    #expect(try Training(of: stage, in: store, observer: CheckpointLog()).artifacts(stoppingAtCall: 6) == nil)
  }
  let (own, foreign) = (files.checkpoints[0], files.checkpoints[1])
  var flipped = own
  flipped[own.count / 2] ^= 1
  for bytes in [[], foreign, flipped, Array(own.dropLast()), own + [0]] {
    let events = CheckpointLog()
    let training = Training(of: stage, in: store, observer: events)
    try files.replace(training.checkpointPath, by: bytes)
    #expect(try training.artifacts() == training.stored)
    #expect(events.continuations.isEmpty)
    #expect(events.refusals.count == 1)
    #expect(events.refusals.allSatisfy { $0.contains("damaged") && $0.contains("put aside") })
  }
  #expect(try files.names(in: "\(store.root)/damaged").count == 5)
}

@Test func aCheckpointThatCannotBeWrittenStopsNothing() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(threeEpochs)
  _ = try await workspace.run(plan)
  let stage = try #require(plan.stages.values.first { $0.label.hasPrefix("train") })
  let files = WatchedFileSystem()
  let store = try ArtifactStore(at: "\(workspace.path)/store", files: files)
  #expect(try Training(of: stage, in: store, observer: CheckpointLog()).artifacts(stoppingAtCall: 6) == nil)
  let (events, before) = (CheckpointLog(), files.checkpoints[0])
  let training = Training(of: stage, in: store, interval: .zero, observer: events)
  files.isFull = true
  #expect(try training.artifacts() == training.stored)
  #expect(events.losses == ["cannot put in place '\(training.checkpointPath)': No space left on device"])
  #expect(try files.contents(of: training.checkpointPath) == before)
  #expect(try files.names(in: "\(store.root)/temporary") == [])
}

@Test func checkpointsGoWhenTheirStagesAreDone() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  _ = try await workspace.run(plan)
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let stage = try #require(plan.stages.values.first { $0.label.hasPrefix("train") })
  let checkpoints = CheckpointStore(in: store)
  #expect(try checkpoints.stages() == [])
  // A run that ended between the record and the removal leaves one.
  #expect(try Training(of: stage, in: store, observer: CheckpointLog()).artifacts(stoppingAtCall: 3) == nil)
  #expect(try checkpoints.stages() == [stage.id])
  #expect(try await workspace.run(plan).1.started == [])
  #expect(try checkpoints.stages() == [])
}

private let threeEpochs = tinySpecification().replacing("training: {epochs: 2}", with: "training: {epochs: 3}")
