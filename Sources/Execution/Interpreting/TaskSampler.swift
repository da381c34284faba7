import Corpora
import Glibc
import Planning
import Randomness

/// Says which task takes the next step, and with which sentences.
///
/// Determinism: the draws of an epoch and the batches of a task's pass derive from the seed and their numbers, so any
/// step can be entered by repeating the draws of those before it, without their batches.
struct TaskSampler {
  private let stream: RandomStream
  private let rule: SamplingRule
  private let epochs: Int
  private let batchSize: Int
  private let tasks: [Task]
  private var draws: RandomStream

  /// What stands for the tasks up to each in the epoch's draws by a power of their sizes.
  private var cumulativeShares: [Double] = []

  /// Each task's pass under way, if it is known, and how many of its batches have been taken altogether.
  private var passes: [Pass?]
  private var taken: [Int]
  private var turn = 0

  /// A task as far as sampling goes.
  struct Task {
    let name: String
    let lengths: [Int]
  }

  /// The batches of one pass over a task's sentences.
  private struct Pass {
    let number: Int
    let batches: [[Int]]
  }

  /// The sampling of batches by `rule` in training of so many epochs.
  init(_ tasks: [Task], rule: SamplingRule, epochs: Int, batchSize: Int, stream: RandomStream) {
    self.tasks = tasks
    self.rule = rule
    self.epochs = epochs
    self.batchSize = batchSize
    self.stream = stream
    draws = stream
    passes = tasks.map { _ in nil }
    taken = tasks.map { _ in 0 }
  }

  /// The steps of an epoch: as many as all tasks' data make batches.
  var stepsPerEpoch: Int { tasks.reduce(0) { $0 + batchCount(of: $1) } }

  /// Prepares for the epoch numbered `epoch` from 0.
  mutating func begin(epoch: Int) {
    draws = stream.derived("sampling", epoch)
    switch rule {
    case .proportional, .uniform, .roundRobin: break
    case .power(let exponent): weigh(byPower: exponent)
    case .annealed: weigh(byPower: SamplingRule.annealedExponent(inEpoch: epoch, of: epochs))
    }
  }

  private mutating func weigh(byPower exponent: Double) {
    var sum = 0.0
    cumulativeShares = tasks.map { task in
      sum += pow(Double(task.lengths.count), exponent)
      return sum
    }
  }

  /// Prepares a new sampler for step number `step` of epoch number `epoch`, both from 0.
  ///
  /// Complexity: linear in the steps before.
  mutating func enter(epoch: Int, step: Int) {
    let steps = stepsPerEpoch
    for earlier in 0...epoch {
      begin(epoch: earlier)
      for _ in 0..<(earlier == epoch ? step : steps) { taken[nextTask()] += 1 }
    }
  }

  /// The task of the next step and its sentences.
  mutating func next() -> (task: Int, sentences: [Int]) {
    let task = nextTask()
    let (number, index) = taken[task].quotientAndRemainder(dividingBy: batchCount(of: tasks[task]))
    taken[task] += 1
    return (task, batches(ofPass: number, task: task)[index])
  }

  private mutating func batches(ofPass number: Int, task: Int) -> [[Int]] {
    if let pass = passes[task], pass.number == number { return pass.batches }
    let plan = BatchPlan.training(
      lengths: tasks[task].lengths, size: batchSize, stream: stream.derived("order", tasks[task].name, number))
    passes[task] = Pass(number: number, batches: plan.batches)
    return plan.batches
  }

  private mutating func nextTask() -> Int {
    switch rule {
    case .roundRobin:
      defer { turn = (turn + 1) % tasks.count }
      return turn
    case .uniform: return draws.nextIndex(below: tasks.count)
    case .proportional:
      var rest = draws.nextIndex(below: tasks.reduce(0) { $0 + $1.lengths.count })
      for (index, task) in tasks.enumerated() {
        if rest < task.lengths.count { return index }
        rest -= task.lengths.count
      }
      return tasks.count - 1
    case .power, .annealed:
      let place = draws.nextDouble() * (cumulativeShares.last ?? 0)
      return cumulativeShares.firstIndex { place < $0 } ?? tasks.count - 1
    }
  }

  private func batchCount(of task: Task) -> Int { (task.lengths.count + batchSize - 1) / batchSize }
}
