package import OrderedCollections
package import Planning

/// Which stages begin when: a value that is told what ends, and says what may begin.
///
/// Of the stages whose inputs are there, the one with the longest chain of work behind it is first; equal ones keep the
/// plan's order. A stage that would take more memory than is left lets those behind it that fit go first, and one
/// always runs. What a stage's results are depends on none of this.
package struct Schedule: Sendable {
  /// What a stage waits for and takes.
  package struct Work: Hashable, Sendable {
    package let inputs: [StageID]

    /// Estimated, with one thread; 0 where nothing is known.
    package let seconds: Double

    /// The most memory that it needs, in bytes, by estimate.
    package let memory: Double

    package init(inputs: [StageID], seconds: Double, memory: Double) {
      self.inputs = inputs
      self.seconds = seconds
      self.memory = memory
    }
  }

  /// The most stages that run at a time, and the memory that they may take together, in bytes.
  package let jobs: Int
  package let memory: Double

  /// The stages that are not done, those that run among them.
  package private(set) var waiting: Set<StageID> = []
  package private(set) var running: Set<StageID> = []

  private let works: OrderedDictionary<StageID, Work>
  private var openInputs: [StageID: Int] = [:]
  private var dependents: [StageID: [StageID]] = [:]

  /// The stages that may begin, in the order in which they should.
  private var ready: [StageID] = []

  /// The stages that others are at, which are tried again later.
  private var taken: [StageID] = []

  /// The seconds of the longest chain of stages that begins with a stage, itself included.
  private let remaining: [StageID: Double]

  /// A schedule for the stages `missing` of `works`, each of which stands after those that it waits for.
  package init(
    _ works: OrderedDictionary<StageID, Work>, missing: Set<StageID>, jobs: Int, memory: Double = .infinity
  ) {
    self.works = works
    self.jobs = max(1, jobs)
    self.memory = memory
    var remaining: [StageID: Double] = [:]
    for (id, work) in works.reversed() {
      let whole = remaining[id, default: 0] + work.seconds
      remaining[id] = whole
      for input in work.inputs { remaining[input] = max(remaining[input, default: 0], whole) }
    }
    self.remaining = remaining
    open(missing)
  }

  /// Whether there is something that could still be done.
  package var isUnfinished: Bool { !waiting.isEmpty }

  /// Whether stages are left to others.
  package var hasTaken: Bool { !taken.isEmpty }

  /// The next stage to begin, which then counts as running; `nil` while none may.
  package mutating func next() -> StageID? {
    guard running.count < jobs, let place = ready.firstIndex(where: fits) else { return nil }
    let id = ready.remove(at: place)
    running.insert(id)
    return id
  }

  /// The number of stages that could begin beside those that run.
  package var readyCount: Int { ready.count(where: fits) }

  private func fits(_ id: StageID) -> Bool {
    running.isEmpty || memoryInUse + (works[id]?.memory ?? 0) <= memory
  }

  private var memoryInUse: Double { running.reduce(0) { $0 + (works[$1]?.memory ?? 0) } }

  /// Takes note that `id` is done.
  package mutating func finish(_ id: StageID) {
    running.remove(id)
    waiting.remove(id)
    for dependent in dependents.removeValue(forKey: id) ?? [] {
      openInputs[dependent, default: 0] -= 1
      if openInputs[dependent] == 0, waiting.contains(dependent) { makeReady(dependent) }
    }
  }

  /// Takes note that `id` was stopped before it was done, and is not to be tried again.
  package mutating func stop(_ id: StageID) { running.remove(id) }

  /// Takes note that `id` has failed; gives the stages that can no longer be run, in the plan's order.
  package mutating func fail(_ id: StageID) -> [StageID] {
    running.remove(id)
    waiting.remove(id)
    var skipped: Set<StageID> = []
    var open = [id]
    while let next = open.popLast() {
      for dependent in dependents.removeValue(forKey: next) ?? [] where waiting.remove(dependent) != nil {
        skipped.insert(dependent)
        open.append(dependent)
      }
    }
    return inOrder(skipped)
  }

  /// Leaves `id` to whoever is at it.
  package mutating func setAside(_ id: StageID) {
    running.remove(id)
    taken.append(id)
  }

  /// Has the stages that were left to others tried again.
  package mutating func retryTaken() {
    for id in taken { makeReady(id) }
    taken = []
  }

  /// Takes note that `id` could not run since the results of the stages `missing` are gone; gives those of them that
  /// had counted as done.
  package mutating func reopen(_ id: StageID, missing: Set<StageID>) -> [StageID] {
    running.remove(id)
    let opened = open(missing.subtracting(waiting))
    wait(id)
    return opened
  }

  /// Has the stages `missing` carried out, each after those that it needs.
  @discardableResult
  private mutating func open(_ missing: Set<StageID>) -> [StageID] {
    waiting.formUnion(missing)
    let opened = inOrder(missing)
    for id in opened { wait(id) }
    return opened
  }

  private func inOrder(_ stages: Set<StageID>) -> [StageID] {
    stages.sorted { (works.index(forKey: $0) ?? 0) < (works.index(forKey: $1) ?? 0) }
  }

  /// Has `id` wait for what it needs that is not done.
  private mutating func wait(_ id: StageID) {
    let open = OrderedSet(works[id]?.inputs ?? []).filter(waiting.contains)
    openInputs[id] = open.count
    for input in open { dependents[input, default: []].append(id) }
    if open.isEmpty { makeReady(id) }
  }

  /// Puts `id` among those that may begin, behind all that should before it.
  private mutating func makeReady(_ id: StageID) {
    var (low, high) = (0, ready.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(id, ready[middle]) { high = middle } else { low = middle + 1 }
    }
    ready.insert(id, at: low)
  }

  private func isBefore(_ left: StageID, _ right: StageID) -> Bool {
    let (first, second) = (remaining[left] ?? 0, remaining[right] ?? 0)
    return first == second ? (works.index(forKey: left) ?? 0) < (works.index(forKey: right) ?? 0) : first > second
  }
}
