import Dispatch
package import Files
import FoundationEssentials
import OrderedCollections
package import Planning
package import Store
import Synchronization

/// Runs what of a plan is not in the store yet, several stages at a time.
package struct PlanRunner: Sendable {
  private let store: ArtifactStore
  private let executor: any StageExecutor
  private let checkpoints: CheckpointStore
  private let observer: any RunObserver
  private let stop: StopSwitch
  private let jobs: Int

  /// The bytes that stages which run at the same time may take together, by estimate.
  private let memory: Double

  /// What happens after a failure to stages that do not depend on it.
  private let failurePolicy: FailurePolicy

  /// The costs of stages, for their order and for the timings of this machine.
  private let model: CostModel?

  /// Creates a runner of up to `jobs` stages at a time, as far as `memory` bytes hold them. A stage has one thread, or
  /// more where fewer stages than jobs can run.
  package init(
    store: ArtifactStore, executor: any StageExecutor, jobs: Int, observer: any RunObserver,
    stop: StopSwitch = StopSwitch(), timedBy model: CostModel? = nil, memory: Double = .infinity,
    onFailure failurePolicy: FailurePolicy = .keepGoing
  ) {
    self.memory = memory
    self.failurePolicy = failurePolicy
    self.store = store
    self.jobs = max(1, jobs)
    self.observer = observer
    self.stop = stop
    self.model = model
    self.executor = executor
    checkpoints = CheckpointStore(in: store)
  }

  /// Runs what of `plan` its variants, or else the stages `wanted`, need. A stage that fails stops only what depends on
  /// it; the failures are in the report.
  ///
  /// Other processes may run plans over the same store at the same time: each stage is carried out by one of them, and
  /// what another one is at is left until nothing else can be done.
  package func run(_ plan: Plan, for wanted: [StageID]? = nil) async throws(FileFailure) -> RunReport {
    let missing = try store.missingStages(of: plan, from: wanted)
    let costs = missing.isEmpty ? nil : costs(of: plan)
    var state = RunState(plan, missing: missing, costs: costs, jobs: jobs, memory: memory)
    if state.isUnfinished { try store.checkIsWritable() }
    try removeCheckpoints(ofDoneStagesOf: plan)
    observer.observe(.began(RunOutline(of: plan, missing: missing, costs: costs, jobs: jobs)))
    await withTaskGroup(of: Step.self) { group in
      var isPausing = false
      while true {
        while mayBegin(state), let stage = state.next() {
          let threads = max(1, jobs / (state.runningCount + state.readyCount))
          group.addTask { .attempted(stage, await self.attempt(stage, of: plan.name, threads: threads)) }
        }
        if state.hasTaken, !isPausing, mayBegin(state) {
          isPausing = true
          group.addTask {
            // Only cancellation ends a pause early, and then the next round follows at once.
            try? await Task.sleep(for: .milliseconds(50))
            return .paused
          }
        }
        guard state.runningCount > 0 || isPausing, let step = await group.next() else { break }
        switch step {
        case .paused:
          isPausing = false
          state.retryTaken()
        case .attempted(let stage, let outcome):
          take(outcome, of: stage, in: plan, &state)
          if failurePolicy == .stop, !state.failures.isEmpty { stop.turnOn() }
        }
      }
    }
    observer.observe(.ended)
    return RunReport(failures: state.failures, isInterrupted: state.isUnfinished)
  }

  /// Whether it is of use to begin another stage.
  private func mayBegin(_ state: RunState) -> Bool { !stop.isOn && !state.isStoreLost }

  /// The costs of the plan's stages, by the rates that runs on this machine have shown.
  private func costs(of plan: Plan) -> PlanCosts? {
    model.map { model in
      PlanCosts(of: plan, by: CostModel(sizes: model.sizes, rates: StageTimings(ofStoreAt: store.root).rates))
    }
  }

  /// What the runner waits for.
  private enum Step: Sendable {
    case attempted(Stage, StageOutcome)

    /// It is time to see whether what other processes are at has been done.
    case paused
  }

  private func take(_ outcome: StageOutcome, of stage: Stage, in plan: Plan, _ state: inout RunState) {
    switch outcome {
    case .done: state.finish(stage)
    case .taken: if state.setAside(stage) { observer.observe(.stageTaken(stage)) }
    case .failed(.interrupted): state.stop(stage)
    case .failed(.store(.missing(_, let producer))) where state.mayReopen(stage):
      // What was there when the run began has been damaged or removed since: a miss like any other.
      do throws(FileFailure) {
        let missing = try store.missingStages(of: plan, from: [producer])
        for reopened in state.reopen(stage, missing: missing) { observer.observe(.stageReopened(reopened)) }
      } catch {
        fail(stage, .store(.file(error)), &state)
      }
    case .failed(let failure): fail(stage, failure, &state)
    }
  }

  private func fail(_ stage: Stage, _ failure: StageFailure, _ state: inout RunState) {
    observer.observe(.stageFailed(stage, failure))
    for skipped in state.fail(stage, failure) { observer.observe(.stageSkipped(skipped)) }
  }

  /// Removes what is left of runs that ended between the record of a stage and the removal of its checkpoint.
  private func removeCheckpoints(ofDoneStagesOf plan: Plan) throws(FileFailure) {
    for id in try checkpoints.stages() {
      guard let stage = plan.stages[id], try store.newerFiles(about: id).isEmpty, try store.find(stage).isWhole else {
        continue
      }
      checkpoints.remove(id)
    }
  }

  /// Carries out a stage away from Swift's cooperative threads, so that long computations keep nothing else waiting.
  private func attempt(_ stage: Stage, of experiment: String, threads: Int) async -> StageOutcome {
    await withCheckedContinuation { continuation in
      // A serial queue of its own has a thread of its own, however many stages run.
      DispatchQueue(label: stage.label).async {
        do throws(StageFailure) {
          continuation.resume(returning: try carryOut(stage, of: experiment, threads: threads))
        } catch {
          if error == .interrupted { observer.observe(.stageInterrupted(stage)) }
          continuation.resume(returning: .failed(error))
        }
      }
    }
  }

  /// Carries out a stage that no other process is at or has done since the run began.
  private func carryOut(_ stage: Stage, of experiment: String, threads: Int) throws(StageFailure) -> StageOutcome {
    guard let claim = try inStore({ () throws(FileFailure) in try store.claim(stage.id) }) else { return .taken }
    defer { withExtendedLifetime(claim) {} }
    if try inStore({ () throws(FileFailure) in try store.verifiedRecord(of: stage) }) != nil {
      observer.observe(.stageFound(stage))
      return .done
    }
    // Another process may have written it since the run began.
    if let newer = try inStore({ () throws(FileFailure) in try store.newerFiles(about: stage.id) }).first {
      throw .store(.file(newer.failure))
    }
    observer.observe(.stageStarted(stage))
    let isBegun = checkpoints.exists(stage.id)
    let started = Date()
    let clock = ContinuousClock()
    let start = clock.now
    let artifacts = try executor.carryOut(stage, threads: threads, isStopped: { stop.isOn })
    let circumstances = Provenance.Circumstances(
      of: stage, experiment: experiment, started: started, seconds: (clock.now - start) / .seconds(1), threads: threads,
      numerics: executor.numerics)
    _ = try inStore { () throws(FileFailure) in try store.commit(stage, artifacts, circumstances) }
    checkpoints.remove(stage.id)
    let seconds = (clock.now - start) / .seconds(1)
    if !isBegun { record(stage, seconds: seconds, threads: threads) }
    observer.observe(.stageFinished(stage, seconds: seconds))
    return .done
  }

  /// What `body` gives; a failure is one of the store.
  private func inStore<Result>(_ body: () throws(FileFailure) -> Result) throws(StageFailure) -> Result {
    do throws(FileFailure) { return try body() } catch { throw .store(.file(error)) }
  }

  /// Notes how long a stage took, in one go, that computes for long enough to tell something.
  private func record(_ stage: Stage, seconds: Double, threads: Int) {
    guard stage.operation.isTraining, let operations = model?.cost(of: stage.operation).operations else { return }
    StageTimings(ofStoreAt: store.root).record(
      stage.id, operations: operations, seconds: seconds, threads: threads)
  }
}

/// Carries stages out: what makes artifacts of operations, as a runner sees it.
package protocol StageExecutor: Sendable {
  /// What the bits of results depend on besides the program.
  var numerics: String { get }

  /// Makes the artifacts of `stage`, whose inputs are in the store, with this many threads; the number of threads
  /// changes none of them.
  func carryOut(
    _ stage: Stage, threads: Int, isStopped: @escaping @Sendable () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])]
}

/// What became of the attempt to carry out a stage.
private enum StageOutcome: Sendable {
  case done

  /// Another process is at it.
  case taken

  case failed(StageFailure)
}

/// A switch that is thrown once, from any thread, to stop a run at the next step.
package final class StopSwitch: Sendable {
  private let state = Atomic<Bool>(false)

  package init() {}

  package var isOn: Bool { state.load(ordering: .relaxed) }

  package func turnOn() { state.store(true, ordering: .relaxed) }
}
