@testable import Running
@testable import Store
import Foundation
import OrderedCollections
import Planning
import Testing

@testable import Execution

private let specification = """
  sharespec: 1
  name: columns
  datasets: {d: {format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, pos: 1}}}
  tasks: {pos: {dataset: d, column: pos, metric: accuracy}}
  base: {words: {dimension: 3, minimum_count: 1}, encoder: {hidden: 4}}
  sharing: hard
  training: {epochs: 40, batch: 1, clip: none, optimizer: {learning_rate: 1e20}}
  variants:
    bad: {}
    good: {training: {clip: {by: norm, at: 5}, optimizer: {learning_rate: 0.1}}}
  """

private func workspace() throws -> Workspace {
  let workspace = try Workspace()
  try workspace.write("the DT\ndog NN\n\nit PRP\nbarks VBZ\n", to: "train.txt")
  try workspace.write("a DT\n", to: "dev.txt")
  return workspace
}

@Test func trainingThatDivergesSaysWhereAndLeavesTheStateBefore() async throws {
  let workspace = try workspace()
  let plan = try workspace.plan(specification)
  let (report, events) = try await workspace.run(plan)
  #expect(report.failures.map(\.stage.label) == ["train.bad"])
  #expect(events.started.contains("evaluate.good"))
  #expect(!events.started.contains("evaluate.bad"))
  guard case .training(let failure)? = report.failures.first?.cause else {
    Issue.record("\(report.failures)")
    return
  }
  let sentence = try #require(failure.sentences.first)
  #expect(["train.txt:1", "train.txt:4"].contains { sentence.hasSuffix($0) })
  let stage = try #require(report.failures.first?.stage)
  let checkpoints = CheckpointStore(in: try ArtifactStore(at: "\(workspace.path)/store"))
  #expect(failure.checkpoint == checkpoints.path(of: stage.id))
  for part in [
    "of task pos", "at step \(failure.step) of epoch \(failure.epoch), in the batch of \(sentence)",
    "the last good checkpoint is '\(checkpoints.path(of: stage.id))'",
  ] { #expect(failure.description.contains(part), "\(failure.description)") }
  for part in ["lower the learning rate (it was ", "they were not clipped"] { #expect(failure.help.contains(part)) }
  // The next run begins at the checkpoint, whose numbers are all right, and meets the failure again.
  let log = CheckpointLog()
  let training = Training(of: stage, in: try ArtifactStore(at: "\(workspace.path)/store"), observer: log)
  let again = #expect(throws: StageFailure.self) { try training.artifacts() }
  #expect(again?.description == report.failures.first?.cause.description)
  #expect(log.continuations.map(\.epoch) == [failure.epoch])
  #expect(log.continuations.allSatisfy { $0.step <= failure.step })
}

@Test func vectorsOutOfProportionAreAFailureOfTheFirstStep() async throws {
  let workspace = try workspace()
  try workspace.write("the 3e38 3e38 -3e38\ndog 3e38 3e38 3e38\nit 3e38 1 1\nbarks 3e38 3e38 1\n", to: "vectors.txt")
  let text = specification.replacing("minimum_count: 1", with: "minimum_count: 1, pretrained: vectors.txt")
  let (report, _) = try await workspace.run(try workspace.plan(text))
  #expect(report.failures.map(\.stage.label).sorted() == ["train.bad", "train.good"])
  for failure in report.failures {
    #expect(failure.cause.description.contains("at step 1 of epoch 1, in the batch of"), "\(failure.cause)")
    #expect(failure.cause.help?.contains("pretrained vectors") == true)
    // All was as it should be before the step, and is kept.
    let log = CheckpointLog()
    let training = Training(of: failure.stage, in: try ArtifactStore(at: "\(workspace.path)/store"), observer: log)
    let again = #expect(throws: StageFailure.self) { try training.artifacts() }
    #expect(again?.description == failure.cause.description)
    #expect(log.continuations.map(\.epoch) == [1])
    #expect(log.continuations.map(\.step) == [1])
  }
}

/// A last step that leads beyond single precision is no success, though no step after it could tell.
@Test func parametersBeyondSinglePrecisionAreNoResult() async throws {
  let workspace = try workspace()
  let text =
    specification.replacing("epochs: 40, batch: 1", with: "epochs: 1, batch: 2")
    .replacing("learning_rate: 1e20", with: "learning_rate: 1e200")
  let (report, _) = try await workspace.run(try workspace.plan(text))
  #expect(report.failures.map(\.stage.label) == ["train.bad"])
  let cause = try #require(report.failures.first?.cause.description)
  #expect(cause.contains("are infinite at step 1 of epoch 1; there is no good checkpoint yet"), "\(cause)")
}
