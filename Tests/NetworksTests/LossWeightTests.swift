@testable import Model
import Randomness
import Testing

@testable import Networks

/// Weights of tasks' losses, fixed and learned.
@Suite struct LossWeightTests {
  /// Gradients are those of the loss times its weight, whatever the network; what its steps are measured by is not.
  @Test(arguments: SampleNetwork.all)
  func aWeightMultipliesGradients(sample: SampleNetwork) {
    let weights = sample.shape.heads.indices.map { [2.5, 0.125, 7][$0] as Float }
    let (plain, weighted) = (
      TrainingNetwork(sample.parameters(), masks: sample.randomMasks()),
      TrainingNetwork(sample.parameters(), masks: sample.randomMasks(), lossWeights: .fixed(weights))
    )
    for (task, weight) in weights.enumerated() {
      let batch = sample.batch([3, 1, 5], task: task, seed: 2)
      let expected = plain.lossAndGradients(batch, task: task, stream: RandomStream(seed: 3))
      let found = weighted.lossAndGradients(batch, task: task, stream: RandomStream(seed: 3))
      #expect(found.loss == expected.loss)
      for tensor in sample.layout.tensors {
        expectClose(found.gradients[tensor.name], expected.gradients[tensor.name].map { $0 * weight }, tensor.name)
      }
    }
  }

  /// The gradient of s is the derivative of exp(−s)·L + s/2.
  @Test(arguments: [0.01, 0.5, 1, 30] as [Float], [-2, 0, 0.7, 3] as [Float])
  func theGradientOfALogVarianceIsThatOfTheObjective(loss: Float, logVariance: Float) {
    func objective(_ logVariance: Float) -> Double {
      let weights = LearnedLossWeights(TaskNumbers([0, logVariance]))
      return Double(weights.weight(of: 1)) * Double(loss) + Double(logVariance) / 2
    }
    let width: Float = 0.01
    let measured = (objective(logVariance + width) - objective(logVariance - width)) / Double(2 * width)
    let found = LearnedLossWeights(TaskNumbers([0, logVariance])).gradient(of: 1, loss: loss)
    #expect(abs(Double(found) - measured) <= 1e-3 * max(1, abs(measured)))
  }

  /// Where the loss stays what it is, λ becomes 1/(2·L).
  @Test func weightsSettleWhereTheirGradientEnds() {
    let losses: [Float] = [0.1, 2]
    var weights = LearnedLossWeights(taskCount: 2)
    let layout = SampleNetwork.all[0].layout
    let optimizer = OptimizerOptions(rule: .sgd(momentum: 0.5))
      .optimizer(layout, parameters: FloatBuffer(zeros: layout.count), team: Team())
    for step in 0..<2000 {
      let task = step % 2
      weights.step(
        task, gradient: weights.gradient(of: task, loss: losses[task]), rate: 0.1, scale: 1, by: optimizer)
    }
    for task in 0..<2 { #expect(abs(weights.weight(of: task) * 2 * losses[task] - 1) < 1e-3) }
  }

  private static let clippings: [OptimizerOptions.Clipping] = [.none, .norm(0.3), .value(0.02)]

  /// Every step of a network that learns its weights is that of a network with these weights, fixed, whose gradients
  /// are clipped together with those of s; and s takes the steps of plain arithmetic.
  @Test(arguments: clippings, MomentumScope.allCases)
  func learnedWeightsTakePartInSteps(
    clipping: OptimizerOptions.Clipping, scope: MomentumScope
  ) throws {
    let sample = SampleNetwork.all[3]
    let options = OptimizerOptions(rule: .sgd(momentum: 0.9), clipping: clipping, momentumScope: scope)
    let network = TrainingNetwork(
      sample.parameters(), masks: sample.randomMasks(), options: options,
      lossWeights: .learned(LearnedLossWeights(taskCount: 2)))
    var logVariances = [0.0, 0.0]
    var momenta = [0.0, 0.0]
    for step in 0..<7 {
      let task = [0, 1, 1, 0, 0, 1, 0][step]
      let (batch, stream) = (sample.batch([4, 1, 3], task: task, seed: step), RandomStream(seed: 5).derived(step))
      let before = (parameters: network.parameters, momenta: network.momenta)
      let gradients = network.lossAndGradients(batch, task: task, stream: stream).gradients.values
      let loss = try network.step(batch, task: task, learningRate: 0.1, stream: stream)

      var slope = 0.5 - exponential(-logVariances[task]) * Double(loss)
      let norm = gradients.reduce(slope * slope) { $0 + Double($1) * Double($1) }.squareRoot()
      var scale = 1.0
      switch clipping {
      case .none: break
      case .norm(let limit):
        #expect(norm > Double(limit), "a norm that is clipped")
        scale = Double(limit) / norm
      case .value(let limit): slope = min(max(slope, -Double(limit)), Double(limit))
      }
      for index in 0..<2 where index == task || scope == .global {
        momenta[index] = 0.9 * momenta[index] + (index == task ? scale * slope : 0)
        logVariances[index] -= 0.1 * momenta[index]
      }
      guard case .learned(let weights) = network.lossWeights else {
        Issue.record("the weights are no longer learned")
        return
      }
      expectClose(weights.logVariances, logVariances.map { Float($0) }, "s after step \(step)")
      expectClose(
        weights.numbers.state.numbers["momenta"] ?? [], momenta.map { Float($0) }, "momenta of s after step \(step)")

      // The network's own step, by the gradients of the weighted loss.
      guard case .norm = clipping, scope == .subnet else { continue }
      for index in gradients.indices where gradients[index] != 0 {
        let momentum = 0.9 * before.momenta.values[index] + Float(scale) * gradients[index]
        #expect(abs(network.momenta.values[index] - momentum) <= 1e-5)
        #expect(abs(network.parameters.values[index] - (before.parameters.values[index] - 0.1 * momentum)) <= 1e-5)
      }
    }
  }

  @Test func threadsChangeNoBitOfThem() throws {
    let sample = SampleNetwork.all[3]
    let states = try [1, 2].map { threads in
      let network = TrainingNetwork(
        sample.parameters(), masks: sample.randomMasks(),
        lossWeights: .learned(LearnedLossWeights(taskCount: 2)), threads: threads)
      for step in 0..<6 {
        _ = try network.step(
          sample.batch([4, 1, 3], task: step % 2, seed: step), task: step % 2, learningRate: 0.1,
          stream: RandomStream(seed: 5).derived(step))
      }
      return (network.lossWeights, network.parameters)
    }
    #expect(states[0] == states[1])
    #expect(states[0].0 != .learned(LearnedLossWeights(taskCount: 2)))
  }

  /// Where a loss is not finite nothing of the step is taken.
  @Test func aFailedStepLeavesThemAsTheyWere() {
    let sample = SampleNetwork.all[0]
    var parameters = sample.parameters()
    parameters["head.pos.bias"] = [.nan, 0, 0]
    let weights = LossWeights.learned(
      LearnedLossWeights(
        TaskNumbers([0.5, -1], state: OptimizerState(["momenta": [0.25, 0]]))))
    let network = TrainingNetwork(parameters, lossWeights: weights)
    #expect(throws: NumericalFailure.self) {
      try network.step(sample.batch([2], task: 0, seed: 1), task: 0, learningRate: 1, stream: RandomStream(seed: 1))
    }
    #expect(network.lossWeights == weights)
  }
}

/// e to the power of `x`, by its series.
private func exponential(_ x: Double) -> Double {
  var (term, sum) = (1.0, 1.0)
  for index in 1...60 {
    term *= x / Double(index)
    sum += term
  }
  return sum
}
