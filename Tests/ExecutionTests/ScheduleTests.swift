import OrderedCollections
import Planning
import Randomness
import Testing

@testable import Running

/// Stages drawn at random, each of which waits for some of those before it, and a run of their schedule in which those
/// under way end in a random order.
private struct RandomRun {
  let works: OrderedDictionary<StageID, Schedule.Work>
  let missing: Set<StageID>
  let jobs: Int
  let memory: Double
  private var stream: RandomStream

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    var works: OrderedDictionary<StageID, Schedule.Work> = [:]
    for number in 0..<Int(1 + stream.next() % 30) {
      let inputs = works.keys.filter { _ in stream.next() % 5 == 0 }
      works[stage(number)] = Schedule.Work(
        inputs: Array(inputs), seconds: Double(stream.next() % 4), memory: Double(stream.next() % 50))
    }
    // Whoever needs a stage that is missing is missing too, as results are wanted of the last ones.
    var missing: Set<StageID> = []
    for (id, work) in works {
      if stream.next() % 4 != 0 || work.inputs.contains(where: missing.contains) { missing.insert(id) }
    }
    self.works = works
    self.missing = missing
    jobs = Int(1 + stream.next() % 5)
    memory = Double(30 + stream.next() % 60)
    self.stream = stream
  }

  var schedule: Schedule { Schedule(works, missing: missing, jobs: jobs, memory: memory) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(stream.next() % UInt64(elements.count))]
  }

  mutating func isChosen(oneIn count: UInt64) -> Bool { stream.next() % count == 0 }

  /// The stages that need `id`, whether through others or not.
  func dependents(of id: StageID) -> Set<StageID> {
    var found: Set<StageID> = [id]
    for (other, work) in works where work.inputs.contains(where: found.contains) { found.insert(other) }
    return found.subtracting([id]).intersection(missing)
  }

  /// The seconds of the longest chain of stages that begins with `id`.
  func chain(_ id: StageID) -> Double {
    let behind = works.filter { $0.value.inputs.contains(id) }.map { chain($0.key) }
    return (works[id]?.seconds ?? 0) + (behind.max() ?? 0)
  }
}

private func stage(_ number: Int) -> StageID { StageID(Digest(of: Array("\(number)".utf8))) }

@Suite struct ScheduleTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func everyStageRunsOnceAfterItsInputsWithinTheBounds(seed: UInt64) {
    var run = RandomRun(seed: seed)
    var schedule = run.schedule
    var (begun, done): ([StageID], Set<StageID>) = ([], [])
    var running: [StageID] = []
    while true {
      while let id = schedule.next() {
        #expect(run.missing.contains(id) && !begun.contains(id), "nothing is done twice, or without need")
        #expect(run.works[id]?.inputs.allSatisfy { done.contains($0) || !run.missing.contains($0) } == true)
        begun.append(id)
        running.append(id)
        let memory = running.reduce(0) { $0 + (run.works[$1]?.memory ?? 0) }
        #expect(memory <= run.memory || running.count == 1)
        #expect(running.count <= run.jobs)
      }
      // Nothing that could begin is kept waiting.
      let ready = run.missing.filter { id in
        !begun.contains(id)
          && run.works[id]?.inputs.allSatisfy { done.contains($0) || !run.missing.contains($0) } == true
      }
      let memory = running.reduce(0) { $0 + (run.works[$1]?.memory ?? 0) }
      if running.count < run.jobs {
        #expect(ready.allSatisfy { !running.isEmpty && memory + (run.works[$0]?.memory ?? 0) > run.memory })
      }
      guard !running.isEmpty else { break }
      let ended = run.pick(running)
      running.removeAll { $0 == ended }
      done.insert(ended)
      schedule.finish(ended)
    }
    #expect(done == run.missing)
    #expect(!schedule.isUnfinished)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func theLongestChainIsFirstAndThePlanDecidesBetweenEqualOnes(seed: UInt64) {
    var run = RandomRun(seed: seed)
    var schedule = Schedule(run.works, missing: run.missing, jobs: 1)
    var done: Set<StageID> = []
    while let id = schedule.next() {
      let ready = run.works.keys.filter { other in
        run.missing.contains(other) && !done.contains(other)
          && run.works[other]?.inputs.allSatisfy { done.contains($0) || !run.missing.contains($0) } == true
      }
      let longest = ready.map(run.chain).max() ?? 0
      #expect(id == ready.first { run.chain($0) == longest })
      done.insert(id)
      schedule.finish(id)
      _ = run.isChosen(oneIn: 2)
    }
    #expect(done == run.missing)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func aFailureTakesWithItWhatNeedsItAndNothingElse(seed: UInt64) {
    var run = RandomRun(seed: seed)
    var schedule = run.schedule
    var (done, lost, failed): (Set<StageID>, Set<StageID>, Set<StageID>) = ([], [], [])
    while true {
      while schedule.next() != nil {}
      guard let ended = schedule.running.sorted().first else { break }
      if run.isChosen(oneIn: 4) {
        failed.insert(ended)
        let skipped = schedule.fail(ended)
        #expect(Set(skipped) == run.dependents(of: ended).subtracting(lost))
        #expect(skipped == run.works.keys.filter(skipped.contains), "in the plan's order")
        lost.formUnion(skipped)
      } else {
        done.insert(ended)
        schedule.finish(ended)
      }
    }
    #expect(done.union(lost).union(failed) == run.missing)
    #expect(done.isDisjoint(with: lost) && failed.isDisjoint(with: lost))
  }

  /// Others come and go: a stage that they are at is tried again, and none is lost.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func stagesThatOthersAreAtAreTriedAgain(seed: UInt64) {
    var run = RandomRun(seed: seed)
    var schedule = run.schedule
    var done: Set<StageID> = []
    while schedule.isUnfinished {
      while schedule.next() != nil {}
      guard let ended = schedule.running.sorted().first else {
        #expect(schedule.hasTaken)
        schedule.retryTaken()
        continue
      }
      if run.isChosen(oneIn: 3) {
        schedule.setAside(ended)
      } else {
        schedule.finish(ended)
        done.insert(ended)
      }
    }
    #expect(done == run.missing)
  }

  @Test func whatIsGoneIsMadeAgainBeforeWhoeverMissedIt() {
    let works: OrderedDictionary = [
      stage(0): Schedule.Work(inputs: [], seconds: 1, memory: 0),
      stage(1): Schedule.Work(inputs: [stage(0)], seconds: 1, memory: 0),
    ]
    var schedule = Schedule(works, missing: [stage(1)], jobs: 2)
    #expect(schedule.next() == stage(1))
    #expect(schedule.reopen(stage(1), missing: [stage(0)]) == [stage(0)])
    #expect(schedule.next() == stage(0))
    #expect(schedule.next() == nil)
    schedule.finish(stage(0))
    #expect(schedule.next() == stage(1))
    schedule.finish(stage(1))
    #expect(!schedule.isUnfinished)
  }
}
