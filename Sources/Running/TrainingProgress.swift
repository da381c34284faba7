import MaskTools

/// How far the training of a stage has come.
package struct TrainingProgress: Hashable, Sendable {
  /// The epoch under way, from 1, and how many there are.
  package let epoch: Int
  package let epochs: Int

  /// The steps of it that are done, and how many there are.
  package let step: Int
  package let steps: Int

  /// The mean loss of the steps of the epoch so far, without weights.
  package let loss: Double

  /// The learning rate of the epoch.
  package let learningRate: Double

  /// The labelled tokens that the epoch's steps take a second.
  package let tokensPerSecond: Double

  /// The result of the epoch, if this is its end.
  package let epochEnd: EpochEnd?

  /// The part of all steps that is done, from 0 to 1.
  package var fraction: Double {
    let epochsDone = Double(epoch) - 1 + (steps > 0 ? Double(step) / Double(steps) : 1)
    return epochs > 0 ? min(1, epochsDone / Double(epochs)) : 1
  }

  /// `tokensPerSecond` for people; 0 where it cannot be right.
  package var wholeTokensPerSecond: Int { (0...1e15).contains(tokensPerSecond) ? Int(tokensPerSecond) : 0 }

  /// What an epoch came to.
  package struct EpochEnd: Hashable, Sendable {
    /// The mean loss of each task's steps, without its weight; `nil` where it had none.
    package let losses: [TaskValue]

    /// Each task's score on its development split.
    package let dev: [TaskValue]

    /// λ of each task, as its loss is multiplied by from here on; `nil` where it is not learned.
    package let weights: [TaskValue]?

    package init(losses: [TaskValue], dev: [TaskValue], weights: [TaskValue]? = nil) {
      self.losses = losses
      self.dev = dev
      self.weights = weights
    }
  }

  /// A number about a task.
  package struct TaskValue: Hashable, Sendable {
    package let task: String
    package let value: Double?

    package init(_ task: String, _ value: Double?) {
      self.task = task
      self.value = value
    }
  }

  package init(
    epoch: Int, epochs: Int, step: Int, steps: Int, loss: Double, learningRate: Double, tokensPerSecond: Double,
    epochEnd: EpochEnd? = nil
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.loss = loss
    self.learningRate = learningRate
    self.tokensPerSecond = tokensPerSecond
    self.epochEnd = epochEnd
  }
}
