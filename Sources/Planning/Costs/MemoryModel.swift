import ExperimentSpec
import MaskAlgebra
import Model

/// Estimates the memory of stages that run a network, in bytes.
///
/// It adds up parameters in all the copies that are held at a time, the text that is read, and what a pass keeps of a
/// batch. The figures were fitted to runs of `specs/exp1-conll2003-small.yaml` with hard sharing, which took 175 MB,
/// 322 MB with 400 hidden units, and 330 MB with batches of 100. With 20 MB for the process itself they are within 15 %
/// of these, and of 289 MB with two layers and 54 MB of the quickstart, to which they were not fitted.
struct MemoryModel {
  let sizes: CorpusSizes

  /// What training holds of every parameter: itself, its gradient, its momentum, a masked copy, the best so far, and,
  /// while checkpoints and results are written, these as tensors and as bytes.
  static let copiesInTraining = 20.0

  /// What evaluation holds of every parameter: it reads a file into a network.
  static let copiesInEvaluation = 8.0

  /// The bytes of the files that say how well a task is solved on sentences of this number: scores and confusions, and
  /// some numbers for each sentence.
  static func results(of size: CorpusSize?) -> Double { 5000 + 10 * Double(size?.sentences ?? 0) }

  /// The bytes of a token of text: its columns, its numbers and its tags.
  private static let bytesPerToken = 80.0

  /// The longest sentences of a batch by the mean ones.
  private static let longestByMean = 3.0

  private static let floatSize = 4.0

  /// What is taken by the training text of `tasks`, each corpus being held once.
  func text(of tasks: [TaskParameters]) -> Double {
    Set(tasks.map(\.corpus)).reduce(0) { sum, corpus in
      let tokens = [sizes.training(corpus), sizes.development(corpus)].reduce(0) { $0 + ($1?.tokens ?? 0) }
      return sum + Self.bytesPerToken * Double(tokens)
    }
  }

  /// What a pass over a batch of so many sentences keeps for the way back, for the task whose sentences are longest.
  func activations(_ network: NetworkParameters, _ tasks: [TaskParameters], batch: Int, towers: Int) -> Double {
    let length = tasks.reduce(0.0) { longest, task in
      guard let size = sizes.training(task.corpus), size.sentences > 0 else { return longest }
      return max(longest, Double(size.tokens) / Double(size.sentences))
    }
    return Double(batch) * Self.longestByMean * length * Self.floatSize * floatsPerToken(network, towers: towers)
  }

  /// The numbers that are kept of a token: for each layer and direction gates, cells, outputs and their gradients; the
  /// input four times; and for each character its vector, its window and its filters, with gradients.
  private func floatsPerToken(_ network: NetworkParameters, towers: Int) -> Double {
    let encoder = Double(towers * network.encoder.keptNumbersPerToken)
    let characters = network.characters.map {
      Double(2 * (($0.shape.width + 1) * $0.shape.dimension + $0.shape.filters))
    }
    return encoder + Double(4 * network.wordDimension) + CostModel.charactersPerWord * (characters ?? 0)
  }
}
