/// What lowering makes: the stages that each variant wants, as if it were alone, so that equal ones occur repeatedly.
package struct WantedPlan: Sendable {
  /// The experiment's name.
  package let name: String

  package let variants: [WantedVariant]

  /// The variant that the others are compared with.
  package let baseline: String?

  package init(name: String, variants: [WantedVariant], baseline: String?) {
    self.name = name
    self.variants = variants
    self.baseline = baseline
  }

  /// The number of stages, counted as often as they are wanted.
  package var stageCount: Int { variants.reduce(0) { $0 + $1.stages.count } }
}

/// The stages that one variant wants.
package struct WantedVariant: Sendable {
  package let variant: PlannedVariant

  /// The stages, each after those that it reads from.
  package let stages: [Stage]
}

extension WantedPlan {
  /// The plan in which equal stages are one.
  package var merged: Plan { Plan(name: name, merging: variants, baseline: baseline) }
}

extension Plan {
  /// The plan of what `variants` want, in which equal stages are one, in the order in which they are first wanted.
  ///
  /// Of stages for several purposes the first purpose in order is kept, whichever variant comes first.
  package init(name: String, merging wanted: some Sequence<WantedVariant>, baseline: String?) {
    let stages = MergedStages()
    var variants: [PlannedVariant] = []
    for variant in wanted {
      variants.append(variant.variant)
      for stage in variant.stages { stages.add(stage) }
    }
    self.init(name: name, stages: stages.stages, variants: variants, baseline: baseline)
  }
}

/// Stages, each once, in the order in which they are first added.
final class MergedStages {
  private(set) var stages = StageTable()

  func add(_ stage: Stage) { stages.merge(stage) }
}

extension StageTable {
  /// Adds `stage` unless there is an equal one; of the purposes of equal stages the first in order is kept.
  mutating func merge(_ stage: Stage) {
    let (isNew, place) = insert(stage)
    if !isNew, stage.purpose.precedes(values[place].purpose) { replace(stage) }
  }
}
