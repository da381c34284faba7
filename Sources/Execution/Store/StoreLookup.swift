package import Planning

/// Finds stages of a store by what people call them.
package struct StoreLookup: Sendable {
  private let records: [StageRecord]

  package init(_ records: [StageRecord]) { self.records = records }

  /// What a name leads to.
  package enum Result: Hashable, Sendable {
    case found(StageRecord)

    /// Nothing is called that; these are called something like it.
    case unknown(similar: [StageRecord])

    case ambiguous([StageRecord])
  }

  /// The stage whose identity begins with `name`, or which is called `name`, or, if there is none, the one whose name
  /// begins with it or holds it.
  package func find(_ name: String) -> Result {
    switch records.stage(called: name) {
    case .found(let record): .found(record)
    case .unknown(let similar): .unknown(similar: similar)
    case .ambiguous(let candidates): .ambiguous(candidates)
    }
  }

  /// The stages that read what `stage` made.
  package func dependents(of stage: StageID) -> [StageRecord] {
    records.filter { $0.inputs.contains { $0.stage == stage } }
  }

  /// The name of a stage; its identity's first digits if it is not in the store.
  package func label(of stage: StageID) -> String {
    records.first { $0.stage == stage }?.label ?? "stage \(stage.digest.short)"
  }
}
