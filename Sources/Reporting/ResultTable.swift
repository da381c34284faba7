package import Execution
import ExperimentSpec
import MaskAlgebra
package import Planning

/// What a plan's variants came to: the numbers behind the table.
package struct ExperimentResults: Sendable {
  package let name: String
  package let baseline: String?
  package let variants: [VariantResults]

  /// The results of one variant.
  package struct VariantResults: Sendable {
    package let name: String

    /// The score of each task, in the order of the specification; `nil` where it could not be had.
    package let scores: [TaskScore]

    /// The variant's parameters; `nil` where its masks could not be found.
    package let sharing: SharingFile?

    /// Whether parameters were counted on learned masks; else they follow from the specification.
    package let isMeasured: Bool
  }

  /// The score of one task.
  package struct TaskScore: Sendable {
    package let task: String
    package let metric: String

    /// The split that the score is on; `nil` without a score.
    package let split: String?

    /// In percent.
    package let percent: Double?

    /// The difference to the baseline's score, in points.
    package let delta: Double?
  }
}

extension ExperimentResults {
  /// Reads the results of `plan` from `store`; what is not there stays empty.
  package init(of plan: Plan, in store: ArtifactStore) {
    let scores = plan.variants.map { $0.scores(in: store) }
    let byName = Dictionary(zip(plan.variants.map(\.name), scores), uniquingKeysWith: { first, _ in first })
    let baselines = plan.baseline.map { BaselineNames($0, among: byName.keys) }
    name = plan.name
    baseline = plan.baseline
    variants = zip(plan.variants, scores).map { variant, scores in
      let reference = baselines?.counterpart(of: variant.name).flatMap { byName[$0] } ?? [:]
      return VariantResults(
        name: variant.name,
        scores: variant.tasks.map { task in
          let percent = scores[task.name].map { 100 * $0.score }
          let delta: Double? =
            if let percent, let base = reference[task.name] {
              percent - 100 * base.score
            } else { nil }
          return TaskScore(
            task: task.name, metric: task.metric.rawValue, split: scores[task.name]?.split, percent: percent,
            delta: delta)
        },
        sharing: variant.sharing(in: store), isMeasured: variant.measure != nil)
    }
  }
}

extension PlannedVariant {
  /// The scores that are in the store, by task.
  fileprivate func scores(in store: ArtifactStore) -> [String: ScoresFile.TaskScore] {
    var result: [String: ScoresFile.TaskScore] = [:]
    for component in components {
      guard let bytes = try? store.read(.scores, of: component.evaluate),
        let file = try? decodeJSON(ScoresFile.self, bytes, of: .scores)
      else { continue }
      for score in file.tasks { result[score.task] = score }
    }
    return result
  }

  /// The count of parameters: measured where masks are learned, else computed.
  fileprivate func sharing(in store: ArtifactStore) -> SharingFile? {
    guard let measure else { return try? SharingFile(counting: masks, [:]) }
    return (try? store.read(.sharing, of: measure)).flatMap {
      try? decodeJSON(SharingFile.self, $0, of: .sharing)
    }
  }
}
