import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import Model
import OrderedCollections

/// The parameters of a variant as far as they are known before anything is trained.
package struct VariantLedger: Hashable, Sendable {
  package let variant: String

  /// The scalars of all towers.
  package let total: Int

  /// Bounds of the scalars that any task keeps: `# Params` of the paper's Table 3; equal where that is certain.
  package let union: ClosedRange<Int>

  /// Bounds of the scalars that every task keeps.
  package let intersection: ClosedRange<Int>

  package let tasks: [TaskCount]
  package let regions: [RegionCount]

  /// Bounds of what one task keeps.
  package struct TaskCount: Hashable, Sendable {
    package let task: String
    package let kept: ClosedRange<Int>
  }

  /// Parameters that the same tasks use in the same way.
  package struct RegionCount: Hashable, Sendable {
    /// The parameters, as an expression of the mask language.
    package let region: String

    /// The tasks that may use them, and those that use all of them.
    package let users: [String]
    package let certainUsers: [String]
    package let count: Int
  }

  /// Bounds of the overlap ratio, Equation 4 of the paper; equal where it is certain.
  package var overlap: ClosedRange<Double> {
    guard union.upperBound > 0 else { return 0...0 }
    let least = Double(intersection.lowerBound) / Double(union.upperBound)
    let most = union.lowerBound == 0 ? 1 : min(1, Double(intersection.upperBound) / Double(union.lowerBound))
    return min(least, most)...most
  }
}

extension VariantLedger {
  /// The ledger of `variant`, whose learned masks the stages of `plan` find.
  package init(of variant: PlannedVariant, in plan: Plan) {
    let masks = variant.masks
    var counter = KeptCounter(plan: plan)
    var known: [LearnedMask: ClosedRange<Int>] = [:]
    let measure = variant.measure.flatMap { plan.stages[$0] }
    for symbol in masks.support {
      guard let input = measure?.input(.mask(symbol)) else { continue }
      known[symbol] = counter.kept(by: input.stage)
    }
    let counts = LearnedCounts { [known] in known[$0] }
    let patterns = masks.sharingPatterns
    let regions = masks.universe.expressions(for: patterns.map(\.cells))
    self.init(
      variant: variant.name, total: masks.universe.parameterCount, union: masks.unionCount(counts),
      intersection: masks.intersectionCount(counts),
      tasks: masks.entries.map { TaskCount(task: $0.task, kept: $0.mask.keptCount(counts)) },
      regions: zip(patterns, regions).map { pattern, region in
        RegionCount(
          region: region.description, users: pattern.users, certainUsers: pattern.certainUsers,
          count: pattern.parameterCount)
      })
  }
}

/// Counts how many prunable scalars the masks that stages make keep, by the arithmetic of pruning alone.
private struct KeptCounter {
  let plan: Plan
  private var known: [StageID: KeptCounts] = [:]

  init(plan: Plan) { self.plan = plan }

  /// The bounds of what the mask of `stage` keeps; `nil` where it is not known.
  mutating func kept(by stage: StageID) -> ClosedRange<Int>? {
    let parts = parts(of: stage)
    return parts.map { parts in
      parts.reduce(0) { $0 + $1.lowerBound }...parts.reduce(0) { $0 + $1.upperBound }
    }
  }

  private mutating func parts(of id: StageID) -> KeptCounts? {
    if let known = known[id] { return known }
    guard let stage = plan.stages[id] else { return nil }
    let result = stage.operation.definition.keptCounts(from: stage.inputs) { parts(of: $0) }
    known[id] = result
    return result
  }
}
