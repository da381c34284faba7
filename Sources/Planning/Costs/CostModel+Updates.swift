import Glibc

extension CostModel {
  /// The updates that each task of `variant` makes in the trainings that lead to its result: the last one and those
  /// whose weights it starts from. Expected numbers, where tasks are drawn; without tasks whose data is not known.
  func updates(of variant: PlannedVariant, in plan: Plan) -> [String: Double] {
    var updates: [String: Double] = [:]
    for component in variant.components {
      var next: StageID? = component.train
      while let id = next, let stage = plan.stages[id], case .train(let training) = stage.operation {
        let tasks = training.tasks.filter { component.tasks.contains($0.name) }
        for task in tasks {
          guard let count = self.updates(of: task, in: training) else { continue }
          updates[task.name, default: 0] += count
        }
        next = stage.input(.start)?.stage
      }
    }
    return updates
  }

  /// The updates that `task` makes in `training`; `nil` if the data of any of its tasks is not known.
  private func updates(of task: TaskParameters, in training: TrainOperation) -> Double? {
    let known = training.tasks.map { sizes.training($0.corpus).map { Double($0.sentences) } }
    guard !known.contains(nil), let number = training.tasks.firstIndex(of: task) else { return nil }
    let batches = known.compactMap { $0.map { ($0 / Double(training.batch)).rounded(.up) } }
    let all = batches.reduce(0, +) * Double(training.epochs)
    switch training.sampling {
    case .proportional, .annealed: return batches[number] * Double(training.epochs)
    case .uniform, .roundRobin: return all / Double(batches.count)
    case .power(let exponent):
      let shares = known.compactMap { $0.map { pow($0, exponent) } }
      return all * shares[number] / shares.reduce(0, +)
    }
  }
}
