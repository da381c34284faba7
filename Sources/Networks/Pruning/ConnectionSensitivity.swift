package import Model
package import Randomness

/// How much a task's loss depends on each parameter being there: the derivative of the loss by the mask, where the mask
/// keeps everything. By the chain rule that is ∂L/∂m = g ⊙ θ.
///
/// Pruning by its magnitudes is SNIP. Signs are kept until the mean over the batches, each of which counts the same, is
/// taken; magnitudes are those of the mean. A batch without a known tag has no loss and does not count.
///
/// *Source*: Lee, Ajanthan and Torr 2019, Equations 5 and 6; the division by the sum, which changes no order, is left
/// out.
package struct ConnectionSensitivity {
  private let network: TrainingNetwork
  private let task: Int
  private let parameters: [Float]
  private var sums: [Double]
  private var count = 0

  /// The sensitivity of task number `task` at the parameters of `network`, of which nothing changes.
  package init(of network: TrainingNetwork, task: Int) {
    self.network = network
    self.task = task
    parameters = network.parameters.values
    sums = [Double](repeating: 0, count: network.layout.count)
  }

  /// Takes note of a batch, which is passed through the network without dropout; of none without a known tag.
  ///
  /// Throws: if its loss or a derivative is not finite.
  package mutating func add(_ batch: Batch) throws(NumericalFailure) {
    guard batch.labelledTokenCount > 0 else { return }
    let (loss, gradients) = network.lossAndGradients(batch, task: task, stream: nil)
    func failure(_ quantity: NumericalFailure.Quantity) -> NumericalFailure {
      NumericalFailure(
        quantity: quantity, task: network.layout.shape.heads[task].task, step: count, loss: Float(loss))
    }
    guard loss.isFinite else { throw failure(.loss) }
    for index in sums.indices {
      let derivative = Double(gradients.values[index]) * Double(parameters[index])
      guard derivative.isFinite else { throw failure(.gradient) }
      sums[index] += derivative
    }
    count += 1
  }

  /// The mean derivatives; zero before there is a batch.
  package var mean: Parameters {
    let divisor = Double(max(1, count))
    return Parameters(layout: network.layout, values: sums.map { Float($0 / divisor) })
  }
}

extension Parameters {
  /// Numbers in (0, 1] drawn for each parameter: a control for what other measures of importance are worth.
  ///
  /// Determinism: each tensor draws from a stream of its own, named after it.
  package static func drawn(_ layout: ParameterLayout, stream: RandomStream) -> Parameters {
    var numbers = Parameters(zerosOf: layout)
    for tensor in layout.tensors {
      var stream = stream.derived(tensor.name)
      for index in tensor.range { numbers.values[index] = 1 - stream.nextFloat() }
    }
    return numbers
  }
}
