import ExperimentGraph
import ExperimentSpec
import OrderedCollections
import Parallel

/// Variants lowered in parts, several at once, and put together in the order of the parts: the result depends neither
/// on the number of processors nor on which of them is the fastest.
struct LoweredParts {
  /// The stages that any of the variants wants, each once.
  let stages: StageTable

  /// The variants in their order.
  let variants: [PlannedVariant]

  init(of variants: [ResolvedVariant], files: ResolvedFiles) {
    let lowered = Self.parts(of: variants).concurrentlyReduced(into: PartAssembly(variantCount: variants.count)) {
      LoweringContext(files: files)
    } _: { part, context in
      defer { context.forgetChains() }
      return LoweredPart(part, of: variants, in: context)
    } _: { assembly, part in
      assembly.add(part)
    }
    (stages, self.variants) = (lowered.stages, lowered.variants.compactMap(\.self))
  }

  /// How many variants a part has at least, if there are as many: what is made for them still fits caches.
  private static let partSize = 128

  /// The places of the variants in parts, which depend on the variants alone. Those of one cell are in one part, since
  /// they have most stages in common, and stand in order, since variants that follow each other have most of their keys
  /// in common.
  private static func parts(of variants: [ResolvedVariant]) -> [[Int]] {
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

  /// A cell of a sweep, whichever variant it is of.
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

/// Parts that are put together.
private struct PartAssembly: Sendable {
  private(set) var stages = StageTable()

  /// The variants so far, at their places.
  private(set) var variants: [PlannedVariant?]

  init(variantCount: Int) { variants = Array(repeating: nil, count: variantCount) }

  mutating func add(_ part: LoweredPart) {
    for stage in part.stages.values { stages.merge(stage) }
    for (place, variant) in part.variants { variants[place] = variant }
  }
}
