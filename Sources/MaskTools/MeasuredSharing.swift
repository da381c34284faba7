import MaskAlgebra

/// Which parameters belong to which tasks: for each set of tasks, how many scalars exactly its masks have, by region.
///
/// *Source*: the sharing of the paper's Figures 1 and 2, counted.
package struct MeasuredSharing: Hashable, Sendable {
  package let tasks: [String]

  /// The regions in the order of the tensors.
  package let regions: [String]

  /// The sets of tasks that have any scalar of their own, those of more scalars first; scalars of no task are left out.
  package let portions: [Portion]

  /// What belongs to one set of tasks.
  package struct Portion: Hashable, Sendable {
    /// The tasks, as indices in order.
    package let tasks: [Int]

    /// The scalars by region, in the order of the regions.
    package let counts: [Int]

    package var count: Int { counts.reduce(0, +) }
  }

  /// Counts what `masks` have in common.
  ///
  /// *Complexity*: linear in the scalars, times the number of sets that occur in a tensor.
  package init(of masks: AlignedMasks) {
    tasks = masks.names
    var regions: [String] = []
    var counts: [[Int]: [Int: Int]] = [:]
    for tensor in masks.tensors {
      let name = regionName(ofTensor: baseName(ofTensor: tensor.name))
      let region = regions.firstIndex(of: name) ?? regions.count
      if region == regions.count { regions.append(name) }
      let everything = PackedMask(count: tensor.masks.first?.count ?? 0, filledWith: true)
      Self.divide(everything, by: tensor.masks[...], among: []) { counts[$0, default: [:]][region, default: 0] += $1 }
    }
    self.regions = regions
    portions = counts.map { tasks, byRegion in
      Portion(tasks: tasks, counts: regions.indices.map { byRegion[$0] ?? 0 })
    }.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      if left.tasks.count != right.tasks.count { return left.tasks.count < right.tasks.count }
      return left.tasks.lexicographicallyPrecedes(right.tasks)
    }
  }

  /// Hands `body` the sets of tasks among which the scalars of `part` divide, `chosen` being those decided so far, with
  /// the number of each.
  private static func divide(
    _ part: PackedMask, by masks: ArraySlice<PackedMask>, among chosen: [Int], _ body: ([Int], Int) -> Void
  ) {
    if part.isEmpty { return }
    guard let mask = masks.first else {
      if !chosen.isEmpty { body(chosen, part.keptCount) }
      return
    }
    divide(part & mask, by: masks.dropFirst(), among: chosen + [masks.startIndex], body)
    divide(part - mask, by: masks.dropFirst(), among: chosen, body)
  }
}
