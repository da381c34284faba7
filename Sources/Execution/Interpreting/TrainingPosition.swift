import Store
import Text

/// How far the training of a stage has come.
///
/// The sampler, dropout and the learning rate are functions of the stage's seed, the epoch and the step, so that the
/// position is all of their state.
struct TrainingPosition: Hashable, Sendable {
  /// The epochs that are done.
  private(set) var epochs: [HistoryFile.Epoch] = []

  /// How many steps of the next epoch are done; all of them while it is being scored.
  private(set) var step = 0

  /// The losses of the steps of that epoch, by task; steps without a labelled token have none.
  private(set) var losses: [LossSum]

  /// The epoch whose parameters are the result so far.
  var best: Best?

  /// The losses of a task's batches in an epoch.
  struct LossSum: Hashable, Sendable {
    var sum = 0.0
    var count = 0

    /// Their mean; `nil` without losses.
    var mean: Double? { count == 0 ? nil : sum / Double(count) }
  }

  /// An epoch, from 1, and the mean of the development scores after it.
  struct Best: Hashable, Sendable {
    let epoch: Int
    let score: Double
  }

  /// The start of training so many tasks.
  init(taskCount: Int) { losses = Array(repeating: LossSum(), count: taskCount) }

  /// The number of the epoch under way, from 0.
  var epoch: Int { epochs.count }

  /// The mean loss of all batches of the epoch under way that have a labelled token.
  var meanLoss: Double { losses.reduce(0) { $0 + $1.sum } / Double(max(1, losses.reduce(0) { $0 + $1.count })) }

  /// Whether the parameters of the best epoch are those that training stands at.
  var isAtBest: Bool { step == 0 && best?.epoch == epochs.count }

  /// Takes note of a step; `loss` is `nil` where it had no labelled token.
  mutating func advance(task: Int, loss: Float?) {
    step += 1
    guard let loss else { return }
    losses[task].sum += Double(loss)
    losses[task].count += 1
  }

  /// Takes note of the end of an epoch.
  mutating func endEpoch(_ epoch: HistoryFile.Epoch) {
    epochs.append(epoch)
    step = 0
    losses = losses.map { _ in LossSum() }
  }

  /// Whether training of so many tasks, epochs and steps an epoch can stand here.
  func fits(tasks: Int, epochs count: Int, steps: Int) -> Bool {
    losses.count == tasks && epochs.count < count && (0...steps).contains(step) && (best == nil) == epochs.isEmpty
      && losses.allSatisfy { (0...step).contains($0.count) && $0.sum.isFinite }
      && best.map { (1...epochs.count).contains($0.epoch) } ?? true
  }
}

// MARK: As JSON

extension TrainingPosition: JSONRepresentable {
  init(reading json: LocatedJSON) throws(JSONValueError) {
    losses = try json.value("losses")
    epochs = try json.value("epochs")
    step = try json.value("step")
    best = try json.valueIfThere("best")
  }

  var json: JSONValue {
    var members = [
      JSONValue.Member("epochs", epochs.json), JSONValue.Member("step", step.json),
      JSONValue.Member("losses", losses.json),
    ]
    if let best { members.append(JSONValue.Member("best", best.json)) }
    return .object(members)
  }
}

extension TrainingPosition.LossSum: JSONRepresentable {
  init(reading json: LocatedJSON) throws(JSONValueError) {
    sum = try json.value("sum")
    count = try json.value("count")
  }

  var json: JSONValue { ["sum": sum.json, "count": count.json] }
}

extension TrainingPosition.Best: JSONRepresentable {
  init(reading json: LocatedJSON) throws(JSONValueError) {
    epoch = try json.value("epoch")
    score = try json.value("score")
  }

  var json: JSONValue { ["epoch": epoch.json, "score": score.json] }
}
