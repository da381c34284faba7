import FoundationEssentials
import Model
import Randomness
import Testing

@testable import Networks

/// Measures, when asked to by the environment variable `SHARESPEC_BENCHMARK`; prints tokens per second.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHARESPEC_BENCHMARK"] != nil), .serialized)
struct ThroughputTests {
  /// Training steps of the paper's base network, batches of 10 sentences of CoNLL-2003's lengths.
  @Test(arguments: [false, true], [HeadKind.linear, .crf])
  func trainingAtThePapersSize(isMasked: Bool, kind: HeadKind) throws {
    let shape = NetworkShape(
      words: .init(count: 20_000, dimension: 100),
      characters: .init(embedding: .init(count: 85, dimension: 30), filters: 30, width: 3),
      encoder: .init(.bilstm, layers: 1, hidden: 200), dropout: .init(words: 0.5, characters: 0.5, output: 0.5),
      heads: [.init(task: "pos", tagCount: 45, kind: kind, depth: 1)])
    let parameters = Parameters.initialised(shape, stream: RandomStream(seed: 1))
    let mask = MagnitudePruning().pruned(
      .everything(of: parameters.layout), by: parameters, .keeping(fraction: isMasked ? 0.5 : 1))
    let network = TrainingNetwork(parameters, masks: [mask])
    var stream = RandomStream(seed: 2)
    let batches = (0..<220).map { _ in batch(&stream, shape) }
    var start = ContinuousClock.now
    var tokens = 0
    for (step, batch) in batches.enumerated() {
      if step == 20 { (start, tokens) = (.now, 0) }
      _ = try network.step(batch, task: 0, learningRate: 0.01, stream: RandomStream(seed: 3).derived(step))
      tokens += batch.tokenCount
    }
    let duration = ContinuousClock.now - start
    print("training, masked \(isMasked), \(kind): \(Int(Double(tokens) / (duration / .seconds(1)))) tokens/s")
    start = .now
    for batch in batches { _ = network.predict(batch, task: 0) }
    let predicted = batches.reduce(0) { $0 + $1.tokenCount }
    print("prediction: \(Int(Double(predicted) / ((ContinuousClock.now - start) / .seconds(1)))) tokens/s")
  }

  /// Ten sentences of similar length, as bucketing makes them; words as unequal in frequency as in a text.
  private func batch(_ stream: inout RandomStream, _ shape: NetworkShape) -> Batch {
    let center = 5 + stream.nextIndex(below: 20)
    let lengths = (0..<10).map { _ in center + stream.nextIndex(below: 3) }
    let words = (0..<lengths.reduce(0, +)).map { _ in
      let x = stream.nextDouble()
      return Int32(x * x * x * Double(shape.words.count))
    }
    let counts = words.map { _ in 1 + stream.nextIndex(below: 8) }
    return Batch(
      lengths: lengths, words: words,
      characters: counts.flatMap { (0..<$0).map { _ in Int32(stream.nextIndex(below: 85)) } }, characterCounts: counts,
      tags: words.map { _ in Int32(stream.nextIndex(below: 45)) })
  }
}
