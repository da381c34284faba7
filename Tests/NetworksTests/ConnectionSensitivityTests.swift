@testable import Model
@testable import TensorFiles
import Randomness
import Testing

@testable import Networks

/// How much losses depend on parameters being there.
@Suite struct ConnectionSensitivityTests {
  private static let samples = SampleNetwork.all.filter { $0.shape.towerCount == 1 && $0.shape.dropout == .init() }

  /// The mean sensitivity over a few batches of sentences, and the network that it is of.
  private func sensitivity(
    _ sample: SampleNetwork, task: Int, seeds: [Int] = [1, 2, 3], threads: Int = 1
  ) throws -> (Parameters, TrainingNetwork) {
    let network = TrainingNetwork(larger(sample), threads: threads)
    var sensitivity = ConnectionSensitivity(of: network, task: task)
    for seed in seeds { try sensitivity.add(sample.batch([3, 1, 5, 3], task: task, seed: seed)) }
    return (sensitivity.mean, network)
  }

  /// Larger weights than at the start of training, for derivatives that stand out from rounding.
  private func larger(_ sample: SampleNetwork) -> Parameters {
    var start = sample.parameters(seed: 3)
    start.values = start.values.map { 2 * $0 }
    return start
  }

  /// The derivatives of the mean loss by the mask m at m = 1, where what is used is m ⊙ θ, along random directions.
  @Test(arguments: samples)
  func sensitivitiesAreDerivativesByTheMask(sample: SampleNetwork) throws {
    let start = larger(sample)
    for task in sample.shape.heads.indices {
      let (found, network) = try sensitivity(sample, task: task)
      for tensor in sample.layout.tensors where tensor.isMaskable {
        for draw in 0..<3 {
          var directions = RandomStream(seed: 4).derived(tensor.name, draw)
          let signs = tensor.range.indices.map { _ in directions.nextIndex(below: 2) == 0 ? Float(1) : -1 }
          let size = 0.01 / Float(tensor.count).squareRoot()
          func loss(_ factor: Float) -> Double {
            var moved = start
            for (position, scalar) in tensor.range.enumerated() {
              moved.values[scalar] *= 1 + factor * size * signs[position]
            }
            network.parameters = moved
            return [1, 2, 3].reduce(0) { sum, seed in
              let batch = sample.batch([3, 1, 5, 3], task: task, seed: seed)
              return sum + network.lossAndGradients(batch, task: task, stream: nil).loss / 3
            }
          }
          let (before, here, after) = (loss(-1), loss(0), loss(1))
          // A kink of the activation or the maximum within reach spoils two of the three.
          let measured = [(after - before) / 2, after - here, here - before].map { $0 / Double(size) }
          let computed = zip(found[tensor.name], signs).reduce(0.0) { $0 + Double($1.0 * $1.1) }
          let norm = found[tensor.name].reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
          let error = measured.map { abs($0 - computed) }.min() ?? .infinity
          #expect(error <= 0.02 * norm + 4e-4, "\(tensor.name), norm \(norm)")
        }
      }
    }
  }

  /// Single scalars of a network without kinks, each by itself.
  @Test func everyScalarHasItsOwnDerivative() throws {
    let sample = SampleNetwork.all[1]
    let (found, network) = try sensitivity(sample, task: 1, seeds: [1])
    let batch = sample.batch([3, 1, 5, 3], task: 1, seed: 1)
    let start = larger(sample)
    let scale = sample.layout.tensors.filter(\.isMaskable).flatMap { found[$0.name] }.reduce(Float(0)) {
      max($0, $1.magnitude)
    }
    #expect(scale > 0.01)
    for tensor in sample.layout.tensors where tensor.isMaskable {
      for scalar in tensor.range {
        func loss(_ mask: Float) -> Double {
          var moved = start
          moved.values[scalar] *= mask
          network.parameters = moved
          return network.lossAndGradients(batch, task: 1, stream: nil).loss
        }
        let width: Float = 0.125
        let derivative =
          (8 * (loss(1 + width) - loss(1 - width)) - (loss(1 + 2 * width) - loss(1 - 2 * width)))
          / Double(12 * width)
        #expect(abs(derivative - Double(found.values[scalar])) <= 2e-3 * Double(scale), "\(tensor.name)[\(scalar)]")
      }
    }
  }

  @Test func severalBatchesHaveTheMeanOfTheirDerivatives() throws {
    let sample = SampleNetwork.all[0]
    let mean = try sensitivity(sample, task: 0, seeds: [1, 2]).0
    let parts = try [1, 2].map { try sensitivity(sample, task: 0, seeds: [$0]).0 }
    expectClose(mean.values, zip(parts[0].values, parts[1].values).map { ($0 + $1) / 2 }, "mean")
    // Derivatives of different signs take each other away; magnitudes would add up.
    #expect(mean.values.contains { $0 < 0 } && mean.values.contains { $0 > 0 })
  }

  @Test(arguments: samples)
  func threadsChangeNoBit(sample: SampleNetwork) throws {
    #expect(try sensitivity(sample, task: 1, threads: 1).0 == sensitivity(sample, task: 1, threads: 2).0)
  }

  @Test func lookingChangesNothing() throws {
    let sample = SampleNetwork.all[0]
    let (_, network) = try sensitivity(sample, task: 0)
    #expect(network.parameters == larger(sample))
  }

  @Test func whatIsNotFiniteIsNoSensitivity() {
    let sample = SampleNetwork.all[0]
    var parameters = sample.parameters()
    parameters["head.pos.bias"] = [.nan, 0, 0]
    var sensitivity = ConnectionSensitivity(of: TrainingNetwork(parameters), task: 0)
    let failure = #expect(throws: NumericalFailure.self) { try sensitivity.add(sample.batch([2], task: 0, seed: 1)) }
    #expect(failure?.quantity == .loss && failure?.task == "pos")
  }

  /// The file has what masks range over, and is read back into a network whose embeddings have other sizes.
  @Test func aFileHasWhatMasksRangeOver() throws {
    let sample = SampleNetwork.all[0]
    let found = try sensitivity(sample, task: 0).0
    let file = try Safetensors(parsing: found.maskableSafetensors.serialised())
    #expect(Set(file.names) == Set(sample.layout.tensors.filter(\.isMaskable).map(\.name)))
    var shape = sample.shape
    shape.words.count = 1
    shape.heads = []
    let layout = ParameterLayout(shape)
    let read = try Parameters(maskableOf: layout, from: file)
    for tensor in layout.tensors where tensor.isMaskable { #expect(read[tensor.name] == found[tensor.name]) }
    #expect(throws: ParameterFileError.self) { try Parameters(layout: layout, from: file) }
  }

  @Test func drawnImportanceIsTheSeedsAndTheTensors() {
    let layout = SampleNetwork.all[0].layout
    let drawn = Parameters.drawn(layout, stream: RandomStream(seed: 1))
    #expect(drawn == .drawn(layout, stream: RandomStream(seed: 1)))
    #expect(drawn != .drawn(layout, stream: RandomStream(seed: 2)))
    #expect(drawn.values.allSatisfy { $0 > 0 && $0 <= 1 })
    let mean = drawn.values.reduce(0, +) / Float(drawn.values.count)
    #expect(abs(mean - 0.5) < 0.05)
  }
}
