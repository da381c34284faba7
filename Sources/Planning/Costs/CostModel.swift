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

  /// The bytes of a parameter.
  static let parameterSize = 4.0

  package init(sizes: CorpusSizes, rates: CostRates) {
    self.sizes = sizes
    self.rates = rates
  }

  /// The cost of a stage that does `operation`.
  package func cost(of operation: Operation) -> StageCost {
    var cost = operation.definition.resources(by: self)
    cost.seconds = cost.operations.map { rates.overhead + $0 / rates.operationsPerSecond }
    return cost
  }
}

// MARK: What operations have in common

extension CostModel {
  /// A file with a bit for every parameter that masks range over.
  func maskFile(of network: NetworkParameters) -> StageCost {
    let count = Double(network.universe(excluding: .biases).baseParameterCount)
    return StageCost(operations: 0, memory: 2 * count * Self.parameterSize, artifacts: count / 8, seconds: nil)
  }

  /// A file with a number for every parameter that masks range over.
  func importanceFile(of network: NetworkParameters) -> StageCost {
    let bytes = Double(network.universe(excluding: .biases).baseParameterCount) * Self.parameterSize
    return StageCost(operations: 0, memory: 3 * bytes, artifacts: bytes, seconds: nil)
  }

  /// Adds the memory that text and batches take.
  func addText(
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
  func parameters(
    _ universe: ParameterUniverse, _ network: NetworkParameters, _ tasks: [TaskParameters], copies: Double
  ) -> StageCost {
    let bytes = wordCount(tasks.map(\.corpus)).map { words in
      Self.parameterSize * (Double(universe.parameterCount) + words * Double(network.wordDimension))
    }
    return StageCost(operations: 0, memory: bytes.map { copies * $0 }, artifacts: bytes, seconds: nil)
  }

  /// The operations of a pass forward over one token of `task`: its tower up to its depth, or all coupled towers.
  func operationsPerToken(
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
  func wordCount(_ corpora: [CorpusSource]) -> Double? {
    guard let tokens = sum(OrderedSet(corpora), { sizes.training($0).map { Double($0.tokens) } }) else { return nil }
    // 20 · n^(9/16), in roots that every machine computes alike: 19,000 words in the 204,000 tokens of CoNLL-2003.
    let sixteenthRoot = tokens.squareRoot().squareRoot().squareRoot().squareRoot()
    return min(tokens, 20 * tokens.squareRoot() * sixteenthRoot)
  }

  /// The sum over `elements`; `nil` if it is not known of one of them.
  func sum<Element>(_ elements: some Sequence<Element>, _ value: (Element) -> Double?) -> Double? {
    var sum = 0.0
    for element in elements {
      guard let summand = value(element) else { return nil }
      sum += summand
    }
    return sum
  }
}
