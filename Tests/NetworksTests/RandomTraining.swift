import Model
import Randomness

@testable import Networks

/// A network, subnets of its tasks, settings and a sequence of steps, all drawn at random.
struct RandomTraining: Sendable, CustomStringConvertible {
  let seed: Int
  let sample: SampleNetwork
  let masks: [SubnetMask]
  var options: OptimizerOptions
  let learningRate: Float

  /// The tasks of the steps, in order.
  let tasks: [Int]

  var description: String { "training \(seed): \(sample.shape), \(options), tasks \(tasks)" }

  init(seed: Int, scope: MomentumScope) {
    var stream = RandomStream(seed: 31).derived(seed)
    func draw<Value>(_ values: [Value]) -> Value { values[stream.nextIndex(below: values.count)] }
    func size(_ range: ClosedRange<Int>) -> Int { range.lowerBound + stream.nextIndex(below: range.count) }
    // Some have a tensor that an update takes in several pieces.
    let isLarge = seed % 20 == 7
    let layers = isLarge ? 1 : size(1...3)
    let kind = EncoderKind.allCases[(seed + seed / 20) % EncoderKind.allCases.count]
    let names = Array(["pos", "ner", "chunk"].prefix(size(1...3)))
    let towers = isLarge ? [] : draw([[], [], names])
    let shape = NetworkShape(
      words: .init(count: size(2...15), dimension: size(1...9)),
      characters: draw([true, true, false])
        ? .init(
          embedding: .init(count: 7, dimension: size(1...6)), filters: size(1...9), width: size(1...4),
          activation: draw(Activation.allCases), isPerTower: draw([false, true]) && !towers.isEmpty) : nil,
      encoder: .init(kind, layers: layers, hidden: isLarge ? 110 : size(1...7)),
      dropout: draw([.init(), .init(words: 0.3, characters: 0.2, output: 0.4)]), towers: towers,
      coupling: !towers.isEmpty && draw([false, true]) ? .crossStitch(own: 0.8) : .none,
      heads: names.enumerated().map { index, task in
        .init(
          task: task, tagCount: size(1...5), kind: draw(HeadKind.allCases),
          tower: towers.isEmpty ? 0 : index, depth: size(1...layers))
      })
    let sample = SampleNetwork(description: "random", shape: shape)
    let densities = [0, 0.02, 0.3, 0.5, 0.9, 1]
    let masksBiases = draw([false, false, true])
    masks = names.indices.map { _ in
      SubnetMask(of: sample.layout) { tensor in
        if tensor.slot?.attribute == .biases && !masksBiases { return .all }
        let kept = draw(densities)
        return TensorMask(count: tensor.count) { _ in Double(stream.nextFloat()) < kept }
      }
    }
    options = OptimizerOptions(
      rule: .sgd(momentum: draw([0, 0.5, 0.9, 0.99])), clipping: draw([.none, .norm(5), .norm(0.05), .value(0.01)]),
      momentumScope: scope)
    learningRate = draw([0.01, 0.1, 0.5])
    tasks = (0..<(isLarge ? 2 : size(1...9))).map { _ in stream.nextIndex(below: names.count) }
    (self.seed, self.sample) = (seed, sample)
  }

  /// A network that is about to take the first step.
  func network(_ parameters: Parameters? = nil, threads: Int = 1) -> TrainingNetwork {
    TrainingNetwork(parameters ?? sample.parameters(), masks: masks, options: options, threads: threads)
  }

  /// Takes the step of this number and gives its loss.
  func take(_ step: Int, _ network: TrainingNetwork) throws -> Float {
    try network.step(
      sample.batch([4, 1, 3], task: tasks[step], seed: step), task: tasks[step], learningRate: rate(of: step),
      stream: RandomStream(seed: 8).derived(step))
  }

  /// The learning rate of a step, another for each.
  func rate(of step: Int) -> Float { learningRate / (1 + 0.05 * Float(step)) }

  /// Which scalars are in the subnet of a task: what its mask keeps of char CNN and encoder, embeddings, couplings and
  /// its own head.
  func subnet(of task: Int) -> [Bool] {
    sample.layout.tensors.enumerated().flatMap { index, tensor in
      (0..<tensor.count).map { position in
        switch tensor.role {
        case .head(let owner), .transitions(let owner): owner == task
        case .embedding, .coupling: true
        case .convolution, .encoder: masks[task].tensors[index].keeps(position)
        }
      }
    }
  }

  /// Which scalars are in the subnet of some task, whether it is trained or not.
  var union: [Bool] {
    let subnets = masks.indices.map { subnet(of: $0) }
    return (0..<sample.layout.count).map { scalar in subnets.contains { $0[scalar] } }
  }
}
