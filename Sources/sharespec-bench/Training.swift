import ArgumentParser
import Model
import Networks
import Randomness

/// `sharespec-bench training`: training steps of the paper's base network.
struct Training: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure training steps of the paper's base network.",
    discussion: """
      The network reads words and a convolution over their characters (30 filters of width 3 over 30 dimensions) into \
      an encoder with 200 units each way; batches have ten sentences of similar length, dropout is 0.5.

      Steps alternate with products of 1024 x 1024 matrices, which say what the machine can do at that moment: \
      peak_fraction is the step's rate by that of OpenBLAS's products on as many threads, own_peak_fraction by that of \
      the products that networks use. With --masked, rounds of steps without a mask alternate with those measured, and \
      masked_cost is the median of what a round takes longer.

      --peer compares with another program in the same run: it is run before and after rounds of steps, with the \
      corpus and --steps, --threads, --layers, --emb, --encoder, --masked reference and --crf as here, and \
      prints a line tokens_per_s. ratio is the median of this rate by the mean of the two beside it.

      EXAMPLES
        sharespec-bench training --corpus conll2003/train.txt --columns 3
        sharespec-bench training --corpus conll2003/train.txt --threads 2 --layers 2 --masked --head crf
        sharespec-bench training --corpus conll2003/train.txt --threads 2 --peer "python3 torch_peer.py"
      """)

  /// What reads the encoder's outputs.
  enum Head: String, ExpressibleByArgument, CaseIterable {
    case linear, crf

    fileprivate var kind: HeadKind {
      switch self {
      case .linear: .linear
      case .crf: .crf
      }
    }

    /// The argument that selects it in the peer.
    fileprivate var peerArgument: String {
      switch self {
      case .linear: ""
      case .crf: " --crf"
      }
    }
  }

  @Option(help: "A corpus in columns, words first.") var corpus: String
  @Option(help: "The column that holds the tags, from 0.") var columns = 3
  @Option(help: "The kind of encoder (default: bilstm).") var encoder: EncoderKind?
  @Option(help: "Layers of the encoder.") var layers = 1
  @Option(help: "Dimension of word vectors.") var embedding = 100
  @Option(help: "Threads that share the work of a step.") var threads = 1
  @Option(help: "Steps to measure, after some to warm up.") var steps = 200
  @Flag(help: "Train a subnet that keeps half of the weights.") var masked = false
  @Option(help: "What reads the encoder's outputs.") var head = Head.linear
  @Option(help: "A command that measures the same step elsewhere.") var peer: String?
  @Option(help: "How often steps are measured between runs of the peer.") var rounds = 3

  func validate() throws {
    guard layers > 0, embedding > 0, threads > 0, steps > 0, columns > 0, rounds > 0 else {
      throw ValidationError("numbers must be positive")
    }
  }

  func run() throws {
    let data = try BenchmarkData(path: corpus, tagColumn: columns, batchSize: 10)
    let shape = NetworkShape(
      words: .init(count: data.wordCount, dimension: embedding),
      characters: .init(embedding: .init(count: data.characterCount, dimension: 30), filters: 30, width: 3),
      encoder: .init(encoder ?? .bilstm, layers: layers, hidden: 200),
      dropout: .init(words: 0.5, characters: 0.5, output: 0.5),
      heads: [.init(task: "task", tagCount: data.tagCount, kind: head.kind, depth: layers)])
    var measurement = StepMeasurement(
      trainingNetwork(shape, masked: masked), besides: masked ? trainingNetwork(shape, masked: false) : nil,
      data.batches, threads: threads)
    try measurement.warmUp(steps: 20)
    guard let peer else {
      try measurement.run(steps: steps)
      return report(measurement.report)
    }
    var comparison = PeerComparison(command: peer + peerArguments)
    for _ in 0..<rounds {
      try comparison.runPeer()
      comparison.noteOwn(rate: try measurement.run(steps: steps))
    }
    try comparison.runPeer()
    report(measurement.report + comparison.report)
  }

  private func report(_ lines: [(String, String)]) {
    for (name, value) in lines { print(name, value) }
  }

  /// What the peer is told of this measurement.
  private var peerArguments: String {
    " '\(corpus)' --steps \(steps) --threads \(threads) --layers \(layers) --emb \(embedding)"
      + (encoder.map { " --encoder \($0.keyName)" } ?? "") + (masked ? " --masked reference" : "") + head.peerArgument
  }

  private func trainingNetwork(_ shape: NetworkShape, masked: Bool) -> TrainingNetwork {
    let parameters = Parameters.initialised(shape, stream: RandomStream(seed: 1))
    let options = OptimizerOptions(rule: .sgd(momentum: 0.9), clipping: .norm(5))
    guard masked else { return TrainingNetwork(parameters, options: options, threads: threads) }
    let mask = MagnitudePruning().pruned(
      .everything(of: parameters.layout), by: parameters, .keeping(fraction: 0.5))
    return TrainingNetwork(parameters, masks: [mask], options: options, threads: threads)
  }
}

extension EncoderKind: ExpressibleByArgument {}
