import ArgumentParser
import CAllocations
import Networks
import Randomness

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `sharespec-bench training`: training steps of the paper's base network.
struct Training: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure training steps of the paper's base network.",
    discussion: """
      The network reads words and a convolution over their characters (30 filters of width 3 over 30 dimensions) into
      a BiLSTM with 200 units each way; batches have ten sentences of similar length, dropout is 0.5.

      Steps alternate with products of 1024 x 1024 matrices, which say what the machine can do at that moment:
      peak_fraction is the step's rate by that of OpenBLAS's products on as many threads, own_peak_fraction by that of
      the products that networks use.
      """)

  /// What reads the encoder's outputs.
  enum Head: String, ExpressibleByArgument, CaseIterable { case linear, crf }

  @Option(help: "A corpus in columns, words first.") var corpus: String
  @Option(help: "The column that holds the tags, from 0.") var columns = 3
  @Option(help: "Layers of the BiLSTM.") var layers = 1
  @Option(help: "Dimension of word vectors.") var embedding = 100
  @Option(help: "Threads that share the work of a step.") var threads = 1
  @Option(help: "Steps to measure, after some to warm up.") var steps = 200
  @Flag(help: "Train a subnet that keeps half of the weights.") var masked = false
  @Option(help: "What reads the encoder's outputs.") var head = Head.linear

  func validate() throws {
    guard layers > 0, embedding > 0, threads > 0, steps > 0, columns > 0 else {
      throw ValidationError("numbers must be positive")
    }
  }

  func run() throws {
    let data = try BenchmarkData(path: corpus, tagColumn: columns, batchSize: 10)
    let shape = NetworkShape(
      words: .init(count: data.wordCount, dimension: embedding),
      characters: .init(embedding: .init(count: data.characterCount, dimension: 30), filters: 30, width: 3),
      encoder: .init(layers: layers, hidden: 200), dropout: .init(words: 0.5, characters: 0.5, output: 0.5),
      heads: [.init(task: "task", tagCount: data.tagCount, kind: head == .crf ? .crf : .linear, depth: layers)])
    let network = trainingNetwork(shape)
    var measurement = Measurement(threads: threads)
    _ = try measurement.run(network, data.batches, steps: 0..<20)
    measurement = try measurement.run(network, data.batches, steps: 20..<(20 + steps))
    for (name, value) in measurement.report { print(name, value) }
  }

  private func trainingNetwork(_ shape: NetworkShape) -> TrainingNetwork {
    let parameters = Parameters.initialised(shape, stream: RandomStream(seed: 1))
    guard masked else { return TrainingNetwork(parameters, threads: threads) }
    let mask = MagnitudePruning().pruned(
      .everything(of: parameters.layout), by: parameters, .keeping(fraction: 0.5))
    return TrainingNetwork(parameters, masks: [mask], threads: threads)
  }
}

/// What some steps took.
private struct Measurement {
  let threads: Int
  private var seconds = 0.0
  private var processorSeconds = 0.0
  private var tokens = 0
  private var operations = 0.0
  private var allocations: UInt64 = 0
  private var stepCount = 0
  private var loss: Float = 0

  /// The tokens per second of the best round: on a busy machine the one that was disturbed least.
  private var bestRate = 0.0

  /// Each round's rate, and those of the products beside it.
  private var rates: [(step: Double, openBLAS: Double, networks: Double)] = []

  init(threads: Int) { self.threads = threads }

  /// The measurement of these steps, batches being taken in turn.
  func run(_ network: TrainingNetwork, _ batches: [Batch], steps: Range<Int>) throws -> Measurement {
    var result = Measurement(threads: threads)
    let arithmetic = StepArithmetic(shape: network.layout.shape)
    let dropout = RandomStream(seed: 3)
    let roundLength = 10
    for first in stride(from: steps.lowerBound, to: steps.upperBound, by: roundLength) {
      let round = (first..<min(first + roundLength, steps.upperBound)).map { batches[$0 % batches.count] }
      let before = (allocation_count(), processorTime(), ContinuousClock.now)
      for (index, batch) in round.enumerated() {
        result.loss = try network.step(
          batch, task: 0, learningRate: 0.01, stream: dropout.derived(first + index))
      }
      let seconds = (ContinuousClock.now - before.2) / .seconds(1)
      result.seconds += seconds
      result.processorSeconds += processorTime() - before.1
      result.allocations += allocation_count() - before.0
      let tokens = round.reduce(0) { $0 + $1.tokenCount }
      result.tokens += tokens
      result.bestRate = max(result.bestRate, Double(tokens) / seconds)
      result.stepCount += round.count
      let operations = round.reduce(0) { $0 + arithmetic.operations($1) }
      result.operations += operations
      result.rates.append(
        (
          operations / seconds * 1e-9, MachinePeak.openBLASGigaflops(threads: threads),
          MachinePeak.gigaflops(threads: threads)
        ))
    }
    return result
  }

  private func median(_ value: ((step: Double, openBLAS: Double, networks: Double)) -> Double) -> Double {
    rates.map(value).sorted()[rates.count / 2]
  }

  /// Names and numbers, in order.
  var report: [(String, String)] {
    [
      ("steps", "\(stepCount)"),
      ("loss", rounded(Double(loss), places: 4)),
      ("tokens_per_s", rounded(Double(tokens) / seconds, places: 0)),
      ("best_tokens_per_s", rounded(bestRate, places: 0)),
      ("tokens_per_processor_s", rounded(Double(tokens) / processorSeconds, places: 0)),
      ("gflops", rounded(operations / seconds * 1e-9, places: 1)),
      ("peak_fraction", rounded(median { $0.step / $0.openBLAS }, places: 3)),
      ("own_peak_fraction", rounded(median { $0.step / $0.networks }, places: 3)),
      ("openblas_gflops", rounded(median { $0.openBLAS }, places: 1)),
      ("own_gflops", rounded(median { $0.networks }, places: 1)),
      ("allocations_per_step", rounded(Double(allocations) / Double(stepCount), places: 1)),
      ("peak_memory_mb", rounded(peakMemory(), places: 0)),
    ]
  }
}
