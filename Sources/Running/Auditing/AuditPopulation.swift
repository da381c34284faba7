package import Files
package import Planning
import Randomness
package import Store

/// A stage whose record an audit compares with what carrying the stage out again makes.
package struct AuditedStage: Sendable {
  package let stage: Stage
  package let record: StageRecord
}

/// The stages of plans that a store has records of: what an audit draws its sample from.
package struct AuditPopulation: Sendable {
  /// The stages in the order of their identities.
  package let stages: [AuditedStage]

  /// How many stages of the plans have no record.
  package let absentCount: Int

  /// The paths of records that are damaged, or that a newer release wrote.
  package let unreadable: [String]

  /// The stages of `plans` in `store`. Determinism: the order of the plans changes nothing but names.
  package init(of plans: [Plan], in store: StoreInspection) throws(FileFailure) {
    var known: [StageID: Stage] = [:]
    for plan in plans {
      for stage in plan.stages.values where known[stage.id] == nil { known[stage.id] = stage }
    }
    var stages: [AuditedStage] = []
    var absentCount = 0
    var unreadable: [String] = []
    for (id, stage) in known.sorted(by: { $0.key < $1.key }) {
      switch try store.recordFile(of: id) {
      case .whole(let record): stages.append(AuditedStage(stage: stage, record: record))
      case .absent: absentCount += 1
      case .damaged, .unreadable, .newer: unreadable.append(store.layout.record(id))
      }
    }
    self.stages = stages
    self.absentCount = absentCount
    self.unreadable = unreadable
  }

  /// The stages that a sample of `size` draws with `seed`.
  package func sample(_ size: SampleSize, seed: Int) -> [AuditedStage] {
    sampled(stages, count: size.count(of: stages.count), seed: seed)
  }
}

/// `count` of `elements`, drawn without replacement, each set of them with the same probability.
///
/// Determinism: a function of the elements' order, the count and the seed; a larger sample contains a smaller one.
func sampled<Element>(_ elements: [Element], count: Int, seed: Int) -> [Element] {
  var stream = RandomStream(seed: UInt64(bitPattern: Int64(seed))).derived("audit")
  return Array(stream.shuffled(elements).prefix(count))
}
