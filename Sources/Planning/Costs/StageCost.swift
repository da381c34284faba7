/// What a stage costs; `nil` where that depends on data that cannot be read here.
package struct StageCost: Hashable, Sendable {
  /// Floating-point operations of matrix products.
  package var operations: Double?

  /// The most memory that it needs, in bytes.
  package var memory: Double?

  /// The artifacts that it makes, in bytes.
  package var artifacts: Double?

  /// Estimated, with one thread.
  package var seconds: Double?

  package init(operations: Double? = nil, memory: Double? = nil, artifacts: Double? = nil, seconds: Double? = nil) {
    self.operations = operations
    self.memory = memory
    self.artifacts = artifacts
    self.seconds = seconds
  }
}

/// How fast this machine is, from runs that it recorded or by default.
package struct CostRates: Hashable, Sendable {
  /// Operations of matrix products a second, with one thread.
  package var operationsPerSecond: Double

  /// What a stage takes besides, in seconds.
  package var overhead: Double

  /// The number of recorded runs that the rate comes from; 0 for the default.
  package var recordedRuns: Int

  /// A processor core with AVX2, as `docs/performance.md` measures products: a cautious guess.
  package static let standard = CostRates(operationsPerSecond: 50e9, overhead: 0.05, recordedRuns: 0)

  /// The rates of recorded runs: the median of what each operation took; the default without any.
  ///
  /// - Parameter runs: the operations of a stage and the seconds of one thread that they took.
  package init(recorded runs: [(operations: Double, seconds: Double)]) {
    self = .standard
    let usable = runs.filter { $0.operations > 0 && $0.seconds > 0 }
      .sorted { $0.operations / $0.seconds < $1.operations / $1.seconds }
    recordedRuns = usable.count
    // Small runs are slow for reasons of their own, so that a run counts as much as it has operations.
    var rest = usable.reduce(0) { $0 + $1.operations } / 2
    for run in usable {
      rest -= run.operations
      guard rest > 0 else {
        operationsPerSecond = run.operations / run.seconds
        return
      }
    }
  }

  private init(operationsPerSecond: Double, overhead: Double, recordedRuns: Int) {
    self.operationsPerSecond = operationsPerSecond
    self.overhead = overhead
    self.recordedRuns = recordedRuns
  }
}
