import OrderedCollections
import Planning

/// Which stages wait, and for how many others.
struct RunState {
  private let plan: Plan

  /// The stages that are not done, those that run among them.
  private(set) var waiting: Set<StageID> = []
  private(set) var failures: [(stage: Stage, cause: StageFailure)] = []

  /// Whether the store can no longer be written to, so that it is no use to begin anything.
  private(set) var isStoreLost = false

  private var openInputs: [StageID: Int] = [:]
  private var dependents: [StageID: [StageID]] = [:]

  /// The stages that may start, those that could first in front.
  private var ready: [StageID] = []

  /// The stages that other processes are at, and those that were at some time.
  private var taken: [StageID] = []
  private var everTaken: Set<StageID> = []

  /// How often a stage lacked what it should have found.
  private var reopenings: [StageID: Int] = [:]

  init(_ plan: Plan, missing: Set<StageID>) {
    self.plan = plan
    open(missing)
  }

  /// Whether there is something that could still be done.
  var isUnfinished: Bool { !waiting.isEmpty }

  /// How many stages could start at once.
  var readyCount: Int { ready.count }

  /// Whether stages are left to other processes.
  var hasTaken: Bool { !taken.isEmpty }

  /// The next stage that can start, which then counts as started.
  mutating func nextReady() -> Stage? { ready.isEmpty ? nil : plan.stages[ready.removeFirst()] }

  /// Takes note that `stage` is done.
  mutating func finish(_ stage: Stage) {
    waiting.remove(stage.id)
    for dependent in dependents.removeValue(forKey: stage.id) ?? [] {
      openInputs[dependent, default: 0] -= 1
      if openInputs[dependent] == 0, waiting.contains(dependent) { ready.append(dependent) }
    }
  }

  /// Takes note that `stage` has failed; gives the stages that can no longer be run.
  mutating func fail(_ stage: Stage, _ failure: StageFailure) -> [Stage] {
    waiting.remove(stage.id)
    failures.append((stage, failure))
    if case .store(.file(let cause)) = failure, cause.operation != "read" { isStoreLost = true }
    return skipDependents(of: stage.id)
  }

  private mutating func skipDependents(of id: StageID) -> [Stage] {
    var skipped: [Stage] = []
    for dependent in dependents.removeValue(forKey: id) ?? [] where waiting.remove(dependent) != nil {
      if let stage = plan.stages[dependent] { skipped.append(stage) }
      skipped += skipDependents(of: dependent)
    }
    return skipped
  }

  // MARK: Other processes

  /// Leaves `stage` to the process that is at it; gives whether that is the first time.
  mutating func setAside(_ stage: Stage) -> Bool {
    taken.append(stage.id)
    return everTaken.insert(stage.id).inserted
  }

  /// Has the stages that were left to other processes tried again, after those that are ready.
  mutating func retryTaken() {
    ready += taken
    taken = []
  }

  // MARK: Vanished results

  /// Whether `stage` may look for its inputs once more.
  func mayReopen(_ stage: Stage) -> Bool { reopenings[stage.id, default: 0] < 3 }

  /// Takes note that `stage` could not run since the results of the stages `missing` are gone; gives those of them that
  /// had counted as done.
  mutating func reopen(_ stage: Stage, missing: Set<StageID>) -> [StageID] {
    reopenings[stage.id, default: 0] += 1
    let opened = open(missing.subtracting(waiting))
    wait(stage.id)
    return opened
  }

  /// Has the stages `missing` carried out, each after those that it needs.
  @discardableResult
  private mutating func open(_ missing: Set<StageID>) -> [StageID] {
    waiting.formUnion(missing)
    let opened = plan.stageIDs.filter(missing.contains)
    for id in opened { wait(id) }
    return opened
  }

  /// Has `id` wait for what it needs that is not done.
  private mutating func wait(_ id: StageID) {
    let open = plan.dependencies(of: id).filter(waiting.contains)
    openInputs[id] = open.count
    for input in open { dependents[input, default: []].append(id) }
    if open.isEmpty { ready.append(id) }
  }
}
