@testable import Model
import Randomness
import Testing

@testable import Networks

@Suite struct TrainingNetworkTests {
  private func bits(_ parameters: Parameters, _ range: Range<Int>) -> [UInt32] {
    parameters.values[range].map(\.bitPattern)
  }

  /// Runs some steps of alternating tasks.
  private func train(_ network: TrainingNetwork, _ sample: SampleNetwork, steps: Range<Int>) throws -> [Float] {
    try steps.map { step in
      let task = step % sample.shape.heads.count
      return try network.step(
        sample.batch([4, 2, 6], task: task, seed: step), task: task, learningRate: 0.1,
        stream: RandomStream(seed: 8).derived(step))
    }
  }

  @Test(arguments: SampleNetwork.all)
  func aStepChangesItsSubnetOnly(sample: SampleNetwork) throws {
    let masks = sample.randomMasks()
    let network = TrainingNetwork(sample.parameters(), masks: masks)
    _ = try train(network, sample, steps: 0..<4)
    for task in sample.shape.heads.indices {
      let (before, momentaBefore) = (network.parameters, network.momenta)
      _ = try network.step(
        sample.batch([4, 2, 6], task: task, seed: 50), task: task, learningRate: 0.1, stream: RandomStream(seed: 1))
      let (after, momentaAfter) = (network.parameters, network.momenta)
      for (index, tensor) in sample.layout.tensors.enumerated() {
        let isForeign =
          switch tensor.role {
          case .head(let owner), .transitions(let owner): owner != task
          case .embedding, .convolution, .encoder, .coupling: false
          }
        for (position, scalar) in tensor.range.enumerated()
        where isForeign || !masks[task].tensors[index].keeps(position) {
          #expect(after.values[scalar].bitPattern == before.values[scalar].bitPattern, "\(tensor.name)[\(position)]")
          #expect(momentaAfter.values[scalar].bitPattern == momentaBefore.values[scalar].bitPattern)
        }
      }
      #expect(after != before)
    }
  }

  @Test(arguments: SampleNetwork.all)
  func whatIsInNoSubnetNeverChanges(sample: SampleNetwork) throws {
    let masks = sample.randomMasks()
    let start = sample.parameters()
    let network = TrainingNetwork(start, masks: masks)
    _ = try train(network, sample, steps: 0..<12)
    let end = network.parameters
    var count = 0
    for (index, tensor) in sample.layout.tensors.enumerated() {
      for (position, scalar) in tensor.range.enumerated()
      where !masks.contains(where: { $0.tensors[index].keeps(position) }) {
        #expect(end.values[scalar].bitPattern == start.values[scalar].bitPattern)
        count += 1
      }
    }
    #expect(count > 0)
  }

  /// With global scope momentum reaches what the step's task does not own; that is what the scope is about.
  @Test func globalMomentumLeavesTheSubnet() throws {
    let sample = SampleNetwork.all[0]
    for scope in MomentumScope.allCases {
      let network = TrainingNetwork(sample.parameters(), options: .init(momentumScope: scope))
      _ = try train(network, sample, steps: 0..<1)
      let before = network.parameters["head.pos.weight"]
      _ = try train(network, sample, steps: 1..<2)
      #expect((network.parameters["head.pos.weight"] == before) == (scope == .subnet))
    }
  }

  @Test func layersAboveATasksDepthRest() throws {
    let sample = SampleNetwork.all[2]
    let network = TrainingNetwork(sample.parameters())
    _ = try train(network, sample, steps: 0..<2)
    let before = network.parameters
    _ = try network.step(
      sample.batch([3], task: 0, seed: 1), task: 0, learningRate: 0.1, stream: RandomStream(seed: 1))
    for tensor in sample.layout.tensors where tensor.name.contains("_l1") {
      #expect(bits(network.parameters, tensor.range) == bits(before, tensor.range))
    }
  }

