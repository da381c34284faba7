import Model
import Randomness
import TensorFiles

@testable import Networks

/// Losses and final parameters of training steps of several tasks, each through its mask.
func compareMaskedTraining(_ oracle: Oracle) throws -> [OracleComparison] {
  let config = try oracle.config(TrainingConfig.self)
  let layout = ParameterLayout(try config.shape(oracle))
  let start = try Parameters(layout: layout, from: oracle.parameters("param."))
  guard let scope = MomentumScope(rawValue: config.momentum_scope) else {
    throw OracleError("\(oracle.name) is of a scope of momentum that is not known: \(config.momentum_scope)")
  }
  let network = TrainingNetwork(
    start, masks: try (0..<config.tasks).map { try mask(oracle, $0, layout) },
    options: OptimizerOptions(
      rule: .sgd(momentum: config.momentum), clipping: config.clip_norm.map { .norm($0) } ?? .none, momentumScope: scope
    ),
    lossWeights: try config.lossWeights)
  var losses: [Float] = []
  for step in 0..<config.steps {
    losses.append(
      try network.step(
        try batch(oracle, step), task: step % config.tasks, learningRate: config.learning_rate,
        stream: RandomStream(seed: 0)))
  }
  let final = network.parameters
  var results = [OracleComparison(tensor: "losses", found: losses, expected: try oracle.floats("losses"))]
  if case .learned(let weights) = network.lossWeights {
    let name = "final.log_variances"
    results.append(
      OracleComparison(
        tensor: name, found: weights.logVariances, expected: try oracle.floats(name, shape: [config.tasks])))
  }
  return results
    + (try layout.tensors.map { tensor in
      let name = "final.\(tensor.name)"
      return OracleComparison(
        tensor: name, found: Array(final[tensor.name]), expected: try oracle.floats(name, shape: tensor.shape))
    })
}

private struct TrainingConfig: Decodable {
  let layers, tasks, steps: Int
  let tags: [Int]
  let learning_rate, momentum: Float
  let clip_norm: Float?
  let momentum_scope: String

  /// Files that say nothing of an activation were made without one.
  let activation: String?

  /// Files that say nothing of an encoder have a BiLSTM.
  let encoder: String?

  /// Files that say nothing of weights were made with equal ones.
  let weights: Weights?

  enum Weights: Decodable {
    case named(String)
    case fixed([Float])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let name = try? container.decode(String.self) {
        self = .named(name)
      } else {
        self = .fixed(try container.decode([Float].self))
      }
    }
  }

  var lossWeights: LossWeights {
    get throws {
      switch weights {
      case nil, .named("equal"): .equal
      case .named("learned"): .learned(LearnedLossWeights(taskCount: tasks))
      case .fixed(let weights): .fixed(weights)
      case .named(let name): throw OracleError("weights of an unknown kind: \(name)")
      }
    }
  }

  /// The network whose tensors the file has.
  func shape(_ oracle: Oracle) throws -> NetworkShape {
    func table(_ name: String) throws -> NetworkShape.Table {
      let shape = try oracle.shape(name)
      return .init(count: shape[0], dimension: shape[1])
    }
    guard let activation = Activation(rawValue: activation ?? "none"), tags.count == tasks,
      let kind = encoder.map(EncoderKind.init(rawValue:)) ?? .bilstm
    else {
      throw OracleError("the configuration of \(oracle.name) is not understood: \(self)")
    }
    let filters = try oracle.shape("param.char_cnn.weight")
    return NetworkShape(
      words: try table("param.embedding.words"),
      characters: .init(
        embedding: try table("param.embedding.chars"), filters: filters[0], width: filters[2], activation: activation),
      encoder: .init(kind, layers: layers, hidden: try oracle.shape("param.encoder.weight_hh_l0")[1]),
      heads: tags.enumerated().map { .init(task: "\($0.offset)", tagCount: $0.element, depth: layers) })
  }
}

/// The mask of a task; what the file has no mask for is kept.
private func mask(_ oracle: Oracle, _ task: Int, _ layout: ParameterLayout) throws -> SubnetMask {
  for name in oracle.names(behind: "mask.\(task).") where layout[name]?.isMaskable != true {
    throw OracleError("\(oracle.name) has a mask for \(name), which cannot be masked")
  }
  return try SubnetMask(of: layout) { tensor throws -> TensorMask in
    let name = "mask.\(task).\(tensor.name)"
    guard oracle.content.tensors[name] != nil else { return .all }
    let octets = try oracle.octets(name)
    return TensorMask(count: octets.count) { octets[$0] == 1 }
  }
}

private func batch(_ oracle: Oracle, _ step: Int) throws -> Batch {
  let prefix = "step.\(step)."
  let lengths = try oracle.integers(prefix + "lengths")
  let shape = try oracle.shape(prefix + "chars")
  let (words, tags) = (try oracle.integers(prefix + "words"), try oracle.integers(prefix + "tags"))
  let (wordLengths, characters) = (
    try oracle.integers(prefix + "word_lengths"), try oracle.integers(prefix + "chars")
  )
  let places = lengths.enumerated().flatMap { sentence, length in (0..<length).map { sentence * shape[1] + $0 } }
  return Batch(
    lengths: lengths, words: places.map { Int32(words[$0]) },
    characters: places.flatMap { place in (0..<wordLengths[place]).map { Int32(characters[place * shape[2] + $0]) } },
    characterCounts: places.map { wordLengths[$0] }, tags: places.map { Int32(tags[$0]) })
}

/// The masks that rounds of pruning leave.
func compareGlobalMagnitudePruning(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable {
    let rate: Double
    let rounds: Int
  }
  let config = try oracle.config(Config.self)
  let names = oracle.names(behind: "weight.")
  let weights = try names.map { try oracle.floats("weight.\($0)") }
  var masks: [TensorMask] = weights.map { _ in .all }
  var result: [OracleComparison] = []
  for round in 0..<config.rounds {
    let parts = zip(weights, masks).map { PrunablePart(ranks: $0.map { $0.magnitude.bitPattern }, mask: $1) }
    masks = PrunablePart.pruned(parts, ties: .first) { kept, count in
      dropCount(.dropping(rate: config.rate), .nearest, kept: kept, count: count, share: 1)
    }
    for (index, name) in names.enumerated() {
      let tensor = "mask.\(round + 1).\(name)"
      result.append(
        OracleComparison(
          tensor: tensor, found: weights[index].indices.map { masks[index].keeps($0) ? 1 : 0 },
          expected: try oracle.octets(tensor).map(Float.init), relative: 0))
    }
  }
  return result
}
