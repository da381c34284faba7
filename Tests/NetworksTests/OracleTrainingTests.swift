import Randomness
import Testing

@testable import Networks

/// Whole training runs and prunings against the values of an independent implementation.
@Suite(.enabled(if: OracleFiles.exist, OracleFiles.comment))
struct OracleTrainingTests {
  @Test(arguments: OracleFiles.about("masked_training"))
  func maskedTraining(oracle: Oracle) throws {
    struct Config: Decodable {
      let layers, tasks, steps: Int
      let tags: [Int]
      let learning_rate, momentum, clip_norm: Float
      let momentum_scope: String
      let activation: String?
    }
    let config = try oracle.config(Config.self)
    let layout = ParameterLayout(try shape(oracle, config.layers, config.tags, config.activation))
    let start = try Parameters(layout: layout, from: oracle.parameters("param."))
    let scope = try #require(OptimizerOptions.MomentumScope(rawValue: config.momentum_scope))
    let network = TrainingNetwork(
      start, masks: try (0..<config.tasks).map { try mask(oracle, $0, layout) },
      options: OptimizerOptions(momentum: config.momentum, clipping: .norm(config.clip_norm), momentumScope: scope))
    var losses: [Float] = []
    for step in 0..<config.steps {
      losses.append(
        try network.step(
          try batch(oracle, step), task: step % config.tasks, learningRate: config.learning_rate,
          stream: RandomStream(seed: 0)))
    }
    expectClose(losses, try oracle.floats("losses"), "losses")
    let final = network.parameters
    for name in oracle.names(behind: "final.") {
      expectClose(final[name], try oracle.floats("final.\(name)"), "final.\(name)")
    }
  }

  @Test(arguments: OracleFiles.about("global_magnitude_prune"))
  func globalMagnitudePruning(oracle: Oracle) throws {
    struct Config: Decodable {
      let rate: Double
      let rounds: Int
    }
    let config = try oracle.config(Config.self)
    let names = oracle.names(behind: "weight.")
    let weights = try names.map { try oracle.floats("weight.\($0)") }
    var masks: [TensorMask] = weights.map { _ in .all }
    for round in 1...config.rounds {
      let parts = zip(weights, masks).map { PrunablePart(ranks: $0.map { $0.magnitude.bitPattern }, mask: $1) }
      masks = PrunablePart.pruned(parts, ties: .first) { kept, count in
        dropCount(.dropping(rate: config.rate), .nearest, kept: kept, count: count, share: 1)
      }
      for (name, mask) in zip(names, masks) {
        let expected = try oracle.octets("mask.\(round).\(name)")
        #expect(expected.indices.map { mask.keeps($0) ? 1 : 0 } == expected, "round \(round), \(name)")
      }
    }
  }

  /// Files that say nothing of an activation were made without one.
  private func shape(_ oracle: Oracle, _ layers: Int, _ tags: [Int], _ activation: String?) throws -> NetworkShape {
    func table(_ name: String) throws -> NetworkShape.Table {
      let shape = try oracle.shape(name)
      return .init(count: shape[0], dimension: shape[1])
    }
    let filters = try oracle.shape("param.char_cnn.weight")
    return NetworkShape(
      words: try table("param.embedding.words"),
      characters: .init(
        embedding: try table("param.embedding.chars"), filters: filters[0], width: filters[2],
        activation: try #require(NetworkShape.Activation(rawValue: activation ?? "none"))),
      encoder: .init(layers: layers, hidden: try oracle.shape("param.encoder.weight_hh_l0")[1]),
      heads: tags.enumerated().map { .init(task: "\($0.offset)", tagCount: $0.element, depth: layers) })
  }

  /// The mask of a task; what the file has no mask for is kept.
  private func mask(_ oracle: Oracle, _ task: Int, _ layout: ParameterLayout) throws -> SubnetMask {
    try SubnetMask(of: layout) { tensor throws -> TensorMask in
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
}

extension Oracle {
  /// The tensors whose names begin with `prefix`, without it.
  fileprivate func parameters(_ prefix: String) -> Safetensors {
    var result = Safetensors()
    for name in names(behind: prefix) { result.tensors[name] = content.tensors[prefix + name] }
    return result
  }
}
