package import Planning

/// What a run is about to do, as far as those who show it need to know.
package struct RunOutline: Hashable, Sendable {
  /// The name of the experiment.
  package let experiment: String

  /// The number of the plan's stages, and of those of them that need not be carried out.
  package let total: Int
  package let cached: Int

  /// The most stages that run at a time.
  package let jobs: Int

  /// The stages to carry out, each after those that it reads from.
  package let pending: [Work]

  /// A stage to carry out.
  package struct Work: Hashable, Sendable {
    package let stage: StageID
    package let inputs: [StageID]

    /// The name of what it does.
    package let operation: String

    /// Estimated, with one thread; `nil` where nothing is known.
    package let seconds: Double?

    package init(stage: StageID, inputs: [StageID], operation: String = "train", seconds: Double?) {
      self.stage = stage
      self.operation = operation
      self.inputs = inputs
      self.seconds = seconds
    }
  }

  package init(experiment: String, total: Int, cached: Int, jobs: Int, pending: [Work]) {
    self.experiment = experiment
    self.total = total
    self.cached = cached
    self.jobs = jobs
    self.pending = pending
  }

  /// The outline of a run of `plan` that lacks the stages `missing`.
  init(of plan: Plan, missing: Set<StageID>, costs: PlanCosts?, jobs: Int) {
    let pending = plan.stages.values.filter { missing.contains($0.id) }.map { stage in
      Work(
        stage: stage.id, inputs: stage.inputs.map(\.stage), operation: stage.operation.name,
        seconds: costs?.stages[stage.id]?.seconds)
    }
    self.init(
      experiment: plan.name, total: plan.stages.count, cached: plan.stages.count - pending.count, jobs: jobs,
      pending: pending)
  }
}
