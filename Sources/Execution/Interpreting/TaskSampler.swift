import Corpora
import ExperimentSpec
import Randomness

/// Says which task takes the next step, and with which sentences.
///
/// Determinism: the draws of an epoch and the batches of a task's pass derive from the seed and their numbers, so any
/// step can be entered by repeating the draws of those before it, without their batches.
struct TaskSampler {
  private let stream: RandomStream
  private let rule: SamplingName
  private let batchSize: Int
  private let tasks: [Task]
  private var draws: RandomStream

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

  init(_ tasks: [Task], rule: SamplingName, batchSize: Int, stream: RandomStream) {
    self.tasks = tasks
    self.rule = rule
    self.batchSize = batchSize
    self.stream = stream
    draws = stream
    passes = tasks.map { _ in nil }
    taken = tasks.map { _ in 0 }
  }

  /// The steps of an epoch: as many as all tasks' data make batches.
  var stepsPerEpoch: Int { tasks.reduce(0) { $0 + batchCount(of: $1) } }

  /// Prepares for the epoch numbered `epoch` from 0.
  mutating func begin(epoch: Int) { draws = stream.derived("sampling", epoch) }

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
    }
  }

  private func batchCount(of task: Task) -> Int { (task.lengths.count + batchSize - 1) / batchSize }
}
