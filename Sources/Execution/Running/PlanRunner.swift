import Dispatch
import OrderedCollections
package import Planning
import Synchronization

/// Runs what of a plan is not in the store yet, several stages at a time.
package struct PlanRunner: Sendable {
  private let store: ArtifactStore
  private let interpreter: StageInterpreter
  private let observer: any RunObserver
  private let stop: StopSwitch
  private let jobs: Int

  /// The operations of stages, for the timings of this machine.
  private let model: CostModel?

  /// Creates a runner of up to `jobs` stages at a time. A stage has one thread, or more where fewer stages than jobs
  /// can run.
  package init(
    store: ArtifactStore, jobs: Int, observer: any RunObserver, stop: StopSwitch = StopSwitch(),
    timedBy model: CostModel? = nil, checkpointInterval: Duration = .seconds(60)
  ) {
    self.store = store
    self.jobs = max(1, jobs)
    self.observer = observer
    self.stop = stop
    self.model = model
    interpreter = StageInterpreter(
      store: store, library: DatasetLibrary(), observer: observer, checkpointInterval: checkpointInterval)
  }

  /// Runs `plan`. A stage that fails stops only what depends on it; the failures are in the report.
  package func run(_ plan: Plan) async throws(FileFailure) -> RunReport {
    var state = RunState(plan, missing: try missingStages(of: plan))
    if state.isUnfinished { try store.checkIsWritable() }
    try removeCheckpoints(ofDoneStagesOf: plan)
    observer.observe(.began(total: plan.stages.count, cached: plan.stages.count - state.waiting.count))
    await withTaskGroup(of: (Stage, StageFailure?).self) { group in
      var running = 0
      while true {
        while running < jobs, !stop.isOn, let stage = state.nextReady() {
          running += 1
          let threads = max(1, jobs / (running + state.readyCount))
          group.addTask { (stage, await self.carryOut(stage, threads: threads)) }
        }
        guard running > 0, let (stage, failure) = await group.next() else { break }
        running -= 1
        for skipped in state.finish(stage, failure) { observer.observe(.stageSkipped(skipped)) }
      }
    }
    observer.observe(.ended)
    return RunReport(failures: state.failures, isInterrupted: state.isUnfinished)
  }

  /// The stages that the results need and the store does not have whole.
  private func missingStages(of plan: Plan) throws(FileFailure) -> Set<StageID> {
    var missing: Set<StageID> = []
    var seen: Set<StageID> = []
    var open = plan.variants.flatMap(\.results)
    while let id = open.popLast() {
      guard seen.insert(id).inserted, let stage = plan.stages[id] else { continue }
      if try store.verifiedRecord(of: stage) == nil {
        missing.insert(id)
        open += stage.inputs.map(\.stage)
      }
    }
    return missing
  }

  /// Removes what is left of runs that ended between the record of a stage and the removal of its checkpoint.
  private func removeCheckpoints(ofDoneStagesOf plan: Plan) throws(FileFailure) {
    for id in interpreter.checkpoints.stages {
      if let stage = plan.stages[id], try store.verifiedRecord(of: stage) != nil { interpreter.checkpoints.remove(id) }
    }
  }

  /// Carries out a stage away from Swift's cooperative threads, so that long computations keep nothing else waiting.
  private func carryOut(_ stage: Stage, threads: Int) async -> StageFailure? {
    observer.observe(.stageStarted(stage))
    let isBegun = interpreter.checkpoints.exists(stage.id)
    let clock = ContinuousClock()
    let start = clock.now
    let failure: StageFailure? = await withCheckedContinuation { continuation in
      // A serial queue of its own has a thread of its own, however many stages run.
      DispatchQueue(label: stage.label).async {
        do throws(StageFailure) {
          let artifacts = try interpreter.carryOut(stage, threads: threads, isStopped: { stop.isOn })
          try commit(stage, artifacts)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
    switch failure {
    case nil:
      let seconds = (clock.now - start) / .seconds(1)
      if !isBegun { record(stage, seconds: seconds, threads: threads) }
      observer.observe(.stageFinished(stage, seconds: seconds))
    case .interrupted: observer.observe(.stageInterrupted(stage))
    case let failure?: observer.observe(.stageFailed(stage, failure))
    }
    return failure
  }

  /// Notes how long a stage took, in one go, that computes for long enough to tell something.
  private func record(_ stage: Stage, seconds: Double, threads: Int) {
    guard case .train = stage.operation, let operations = model?.cost(of: stage.operation).operations else { return }
    StageTimings(ofStoreAt: store.root).record(
      stage.id, operations: operations, seconds: seconds, threads: threads)
  }

  private func commit(_ stage: Stage, _ artifacts: [(Artifact, [UInt8])]) throws(StageFailure) {
    do throws(FileFailure) { _ = try store.commit(stage, artifacts) } catch { throw .file(error) }
    interpreter.checkpoints.remove(stage.id)
  }
}

/// What a run came to.
package struct RunReport: Sendable {
  /// The stages that failed, in the order in which they did, each with its cause.
  package let failures: [(stage: Stage, cause: StageFailure)]

  /// Whether the run was stopped before everything that could be done was done.
  package let isInterrupted: Bool
}

/// A switch that is thrown once, from any thread, to stop a run at the next step.
package final class StopSwitch: Sendable {
  private let state = Atomic<Bool>(false)

  package init() {}

  package var isOn: Bool { state.load(ordering: .relaxed) }

  package func turnOn() { state.store(true, ordering: .relaxed) }
}

/// Which stages wait, and for how many others.
private struct RunState {
  private let plan: Plan
  private(set) var waiting: Set<StageID>
  private(set) var failures: [(stage: Stage, cause: StageFailure)] = []
  private var openInputs: [StageID: Int] = [:]
  private var dependents: [StageID: [StageID]] = [:]

  /// The stages that may start, those that could first in front.
  private var ready: [StageID] = []

  init(_ plan: Plan, missing: Set<StageID>) {
    self.plan = plan
    waiting = missing
    for id in plan.stages.keys where waiting.contains(id) {
      let open = plan.dependencies(of: id).filter(waiting.contains)
      openInputs[id] = open.count
      for input in open { dependents[input, default: []].append(id) }
      if open.isEmpty { ready.append(id) }
    }
  }

  /// Whether there is something that could still be done.
  var isUnfinished: Bool { !waiting.isEmpty }

  /// How many stages could start at once.
  var readyCount: Int { ready.count }

  /// The next stage that can start, which then counts as started.
  mutating func nextReady() -> Stage? { ready.isEmpty ? nil : plan.stages[ready.removeFirst()] }

  /// Takes note that `stage` is through; gives the stages that can no longer be run.
  mutating func finish(_ stage: Stage, _ failure: StageFailure?) -> [Stage] {
    if failure == .interrupted { return [] }
    waiting.remove(stage.id)
    if let failure {
      failures.append((stage, failure))
      return skipDependents(of: stage.id)
    }
    for dependent in dependents[stage.id] ?? [] {
      openInputs[dependent, default: 0] -= 1
      if openInputs[dependent] == 0, waiting.contains(dependent) { ready.append(dependent) }
    }
    return []
  }

  private mutating func skipDependents(of id: StageID) -> [Stage] {
    var skipped: [Stage] = []
    for dependent in dependents[id] ?? [] where waiting.remove(dependent) != nil {
      if let stage = plan.stages[dependent] { skipped.append(stage) }
      skipped += skipDependents(of: dependent)
    }
    return skipped
  }
}
