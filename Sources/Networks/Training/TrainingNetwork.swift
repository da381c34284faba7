package import Model
package import Randomness

/// A network with its subnets, that can take training steps and predict.
///
/// It is confined to one thread at a time, as the absence of `Sendable` says; several may live in one process.
/// Determinism: parameters are a function of the initial ones and of the sequence of steps on one kind of machine.
package final class TrainingNetwork {
  package let layout: ParameterLayout
  package let options: OptimizerOptions

  /// The number of steps taken so far; where training is taken up again, those before count too.
  package var stepCount = 0

  /// How much the loss of each task counts.
  package var lossWeights: LossWeights

  private let plans: [TaskPlan]
  private let values: FloatBuffer
  private let gradientBuffer: FloatBuffer
  private let pass: NetworkPass
  private let optimizer: any Optimizer

  /// The order of the last batch's tokens.
  private var packing = Packing()

  /// The rows of the word embedding that the last batch has.
  private var touched: RowSet

  /// A network that starts with these parameters, and an optimizer that has taken no step.
  ///
  /// `masks` are those of the tasks, in the order of the heads, as `lossWeights` are; without them every task has the
  /// whole network. `threads` share the work of a step; how many they are changes no result.
  package init(
    _ parameters: Parameters, masks: [SubnetMask]? = nil, options: OptimizerOptions = OptimizerOptions(),
    lossWeights: LossWeights = .equal, threads: Int = 1
  ) {
    let layout = parameters.layout
    let tasks = layout.shape.heads.indices
    let masks = masks ?? tasks.map { _ in .everything(of: layout) }
    precondition(masks.count == tasks.count, "one mask for each task")
    precondition(masks.allSatisfy { $0.layout == layout }, "masks of this network")
    self.layout = layout
    self.options = options
    self.lossWeights = lossWeights
    values = FloatBuffer(zeros: layout.count)
    gradientBuffer = FloatBuffer(zeros: layout.count)
    plans = tasks.map { TaskPlan(task: $0, layout: layout, masks: masks) }
    let team = Team(threads: threads)
    pass = NetworkPass(layout, parameters: values, team: team)
    optimizer = options.optimizer(layout, parameters: values, team: team)
    touched = RowSet(rowCount: layout.shape.words.count)
    self.parameters = parameters
  }

  /// The values of all parameters.
  package var parameters: Parameters {
    get {
      optimizer.settle()
      return copied(values.base)
    }
    set { set(newValue) }
  }

  /// What the optimizer keeps of the parameters.
  ///
  /// Requires: what is set has the names that `optimizerStateNames` lists, each with a number for every parameter.
  package var optimizerState: OptimizerState {
    get { optimizer.state }
    set { optimizer.state = newValue }
  }

  /// The names of what the optimizer keeps of each parameter.
  package var optimizerStateNames: [String] { optimizer.stateNames }

  /// The first tensor with a parameter, or a number that the optimizer keeps of one, that is not finite.
  package var firstNonFinite: ParameterTensor? {
    if let tensor = parameters.firstNonFinite { return tensor }
    let state = optimizer.state
    for name in state.names {
      guard let numbers = state.numbers[name] else { continue }
      if let tensor = Parameters(layout: layout, values: numbers).firstNonFinite { return tensor }
    }
    return nil
  }

  private func copied(_ source: FloatPointer) -> Parameters {
    Parameters(layout: layout, values: Array(UnsafeBufferPointer(start: source, count: layout.count)))
  }

  private func set(_ source: Parameters) {
    precondition(source.layout == layout, "parameters of this network")
    optimizer.settle()
    let target = values.base
    source.values.withUnsafeBufferPointer { values in
      if let base = values.baseAddress { target.update(from: base, count: values.count) }
    }
  }

  /// Takes one step of task number `task` and gives the loss before it, without its weight.
  ///
  /// `stream` decides what dropout drops; it should name the step. Tokens whose tag is missing have no loss: a linear
  /// head's is the mean over the other tokens, a CRF's the mean over the sentences that have such. Without any known
  /// tag the loss and all gradients are 0.
  /// Requires: the batch has tags, which may be missing, and at least one token, and all its numbers are in range.
  package func step(
    _ batch: Batch, task: Int, learningRate: Float, stream: RandomStream
  ) throws(NumericalFailure) -> Float {
    let loss = Float(backpropagate(batch, task: task, dropout: stream))
    defer { clearGradients(ofWords: touched.rows) }
    guard loss.isFinite else { throw failure(.loss, task, loss) }
    let gradients = gradientBuffer.base
    switch lossWeights {
    case .equal, .fixed:
      let scale = optimizer.step(
        plans[task], gradients: gradients, touched: touched.rows, rate: learningRate, beside: 0)
      guard scale != nil else { throw failure(.gradient, task, loss) }
    case .learned(var weights):
      let gradient = batch.labelledTokenCount > 0 ? weights.gradient(of: task, loss: loss) : 0
      let scale = optimizer.step(
        plans[task], gradients: gradients, touched: touched.rows, rate: learningRate, beside: gradient)
      guard let scale else { throw failure(.gradient, task, loss) }
      weights.step(task, gradient: gradient, rate: learningRate, scale: scale, by: optimizer)
      lossWeights = .learned(weights)
    }
    stepCount += 1
    return loss
  }

  private func failure(_ quantity: NumericalFailure.Quantity, _ task: Int, _ loss: Float) -> NumericalFailure {
    NumericalFailure(quantity: quantity, task: layout.shape.heads[task].task, step: stepCount, loss: loss)
  }

  /// The tags of each sentence that task number `task` finds best, computed without dropout.
  package func predict(_ batch: Batch, task: Int) -> [[Int32]] {
    pass.bestTags(scores(batch, task), batch, packing, plans[task])
  }

  /// The same, and for each token of each sentence the head's scores of all tags; a CRF adds transitions to these.
  package func predictWithScores(_ batch: Batch, task: Int) -> [(tags: [Int32], scores: [[Float]])] {
    let scores = scores(batch, task)
    let tags = pass.bestTags(scores, batch, packing, plans[task])
    return zip(tags, batch.tokensOfSentences).map { tags, tokens in
      let rows = tokens.map { scores.row(packing.rowOfToken[$0]) }
      return (tags, rows.map { Array(UnsafeBufferPointer(start: $0, count: scores.columns)) })
    }
  }

  /// The head's scores, by the rows of the packing. *Shape* N × K.
  private func scores(_ batch: Batch, _ task: Int) -> Matrix {
    precondition(batch.fits(layout.shape, learning: nil), "all words and characters are in range")
    packing.take(lengths: batch.lengths)
    touched.take(batch.words)
    optimizer.settle(words: touched.rows)
    return pass.forward(batch, packing, plans[task], dropout: nil)
  }

  /// The loss of a batch, and the gradients of the weighted loss with respect to all parameters that a step of `task`
  /// may change; zero for the others. No parameter changes.
  func lossAndGradients(_ batch: Batch, task: Int, stream: RandomStream?) -> (loss: Double, gradients: Parameters) {
    let loss = backpropagate(batch, task: task, dropout: stream)
    var gradients = copied(gradientBuffer.base)
    for (index, tensor) in layout.tensors.enumerated() {
      for (position, scalar) in tensor.range.enumerated() where !plans[task].learned[index].keeps(position) {
        gradients.values[scalar] = 0
      }
    }
    clearGradients(ofWords: touched.rows)
    return (loss, gradients)
  }

  /// The loss of a batch; leaves the gradients of the weighted loss in the buffer.
  private func backpropagate(_ batch: Batch, task: Int, dropout: RandomStream?) -> Double {
    precondition(batch.tokenCount > 0 && batch.fits(layout.shape, learning: task), "a batch to learn from")
    let plan = plans[task]
    packing.take(lengths: batch.lengths)
    touched.take(batch.words)
    optimizer.settle(words: touched.rows)
    clearAccumulated()
    let scores = pass.forward(batch, packing, plan, dropout: dropout)
    let loss = pass.loss(
      replacingByGradients: scores, batch, packing, plan, gradients: gradientBuffer.base)
    pass.weigh(scores, by: lossWeights.weight(of: task), plan, gradients: gradientBuffer.base)
    pass.backward(scores, packing, plan, gradients: gradientBuffer.base)
    return loss
  }

  /// Clears the gradients that a pass adds to, except those of words, which are cleared after use.
  private func clearAccumulated() {
    for tensor in layout.tensors.dropFirst() {
      switch tensor.role {
      case .embedding, .convolution: (gradientBuffer.base + tensor.range.lowerBound).clear(tensor.count)
      case .encoder, .coupling, .head, .transitions: break
      }
    }
  }

  private func clearGradients(ofWords words: [Int]) {
    let dimension = layout.shape.words.dimension
    for word in words { (gradientBuffer.base + word * dimension).clear(dimension) }
  }
}
