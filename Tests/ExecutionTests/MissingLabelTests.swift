@testable import Running
@testable import Store
import Corpora
import FrontEndSupport
import Model
import Networks
import Planning
import Randomness
import Testing

@testable import Execution

/// Joint training of two tasks that changes nothing, a sentence a step and the tasks in turns.
private func specification(head: String) -> String {
  """
  sharespec: 1
  name: partial
  datasets: {d: {format: synthetic, sentences: {train: 12, dev: 5, test: 5}}}
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
  base: {words: {dimension: 4}, encoder: {hidden: 3}, dropout: 0, head: \(head)}
  sharing: hard
  training: {epochs: 2, batch: 1, sampling: round_robin, optimizer: {learning_rate: 1e-30}}
  """
}

/// The stage that trains in a store where all has been run, with its data.
private struct TrainedStage {
  let operation: TrainOperation
  let component: ComponentData
  let parameters: Parameters
  private let stage: Stage

  init(_ plan: Plan, in store: ArtifactStore) throws {
    stage = try #require(plan.stages.values.first { $0.label.hasPrefix("train") })
    guard case .train(let operation) = stage.operation else { throw Refusal(findings: [stage.label]) }
    self.operation = operation
    let interpreter = StageInterpreter(store: store, library: DatasetLibrary(), observer: AllEvents())
    component = try interpreter.readComponent(operation.network, operation.tasks, operation.masks, of: stage)
    parameters = try interpreter.parameters(component.layout, from: try interpreter.readTensors(.start, of: stage))
  }

  /// The task's data; of its labels only those of the training sentences `labelled` are left.
  func data(of task: String, labelled: Set<Int>) throws -> TaskData {
    let data = try #require(component.tasks.first { $0.parameters.name == task })
    func without(_ split: LabelledSentences, but kept: Set<Int>) -> LabelledSentences {
      var tags = split.tags.map { _ in Int32.missingTag }
      for sentence in kept {
        let tokens = split.corpus.tokens(ofSentence: sentence)
        tags.replaceSubrange(tokens, with: split.tags[tokens])
      }
      return LabelledSentences(corpus: split.corpus, tags: tags)
    }
    return TaskData(
      parameters: data.parameters, tags: data.tags, train: without(data.train, but: labelled),
      trainingText: data.trainingText, dev: without(data.dev, but: []), test: data.test)
  }

  func network() -> TrainingNetwork { TrainingNetwork(parameters, masks: component.masks) }

  /// The epochs of training with `data` in place of its task's own; `store` keeps its checkpoints.
  func epochs(with data: TaskData, store: ArtifactStore) throws -> [HistoryFile.Epoch] {
    let keeper = CheckpointKeeper(
      in: CheckpointStore(in: store), of: stage, every: .seconds(3600), observer: AllEvents())
    let tasks = component.tasks.map { $0.parameters.name == data.parameters.name ? data : $0 }
    var loop = try TrainingLoop(network: network(), tasks: tasks, operation: operation, keeper: keeper) { false }
    return try loop.run { _ in }.history.epochs
  }

  /// The loss and the number of labelled tokens of one training sentence.
  func step(on sentence: Int, of data: TaskData) throws -> (loss: Float, tokens: Int) {
    let number = try #require(component.tasks.firstIndex { $0.parameters.name == data.parameters.name })
    return try data.solver(number: number).step(
      network(), on: [sentence], learningRate: 0, stream: RandomStream(seed: 1))
  }
}

/// The mean loss of an epoch is over the batches with labels, and a split without labels scores 0.
@Test(arguments: ["linear", "crf"])
func batchesWithoutLabelsAreLeftOutOfMeanLosses(head: String) async throws {
  let workspace = try Workspace()
  let plan = try workspace.plan(specification(head: head))
  #expect(try await workspace.run(plan).0.failures.isEmpty)
  let stage = try TrainedStage(plan, in: try ArtifactStore(at: "\(workspace.path)/store"))

  let labelled: Set = [1, 4, 5]
  let some = try stage.data(of: "pos", labelled: labelled)
  #expect(try stage.step(on: 4, of: some).tokens == some.train.lengths[4])
  #expect(try stage.step(on: 0, of: some) == (0, 0))
  let losses = try labelled.map { Double(try stage.step(on: $0, of: some).loss) }
  let expected = losses.reduce(0, +) / 3
  for epoch in try stage.epochs(with: some, store: try ArtifactStore(at: "\(workspace.path)/some")) {
    #expect(abs(try #require(epoch.loss["pos"]) - expected) <= 1e-5 * expected)
    #expect(epoch.dev["pos"] == 0)
  }

  let none = try stage.data(of: "ner", labelled: [])
  let epochs = try stage.epochs(with: none, store: try ArtifactStore(at: "\(workspace.path)/none"))
  #expect(epochs.count == 2)
  #expect(epochs.allSatisfy { $0.loss["ner"] == nil && $0.dev["ner"] == 0 && $0.loss["pos"] != nil })
}
