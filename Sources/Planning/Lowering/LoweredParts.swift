import ExperimentGraph
import ExperimentSpec
import OrderedCollections
import Parallel

/// Variants lowered in parts, concurrently, and put together in the order of the parts.
///
/// - Determinism: parts depend on the variants alone, so that the number of threads changes nothing.
struct LoweredParts {
  /// The stages that the variants want, each once.
  let stages: StageTable

  /// The variants in their order.
  let variants: [PlannedVariant]

  init(of variants: [ResolvedVariant], files: ResolvedFiles) {
    let parts = Self.parts(of: variants)
    let empty = PartAssembly(variantCount: variants.count, partCount: parts.count)
    let lowered = parts.concurrentlyReduced(into: empty) {
      LoweringContext(files: files)
    } _: { part, context in
      defer { context.forgetChains() }
      return LoweredPart(part, of: variants, in: context)
    } _: { assembly, part in
      assembly.add(part)
    }
    (stages, self.variants) = (lowered.stages, lowered.variants.compactMap(\.self))
  }

  /// The least number of variants in a part, except the last: few enough that their stages fit the processor's caches.
  private static let partSize = 128

  /// The places of the variants of each part, in order. Variants of one sweep cell share most stages and are in one
  /// part; successive variants share most of their keys.
  static func parts(of variants: [ResolvedVariant]) -> [[Int]] {
    if variants.count <= partSize { return [Array(variants.indices)] }
    var cells: OrderedDictionary<Cell, [Int]> = [:]
    for (place, variant) in variants.enumerated() { cells[Cell(of: variant.place), default: []].append(place) }
    var parts: [[Int]] = [[]]
    for places in cells.values {
      if parts[parts.endIndex - 1].count >= partSize { parts.append([]) }
      parts[parts.endIndex - 1] += places
    }
    return parts.map { $0.sorted() }
  }

  /// A sweep cell, whichever variant it belongs to.
  private struct Cell: Hashable {
    let sweep: [VariantPlace.SweepValue]
    let seed: Int

    init(of place: VariantPlace) {
      sweep = place.sweep
      seed = place.seed
    }
  }
}

/// Some variants of a plan, lowered.
private struct LoweredPart: Sendable {
  let stages: StageTable

  /// The variants with their places among all.
  let variants: [(place: Int, variant: PlannedVariant)]

  init(_ places: [Int], of variants: [ResolvedVariant], in context: LoweringContext) {
    let merged = MergedStages()
    self.variants = places.map { place in
      var lowering = VariantLowering(variants[place], in: context, adding: merged)
      return (place, lowering.lower())
    }
    stages = merged.stages
  }
}

/// The parts added so far.
private struct PartAssembly: Sendable {
  private(set) var stages = StageTable()

  /// The variants at their places; `nil` for those of parts to come.
  private(set) var variants: [PlannedVariant?]

  private let partCount: Int

  init(variantCount: Int, partCount: Int) {
    variants = Array(repeating: nil, count: variantCount)
    self.partCount = partCount
  }

  mutating func add(_ part: LoweredPart) {
    // Most parts have about as many stages as the first.
    if stages.isEmpty { stages.reserveCapacity(partCount * part.stages.count) }
    for stage in part.stages.values { stages.merge(stage) }
    for (place, variant) in part.variants { variants[place] = variant }
  }
}
