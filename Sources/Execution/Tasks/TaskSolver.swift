import Corpora
import Model
import Networks
import Planning
import Randomness
import Running

/// What a kind of task owns: the loss of its training, its decoding, its scores, and what is stored beside the weights.
///
/// Determinism: results are functions of the task's data and the network's parameters.
protocol TaskSolver: Sendable {
  /// The training examples with these numbers, with the labels that the loss compares predictions with.
  func trainingBatch(of examples: [Int], for network: TrainingNetwork) -> Batch

  /// Takes a step on training examples; gives the loss before it, 0 where no token has a label, and the number of
  /// tokens that have one.
  func step(
    _ network: TrainingNetwork, on examples: [Int], learningRate: Float, stream: RandomStream
  ) throws(NumericalFailure) -> (loss: Float, tokens: Int)

  /// What the network, as it is, has right of the task on `examples`.
  func tally(
    _ network: TrainingNetwork, on examples: LabelledSentences, isStopped: () -> Bool
  ) throws(StageFailure) -> ScoreTally

  /// What files of weights say about the task, by key.
  var metadata: [String: String] { get }
}

extension TaskData {
  /// The solver of the task's kind for task number `number` of a network.
  func solver(number: Int) -> any TaskSolver {
    switch parameters.metric.taskKind {
    case .tagging: Tagger(data: self, number: number)
    }
  }
}
