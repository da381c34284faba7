@testable import Running
@testable import Store
import Planning
import Testing

@testable import Execution

private func outline(_ pending: [RunOutline.Work], total: Int = 10, jobs: Int = 1) -> RunEvent {
  .began(
    RunOutline(experiment: "e", total: total, cached: total - pending.count, jobs: jobs, pending: pending))
}

private func progress(_ epoch: Int, of epochs: Int, step: Int) -> TrainingProgress {
  TrainingProgress(
    epoch: epoch, epochs: epochs, step: step, steps: 10, loss: 1, learningRate: 0.1, tokensPerSecond: 100)
}

/// The events of a real run, told to the value that displays and other processes show.
@Suite struct RunProgressTests {
  private func stages() throws -> [Stage] {
    Array(try Workspace().plan(tinySpecification(sharing: "hard")).stages.values)
  }

  @Test func theTimeLeftFollowsWhatTheRunHasShown() throws {
    let stages = try stages()
    let works = stages.prefix(3).enumerated().map { index, stage in
      RunOutline.Work(stage: stage.id, inputs: index == 0 ? [] : [stages[index - 1].id], seconds: 10)
    }
    var run = RunProgress()
    #expect(run.timeLeft(at: 0) == nil)
    run.take(outline(works), at: 0)
    #expect(run.timeLeft(at: 0) == 30)
    // The first stage takes twice as long as estimated, so the rest will too.
    run.take(.stageStarted(stages[0]), at: 0)
    run.take(.stageFinished(stages[0], seconds: 20), at: 20)
    #expect(run.timeLeft(at: 20) == 40)
    // Of a stage that trains, what its own epochs have shown counts.
    run.take(.stageStarted(stages[1]), at: 20)
    run.take(.training(stages[1].id, progress(1, of: 10, step: 0)), at: 21)
    run.take(.training(stages[1].id, progress(2, of: 10, step: 0)), at: 22)
    let stage = try #require(run.running.first)
    let left = try #require(run.timeLeft(of: stage, at: 22))
    #expect(abs(left - 9) < 1e-9, "a tenth of it took a second")
    run.take(.stageFinished(stages[1], seconds: 11), at: 31)
    run.take(.stageFailed(stages[2], .interrupted), at: 31)
    #expect(run.timeLeft(at: 31) == 0)
  }

  /// What is slow about one kind of stage says nothing about another.
  @Test func eachKindOfStageIsScaledByItsOwn() throws {
    let stages = try stages()
    var run = RunProgress()
    let kinds = ["train", "evaluate"]
    let works = zip(stages, kinds).map { RunOutline.Work(stage: $0.id, inputs: [], operation: $1, seconds: 10) }
    run.take(outline(works), at: 0)
    run.take(.stageStarted(stages[0]), at: 0)
    run.take(.stageFinished(stages[0], seconds: 1000), at: 1000)
    #expect(run.timeLeft(at: 1000) == 10)
  }

  @Test func aStageThatGoesOnFromACheckpointIsNotBelievedToHaveBeenSoFast() throws {
    let stages = try stages()
    var run = RunProgress()
    run.take(outline([RunOutline.Work(stage: stages[0].id, inputs: [], seconds: 100)]), at: 0)
    run.take(.stageStarted(stages[0]), at: 0)
    run.take(.training(stages[0].id, progress(9, of: 10, step: 0)), at: 1)
    run.take(.training(stages[0].id, progress(9, of: 10, step: 5)), at: 11)
    let stage = try #require(run.running.first)
    #expect(abs((run.timeLeft(of: stage, at: 11) ?? 0) - 30) < 1e-6, "half an epoch took 10 s, three halves are left")
  }

  @Test func independentStagesShareTheJobs() throws {
    let stages = try stages()
    let works = stages.prefix(4).map { RunOutline.Work(stage: $0.id, inputs: [], seconds: 10) }
    for (jobs, expected) in [(1, 40.0), (2, 20), (4, 10), (8, 10)] {
      var run = RunProgress()
      run.take(outline(works, jobs: jobs), at: 0)
      #expect(run.timeLeft(at: 0) == expected)
    }
  }

  @Test func everyStageIsCountedOnce() async throws {
    let workspace = try Workspace()
    let plan = try workspace.plan(tinySpecification())
    let events = AllEvents()
    let store = try ArtifactStore(at: "\(workspace.path)/store")
    _ = try await PlanRunner(store: store, jobs: 2, observer: events).run(plan)
    var run = RunProgress()
    for (index, event) in events.all.enumerated() {
      run.take(event, at: Double(index))
      #expect(run.complete + run.failed + run.skipped + run.running.count + run.queued == plan.stages.count)
      #expect(run.running.count <= 2)
    }
    #expect(run.done == plan.stages.count && run.cached == 0 && run.running.isEmpty)
  }
}
