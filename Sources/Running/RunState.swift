import Files
import Store
import OrderedCollections
import Planning

/// Where a run stands: what may begin, what has failed, and what was skipped for it.
struct RunState {
  private let plan: Plan
  private var schedule: Schedule

  private(set) var failures: [RunReport.Failure] = []

  /// Whether the store can no longer be written to, so that it is no use to begin anything.
  private(set) var isStoreLost = false

  /// The stages that other processes were at some time.
  private var everTaken: Set<StageID> = []

  /// How often a stage lacked what it should have found.
  private var reopenings: [StageID: Int] = [:]

  init(_ plan: Plan, missing: Set<StageID>, costs: PlanCosts?, jobs: Int, memory: Double) {
    self.plan = plan
    var works: OrderedDictionary<StageID, Schedule.Work> = [:]
    works.reserveCapacity(plan.stages.count)
    for stage in plan.stages.values {
      let cost = costs?.stages[stage.id]
      works[stage.id] = Schedule.Work(
        inputs: stage.inputs.map(\.stage), seconds: cost?.seconds ?? 0, memory: cost?.memory ?? 0)
    }
    schedule = Schedule(works, missing: missing, jobs: jobs, memory: memory)
  }

  /// Whether there is something that could still be done.
  var isUnfinished: Bool { schedule.isUnfinished }

  /// How many stages run.
  var runningCount: Int { schedule.running.count }

  /// How many stages could begin beside those that run.
  var readyCount: Int { schedule.readyCount }

  /// Whether stages are left to other processes.
  var hasTaken: Bool { schedule.hasTaken }

  /// The next stage to begin, which then counts as running.
  mutating func next() -> Stage? { schedule.next().flatMap { plan.stages[$0] } }

  /// Takes note that `stage` is done.
  mutating func finish(_ stage: Stage) { schedule.finish(stage.id) }

  /// Takes note that `stage` was stopped before it was done.
  mutating func stop(_ stage: Stage) { schedule.stop(stage.id) }

  /// Takes note that `stage` has failed; gives the stages that can no longer be run.
  mutating func fail(_ stage: Stage, _ cause: StageFailure) -> [Stage] {
    if case .store(.file(let failure)) = cause, failure.operation != .read, !failure.concernsPath {
      isStoreLost = true
    }
    let skipped = schedule.fail(stage.id).compactMap { plan.stages[$0] }
    failures.append(RunReport.Failure(stage: stage, cause: cause, skipped: skipped))
    return skipped
  }

  /// Leaves `stage` to the process that is at it; gives whether that is the first time.
  mutating func setAside(_ stage: Stage) -> Bool {
    schedule.setAside(stage.id)
    return everTaken.insert(stage.id).inserted
  }

  /// Has the stages that were left to other processes tried again.
  mutating func retryTaken() { schedule.retryTaken() }

  /// Whether `stage` may look for its inputs once more.
  func mayReopen(_ stage: Stage) -> Bool { reopenings[stage.id, default: 0] < 3 }

  /// Takes note that `stage` could not run since the results of the stages `missing` are gone; gives those of them that
  /// had counted as done.
  mutating func reopen(_ stage: Stage, missing: Set<StageID>) -> [Stage] {
    reopenings[stage.id, default: 0] += 1
    return schedule.reopen(stage.id, missing: missing).compactMap { plan.stages[$0] }
  }
}
