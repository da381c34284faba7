@testable import Files
@testable import Running
@testable import Store
import Glibc
import Planning
import Synchronization
import TestSupport

@testable import Execution

/// The training of one stage whose inputs are in a store, outside any run.
struct Training {
  private let stage: Stage
  private let store: ArtifactStore
  private let interpreter: StageInterpreter

  init(of stage: Stage, in store: ArtifactStore, interval: Duration = .seconds(3600), observer: any RunObserver) {
    self.stage = stage
    self.store = store
    interpreter = StageInterpreter(
      store: store, library: DatasetLibrary(), observer: observer, checkpointInterval: interval)
  }

  /// The artifacts; `nil` if it was stopped, which it is when it asks for that the `limit`-th time.
  func artifacts(threads: Int = 1, stoppingAtCall limit: Int = .max) throws -> [Artifact: [UInt8]]? {
    let calls = CallCount()
    do throws(StageFailure) {
      let artifacts = try interpreter.carryOut(stage, threads: threads) { calls.next() == limit }
      return Dictionary(uniqueKeysWithValues: artifacts)
    } catch .interrupted {
      return nil
    }
  }

  /// The artifacts that an undisturbed run left in the store.
  var stored: [Artifact: [UInt8]] {
    get throws {
      try Dictionary(
        uniqueKeysWithValues: stage.operation.artifacts.map { ($0, try store.read($0, of: stage.id)) })
    }
  }

  var checkpointPath: String { CheckpointStore(in: store).path(of: stage.id) }
}

/// Counts calls from any thread.
private final class CallCount: Sendable {
  private let count = Atomic<Int>(0)

  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// Remembers what became of checkpoints.
final class CheckpointLog: RunObserver {
  private let events = Mutex<[CheckpointEvent]>([])

  func observe(_ event: RunEvent) {
    if case .checkpoint(_, let event) = event { events.withLock { $0.append(event) } }
  }

  var continuations: [(epoch: Int, step: Int)] {
    events.withLock { events in
      events.compactMap { if case .continued(let epoch, let step) = $0 { (epoch, step) } else { nil } }
    }
  }

  var refusals: [String] {
    events.withLock { events in events.compactMap { if case .refused(let reason) = $0 { reason } else { nil } } }
  }

  var losses: [String] {
    events.withLock { events in
      events.compactMap { if case .notKept(let failure) = $0 { failure.description } else { nil } }
    }
  }
}

/// The disk, which remembers each checkpoint that was put in place and can be full for them.
final class WatchedFileSystem: FileSystemLayer {
  let base = LocalFileSystem()
  private let kept = Mutex<[[UInt8]]>([])
  private let full = Atomic<Bool>(false)

  /// The checkpoints, in the order in which they were put in place.
  var checkpoints: [[UInt8]] { kept.withLock { $0 } }

  var isFull: Bool {
    get { full.load(ordering: .relaxed) }
    set { full.store(newValue, ordering: .relaxed) }
  }

  /// Has a file at `path` with these bytes, whatever was there.
  func replace(_ path: String, by bytes: [UInt8]) throws(FileFailure) {
    if base.exists(path) { try base.remove(path) }
    try base.write(bytes, toNew: path)
  }

  func rename(_ source: String, to target: String) throws(FileFailure) {
    if target.contains("/checkpoints/") {
      if isFull {
        throw FileFailure(.putInPlace, target, code: ENOSPC)
      }
      let bytes = try base.contents(of: source)
      kept.withLock { $0.append(bytes) }
    }
    try base.rename(source, to: target)
  }
}