  @Test(arguments: SampleNetwork.all)
  func equalStepsGiveEqualBits(sample: SampleNetwork) throws {
    let networks = (0..<2).map { _ in TrainingNetwork(sample.parameters(), masks: sample.randomMasks()) }
    let losses = try networks.map { try train($0, sample, steps: 0..<6) }
    #expect(losses[0].map(\.bitPattern) == losses[1].map(\.bitPattern))
    #expect(
      bits(networks[0].parameters, 0..<sample.layout.count) == bits(networks[1].parameters, 0..<sample.layout.count))
  }

  /// Reading the state, or stopping and going on from it, changes nothing.
  @Test(arguments: SampleNetwork.all)
  func trainingCanBeTakenUpAgain(sample: SampleNetwork) throws {
    let straight = TrainingNetwork(sample.parameters(), masks: sample.randomMasks())
    _ = try train(straight, sample, steps: 0..<8)
    let first = TrainingNetwork(sample.parameters(), masks: sample.randomMasks())
    for step in 0..<4 {
      _ = try train(first, sample, steps: step..<(step + 1))
      _ = (first.parameters, first.momenta, first.predict(sample.batch([2, 3], task: 0, seed: 1), task: 0))
    }
    let second = TrainingNetwork(first.parameters, masks: sample.randomMasks())
    second.momenta = first.momenta
    _ = try train(second, sample, steps: 4..<8)
    #expect(bits(second.parameters, 0..<sample.layout.count) == bits(straight.parameters, 0..<sample.layout.count))
    #expect(bits(second.momenta, 0..<sample.layout.count) == bits(straight.momenta, 0..<sample.layout.count))
  }

  @Test(arguments: SampleNetwork.all)
  func networksLearn(sample: SampleNetwork) throws {
    let network = TrainingNetwork(sample.parameters())
    let batch = sample.batch([4, 2, 6], task: 1, seed: 0)
    var losses: [Float] = []
    for step in 0..<400 {
      losses.append(
        try network.step(batch, task: 1, learningRate: 0.1, stream: RandomStream(seed: 8).derived(step)))
    }
    if sample.shape.dropout == .init() {
      #expect(losses[399] < losses[0] / 10)
      #expect(network.predict(batch, task: 1).joined().elementsEqual(batch.tags))
    } else {
      #expect(losses.suffix(50).reduce(0, +) / 50 < losses[0] * 0.9)
    }
  }

  @Test(arguments: SampleNetwork.all)
  func predictionsDependOnNoCompanions(sample: SampleNetwork) throws {
    let network = TrainingNetwork(sample.parameters(), masks: sample.randomMasks())
    _ = try train(network, sample, steps: 0..<5)
    for task in sample.shape.heads.indices {
      let together = sample.batch([4, 1, 6, 0, 6], task: task, seed: 9)
      let predictions = network.predict(together, task: task)
      #expect(predictions.map(\.count) == together.lengths)
      for (sentence, prediction) in predictions.enumerated() {
        #expect(network.predict(together.sentence(sentence), task: task) == [prediction])
      }
    }
  }

  /// The mean over tokens and over sentences, as documented.
  @Test(arguments: [HeadKind.linear, .crf])
  func lossesAreMeans(kind: HeadKind) throws {
    let sample = SampleNetwork.sample("", layers: 1, heads: ["pos"], kind: kind)
    let network = TrainingNetwork(sample.parameters())
    let batch = sample.batch([4, 1, 3], task: 0, seed: 9)
    let losses = (0..<3).map { network.lossAndGradients(batch.sentence($0), task: 0, stream: nil).loss }
    let expected =
      switch kind {
      case .linear: (4 * losses[0] + losses[1] + 3 * losses[2]) / 8
      case .crf: losses.reduce(0, +) / 3
      }
    #expect(abs(network.lossAndGradients(batch, task: 0, stream: nil).loss - expected) < 1e-5)
  }

  @Test func dropoutIsInTrainingOnlyAndFollowsTheStream() throws {
    let sample = SampleNetwork.all[7]
    let network = TrainingNetwork(sample.parameters())
    let batch = sample.batch([4, 2], task: 0, seed: 3)
    func loss(_ stream: RandomStream?) -> Double { network.lossAndGradients(batch, task: 0, stream: stream).loss }
    #expect(loss(RandomStream(seed: 1)) == loss(RandomStream(seed: 1)))
    #expect(loss(RandomStream(seed: 1)) != loss(RandomStream(seed: 2)))
    #expect(loss(nil) != loss(RandomStream(seed: 1)))
  }

  @Test(arguments: [OptimizerOptions.Clipping.none, .norm(0.01), .value(0.002)])
  func clippingLimitsTheStep(clipping: OptimizerOptions.Clipping) throws {
    let sample = SampleNetwork.all[0]
    let network = TrainingNetwork(sample.parameters(), options: .init(clipping: clipping))
    let gradients = network.lossAndGradients(sample.batch([4, 2, 6], task: 0, seed: 0), task: 0, stream: nil).gradients
    _ = try train(network, sample, steps: 0..<1)
    // After one step the momenta are the clipped gradients.
    let norm = gradients.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(norm > 0.01)
    let expected: [Float] =
      switch clipping {
      case .none: gradients.values
      case .norm(let limit): gradients.values.map { $0 * limit / norm }
      case .value(let limit): gradients.values.map { min(max($0, -limit), limit) }
      }
    expectClose(network.momenta.values, expected, "momenta")
  }

  /// The norm is that of the gradients inside the subnet, and of no others.
  @Test(arguments: SampleNetwork.all)
  func theClippedNormIsTheSubnets(sample: SampleNetwork) throws {
    let network = TrainingNetwork(
      sample.parameters(), masks: sample.randomMasks(), options: .init(clipping: .norm(0.01)))
    _ = try train(network, sample, steps: 0..<1)
    let norm = network.momenta.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(norm - 0.01) < 1e-7)
  }

  @Test func whatIsNotFiniteStopsTheStep() throws {
    let sample = SampleNetwork.all[0]
    var parameters = sample.parameters()
    let network = TrainingNetwork(parameters)
    _ = try train(network, sample, steps: 0..<1)
    parameters["head.pos.bias"] = [.nan, 0, 0]
    network.parameters = parameters
    let momenta = network.momenta
    let failure = #expect(throws: NumericalFailure.self) { try train(network, sample, steps: 0..<1) }
    #expect(failure?.quantity == .loss && failure?.step == 1 && failure?.task == "pos")
    #expect(network.momenta == momenta)

    // Finite scores, but a gradient that overflows on its way down.
    var steep = sample.parameters()
    for (index, position) in steep["head.pos.weight"].indices.enumerated() {
      steep["head.pos.weight"][position] = index < 8 ? -3e38 : 3e38
    }
    network.parameters = steep
    var token = sample.batch([1], task: 0, seed: 0)
    token.tags = network.predict(token, task: 0)[0].map { $0 == 0 ? 1 : 0 }
    let overflow = #expect(throws: NumericalFailure.self) {
      try network.step(token, task: 0, learningRate: 0.1, stream: RandomStream(seed: 1))
    }
    #expect(overflow?.quantity == .gradient && overflow?.loss.isFinite == true)
    #expect(network.parameters == steep)

    // Nothing of it is left behind.
    network.parameters = sample.parameters()
    network.momenta = Parameters(zerosOf: sample.layout)
    let fresh = TrainingNetwork(sample.parameters())
    let losses = [try train(network, sample, steps: 0..<3), try train(fresh, sample, steps: 0..<3)]
    #expect(losses[0] == losses[1])
  }

  @Test func networksOnTwoThreadsDoNotDisturbEachOther() async throws {
    let sample = SampleNetwork.all[3]
    let expected = try train(TrainingNetwork(sample.parameters()), sample, steps: 0..<10)
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 {
        group.addTask { try TrainingNetworkTests().train(TrainingNetwork(sample.parameters()), sample, steps: 0..<10) }
      }
      for try await losses in group { #expect(losses == expected) }
    }
  }
}

extension Batch {
  /// One sentence of the batch alone.
  fileprivate func sentence(_ index: Int) -> Batch {
    let start = lengths[..<index].reduce(0, +)
    let tokens = start..<(start + lengths[index])
    guard !characterCounts.isEmpty else {
      return Batch(lengths: [lengths[index]], words: Array(words[tokens]), tags: Array(tags[tokens]))
    }
    let firstCharacter = characterCounts[..<start].reduce(0, +)
    let characterCount = characterCounts[tokens].reduce(0, +)
    return Batch(
      lengths: [lengths[index]], words: Array(words[tokens]),
      characters: Array(characters[firstCharacter..<(firstCharacter + characterCount)]),
      characterCounts: Array(characterCounts[tokens]), tags: Array(tags[tokens]))
  }
}
