@testable import Store
import Planning
import Running
import Testing

@testable import Execution

private func history(_ purpose: StagePurpose, of plan: Plan, in workspace: Workspace) throws -> HistoryFile {
  let stage = try #require(plan.stages.values.first { $0.purpose == purpose })
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  return try decodeJSON(HistoryFile.self, store.read(.history, of: stage.id), of: .history)
}

/// The weights after some epochs of a warmup are a state that a longer one passes through.
@Test func anEarlierPointOfTheWarmupIsOnItsWay() async throws {
  let workspace = try Workspace()
  let text = tinySpecification()
    .replacing("warmup: {epochs: 1}", with: "warmup: {epochs: 3}")
    .replacing("epochs: 1}\nwarmup", with: "epochs: 1, reset: {epochs: 2}}\nwarmup")
  let plan = try workspace.plan(text)
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let whole = try history(.warmup, of: plan, in: workspace)
  let part = try history(.rewind(task: nil), of: plan, in: workspace)
  #expect(Array(whole.epochs.prefix(2)) == part.epochs)
  #expect(part.selectedEpoch == 2)
}

/// Rounds that go back to the task's own early network know its head; the first epoch shows it.
@Test func roundsGoOnFromTheTasksOwnNetwork() async throws {
  let workspace = try Workspace()
  let text = tinySpecification().replacing(
    "epochs: 1}\nwarmup", with: "epochs: 1, reset: {epochs: 4, of: task}}\nwarmup")
  #expect(text.contains("of: task"))
  let plan = try workspace.plan(text)
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  for task in ["ner", "pos", "pp"] {
    let rewind = try history(.rewind(task: task), of: plan, in: workspace)
    let round = try history(.round(task: task, 0), of: plan, in: workspace)
    let (first, next) = try (#require(rewind.epochs[0].loss[task]), #require(round.epochs[0].loss[task]))
    #expect(next < first, "\(task)")
  }
}
