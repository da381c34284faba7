import CAllocations
import Networks
import Randomness

/// What training steps of a network take, round by round.
struct StepMeasurement {
  private let network: TrainingNetwork

  /// A network that takes the same steps in turn with the measured one, to compare with.
  private let other: TrainingNetwork?

  private let batches: [Batch]
  private let threads: Int
  private let arithmetic: StepArithmetic
  private var nextStep = 0
  private var allocations: UInt64 = 0
  private var processorSeconds = 0.0
  private var loss: Float = 0
  private var rounds: [Round] = []

  /// Ten steps, and how fast this machine multiplied beside them.
  fileprivate struct Round {
    let steps: Int
    let tokens: Int
    let seconds: Double

    /// The same steps of the other network.
    let otherSeconds: Double?

    /// Rates of products in GFLOP/s: those of the steps, and large ones of OpenBLAS and of networks.
    let gigaflops: (steps: Double, openBLAS: Double, networks: Double)
  }

  private static let roundLength = 10

  init(_ network: TrainingNetwork, besides other: TrainingNetwork?, _ batches: [Batch], threads: Int) {
    self.network = network
    self.other = other
    self.batches = batches
    self.threads = threads
    arithmetic = StepArithmetic(shape: network.layout.shape)
  }

  /// Takes steps that are not measured.
  mutating func warmUp(steps: Int) throws {
    try run(steps: steps)
    (rounds, allocations, processorSeconds) = ([], 0, 0)
  }

  /// Measures so many more steps; their tokens per second.
  @discardableResult
  mutating func run(steps: Int) throws -> Double {
    let first = rounds.count
    for start in stride(from: 0, to: steps, by: Self.roundLength) {
      try runRound(steps: min(Self.roundLength, steps - start))
    }
    return rounds[first...].tokensPerSecond
  }

  private mutating func runRound(steps: Int) throws {
    let numbers = nextStep..<(nextStep + steps)
    nextStep += steps
    var otherSeconds: Double?
    if let other { otherSeconds = try take(numbers, with: other) }
    let before = (allocation_count(), processorTime())
    let seconds = try take(numbers, with: network)
    allocations += allocation_count() - before.0
    processorSeconds += processorTime() - before.1
    let round = numbers.map { batches[$0 % batches.count] }
    let operations = round.reduce(0) { $0 + arithmetic.operations($1) }
    rounds.append(
      Round(
        steps: steps, tokens: round.reduce(0) { $0 + $1.tokenCount }, seconds: seconds, otherSeconds: otherSeconds,
        gigaflops: (
          operations / seconds * 1e-9, MachinePeak.openBLASGigaflops(threads: threads),
          MachinePeak.gigaflops(threads: threads)
        )))
  }

  /// Takes the steps of these numbers; the seconds that it took by the clock.
  private mutating func take(_ numbers: Range<Int>, with network: TrainingNetwork) throws -> Double {
    let dropout = RandomStream(seed: 3)
    let start = ContinuousClock.now
    for number in numbers {
      loss = try network.step(
        batches[number % batches.count], task: 0, learningRate: 0.01, stream: dropout.derived(number))
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Names and numbers, in order.
  var report: [(String, String)] {
    let steps = rounds.reduce(0) { $0 + $1.steps }
    let tokens = rounds.reduce(0) { $0 + $1.tokens }
    let cost = median(rounds.compactMap { round in round.otherSeconds.map { round.seconds / $0 - 1 } })
    return [
      ("steps", "\(steps)"),
      ("loss", rounded(Double(loss), places: 4)),
      ("tokens_per_s", rounded(rounds[...].tokensPerSecond, places: 0)),
      ("best_tokens_per_s", rounded(rounds.map { Double($0.tokens) / $0.seconds }.max() ?? 0, places: 0)),
      ("tokens_per_processor_s", rounded(Double(tokens) / processorSeconds, places: 0)),
      ("gflops", rounded(median(rounds.map(\.gigaflops.steps)) ?? 0, places: 1)),
      ("peak_fraction", rounded(median(rounds.map { $0.gigaflops.steps / $0.gigaflops.openBLAS }) ?? 0, places: 3)),
      ("own_peak_fraction", rounded(median(rounds.map { $0.gigaflops.steps / $0.gigaflops.networks }) ?? 0, places: 3)),
      ("openblas_gflops", rounded(median(rounds.map(\.gigaflops.openBLAS)) ?? 0, places: 1)),
      ("own_gflops", rounded(median(rounds.map(\.gigaflops.networks)) ?? 0, places: 1)),
    ] + (cost.map { [("masked_cost", rounded($0, places: 3))] } ?? []) + [
      ("allocations_per_step", rounded(Double(allocations) / Double(steps), places: 1)),
      ("peak_memory_mb", rounded(peakMemory(), places: 0)),
    ]
  }
}

extension ArraySlice<StepMeasurement.Round> {
  fileprivate var tokensPerSecond: Double {
    Double(reduce(0) { $0 + $1.tokens }) / reduce(0) { $0 + $1.seconds }
  }
}

/// The middle one of some numbers; `nil` of none.
func median(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.sorted()[values.count / 2] }
