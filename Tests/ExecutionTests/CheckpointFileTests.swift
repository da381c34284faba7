@testable import TensorFiles
@testable import Store
import Model
import Networks
import Planning
import Randomness
import Testing

@testable import Execution

private let layout = ParameterLayout(
  NetworkShape(
    words: .init(count: 3, dimension: 2), encoder: .init(.bilstm, layers: 1, hidden: 1),
    heads: [.init(task: "a", tagCount: 2, depth: 1)]))

private let origin = CheckpointOrigin(stage: StageID(Digest(of: [1])))

/// A checkpoint in the middle of the second epoch, with numbers that decimal digits would not tell exactly.
private func checkpoint(weights: LearnedLossWeights? = nil) -> TrainingCheckpoint {
  var stream = RandomStream(seed: 3)
  func numbers() -> Parameters {
    Parameters(layout: layout, values: (0..<layout.count).map { _ in stream.nextFloat() / 3 })
  }
  var position = TrainingPosition(taskCount: 1)
  for loss in [0.1, 1 / 3, 1e-30] as [Float] { position.advance(task: 0, loss: loss) }
  position.endEpoch(
    HistoryFile.Epoch(epoch: 1, learningRate: 0.1, steps: 3, loss: ["a": 0.1 / 3], dev: ["a": 2.0 / 3]))
  position.best = TrainingPosition.Best(epoch: 1, score: 2.0 / 3)
  position.advance(task: 0, loss: 0.7)
  return TrainingCheckpoint(
    position: position, parameters: numbers(), optimizer: OptimizerState(["momenta": numbers().values]),
    best: numbers(), weights: weights)
}

@Test func aCheckpointIsReadBackExactly() throws {
  for weights in [nil, LearnedLossWeights(TaskNumbers([0.1], state: OptimizerState(["momenta": [-1 / 3]])))] {
    let checkpoint = checkpoint(weights: weights)
    #expect(try TrainingCheckpoint(checkpoint.encoded(origin), of: origin, layout: layout) == checkpoint)
  }
}

/// The file tells others what it is about: a row of plain tensors and what they belong to.
@Test func aCheckpointIsSafetensors() throws {
  let file = try Safetensors(parsing: checkpoint().encoded(origin))
  #expect(file.metadata["stage"] == "\(origin.stage)")
  #expect(file.metadata["numerics"] == NumericsClass.current)
  #expect(file.names.count == 3 * layout.tensors.count)
  #expect(file.tensors["momenta.head.a.bias"]?.shape == [2])
}

@Test func noByteOfACheckpointCanChangeUnnoticed() throws {
  let pristine = try checkpoint().encoded(origin)
  for index in pristine.indices {
    var bytes = pristine
    bytes[index] ^= 1 << (index % 8)
    #expect(throws: CheckpointRefusal.damaged("its checksum is another"), "byte \(index)") {
      try TrainingCheckpoint(bytes, of: origin, layout: layout)
    }
  }
  for count in stride(from: 0, to: pristine.count, by: 5) {
    #expect(throws: CheckpointRefusal.self) {
      try TrainingCheckpoint(Array(pristine.prefix(count)), of: origin, layout: layout)
    }
  }
}

@Test func aCheckpointOfAnotherMachineOrReleaseIsNotGoneOnFrom() throws {
  let bytes = try checkpoint().encoded(origin)
  var here = origin
  here.numerics = "another processor"
  #expect(throws: CheckpointRefusal.otherNumerics(found: NumericsClass.current, here: "another processor")) {
    try TrainingCheckpoint(bytes, of: here, layout: layout)
  }
  here = origin
  here.release = "99"
  #expect(throws: CheckpointRefusal.otherRelease(Release.version)) {
    try TrainingCheckpoint(bytes, of: here, layout: layout)
  }
  #expect(throws: CheckpointRefusal.damaged("it is another stage's")) {
    try TrainingCheckpoint(bytes, of: CheckpointOrigin(stage: StageID(Digest(of: [2]))), layout: layout)
  }
}

/// A position that no training of one task, three epochs and five steps can come to, in whatever file it stands.
@Test(arguments: [
  ("\"count\": 3", "\"count\": 9223372036854775807"), ("\"count\": 3", "\"count\": -1"),
  ("\"count\": 3", "\"count\": 5"),
  ("\"step\": 4", "\"step\": 9223372036854775807"), ("\"step\": 4", "\"step\": -1"),
  ("\"best\": {\"epoch\": 1", "\"best\": {\"epoch\": 9223372036854775807"),
  ("\"best\": {\"epoch\": 1", "\"best\": {\"epoch\": 0"),
])
func aPositionThatNoTrainingComesToDoesNotFit(old: String, new: String) throws {
  let text = """
    {"epochs": [{"epoch": 1, "learningRate": 0.1, "steps": 5, "loss": {"a": 1}, "dev": {"a": 1}}], "step": 4, \
    "losses": [{"sum": 2.5, "count": 3}], "best": {"epoch": 1, "score": 0.5}}
    """
  func fits(_ text: String) throws -> Bool {
    try decodeJSON(TrainingPosition.self, Array(text.utf8), of: .history).fits(tasks: 1, epochs: 3, steps: 5)
  }
  #expect(try fits(text))
  #expect(text.contains(old))
  #expect(try !fits(text.replacing(old, with: new)))
}
