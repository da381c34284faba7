package import Planning

/// What a run came to.
package struct RunReport: Sendable {
  /// The stages that failed, in the order in which they did.
  package let failures: [Failure]

  /// Whether the run was stopped before everything that could be done was done.
  package let isInterrupted: Bool

  /// The report of a run that was stopped while it waited for the store.
  package static let stoppedBeforeItBegan = RunReport(failures: [], isInterrupted: true)

  /// A stage that failed.
  package struct Failure: Sendable {
    package let stage: Stage
    package let cause: StageFailure

    /// The stages that could not be run for it, in the plan's order.
    package let skipped: [Stage]
  }
}

/// What a failure means to the stages that do not depend on it.
package enum FailurePolicy: Hashable, Sendable {
  /// Nothing.
  case keepGoing

  /// None of them is begun, and those under way stop at their next step.
  case stop
}
