package import Planning

/// Finds stages of a store by what people call them.
package struct StoreLookup: Sendable {
  private let records: [StageRecord]

  package init(_ records: [StageRecord]) { self.records = records }

  /// What `name` leads to.
  package func find(_ name: String) -> StageMatch<StageRecord> { records.stage(called: name) }

  /// The stages that read what `stage` made.
  package func dependents(of stage: StageID) -> [StageRecord] {
    records.filter { $0.inputs.contains { $0.stage == stage } }
  }

  /// The name of a stage; its identity's first digits if it is not in the store.
  package func label(of stage: StageID) -> String {
    records.first { $0.stage == stage }?.label ?? "stage \(stage.digest.short)"
  }
}
