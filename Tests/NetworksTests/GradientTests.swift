import Randomness
import Testing

@testable import Networks

/// Gradients against central differences of the loss.
@Suite struct GradientTests {
  /// Every tensor of every kind of network, along a few random directions.
  @Test(arguments: SampleNetwork.all, [false, true])
  func gradientsAreThoseOfTheLoss(sample: SampleNetwork, isMasked: Bool) throws {
    var start = sample.parameters(seed: 3)
    // Larger weights than at the start of training, for gradients that stand out from rounding.
    start.values = start.values.map { 2 * $0 }
    let masks = isMasked ? sample.randomMasks() : nil
    let stream = RandomStream(seed: 9)
    for (task, head) in sample.shape.heads.enumerated() {
      let batch = sample.batch([3, 1, 5, 3], task: task, seed: 2)
      let network = TrainingNetwork(start, masks: masks)
      let gradients = network.lossAndGradients(batch, task: task, stream: stream).gradients
      for (index, tensor) in sample.layout.tensors.enumerated() {
        // Towers of other tasks are computed under their own masks, but only the task's own subnet has gradients.
        let kept = masks?[task].tensors[index] ?? .all
        for draw in 0..<3 {
          var directions = RandomStream(seed: 4).derived(tensor.name, draw)
          let signs = tensor.range.indices.map { _ in directions.nextIndex(below: 2) == 0 ? Float(1) : -1 }
          let size = 0.004 / Float(tensor.count).squareRoot()
          func loss(_ factor: Float) -> Double {
            var moved = start
            for (position, scalar) in tensor.range.enumerated() where kept.keeps(position) {
              moved.values[scalar] += factor * size * signs[position]
            }
            network.parameters = moved
            return network.lossAndGradients(batch, task: task, stream: stream).loss
          }
          let (before, here, after) = (loss(-1), loss(0), loss(1))
          // A kink of the activation or the maximum within reach spoils two of the three.
          let measured = [(after - before) / 2, after - here, here - before].map { $0 / Double(size) }
          let computed = zip(gradients.values[tensor.range], signs).reduce(0.0) { $0 + Double($1.0 * $1.1) }
          let norm = gradients.values[tensor.range].reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
          if isUsed(tensor, head, sample.shape) {
            let error = measured.map { abs($0 - computed) }.min() ?? .infinity
            #expect(error <= 0.02 * norm + 4e-4, "\(tensor.name) for \(head.task), norm \(norm)")
          } else {
            #expect(measured == [0, 0, 0] && norm == 0, "\(tensor.name) for \(head.task)")
          }
        }
      }
    }
  }

  /// Whether a task's loss depends on the tensor and its steps may change it.
  private func isUsed(_ tensor: ParameterTensor, _ head: NetworkShape.Head, _ shape: NetworkShape) -> Bool {
    let isCoupled = shape.coupling != .none
    return switch tensor.role {
    case .embedding: true
    case .convolution(let tower): isCoupled || tower == nil || tower == head.tower
    case .encoder(let tower, let layer): (isCoupled || tower == head.tower) && layer <= head.depth
    case .coupling(let layer): layer <= head.depth
    case .head(let task), .transitions(let task): shape.heads[task].task == head.task
    }
  }
}
