import Randomness
import Testing

@testable import Execution
@testable import Planning

/// Tasks of quite different sizes.
private let tasks = [
  TaskSampler.Task(name: "small", lengths: Array(repeating: 5, count: 20)),
  TaskSampler.Task(name: "large", lengths: (0..<2000).map { 1 + $0 % 9 }),
  TaskSampler.Task(name: "middle", lengths: Array(repeating: 7, count: 300)),
]

private func sampler(_ rule: SamplingRule, epochs: Int = 5) -> TaskSampler {
  TaskSampler(tasks, rule: rule, epochs: epochs, batchSize: 10, stream: RandomStream(seed: 3))
}

/// The share of each task in the steps of epoch number `epoch` from 0, many times over.
private func shares(_ rule: SamplingRule, epoch: Int, draws: Int) -> [Double] {
  var sampler = sampler(rule)
  sampler.begin(epoch: epoch)
  var counts = [0, 0, 0]
  for _ in 0..<draws { counts[sampler.next().task] += 1 }
  return counts.map { Double($0) / Double(draws) }
}

/// Exact powers of the sizes 20, 2000 and 300, for rules and epochs; tasks are drawn as often as these say.
@Test(
  arguments: [
    (.proportional, 0, [20, 2000, 300]), (.uniform, 3, [1, 1, 1]), (.power(0.5), 2, [4.472136, 44.721360, 17.320508]),
    (.power(0.25), 0, [2.114743, 6.687403, 4.161791]), (.annealed, 0, [20, 2000, 300]),
    // The exponents of the five epochs are 1, 0.8, 0.6, 0.4 and 0.2.
    (.annealed, 2, [6.034176, 95.635250, 30.638869]), (.annealed, 4, [1.820564, 4.573050, 3.129135]),
  ] as [(SamplingRule, Int, [Double])])
func tasksAreDrawnInTheirProportions(rule: SamplingRule, epoch: Int, powers: [Double]) {
  let draws = 20_000
  let found = shares(rule, epoch: epoch, draws: draws)
  for (share, power) in zip(found, powers) {
    let expected = power / powers.reduce(0, +)
    let deviation = (expected * (1 - expected) / Double(draws)).squareRoot()
    #expect(abs(share - expected) < 4 * deviation, "\(rule) in epoch \(epoch)")
  }
}

@Test func aSingleEpochOfAnnealingIsProportional() {
  var single = TaskSampler(tasks, rule: .annealed, epochs: 1, batchSize: 10, stream: RandomStream(seed: 3))
  var half = TaskSampler(tasks, rule: .power(0.99999), epochs: 1, batchSize: 10, stream: RandomStream(seed: 3))
  single.begin(epoch: 0)
  half.begin(epoch: 0)
  let draws = (0..<500).map { _ in (single.next().task, half.next().task) }
  #expect(draws.allSatisfy { $0.0 == $0.1 })
}

/// Any step can be entered without the batches before it.
@Test(arguments: [SamplingRule.proportional, .uniform, .roundRobin, .power(0.3), .annealed])
func aStepIsEnteredAsIfAllBeforeHadBeenTaken(rule: SamplingRule) {
  var straight = sampler(rule)
  let steps = straight.stepsPerEpoch
  var taken: [[(task: Int, sentences: [Int])]] = []
  for epoch in 0..<3 {
    straight.begin(epoch: epoch)
    taken.append((0..<steps).map { _ in straight.next() })
  }
  for (epoch, step) in [(0, 7), (1, 0), (2, steps / 2)] {
    var entered = sampler(rule)
    entered.enter(epoch: epoch, step: step)
    for expected in taken[epoch][step...] {
      let found = entered.next()
      #expect(found == expected)
      if found != expected { return }
    }
  }
}

/// The updates that plans count with are those that training makes, whatever the rule.
@Test(arguments: ["proportional", "uniform", "round_robin", "square_root", "annealed", "{exponent: 0.3}"])
func expectedUpdatesAreThoseThatAreDrawn(rule: String) throws {
  let datasets = tasks.enumerated().map { number, task in
    "\(task.name): {format: synthetic, seed: \(number + 1), sentences: {train: \(task.lengths.count), dev: 1, test: 0}}"
  }
  let specification = """
    sharespec: 1
    name: sampling
    datasets: {\(datasets.joined(separator: ", "))}
    tasks: {\(tasks.map { "\($0.name): {dataset: \($0.name), column: pos, metric: accuracy}" }.joined(separator: ", "))}
    base: {words: {dimension: 4}, encoder: {hidden: 4}}
    sharing: hard
    training: {epochs: 40, sampling: \(rule)}
    """
  let plan = try Workspace().plan(specification)
  let variant = try #require(plan.variants.first)
  guard case .train(let training)? = plan.stages[variant.components[0].train]?.operation else {
    Issue.record("no training")
    return
  }
  let expected = CostModel(sizes: CorpusSizes(), rates: .standard).updates(of: variant, in: plan)
  var sampler = TaskSampler(
    training.tasks.map { task in tasks.first { $0.name == task.name } ?? tasks[0] }, rule: training.sampling,
    epochs: training.epochs, batchSize: training.batch, stream: RandomStream(seed: 3))
  var counts = training.tasks.map { _ in 0 }
  for epoch in 0..<training.epochs {
    sampler.begin(epoch: epoch)
    for _ in 0..<sampler.stepsPerEpoch { counts[sampler.next().task] += 1 }
  }
  #expect(expected.values.reduce(0, +).rounded() == Double(counts.reduce(0, +)))
  for (task, count) in zip(training.tasks, counts) {
    let value = try #require(expected[task.name])
    #expect(abs(value - Double(count)) <= 4 * value.squareRoot() + 1, "\(task.name): \(value), drawn \(count)")
  }
}
