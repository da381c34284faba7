import Corpora
import ExperimentSpec
import Randomness

/// Says which task takes the next step, and with which sentences.
///
/// Determinism: the draws of an epoch and the batches of a task's pass derive from the seed and their numbers, so an
/// epoch can be entered without replaying those before it but for how many batches each task has had.
struct TaskSampler {
  private let stream: RandomStream
  private let rule: SamplingName
  private let batchSize: Int
  private let tasks: [Task]
  private var draws: RandomStream

  /// The batches of each task's pass under way, and how many of its batches have been taken altogether.
  private var passes: [BatchPlan]
  private var taken: [Int]
  private var turn = 0

  /// A task as far as sampling goes.
  struct Task {
    let name: String
    let lengths: [Int]
  }

  init(_ tasks: [Task], rule: SamplingName, batchSize: Int, stream: RandomStream) {
    self.tasks = tasks
    self.rule = rule
    self.batchSize = batchSize
    self.stream = stream
    draws = stream
    passes = tasks.map { _ in BatchPlan.evaluation(lengths: [], size: batchSize) }
    taken = tasks.map { _ in 0 }
  }

  /// The steps of an epoch: as many as all tasks' data make batches.
  var stepsPerEpoch: Int { tasks.reduce(0) { $0 + batchCount(of: $1) } }

  /// Prepares for the epoch numbered `epoch` from 0.
  mutating func begin(epoch: Int) { draws = stream.derived("sampling", epoch) }

  /// The task of the next step and its sentences.
  mutating func next() -> (task: Int, sentences: [Int]) {
    let task = nextTask()
    let (pass, index) = taken[task].quotientAndRemainder(dividingBy: batchCount(of: tasks[task]))
    if index == 0 {
      passes[task] = BatchPlan.training(
        lengths: tasks[task].lengths, size: batchSize, stream: stream.derived("order", tasks[task].name, pass))
    }
    taken[task] += 1
    return (task, passes[task].batches[index])
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
