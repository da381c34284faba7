import Glibc

extension CostModel {
  /// The updates that each task of `variant` makes in the trainings that lead to its result: the last one and those
  /// whose weights it starts from. Expected numbers, where tasks are drawn; without tasks whose data is not known.
  func updates(of variant: PlannedVariant, in plan: Plan) -> [String: Double] {
    var updates: [String: Double] = [:]
    for component in variant.components {
      var next: StageID? = component.train
      while let id = next, let stage = plan.stages[id], case .train(let training) = stage.operation {
        for (task, count) in zip(training.tasks, self.updates(in: training) ?? []) {
          if component.tasks.contains(task.name) { updates[task.name, default: 0] += count }
        }
        next = stage.input(.start)?.stage
      }
    }
    return updates
  }

  /// The updates that each task makes in `training`, in the order of its tasks; `nil` if the data of one is not known.
  ///
  /// An epoch has as many steps as the data of all tasks make batches, whichever task takes them.
  func updates(in training: TrainOperation) -> [Double]? {
    let sizes = training.tasks.compactMap { self.sizes.training($0.corpus).map { Double($0.sentences) } }
    guard sizes.count == training.tasks.count else { return nil }
    let steps = sizes.reduce(0) { $0 + ($1 / Double(training.batch)).rounded(.up) }
    var updates = sizes.map { _ in 0.0 }
    func add(_ epochs: Int, drawnByPower exponent: Double) {
      let weights = sizes.map { pow($0, exponent) }
      let sum = weights.reduce(0, +)
      for (index, weight) in weights.enumerated() { updates[index] += Double(epochs) * steps * weight / sum }
    }
    switch training.sampling {
    case .proportional: add(training.epochs, drawnByPower: 1)
    case .uniform, .roundRobin: add(training.epochs, drawnByPower: 0)
    case .power(let exponent): add(training.epochs, drawnByPower: exponent)
    case .annealed:
      for epoch in 0..<training.epochs {
        add(1, drawnByPower: SamplingRule.annealedExponent(inEpoch: epoch, of: training.epochs))
      }
    }
    return updates
  }
}
