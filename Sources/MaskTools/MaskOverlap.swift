import MaskAlgebra

/// How much masks have in common, each with each and all together.
///
/// Source: the overlap ratio of "Learning Sparse Sharing Architectures for Multiple Tasks", Equation 4.
package struct MaskOverlap: Hashable, Sendable {
  package let names: [String]

  /// Over all tensors, and over each.
  package let whole: Overlaps
  package let tensors: [(name: String, overlaps: Overlaps)]

  /// The tensors that some mask lacks, which count as kept in it.
  package let completed: [String]

  /// The scalars that masks have in common, and those that any of them has.
  package struct Ratio: Hashable, Sendable {
    package var intersection = 0
    package var union = 0

    /// |∩| / |∪|; 0 where no mask keeps anything, as in the table of results.
    package var value: Double { union == 0 ? 0 : Double(intersection) / Double(union) }

    static func + (left: Self, right: Self) -> Self {
      Ratio(intersection: left.intersection + right.intersection, union: left.union + right.union)
    }
  }

  /// The ratios of all pairs, row by row, and that of all masks together.
  package struct Overlaps: Hashable, Sendable {
    package var pairs: [[Ratio]]
    package var all: Ratio
  }

  package init(of masks: AlignedMasks) {
    names = masks.names
    completed = masks.completed
    tensors = masks.tensors.map { ($0.name, Overlaps($0.masks)) }
    whole = tensors.reduce(Overlaps(none: masks.names.count)) { $0 + $1.overlaps }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.names == right.names && left.whole == right.whole && left.completed == right.completed
      && left.tensors.map(\.overlaps) == right.tensors.map(\.overlaps)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(names)
    hasher.combine(whole)
  }
}

extension MaskOverlap.Overlaps {
  /// Those of `count` masks of no scalars.
  fileprivate init(none count: Int) {
    self.init(pairs: Array(repeating: Array(repeating: MaskOverlap.Ratio(), count: count), count: count), all: .init())
  }

  fileprivate init(_ masks: [PackedMask]) {
    pairs = masks.map { left in
      masks.map { MaskOverlap.Ratio(intersection: left.intersectionCount($0), union: left.unionCount($0)) }
    }
    all = MaskOverlap.Ratio()
    if let first = masks.first {
      all.intersection = masks.dropFirst().reduce(first, &).keptCount
      all.union = masks.dropFirst().reduce(first, |).keptCount
    }
  }

  fileprivate static func + (left: Self, right: Self) -> Self {
    Self(pairs: zip(left.pairs, right.pairs).map { zip($0, $1).map(+) }, all: left.all + right.all)
  }
}
