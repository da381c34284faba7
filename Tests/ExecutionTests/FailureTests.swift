@testable import Running
@testable import Store
import FrontEndSupport
import Foundation
import OrderedCollections
import Planning
import Testing

@testable import Execution

private let columnSpecification = """
  sharespec: 1
  name: columns
  datasets: {d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 4, minimum_count: 1}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 1}
  """

@Test func aMalformedLineOfACorpusIsNamed() async throws {
  let workspace = try Workspace()
  try workspace.write("the DT\ndog NN\n\nit\n", to: "train.txt")
  try workspace.write("a DT\n", to: "dev.txt")
  let (report, _) = try await workspace.run(try workspace.plan(columnSpecification))
  let failure = try #require(report.failures.first)
  #expect(report.failures.count == 1)
  #expect(failure.cause.description.contains("train.txt:4"))
}

@Test(arguments: [("conlleval", nil), ("reject", "train.txt:3")])
func malformedTagsAreReadOrRefusedAsAsked(repair: String, place: String?) async throws {
  let workspace = try Workspace()
  try workspace.write("the O\nold O\ndog I-A\n", to: "train.txt")
  try workspace.write("a B-A\n", to: "dev.txt")
  let text = columnSpecification.replacing(
    "metric: accuracy", with: "metric: span_f1, scheme: {from: bio2, to: bioes, repair: \(repair)}")
  let (report, _) = try await workspace.run(try workspace.plan(text))
  #expect(report.failures.isEmpty == (place == nil))
  if let place { #expect(report.failures.first?.cause.description.contains("\(place): error: found 'I-A'") == true) }
}

@Test func aFailureStopsOnlyWhatDependsOnIt() async throws {
  let workspace = try Workspace()
  try workspace.write("the DT\ndog NN\n", to: "train.txt")
  try workspace.write("a DT\n", to: "dev.txt")
  // A learning rate beyond all bounds makes one variant's loss no number; the other variant goes through.
  let text =
    columnSpecification + """

      variants:
        good: {}
        bad: {training: {epochs: 40, clip: none, optimizer: {learning_rate: 1e30}}}
      """
  let plan = try workspace.plan(text)
  let (report, events) = try await workspace.run(plan)
  #expect(report.failures.map(\.stage.label) == ["train.bad"])
  #expect(events.started.contains("evaluate.good"))
  #expect(!events.started.contains("evaluate.bad"))
}

@Test func aFileThatChangesAfterPlanningIsNoticed() async throws {
  let workspace = try Workspace()
  try workspace.write("the DT\ndog NN\n", to: "train.txt")
  try workspace.write("a DT\n", to: "dev.txt")
  let plan = try workspace.plan(columnSpecification)
  try workspace.write("the DT\ncat NN\n", to: "train.txt")
  let (report, _) = try await workspace.run(plan)
  #expect(report.failures.first?.cause == .changedInput(path: "\(workspace.path)/train.txt"))
}

@Test func aMissingFileIsRefusedBeforeAnythingRuns() throws {
  let workspace = try Workspace()
  #expect {
    _ = try workspace.plan(columnSpecification)
  } throws: { error in
    (error as? Refusal)?.findings.filter { $0.hasPrefix("there is no file") }.count == 2
  }
}

/// Every artifact of a small run, damaged in turn, is noticed before it is used, and made again as it was.
@Test func damagedArtifactsAreMadeAgain() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  _ = try await workspace.run(plan)
  let pristine = try workspace.contents(ofStore: "store")
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let evaluation = try #require(plan.stages.values.first { $0.label.hasPrefix("evaluate") })
  for stage in plan.stages.values {
    for artifact in stage.operation.artifacts {
      let digest = Digest(of: try store.read(artifact, of: stage.id))
      let file = "\(workspace.path)/store/objects/\("\(digest)".prefix(2))/\(digest)"
      var damaged = try Data(contentsOf: URL(filePath: file))
      damaged[damaged.count / 2] ^= 1
      let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate]
      try damaged.write(to: URL(filePath: file))
      try FileManager.default.setAttributes([.modificationDate: date as Any], ofItemAtPath: file)
      // Without its record the evaluation runs again and wants what it reads.
      try FileManager.default.removeItem(
        atPath: "\(workspace.path)/store/stages/\("\(evaluation.id)".prefix(2))/\(evaluation.id).json")
      let (report, events) = try await workspace.run(plan)
      #expect(report.failures.isEmpty, "\(report.failures)")
      // What only the start of training reads is not wanted while the trained weights are whole.
      let isWanted = !stage.label.hasPrefix("initialize")
      #expect(events.started.contains(stage.label) == isWanted, "damage to \(artifact) of \(stage.label)")
      if !isWanted { try pristine["/objects/\("\(digest)".prefix(2))/\(digest)"]?.write(to: URL(filePath: file)) }
      let after = try workspace.contents(ofStore: "store").filter { !$0.key.hasPrefix("/damaged") }
      let different = Set(after.keys).union(pristine.keys).filter { after[$0] != pristine[$0] }
      #expect(different.isEmpty, "after damage to \(artifact) of \(stage.label)")
    }
  }
}

@Test func aStoppedRunGoesOn() async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(tinySpecification(sharing: "hard"))
  let stop = StopSwitch()
  let store = try ArtifactStore(at: "\(workspace.path)/store")
  let runner = PlanRunner(store: store, jobs: 2, observer: StopAtTraining(stop), stop: stop)
  let stopped = try await runner.run(plan)
  #expect(stopped.isInterrupted)
  #expect(stopped.failures.isEmpty)
  let (report, events) = try await workspace.run(plan)
  #expect(!report.isInterrupted)
  #expect(events.started == ["train.tiny", "evaluate.tiny"])
  _ = try await workspace.run(plan, store: "undisturbed")
  #expect(try workspace.contents(ofStore: "store") == workspace.contents(ofStore: "undisturbed"))
}

/// Turns a switch on as soon as a stage trains.
private struct StopAtTraining: RunObserver {
  let stop: StopSwitch

  init(_ stop: StopSwitch) { self.stop = stop }

  func observe(_ event: RunEvent) {
    if case .stageStarted(let stage) = event, stage.label.hasPrefix("train") { stop.turnOn() }
  }
}
