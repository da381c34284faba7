import ExperimentSpec
import MaskAlgebra
import Model
import OrderedCollections

/// Estimates what stages cost from their parameters, the sizes of corpora and the machine's rates.
///
/// A weight counts two operations a token forward and four backward; gates, heads and updates count nothing. Masks
/// save nothing, since products are computed with masked weights. Numbers of words follow Heaps' law.
package struct CostModel: Sendable {
  package let sizes: CorpusSizes
  package let rates: CostRates

  /// The characters of a word with what stands around it, in the mean.
  static let charactersPerWord = 7.0

  /// The sentences that evaluation takes at a time.
  private static let evaluationBatch = 32

  /// The bytes of a parameter.
  private static let parameterSize = 4.0

  package init(sizes: CorpusSizes, rates: CostRates) {
    self.sizes = sizes
    self.rates = rates
  }

  /// The cost of a stage that does `operation`.
  package func cost(of operation: Operation) -> StageCost {
    var cost = resources(of: operation)
    cost.seconds = cost.operations.map { rates.overhead + $0 / rates.operationsPerSecond }
    return cost
  }

  private func resources(of operation: Operation) -> StageCost {
    switch operation {
    case .vocabulary(let vocabulary): self.vocabulary(vocabulary)
    case .initialize(let initialization):
      parameters(
        initialization.network.universe(excluding: .biases), initialization.network, initialization.tasks, copies: 1)
    case .train(let training): self.training(training)
    case .evaluate(let evaluation): self.evaluation(evaluation)
    case .sensitivity(let sensitivity): self.sensitivity(sensitivity)
    case .drawImportance(let drawing): importance(drawing.network)
    case .prune(let pruning): mask(pruning.network)
    case .select(let selection): mask(selection.network)
    case .drawMask(let drawing): mask(drawing.network)
    case .importMask(let importing): mask(importing.network)
    case .measure(let measurement):
      StageCost(operations: 0, memory: Double(measurement.masks.universe.parameterCount), artifacts: 1000, seconds: nil)
    }
  }

  private func vocabulary(_ operation: VocabularyOperation) -> StageCost {
    let words = wordCount(operation.corpora)
    let vectors = operation.pretrained == nil ? 0 : Double(operation.dimension) * Self.parameterSize
    return StageCost(
      operations: words == nil ? nil : 0, memory: words.map { $0 * (vectors + 100) },
      artifacts: words.map { $0 * (vectors + 12) }, seconds: nil)
  }

  private func mask(_ network: NetworkParameters) -> StageCost {
    let count = Double(network.universe(excluding: .biases).baseParameterCount)
    return StageCost(operations: 0, memory: 2 * count * Self.parameterSize, artifacts: count / 8, seconds: nil)
  }

  private func training(_ operation: TrainOperation) -> StageCost {
    var cost = parameters(
      operation.masks.universe, operation.network, operation.tasks, copies: MemoryModel.copiesInTraining)
    add(to: &cost, operation.network, operation.tasks, operation.masks, batch: operation.batch)
    // The selected and the last weights.
    cost.artifacts = cost.artifacts.map { 2 * $0 }
    cost.operations = sum(operation.tasks) { task in
      guard let train = sizes.training(task.corpus), let dev = sizes.development(task.corpus) else { return nil }
      let forward = operationsPerToken(operation.network, operation.masks, of: task.name)
      return Double(operation.epochs) * forward * (3 * Double(train.tokens) + Double(dev.tokens))
    }
    return cost
  }

  /// A file with a number for every parameter that masks range over.
  private func importance(_ network: NetworkParameters) -> StageCost {
    let bytes = Double(network.universe(excluding: .biases).baseParameterCount) * Self.parameterSize
    return StageCost(operations: 0, memory: 3 * bytes, artifacts: bytes, seconds: nil)
  }

  private func sensitivity(_ operation: SensitivityOperation) -> StageCost {
    let universe = operation.network.universe(excluding: .biases)
    let everything = MaskConfiguration(
      universe: universe,
      operation.tasks.map { MaskConfiguration.Entry(task: $0.name, mask: CanonicalMask(everythingIn: universe)) })
    var cost = parameters(universe, operation.network, operation.tasks, copies: MemoryModel.copiesInTraining)
    add(to: &cost, operation.network, operation.tasks, everything, batch: operation.batch)
    cost.artifacts = importance(operation.network).artifacts
    cost.operations = sum(operation.tasks) { task in
      guard let train = sizes.training(task.corpus), train.sentences > 0 else { return nil }
      let part = min(1, Double(operation.batch) * Double(operation.batches) / Double(train.sentences))
      return 3 * operationsPerToken(operation.network, everything, of: task.name) * part * Double(train.tokens)
    }
    return cost
  }

  private func evaluation(_ operation: EvaluateOperation) -> StageCost {
    var cost = parameters(
      operation.masks.universe, operation.network, operation.tasks, copies: MemoryModel.copiesInEvaluation)
    add(to: &cost, operation.network, operation.tasks, operation.masks, batch: Self.evaluationBatch)
    cost.artifacts = 500 * Double(operation.tasks.count)
    cost.operations = sum(operation.tasks) { task in
      sizes.reported(task.corpus).map {
        operationsPerToken(operation.network, operation.masks, of: task.name) * Double($0.tokens)
      }
    }
    return cost
  }

  /// Adds the memory that text and batches take.
  private func add(
    to cost: inout StageCost, _ network: NetworkParameters, _ tasks: [TaskParameters], _ masks: MaskConfiguration,
    batch: Int
  ) {
    let memory = MemoryModel(sizes: sizes)
    let towers = network.coupling == nil ? 1 : max(1, masks.universe.towers.count)
    cost.memory = cost.memory.map {
      $0 + memory.text(of: tasks) + memory.activations(network, tasks, batch: batch, towers: towers)
    }
  }

  /// The memory and the file of a network's parameters, embeddings included.
  private func parameters(
    _ universe: ParameterUniverse, _ network: NetworkParameters, _ tasks: [TaskParameters], copies: Double
  ) -> StageCost {
    let bytes = wordCount(tasks.map(\.corpus)).map { words in
      Self.parameterSize * (Double(universe.parameterCount) + words * Double(network.wordDimension))
    }
    return StageCost(operations: 0, memory: bytes.map { copies * $0 }, artifacts: bytes, seconds: nil)
  }

  /// The operations of a pass forward over one token of `task`: its tower up to its depth, or all coupled towers.
  private func operationsPerToken(
    _ network: NetworkParameters, _ masks: MaskConfiguration, of task: String
  ) -> Double {
    let depth = masks[task]?.depth ?? network.encoder.layers
    let towers = network.coupling == nil ? 1 : max(1, masks.universe.towers.count)
    return masks.universe.tensors.reduce(0) { sum, tensor in
      guard tensor.attribute == .weights else { return sum }
      let repetitions = tensor.isTowered ? Double(towers) : 1
      switch tensor.region {
      case .charCNN: return sum + 2 * Self.charactersPerWord * repetitions * Double(tensor.count)
      case .encoder(let layer, _, _): return layer > depth ? sum : sum + 2 * repetitions * Double(tensor.count)
      }
    }
  }

  /// The words that occur in the training sentences of `corpora`, by Heaps' law.
  private func wordCount(_ corpora: [CorpusSource]) -> Double? {
    guard let tokens = sum(OrderedSet(corpora), { sizes.training($0).map { Double($0.tokens) } }) else { return nil }
    // 20 · n^(9/16), in roots that every machine computes alike: 19,000 words in the 204,000 tokens of CoNLL-2003.
    let sixteenthRoot = tokens.squareRoot().squareRoot().squareRoot().squareRoot()
    return min(tokens, 20 * tokens.squareRoot() * sixteenthRoot)
  }

  /// The sum over `elements`; `nil` if it is not known of one of them.
  private func sum<Element>(_ elements: some Sequence<Element>, _ value: (Element) -> Double?) -> Double? {
    var sum = 0.0
    for element in elements {
      guard let summand = value(element) else { return nil }
      sum += summand
    }
    return sum
  }
}
